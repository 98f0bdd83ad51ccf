package letter

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/typeset"
)

var update = flag.Bool("update", false, "write the outlines in testdata anew")

// structure is what a letter consists of: its blocks one a line, headings, labels
// and heads of tables with their words, values by the field they were typed in. So
// a change of a template is read as a change of structure, and a change of the
// sample as none.
func structure(blocks []typeset.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		line := string(block.Kind)
		if block.Checked {
			line += " ×"
		}
		for i, row := range block.Rows {
			if i > 0 {
				if block.Kind == typeset.Table {
					break // rows are data
				}
				line += " /"
			}
			for k, cell := range row {
				if k > 0 {
					line += " |"
				}
				for _, s := range cell {
					if s.Field != "" {
						line += " {" + s.Field + "}"
					} else {
						line += " " + strings.Join(strings.Fields(s.Text), " ")
					}
				}
			}
		}
		if block.Kind == typeset.Code {
			line += " " + block.Symbol
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// Every template has an outline in testdata. -update writes them anew; the
// difference is then read before it is committed.
func TestTheStructureOfEveryTemplateIsTheOneThatWasRead(t *testing.T) {
	t.Parallel()
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	covers, err := l.coverage("")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range covers {
		file := filepath.Join("testdata", "outlines", c.Form+"."+c.Lang+".txt")
		seen[file] = true
		doc, err := l.compose(l.previewInput(c.Form, c.Lang))
		if err != nil {
			t.Errorf("%s/%s: %v", c.Form, c.Lang, err)
			continue
		}
		got := structure(doc.doc.Blocks)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s/%s has no outline; -update writes it (%v)", c.Form, c.Lang, err)
			continue
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s/%s (-was +is; -update where the change is meant):\n%s", c.Form, c.Lang, diff)
		}
	}
	files, err := filepath.Glob("testdata/outlines/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f] {
			t.Errorf("%s is the outline of a template that is gone", f)
		}
	}
}
