package letter

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/typeset"
)

func TestMarkupReadsEveryKindOfBlock(t *testing.T) {
	t.Parallel()
	src := "# T\n## H\n@ a | " + string(newValue("f", "x|y\nz")) + "\n@ b |\n+ one\n+ two\n- p\n[x] yes\n[ ] no\n|# 1 2\n|= h | i\n| c | d\n> n\n>> r\n! l | m\n! o | q\n---\n~\nplain **bold** \\\n and on"
	got, err := parseMarkup(src)
	if err != nil {
		t.Fatal(err)
	}
	w := func(s string) []typeset.Text { return []typeset.Text{{{Text: s}}} }
	want := []typeset.Block{
		{Kind: typeset.Title, Rows: [][]typeset.Text{w("T")}},
		{Kind: typeset.Heading, Rows: [][]typeset.Text{w("H")}},
		{Kind: typeset.Field, Rows: [][]typeset.Text{{{{Text: "a"}}, {{Text: "x|y\nz", Field: "f"}}}}},
		{Kind: typeset.Numbered, Number: 1, Rows: [][]typeset.Text{w("one")}},
		{Kind: typeset.Numbered, Number: 2, Rows: [][]typeset.Text{w("two")}},
		{Kind: typeset.Bullet, Rows: [][]typeset.Text{w("p")}},
		{Kind: typeset.Check, Checked: true, Rows: [][]typeset.Text{w("yes")}},
		{Kind: typeset.Check, Rows: [][]typeset.Text{w("no")}},
		{Kind: typeset.Table, Head: true, Widths: []int{1, 2}, Rows: [][]typeset.Text{{{{Text: "h"}}, {{Text: "i"}}}, {{{Text: "c"}}, {{Text: "d"}}}}},
		{Kind: typeset.Note, Rows: [][]typeset.Text{w("n")}},
		{Kind: typeset.Right, Rows: [][]typeset.Text{w("r")}},
		{Kind: typeset.Sign, Rows: [][]typeset.Text{{{{Text: "l"}}, {{Text: "m"}}}, {{{Text: "o"}}, {{Text: "q"}}}}},
		{Kind: typeset.Rule},
		{Kind: typeset.Gap},
		{Kind: typeset.Para, Rows: [][]typeset.Text{{{{Text: "plain "}, {Text: "bold", Bold: true}, {Text: "   and on"}}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
