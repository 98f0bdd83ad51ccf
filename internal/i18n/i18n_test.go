package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func TestBothLanguagesHoldTheSameKeys(t *testing.T) {
	t.Parallel()
	fr, en := i18n.Keys("fr"), i18n.Keys("en")
	slices.Sort(fr)
	slices.Sort(en)
	for _, k := range fr {
		if !slices.Contains(en, k) {
			t.Errorf("English lacks %q", k)
		}
	}
	for _, k := range en {
		if !slices.Contains(fr, k) {
			t.Errorf("French lacks %q", k)
		}
	}
}

// holes are the {{.Name}} places of a text.
var holes = regexp.MustCompile(`\{\{\.\w+\}\}`)

func TestBothLanguagesFillTheSamePlaces(t *testing.T) {
	t.Parallel()
	for _, key := range i18n.Keys("fr") {
		sorted := func(lang string) []string {
			raw := rawText(t, lang, key)
			found := holes.FindAllString(raw, -1)
			slices.Sort(found)
			return slices.Compact(found)
		}
		if fr, en := sorted("fr"), sorted("en"); !reflect.DeepEqual(fr, en) {
			t.Errorf("%s: %v in French, %v in English", key, fr, en)
		}
	}
}

var texts = map[string]string{}

func init() {
	for _, lang := range i18n.Languages {
		data, err := os.ReadFile("active." + lang + ".toml")
		if err == nil {
			texts[lang] = string(data)
		}
	}
}

func rawText(t *testing.T, lang, key string) string {
	t.Helper()
	_, rest, ok := strings.Cut(texts[lang], strconv.Quote(key)+" = ")
	if !ok {
		t.Fatalf("%s lacks %s", lang, key)
	}
	line, _, _ := strings.Cut(rest, "\n")
	return line
}

var templateKey = regexp.MustCompile(`\(?\bt "([a-z0-9_.]+)"`)

func TestEveryKeyOfTheTemplatesHasAText(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.Walk("../../templates/web", func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range templateKey.FindAllStringSubmatch(string(data), -1) {
			n++
			for _, lang := range i18n.Languages {
				if !i18n.Has(lang, m[1]) {
					t.Errorf("%s: %s lacks %q", filepath.Base(path), lang, m[1])
				}
			}
		}
		return err
	})
	if err != nil || n < 100 {
		t.Fatalf("%d keys, %v", n, err)
	}
}

func TestEveryKeyOfTheCodeHasAText(t *testing.T) {
	t.Parallel()
	call := regexp.MustCompile(`i18n\.T\(\S+, "([a-z0-9_.]+)"|s\.base\(c, "([a-z0-9_.]+)"`)
	for path, src := range sources(t, "../../api") {
		for _, m := range call.FindAllStringSubmatch(src, -1) {
			key := m[1] + m[2]
			for _, lang := range i18n.Languages {
				if !strings.HasSuffix(key, ".") && !i18n.Has(lang, key) {
					t.Errorf("%s: %s lacks %q", path, lang, key)
				}
			}
		}
	}
}

func sources(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range dirs {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if data, err := os.ReadFile(f); err == nil && !strings.HasSuffix(f, "_test.go") {
				out[f] = string(data)
			}
		}
	}
	return out
}

// refusalCodes collects the codes of every mla.Refuse in the tree: literals and the
// constants of mla and of the API.
func refusalCodes(t *testing.T) map[string]string {
	t.Helper()
	codes := map[string]string{}
	literal := regexp.MustCompile(`Refuse\("([a-z0-9_]+)"`)
	for path, src := range sources(t, "../mla", "../jurisdiction", "../letter", "../names", "../store", "../engine", "../auth", "../docstore", "../../api") {
		for _, m := range literal.FindAllStringSubmatch(src, -1) {
			codes[m[1]] = path
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
		if err != nil {
			continue // somebody is typing it
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, name := range v.Names {
				isCode := strings.HasPrefix(name.Name, "Code") && (strings.Contains(path, "mla") || strings.Contains(path, "/names/")) || strings.HasPrefix(name.Name, "code") && strings.Contains(path, "/api/")
				if lit, ok := value(v, i); ok && isCode {
					codes[lit] = path
				}
			}
			return true
		})
	}
	return codes
}

func value(v *ast.ValueSpec, i int) (string, bool) {
	if i >= len(v.Values) {
		return "", false
	}
	lit, ok := v.Values[i].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestEveryRefusalIsWorded(t *testing.T) {
	t.Parallel()
	codes := refusalCodes(t)
	if len(codes) < 40 {
		t.Fatalf("found only %d codes", len(codes))
	}
	for code, path := range codes {
		for _, lang := range i18n.Languages {
			if !i18n.Has(lang, "error."+code) {
				t.Errorf("%s: %s has no wording of %q", path, lang, code)
				continue
			}
			text := i18n.Error(lang, mla.Refuse(code, "proof.number"))
			if strings.Contains(text, "<no value>") || text == "" {
				t.Errorf("%s %s: %q", lang, code, text)
			}
		}
	}
}

func TestEveryCodeOfTheDomainHasALabel(t *testing.T) {
	t.Parallel()
	want := map[string][]string{}
	for _, r := range mla.Table {
		want["phase"] = append(want["phase"], string(r.To))
		if r.On != "-" {
			want["command"] = append(want["command"], string(r.On))
		}
		for _, role := range r.By {
			want["role"] = append(want["role"], string(role))
		}
	}
	for _, k := range mla.EventKinds() {
		want["event"] = append(want["event"], string(k))
	}
	for _, tr := range mla.Tracks {
		want["track"] = append(want["track"], string(tr))
		for _, f := range mla.FormsOf[tr] {
			want["form"] = append(want["form"], string(f))
		}
	}
	want["ground"] = mla.Grounds
	want["clock"] = []string{mla.DutyAttention, mla.DutyHandOverLetter, mla.DutyUncertain}
	for family, codes := range want {
		for _, code := range codes {
			for _, lang := range i18n.Languages {
				if !i18n.Has(lang, family+"."+code) {
					t.Errorf("%s lacks %s.%s", lang, family, code)
				}
			}
		}
	}
}

// TestEveryFieldOfTheDraftHasALabel walks the JSON of the draft, the form model of
// the editor.
func TestEveryFieldOfTheDraftHasALabel(t *testing.T) {
	t.Parallel()
	var walk func(prefix string, typ reflect.Type)
	walk = func(prefix string, typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[workday.Date]() || typ == reflect.TypeFor[mla.DocRef]() {
			return
		}
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			path := strings.TrimPrefix(prefix+"."+name, ".")
			if !i18n.Has("fr", "field."+path) {
				t.Errorf("no label for %q", path)
			}
			walk(path, typ.Field(i).Type)
		}
	}
	walk("", reflect.TypeFor[mla.Draft]())
}

func TestErrorNamesFieldAndCure(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, lang string
		err        *mla.Error
		want       []string
	}{
		{"row and field", "fr", mla.Refuse("required", "measures.2.kind"), []string{"Genre de mesure (3)", "à remplir"}},
		{"phases by name", "en", mla.Refuse("wrong_phase", "phase", "phase", "draft", "command", "approve", "needs", "awaiting_approval"), []string{"Approve", "Draft", "Awaiting approval"}},
		{"dates by their names", "fr", mla.Refuse("date_in_future", "on", "date", "2026-11-24", "today", "2026-11-23"), []string{"24 novembre 2026", "23 novembre 2026"}},
		{"a code nobody knew", "en", mla.Refuse("newer_than_us", ""), []string{"newer_than_us"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := i18n.Error(tc.lang, tc.err)
			for _, w := range tc.want {
				if !strings.Contains(got, w) {
					t.Errorf("%q lacks %q", got, w)
				}
			}
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	d := workday.MustDate("2026-11-24")
	at := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	for _, tc := range []struct{ got, want string }{
		{i18n.Date("fr", d), "24 novembre 2026"}, {i18n.Date("en", d), "24 November 2026"},
		{i18n.DateLong("fr", d), "mardi 24 novembre 2026"}, {i18n.Date("fr", workday.MustDate("2026-05-01")), "1er mai 2026"},
		{i18n.Time("fr", at), "2 juillet 2026 à 00:30 (Europe/Paris)"}, {i18n.Time("en", at), "2 July 2026, 00:30 (Europe/Paris)"},
		{i18n.Date("fr", workday.Date{}), ""}, {i18n.Time("fr", time.Time{}), ""},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	if got, ok := i18n.ParseTime("2026-07-02T00:30"); !ok || !got.Equal(at) {
		t.Errorf("typed Paris time: %v %v", got, ok)
	}
}

func TestALanguageThatTheDataBringsHasAName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, code, want string }{
		{"fr", "km", "khmer"}, {"en", "km", "Khmer"}, {"fr", "lo", i18n.T("fr", "lang.lo", nil)}, {"fr", "not a language", "not a language"},
	} {
		if got := i18n.Label(c.lang, "lang", c.code); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}
