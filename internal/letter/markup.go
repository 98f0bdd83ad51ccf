package letter

import (
	"strconv"
	"strings"

	"github.com/rogatory/rogatory/internal/typeset"
)

// Template markup, one block a line; a line ending in \ continues.
//
//	# title            ## section           ### sub-section
//	@ label | value    a field, left out where its value is empty
//	+ text             a paragraph numbered within its section
//	++ text            a paragraph numbered through the whole letter
//	- text             a bullet             [x] text a ticked box, [ ] text an empty one
//	| a | b            a table row          |= a | b its head    |# 1 2 3 its column widths
//	[qr] value         a QR code            [code128] value a bar code, their text beneath
//	> text             a note in small type >> text  on the right
//	! a | b            a signature block, one line of it; two columns
//	---                a rule               ~        a gap       ===  a page break
//
// Anything else is a paragraph. Between ** and ** is bold. Values carry their
// field with them and are never read as markup. What begins like markup and is
// none is a fault, so that a slip of the finger is not printed: docs/templates.md
// is this page for those who write templates.

// The marks around a value, see value, and before a line of output, see
// markLines. They are stripped from all input.
const (
	markField  = '\x01'
	markText   = '\x02'
	markEnd    = '\x03'
	markLine   = '\x04'
	markSource = '\x05'
)

// numbers are the running numbers of a letter's paragraphs.
type numbers struct{ section, whole int }

// parseMarkup reads an executed template. Its faults name the line of the
// template that the markup was written in.
func parseMarkup(src string) ([]typeset.Block, error) {
	var blocks []typeset.Block
	var n numbers
	for _, l := range outputLines(src) {
		more, err := n.line(blocks, l.text)
		if err != nil {
			err.place(l.file, l.line)
			return nil, err
		}
		blocks = more
	}
	return blocks, nil
}

// outputLine is a line of markup and where the template holds it.
type outputLine struct {
	text, file string
	line       int
}

// outputLines joins continued lines, drops empty ones and reads the marks of
// markLines.
func outputLines(src string) []outputLine {
	var out []outputLine
	at := outputLine{line: 1}
	open := false
	for i, line := range strings.Split(src, "\n") {
		if i > 0 {
			at.line++ // unmarked, as the lines that paras makes are, until a mark says otherwise
		}
		for strings.ContainsRune(line, markSource) {
			before, rest, _ := strings.Cut(line, string(markSource))
			place, after, _ := strings.Cut(rest, string(markSource))
			file, number, _ := strings.Cut(place, ":")
			at.file = file
			at.line, _ = strconv.Atoi(number)
			line = before + after
		}
		if open {
			out[len(out)-1].text += " " + strings.TrimSpace(line)
		} else {
			out = append(out, outputLine{strings.TrimSpace(line), at.file, at.line})
		}
		last := &out[len(out)-1]
		if last.text, open = strings.CutSuffix(last.text, `\`); open {
			last.text = strings.TrimRight(last.text, " \t")
		}
	}
	kept := out[:0]
	for _, l := range out {
		if l.text != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// line adds one line of markup to the blocks.
func (n *numbers) line(blocks []typeset.Block, text string) ([]typeset.Block, *Fault) {
	m, rest, fault := classify(text)
	if fault != nil {
		return nil, fault
	}
	b := typeset.Block{Kind: m.kind, Checked: m.checked}
	if strings.Count(outsideValues(rest), "**")%2 != 0 {
		return nil, markupFault("bold", text)
	}
	if rest == "" && m.leftOut {
		return blocks, nil
	}
	switch m.kind {
	case typeset.Rule, typeset.Gap, typeset.Break:
		return append(blocks, b), nil
	case typeset.Table, typeset.Sign:
		return joinRow(blocks, b, rest, text)
	case typeset.Code:
		if b.Symbol, b.Data = m.symbol, parseSpans(rest).String(); b.Data == "" {
			return nil, markupFault("code", text)
		}
		return append(blocks, b), nil
	case typeset.Heading:
		n.section = 0
	case typeset.Numbered:
		number := &n.section
		if m.whole {
			number = &n.whole
		}
		*number++
		b.Number = *number
	}
	cells := []string{rest}
	if m.kind == typeset.Field {
		if cells = splitCells(rest); len(cells) != 2 {
			return nil, markupFault("field", text)
		}
		if cells[1] == "" {
			return blocks, nil // nothing to say under this label
		}
	}
	b.Rows = [][]typeset.Text{spansOf(cells)}
	return append(blocks, b), nil
}

// mark is one beginning of a line and the block it makes.
type mark struct {
	prefix  string
	kind    typeset.BlockKind
	symbol  string
	checked bool
	whole   bool // numbered through the letter
	leftOut bool // where it has no text: a heading, a number or a dash of nothing
}

// marks are tried in this order.
var marks = []mark{
	{prefix: "###", kind: typeset.Sub, leftOut: true},
	{prefix: "##", kind: typeset.Heading, leftOut: true},
	{prefix: "#", kind: typeset.Title, leftOut: true},
	{prefix: "@", kind: typeset.Field},
	{prefix: "++", kind: typeset.Numbered, whole: true, leftOut: true},
	{prefix: "+", kind: typeset.Numbered, leftOut: true},
	{prefix: "-", kind: typeset.Bullet, leftOut: true},
	{prefix: "[x]", kind: typeset.Check, checked: true},
	{prefix: "[ ]", kind: typeset.Check},
	{prefix: "[qr]", kind: typeset.Code, symbol: "qr"},
	{prefix: "[code128]", kind: typeset.Code, symbol: "code128"},
	{prefix: ">>", kind: typeset.Right, leftOut: true},
	{prefix: ">", kind: typeset.Note, leftOut: true},
	{prefix: "!", kind: typeset.Sign},
}

// classify says which block a line makes and what of it is text. A mark without
// its space, and a bracket that is no mark, are faults.
func classify(line string) (mark, string, *Fault) {
	switch {
	case line == "---":
		return mark{kind: typeset.Rule}, "", nil
	case line == "~":
		return mark{kind: typeset.Gap}, "", nil
	case line == "===":
		return mark{kind: typeset.Break}, "", nil
	case strings.HasPrefix(line, "|"):
		return mark{kind: typeset.Table}, strings.TrimSpace(line[1:]), nil
	}
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(line, m.prefix); ok {
			if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
				return mark{}, "", markupFault("space", line)
			}
			return m, strings.TrimSpace(rest), nil
		}
	}
	if strings.HasPrefix(line, "[") || strings.HasPrefix(line, "=") || strings.HasPrefix(line, "~") {
		return mark{}, "", markupFault("unknown", line)
	}
	return mark{kind: typeset.Para}, line, nil
}

// joinRow adds a row to the table or signature block that precedes it.
func joinRow(blocks []typeset.Block, b typeset.Block, rest, text string) ([]typeset.Block, *Fault) {
	if n := len(blocks); n > 0 && blocks[n-1].Kind == b.Kind && !strings.HasPrefix(rest, "#") {
		b, blocks = blocks[n-1], blocks[:n-1]
	}
	if widths, ok := strings.CutPrefix(rest, "#"); ok && b.Kind == typeset.Table {
		for _, f := range strings.Fields(widths) {
			w, err := strconv.Atoi(f)
			if err != nil || w < 1 {
				return nil, markupFault("widths", text)
			}
			b.Widths = append(b.Widths, w)
		}
		return append(blocks, b), nil
	}
	if head, ok := strings.CutPrefix(rest, "="); ok && b.Kind == typeset.Table {
		b.Head, rest = true, head
	}
	row := spansOf(splitCells(rest))
	if n := columns(b); n > 0 && len(row) != n {
		return nil, markupFault("cells", text, "want", strconv.Itoa(n), "got", strconv.Itoa(len(row)))
	}
	b.Rows = append(b.Rows, row)
	return append(blocks, b), nil
}

// columns is how many cells a further row must have; 0 for any number.
func columns(b typeset.Block) int {
	if len(b.Rows) > 0 {
		return len(b.Rows[0])
	}
	return len(b.Widths)
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

// outsideValues is what the template itself says in a line.
func outsideValues(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, string(markField))
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, string(markEnd))
	}
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
