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
		{Kind: typeset.Para, Rows: [][]typeset.Text{{{{Text: "plain "}, {Text: "bold", Bold: true}, {Text: " and on"}}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestParagraphsAreNumberedThroughTheLetterOrInTheirSection(t *testing.T) {
	t.Parallel()
	got, err := parseMarkup("# T\n++ a\n+ x\n## H\n++ b\n+ y\n+ z\n++\n++ c")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"a": 1, "b": 2, "c": 3, "x": 1, "y": 1, "z": 2}
	seen := 0
	for _, b := range got {
		if b.Kind == typeset.Numbered {
			seen++
			if n := want[b.Text().String()]; b.Number != n {
				t.Errorf("%q is numbered %d, want %d", b.Text(), b.Number, n)
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d numbered paragraphs, want %d: an empty one takes no number", seen, len(want))
	}
}

func TestAValueOfSeveralParagraphsIsNumberedAndNeverMarkup(t *testing.T) {
	t.Parallel()
	typed := newValue("facts", "first\n\n# second\r\n ++ third | x \x05letters/a:1\x05\x06")
	got, err := parseMarkup("++ zero\n" + string(paras(typed)) + "\nend")
	if err != nil {
		t.Fatal(err)
	}
	para := func(n int, text, field string) typeset.Block {
		return typeset.Block{Kind: typeset.Numbered, Number: n, Rows: [][]typeset.Text{{{{Text: text, Field: field}}}}}
	}
	want := []typeset.Block{
		para(1, "zero", ""), para(2, "first", "facts"), para(3, "# second", "facts"), para(4, "++ third | x letters/a:1", "facts"),
		{Kind: typeset.Para, Rows: [][]typeset.Text{{{{Text: "end"}}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if paras("") != "" {
		t.Error("nothing is not nothing")
	}
}

func TestCodesAndPageTurns(t *testing.T) {
	t.Parallel()
	got, err := parseMarkup("[qr] " + string(newValue("reference", "FR-1")) + "\n===\n[code128] FR-2")
	if err != nil {
		t.Fatal(err)
	}
	want := []typeset.Block{
		{Kind: typeset.Code, Symbol: typeset.QR, Data: "FR-1"}, {Kind: typeset.Break}, {Kind: typeset.Code, Symbol: typeset.Code128, Data: "FR-2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
