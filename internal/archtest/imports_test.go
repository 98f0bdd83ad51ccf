package archtest

import (
	"slices"
	"strings"
	"testing"
)

// mayImport is the whole of who may import whom inside the module; any other
// edge fails. Tests may import more, see TestNothingImportsCmd.
var mayImport = map[string]struct {
	of  []string
	why string
}{
	"internal/workday":         {nil, "a leaf: civil dates and clocks know nothing of requests"},
	"internal/mla":             {[]string{"internal/workday"}, "the domain, pure; the law reaches it as the snapshot mla.Profile"},
	"internal/jurisdiction":    {[]string{"internal/mla", "internal/workday"}, "fills mla.Profile from the data"},
	"internal/desk":            {[]string{"internal/mla", "internal/workday"}, "read models that store writes and api shows (decision 0007)"},
	"internal/names":           {[]string{"internal/desk", "internal/mla"}, "the register of names of a case, pure; the store keeps it and api shows it"},
	"internal/fixture":         {[]string{"internal/mla", "internal/workday"}, "fictional drafts for the demo and for tests"},
	"internal/schema":          {[]string{"internal/mla", "internal/workday"}, "the JSON Schema of the document that opens a request"},
	"internal/i18n":            {[]string{"internal/mla", "internal/workday"}, "words for codes, phases and dates"},
	"internal/clock":           {nil, "a leaf: virtual time"},
	"internal/secret":          {nil, "a leaf: keys and authenticated encryption"},
	"internal/auth":            {nil, "a leaf: passwords, tokens, throttling"},
	"internal/seal":            {nil, "a leaf: the organisation's seal on a PDF, and reading it"},
	"templates":                {nil, "a leaf: embedded files"},
	"internal/pgcluster/child": {nil, "a leaf: a child process that does not outlive us"},
	"internal/pgcluster":       {[]string{"internal/pgcluster/child"}, "a private PostgreSQL as a child process"},
	"internal/devserver":       {[]string{"internal/pgcluster/child"}, "a private Temporal as a child process, supervised in the same way"},

	"activities":         {[]string{"internal/mla", "internal/workday"}, "side effects and the ports they need"},
	"workflows/contract": {[]string{"internal/clock", "internal/mla"}, "names and inputs shared by clients and workflows"},
	"workflows":          {[]string{"activities", "internal/clock", "internal/mla", "workflows/contract"}, "deterministic; of activities the types and names, of clock its arithmetic"},

	"internal/store":               {[]string{"activities", "internal/desk", "internal/mla", "internal/names", "internal/secret", "internal/workday"}, "implements ports of activities and api; of api it needs no type, the read models are desk's"},
	"internal/letter":              {[]string{"internal/mla", "internal/typeset", "internal/workday", "templates"}, "letters from drafts and profiles; cmd fits it to the ports of activities and api"},
	"internal/typeset":             {[]string{"internal/mla", "internal/workday"}, "blocks to PDF; of the domain it needs the shape of a refusal"},
	"internal/translation":         {[]string{"internal/mla"}, "sentences, checks and the files of translators' tools; of the domain it needs the shape of a refusal"},
	"internal/transjob":            {[]string{"internal/desk", "internal/mla", "internal/translation"}, "one text under translation, from its source and what was saved"},
	"internal/verify":              {[]string{"internal/desk", "internal/mla", "internal/seal", "internal/typeset"}, "what a file is: its seal, its own words, and what a store knows; for the verb and the edge alike"},
	"internal/mail":                {[]string{"activities", "internal/mla", "internal/workday", "templates"}, "implements Mailer and Wording"},
	"internal/docstore":            {[]string{"internal/mla", "internal/secret"}, "documents are named by mla.DocRef"},
	"internal/casesystem":          {[]string{"internal/mla"}, "deliveries name documents by mla.DocRef; cmd fits it to activities"},
	"internal/casesystem/receiver": {[]string{"internal/casesystem"}, "the other end of a delivery, for the demo"},

	"internal/temporalx": {[]string{"activities", "internal/clock", "internal/secret", "workflows", "workflows/contract"}, "registers workers, seals payloads"},
	"internal/engine":    {[]string{"internal/clock", "internal/mla", "workflows/contract"}, "Temporal as Open, Do and Notify"},
	"api": {[]string{"internal/auth", "internal/clock", "internal/desk", "internal/i18n", "internal/jurisdiction", "internal/mla", "internal/names", "internal/schema", "internal/transjob", "internal/translation", "internal/verify", "internal/workday", "templates"},
		"the edge; it declares the ports Desk, Engine, Law, Letters and Files, so it knows neither PostgreSQL nor Temporal"},

	"internal/store/storetest": {[]string{"internal/pgcluster", "internal/store"}, "databases for tests"},
	"deploy":                   {nil, "files that the compose file mounts"},
}

// mayWire may import everything: it puts the parts together.
const mayWire = "cmd/rogatory"

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test || f.pkg == mayWire {
			continue
		}
		rule, ok := mayImport[f.pkg]
		if !ok {
			t.Errorf("%s: the package %s has no row in mayImport: say what it may import, and why", f.path, f.pkg)
			continue
		}
		for _, im := range f.imports {
			ours, ok := strings.CutPrefix(im, module)
			if ok && !slices.Contains(rule.of, ours) {
				t.Errorf("%s imports %s; %s may not (%s)", f.path, ours, f.pkg, rule.why)
			}
		}
	}
}

func TestNothingImportsCmd(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		for _, im := range f.imports {
			if strings.HasPrefix(im, module+"cmd/") || im == module+"devstack" {
				t.Errorf("%s imports %s, which is a program", f.path, im)
			}
		}
	}
}

// only says which packages may use what lies outside the module. A library that
// is not named here may be used by any package that is not pure.
var only = []struct {
	imported string
	by       []string
	why      string
}{
	{"github.com/jackc/pgx", []string{"internal/store", "internal/pgcluster", mayWire}, "SQL lives in the store; pgcluster asks its own server whether it is up"},
	{"database/sql", []string{"internal/store"}, "for the migrations"},
	{"github.com/alexedwards/scs/pgxstore", []string{"internal/store"}, "sessions lie in the store's database"},
	{"github.com/pressly/goose", []string{"internal/store"}, "migrations"},
	{"go.temporal.io/sdk/workflow", []string{"workflows", "internal/temporalx", mayWire}, "workflow code is deterministic and in one place"},
	{"go.temporal.io/sdk/activity", []string{"activities", "internal/temporalx"}, "side effects are in one place"},
	{"go.temporal.io/sdk/temporal", []string{"workflows", "activities", "internal/temporalx", "internal/engine", mayWire}, "application errors cross the wire here"},
	{"go.temporal.io/sdk", []string{"workflows", "activities", "internal/temporalx", "internal/engine", mayWire}, "everybody else says Open, Do and Notify"},
	{"go.temporal.io/api", []string{"workflows", "internal/temporalx", "internal/engine", mayWire}, "as above"},
	{"github.com/labstack/echo", []string{"api"}, "the edge"},
	{"github.com/jung-kurt/gofpdf", []string{"internal/typeset"}, "PDF is set in one place"},
	{"github.com/go-text/typesetting", []string{"internal/typeset"}, "PDF is set in one place"},
	{"github.com/boombuler/barcode", []string{"internal/typeset"}, "codes are drawn in one place"},
	{"filippo.io/age", []string{"internal/docstore"}, "documents"},
	{"github.com/wneessen/go-mail", []string{"internal/mail"}, "mail"},
	{"math/rand", nil, "what is random here guards something: crypto/rand, or a seeded generator in tests"},
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test || within(f.pkg, "internal/store/storetest") {
			continue
		}
		for _, im := range f.imports {
			for _, o := range only {
				if within(im, o.imported) && !slices.Contains(o.by, f.pkg) {
					t.Errorf("%s imports %s, which belongs to %s: %s", f.path, im, strings.Join(o.by, ", "), o.why)
				}
			}
		}
	}
}

// pure packages decide or compute: the same input gives the same answer. Their
// tests may use what they like.
var pure = []string{"internal/workday", "internal/mla", "internal/desk", "internal/transjob", "internal/translation", "workflows", "workflows/contract"}

// worldly are packages of the standard library that reach the world outside, or
// chance. Whoever is pure may not import them.
var worldly = []string{
	"net", "os", "syscall", "io/ioutil", "log", "math/rand", "crypto/rand", "database/sql", "html/template", "text/template",
	"embed", "plugin", "runtime/debug", "path/filepath", "unsafe",
}

// parsing are packages below worldly ones that only read texts.
var parsing = []string{"net/netip", "net/url"}

func TestPurePackagesTouchNothing(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test || !slices.Contains(pure, f.pkg) {
			continue
		}
		for _, im := range f.imports {
			if !standard(im) {
				// Unicode's tables are as pure as the standard library's.
				if !strings.HasPrefix(im, module) && !within(im, "golang.org/x/text") && !(f.pkg == "workflows" && within(im, "go.temporal.io")) {
					t.Errorf("%s imports %s; %s is the standard library's and ours only", f.path, im, f.pkg)
				}
				continue
			}
			for _, w := range worldly {
				if within(im, w) && !slices.Contains(parsing, im) {
					t.Errorf("%s imports %s; %s is pure", f.path, im, f.pkg)
				}
			}
			// Workflows get no concurrency but Temporal's.
			if f.pkg == "workflows" && (within(im, "sync") || im == "context") {
				t.Errorf("%s imports %s; use workflow.Go, workflow.Mutex and workflow.Context", f.path, im)
			}
		}
	}
}

// The table is read by people too: no row may be a leftover.
func TestEveryRowOfTheTableIsAPackage(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, f := range sources(t) {
		known[f.pkg] = true
	}
	for pkg, rule := range mayImport {
		if !known[pkg] {
			t.Errorf("%s has a row and no files", pkg)
		}
		for _, of := range rule.of {
			if !known[of] {
				t.Errorf("%s may import %s, which does not exist", pkg, of)
			}
		}
		if rule.why == "" {
			t.Errorf("%s has a row without a reason", pkg)
		}
	}
}
