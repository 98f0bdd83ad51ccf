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
	// Break begins a page.
	Break BlockKind = "break"
	// Pair sets two columns side by side, each in its own language, aligned at
	// their tops. A long one crosses pages, each column for itself.
	Pair BlockKind = "pair"
	// Code is a QR code or a bar code with its text beneath.
	Code BlockKind = "code"
)

// The symbols of a Code block.
const (
	QR      = "qr"
	Code128 = "code128"
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

	// Left and Right are the columns of a Pair: Left in the document's Lang,
	// Right in its BesideLang. They hold any block but Title, Sign and Pair.
	Left, Right []Block
	// Symbol and Data make a Code; Text, if any, is printed beneath instead of
	// Data.
	Symbol, Data string
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
	// BesideLang is the language of the right column of Pair blocks.
	BesideLang string
	// On is the date of the file; nothing else is read from a clock.
	On workday.Date
	// Reference, Digest and Version stand in the footer of every page: the
	// request's, the first digits of the draft's, and the template's.
	Reference, Digest, Version string
	// Label is printed on every page; empty for none.
	Label string
	// PageWord stands before the page number.
	PageWord string
	// Proof is written into the metadata of the file, see ReadProof.
	Proof  Proof
	Blocks []Block
}
