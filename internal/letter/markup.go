package letter

import (
	"fmt"
	"strings"

	"github.com/rogatory/rogatory/internal/typeset"
)

// Template markup, one block a line; a line ending in \ continues.
//
//	# title            ## section           ### sub-section
//	@ label | value    a field              + text   a numbered paragraph
//	- text             a bullet             [x] text a ticked box, [ ] text an empty one
//	| a | b            a table row          |= a | b its head    |# 1 2 3 its column widths
//	> text             a note in small type >> text  on the right
//	! a | b            a signature block, one line of it; two columns
//	---                a rule               ~        a gap
//
// Anything else is a paragraph. Between ** and ** is bold. Values carry their
// field with them and are never read as markup.

// The marks around a value, see value. They are stripped from all input.
const (
	markField = '\x01'
	markText  = '\x02'
	markEnd   = '\x03'
	markLine  = '\x04'
)

// parseMarkup reads an executed template.
func parseMarkup(src string) ([]typeset.Block, error) {
	var blocks []typeset.Block
	number := 0
	src = strings.ReplaceAll(src, "\\\n", " ")
	for i, line := range strings.Split(src, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		kind, rest, checked := classify(line)
		b := typeset.Block{Kind: kind, Checked: checked}
		switch kind {
		case typeset.Rule, typeset.Gap:
			blocks = append(blocks, b)
			continue
		case typeset.Heading:
			number = 0
		case typeset.Numbered:
			number++
			b.Number = number
		case typeset.Table, typeset.Sign:
			blocks = joinRow(blocks, b, rest)
			continue
		}
		cells := []string{rest}
		if kind == typeset.Field {
			if cells = splitCells(rest); len(cells) != 2 {
				return nil, fmt.Errorf("line %d: a field needs a label and a value", i+1)
			}
			if cells[1] == "" {
				continue // nothing to say under this label
			}
		}
		b.Rows = [][]typeset.Text{spansOf(cells)}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func classify(line string) (kind typeset.BlockKind, rest string, checked bool) {
	for _, m := range []struct {
		prefix string
		kind   typeset.BlockKind
	}{
		{"### ", typeset.Sub},
		{"## ", typeset.Heading},
		{"# ", typeset.Title},
		{"@ ", typeset.Field},
		{"+ ", typeset.Numbered},
		{"- ", typeset.Bullet},
		{"[x] ", typeset.Check},
		{"[ ] ", typeset.Check},
		{">> ", typeset.Right},
		{"> ", typeset.Note},
		{"! ", typeset.Sign},
		{"|", typeset.Table},
	} {
		if rest, ok := strings.CutPrefix(line, m.prefix); ok {
			return m.kind, strings.TrimSpace(rest), m.prefix == "[x] "
		}
	}
	switch line {
	case "---":
		return typeset.Rule, "", false
	case "~":
		return typeset.Gap, "", false
	}
	return typeset.Para, line, false
}

// joinRow adds a row to the table or signature block that precedes it.
func joinRow(blocks []typeset.Block, b typeset.Block, rest string) []typeset.Block {
	if n := len(blocks); n > 0 && blocks[n-1].Kind == b.Kind && !strings.HasPrefix(rest, "#") {
		b, blocks = blocks[n-1], blocks[:n-1]
	}
	if widths, ok := strings.CutPrefix(rest, "#"); ok {
		for _, f := range strings.Fields(widths) {
			w := 0
			_, _ = fmt.Sscanf(f, "%d", &w)
			b.Widths = append(b.Widths, max(w, 1))
		}
		return append(blocks, b)
	}
	if head, ok := strings.CutPrefix(rest, "="); ok {
		b.Head, rest = true, head
	}
	b.Rows = append(b.Rows, spansOf(splitCells(rest)))
	return append(blocks, b)
}

// splitCells splits at the bars that stand outside values.
func splitCells(s string) []string {
	var cells []string
	start, inside := 0, false
	for i, r := range s {
		switch {
		case r == markField:
			inside = true
		case r == markEnd:
			inside = false
		case r == '|' && !inside:
			cells = append(cells, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(cells, strings.TrimSpace(s[start:]))
}

func spansOf(cells []string) []typeset.Text {
	out := make([]typeset.Text, len(cells))
	for i, c := range cells {
		out[i] = parseSpans(c)
	}
	return out
}

// parseSpans separates the template's words from values and reads bold.
func parseSpans(s string) typeset.Text {
	var out typeset.Text
	bold := false
	literal := func(s string) {
		for i, part := range strings.Split(s, "**") {
			if i > 0 {
				bold = !bold
			}
			if part != "" {
				out = append(out, typeset.Span{Text: typeset.Normalise(part), Bold: bold})
			}
		}
	}
	for {
		before, rest, found := strings.Cut(s, string(markField))
		literal(before)
		if !found {
			return out
		}
		val, after, _ := strings.Cut(rest, string(markEnd))
		field, text, _ := strings.Cut(val, string(markText))
		text = typeset.Normalise(strings.ReplaceAll(text, string(markLine), "\n"))
		out = append(out, typeset.Span{Text: text, Field: field, Bold: bold})
		s = after
	}
}
