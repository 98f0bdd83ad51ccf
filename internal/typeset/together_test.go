package typeset

import (
	"strings"
	"testing"
)

// Wherever on the page they begin, a table of two entries and the note beneath
// it stand on one page, alone and in the columns of a pair.
func TestASmallTableAndItsNoteStayTogether(t *testing.T) {
	t.Parallel()
	table := Block{Kind: Table, Head: true, Rows: [][]Text{
		{{{Text: "tête"}}, {{Text: "b"}}}, {{{Text: "rang 1"}}, {{Text: "b"}}}, {{{Text: "rang 2"}}, {{Text: "b"}}},
	}}
	note := plain(Note, "note")
	pair := func(b Block) Block { return Block{Kind: Pair, Left: []Block{b}, Right: []Block{b}} }
	for name, blocks := range map[string][]Block{"alone": {table, note}, "in columns": {pair(table), pair(note)}} {
		turned := false
		for filler := range 60 {
			var doc []Block
			for range filler {
				doc = append(doc, plain(Para, "Une ligne."))
			}
			pages := pagesOf(t, document(append(doc, blocks...)...))
			turned = turned || len(pages) > 1
			for i, p := range pages {
				text := strings.Join(p.texts(), "\n")
				if strings.Contains(text, "rang 1") != strings.Contains(text, "note") || strings.Contains(text, "rang 1") != strings.Contains(text, "rang 2") {
					t.Errorf("%s, after %d lines page %d has a part of it: %q", name, filler, i+1, text)
				}
			}
		}
		if !turned {
			t.Errorf("%s: no page was turned, so this test finds nothing", name)
		}
	}
}
