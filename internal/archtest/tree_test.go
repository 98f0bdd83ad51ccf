// Package archtest checks the shape of the house: who imports whom, where the
// clock is read, how long files are. It reads the sources and builds nothing, so
// it sees every file, whatever its build tags.
package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/rogatory/rogatory/"

// goFile is one source file of the main module; paths are relative to its root.
type goFile struct {
	path, pkg string
	test      bool
	generated bool
	lines     int
	imports   []string
	ast       *ast.File
	fset      *token.FileSet
}

func (f goFile) at(p token.Pos) string {
	return f.path + ":" + strconv.Itoa(f.fset.Position(p).Line)
}

var tree = sync.OnceValues(readTree)

// sources are all Go files outside the nested module devstack.
func sources(t *testing.T) []goFile {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files found: the walk starts at the wrong place", len(files))
	}
	return files
}

const root = "../.."

func readTree() ([]goFile, error) {
	var out []goFile
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skip := rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || rel == "devstack" || rel == "bin"); skip {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(p) != ".go" {
			return nil
		}
		f, err := readFile(p, filepath.ToSlash(rel))
		if err != nil {
			return err
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

func readFile(p, rel string) (goFile, error) {
	src, err := os.ReadFile(p)
	if err != nil {
		return goFile{}, err
	}
	f := goFile{
		path: rel, pkg: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), lines: bytes.Count(src, []byte("\n")), fset: token.NewFileSet(),
	}
	if f.ast, err = parser.ParseFile(f.fset, rel, src, parser.ParseComments|parser.SkipObjectResolution); err != nil {
		return goFile{}, err
	}
	f.generated = ast.IsGenerated(f.ast)
	for _, im := range f.ast.Imports {
		s, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			return goFile{}, err
		}
		f.imports = append(f.imports, s)
	}
	return f, nil
}

// commented reports a comment on the line of pos or on the one above it.
func (f goFile) commented(pos token.Pos) bool {
	line := f.fset.Position(pos).Line
	return slices.ContainsFunc(f.ast.Comments, func(g *ast.CommentGroup) bool {
		end := f.fset.Position(g.End()).Line
		return end == line || end == line-1
	})
}

// standard reports a package of the standard library: its first element has no dot.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// within reports that p is prefix or lies below it.
func within(p, prefix string) bool { return p == prefix || strings.HasPrefix(p, prefix+"/") }
