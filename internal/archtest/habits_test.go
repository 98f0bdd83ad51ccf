package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// maxLines is how long a file may be before it is two files. Tests and generated
// code may be longer.
const maxLines = 450

// longer are files over the limit, each with its own ceiling and the reason.
var longer = map[string]struct {
	lines int
	why   string
}{}

func TestFilesFitTheHead(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		limit := maxLines
		if l, ok := longer[f.path]; ok {
			limit = l.lines
		}
		if !f.test && !f.generated && f.lines > limit {
			t.Errorf("%s has %d lines, more than %d", f.path, f.lines, limit)
		}
	}
}

// readsClock are the files that may read the machine's clock, besides cmd and
// tests. Everything else is given the time, so that a demo can run fast and a
// test can choose the hour.
var readsClock = map[string]string{
	"internal/clock/clock.go":     "this is the clock",
	"internal/pgcluster/adopt.go": "a supervisor waits for processes in real time",
	"api/middleware.go":           "how long a call took is real time",
	"api/web_base.go":             "realNow throttles guessers and page refreshes, which do not speed up with a demo",
}

func TestTheClockIsReadInOnePlace(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test || f.pkg == mayWire || readsClock[f.path] != "" || within(f.pkg, "internal/store/storetest") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			// The clock's ways in: Since and Until read it too.
			if ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since" || sel.Sel.Name == "Until") {
				t.Errorf("%s reads the clock by time.%s; take the time as a parameter", f.at(sel.Pos()), sel.Sel.Name)
			}
			return true
		})
	}
}

// panics are functions that may panic without a comment of their own.
var panics = map[string]string{
	"api/middleware.go recovered":     "hands http.ErrAbortHandler on, which net/http expects",
	"internal/secret/aead.go NewRing": "the size of a key is right by its type",
}

// A panic is for what cannot be: at start (init, Must…), or with a sentence that
// says why it cannot, as a comment or as the message itself.
func TestPanicsSayWhyTheyCannotHappen(t *testing.T) {
	t.Parallel()
	must := regexp.MustCompile(`^([mM]ust|init$)`)
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || must.MatchString(fn.Name.Name) || panics[f.path+" "+fn.Name.Name] != "" {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 {
					return true
				}
				id, ok := call.Fun.(*ast.Ident)
				if ok && id.Name == "panic" && !f.commented(call.Pos()) && !isText(call.Args[0]) {
					t.Errorf("%s panics in %s without saying why that cannot happen", f.at(call.Pos()), fn.Name.Name)
				}
				return true
			})
		}
	}
}

func isText(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// unfinished words are written apart, so that this file passes its own test.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

func TestNothingIsLeftUnfinished(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(p, root+string(filepath.Separator)))
		if d.IsDir() {
			if rel != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || rel == "bin" || rel == "templates/static") {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(p) {
		case ".go", ".sql", ".tmpl", ".html", ".sh", ".md":
		default:
			return nil
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(b), "\n") {
			if m := unfinished.FindString(line); m != "" {
				t.Errorf("%s:%d says %s", rel, i+1, m)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
