package typeset

import (
	"strings"

	"github.com/rogatory/rogatory/internal/workday"
)

// BlockKind is what a block is.
type BlockKind string

// The kinds of block.
const (
	Title    BlockKind = "title"
	Heading  BlockKind = "heading"
	Sub      BlockKind = "subheading"
	Field    BlockKind = "field"
	Para     BlockKind = "para"
	Numbered BlockKind = "numbered"
	Bullet   BlockKind = "bullet"
	Check    BlockKind = "check"
	Table    BlockKind = "table"
	Note     BlockKind = "note"
	Right    BlockKind = "right"
	Sign     BlockKind = "sign"
	Rule     BlockKind = "rule"
	Gap      BlockKind = "gap"
)

// Span is text of one origin: Field is the draft's field it was typed in,
// empty for the template's own words.
type Span struct {
	Text  string
	Field string
	Bold  bool
}

// Text is a sequence of spans.
type Text []Span

// String is the text without its origins.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Block is one element of a letter.
type Block struct {
	Kind    BlockKind
	Checked bool     // Check
	Number  int      // Numbered
	Head    bool     // Table: the first row is its head
	Widths  []int    // Table: relative column widths
	Rows    [][]Text // cells; one row of one cell for plain text
}

// Text is the only cell of a plain block.
func (b Block) Text() Text {
	if len(b.Rows) == 0 || len(b.Rows[0]) == 0 {
		return nil
	}
	return b.Rows[0][0]
}

// Document is what is to be set: its blocks, and what stands around them.
type Document struct {
	Title string // of the PDF, without anything personal
	Lang  string // BCP 47; shapes the text and words the page number
	// On is the date of the file; nothing else is read from a clock.
	On workday.Date
	// Reference, Digest and Version stand in the footer of every page: the
	// request's, the first digits of the draft's, and the template's.
	Reference, Digest, Version string
	// Label is printed on every page; empty for none.
	Label string
	// PageWord stands before the page number.
	PageWord string
	Blocks   []Block
}
