package typeset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"
)

// drawing is what gofpdf made of the pages, and the fonts they are set in.
type drawing struct {
	pdf   []byte
	fonts [faceCount]*subset
}

// sheet draws placed glyphs, rules and rectangles on gofpdf.
type sheet struct {
	pdf    *gofpdf.Fpdf
	fonts  [faceCount]*subset
	codes  []byte  // of text, to be used again
	joined []glyph // of one typeface, to be used again

	face faceID // what is set at present
	size float64
}

// draw makes the pages. Everything that would differ between two renderings of
// the same input is fixed: the dates, and the order of the catalogue.
func draw(s *shaper, doc Document, pages []page) (drawing, error) {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // finish does
	at := time.Date(doc.On.Year(), doc.On.Month(), doc.On.Day(), 0, 0, 0, 0, time.UTC)
	if doc.On.IsZero() { // the library would take the time of day
		at = time.Unix(0, 0).UTC()
	}
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetTitle(doc.Title, true)
	pdf.SetCreator("Rogatory", true)
	pdf.SetProducer("Rogatory", true)
	pdf.SetAutoPageBreak(false, 0)

	sh := &sheet{pdf: pdf}
	for _, p := range pages {
		for _, r := range p {
			sh.collect(s, r.texts)
		}
	}
	for id, sub := range sh.fonts {
		if sub != nil {
			pdf.AddFontFromBytes(family(faceID(id)), "", standIn(faceID(id)), nil)
		}
	}
	for _, p := range pages {
		pdf.AddPage()
		sh.face = -1
		for len(p) > 0 {
			n := stripEnd(p)
			sh.rows(p[:n])
			p = p[n:]
		}
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return drawing{}, fmt.Errorf("typeset: pdf: %w", err)
	}
	return drawing{b.Bytes(), sh.fonts}, nil
}

// family names a typeface to gofpdf; it keeps them in this order.
func family(id faceID) string { return fmt.Sprintf("face%02d", id) }

// collect gives every glyph its code.
func (s *sheet) collect(sh *shaper, texts []textOp) {
	for _, t := range texts {
		for _, tk := range t.line.tokens {
			f := tk.run.face
			if s.fonts[f] == nil {
				s.fonts[f] = newSubset(sh.typeface(f))
			}
			for _, g := range tk.run.glyphs {
				s.fonts[f].code(g)
			}
		}
	}
}

// stripEnd is how many rows at the beginning are lines of the same cells.
func stripEnd(p page) int {
	n := 1
	for n < len(p) && p[0].strip != nil && p[n].strip == p[0].strip {
		n++
	}
	return n
}

// rows draws the lines of a strip, what stands in each cell before the next; or
// any other row.
func (s *sheet) rows(p page) {
	cells := 1
	if p[0].strip != nil {
		cells = p[0].strip.cells
	}
	for _, r := range p {
		s.lines(r)
	}
	for cell := range cells {
		for _, r := range p {
			for _, t := range r.texts {
				if t.cell == cell {
					s.text(t, marginLeft+r.x, r.top)
				}
			}
		}
	}
}

// lines draws what is no text.
func (s *sheet) lines(r placed) {
	dx, dy := marginLeft+r.x, r.top
	for _, rule := range r.rules {
		s.pdf.SetDrawColor(rule.gray, rule.gray, rule.gray)
		s.pdf.SetLineWidth(0.18)
		if rule.heavy {
			s.pdf.SetLineWidth(0.3)
		}
		s.pdf.Line(dx+rule.x1, dy+rule.y1, dx+rule.x2, dy+rule.y2)
	}
	for _, f := range r.fills {
		s.pdf.SetFillColor(0, 0, 0)
		s.pdf.Rect(dx+f.x, dy+f.y, f.width, f.height, "F")
	}
}

// text draws a line. Words whose glyphs tell what they stand for are drawn
// together, spaces included. Any other word carries its text, so that search,
// copy and text extraction find what was typed.
func (s *sheet) text(op textOp, dx, dy float64) {
	s.pdf.SetTextColor(op.gray, op.gray, op.gray)
	x, y := dx+op.x, dy+op.y
	em := op.size * ptToMM
	tokens := op.line.tokens
	var plain []token
	width := 0.0 // of plain
	flush := func() {
		s.together(plain, op.size, x, y)
		x += width * em
		plain, width = plain[:0], 0
	}
	for i := 0; i < len(tokens); {
		j := wordEnd(tokens, i)
		word := tokens[i:j]
		i = j
		if isPlain(word) {
			plain, width = append(plain, word...), width+widthOf(word)
			continue
		}
		flush()
		if word[0].run.rtl {
			s.backwards(word[0].run, op.size, x, y)
		} else {
			s.pdf.RawWriteStr(actualText(textOf(word)))
			s.together(word, op.size, x, y)
			s.pdf.RawWriteStr("EMC")
		}
		x += widthOf(word) * em
	}
	flush()
}

// wordEnd is where the word at i ends: behind its space, or before another
// direction of reading. A run from right to left is a word of its own.
func wordEnd(tokens []token, i int) int {
	if tokens[i].run.rtl {
		return i + 1
	}
	for i < len(tokens) && !tokens[i].run.rtl {
		i++
		if tokens[i-1].space {
			break
		}
	}
	return i
}

func isPlain(word []token) bool {
	for _, t := range word {
		if !t.run.plain || t.run.rtl {
			return false
		}
	}
	return true
}

func textOf(word []token) string {
	var b strings.Builder
	for _, t := range word {
		b.WriteString(t.run.text)
	}
	return b.String()
}

// together draws tokens one after the other, those of one typeface as one run.
func (s *sheet) together(tokens []token, size, x, y float64) {
	em := size * ptToMM
	for i := 0; i < len(tokens); {
		first, at := tokens[i].run, 0.0
		s.joined = s.joined[:0]
		for ; i < len(tokens) && tokens[i].run.face == first.face; i++ {
			for _, g := range tokens[i].run.glyphs {
				g.x += at
				s.joined = append(s.joined, g)
			}
			at += tokens[i].run.advance
		}
		s.glyphs(first, s.joined, size, x, y)
		x += at * em
	}
}

// backwards draws a run that is read from right to left. Readers put the glyphs
// back into reading order by themselves, so text is given per cluster and never
// for the whole word.
func (s *sheet) backwards(r *run, size, x, y float64) {
	runes := []rune(r.text)
	if r.plain {
		s.glyphs(r, r.glyphs, size, x, y)
		return
	}
	r.clusters(len(runes), func(i, j, from, to int) {
		if j-i > 1 {
			s.pdf.RawWriteStr(actualText(string(runes[from:to])))
		}
		s.glyphs(r, r.glyphs[i:j], size, x, y)
		if j-i > 1 {
			s.pdf.RawWriteStr("EMC")
		}
	})
}

// glyphs draws glyphs of a run, in one piece as long as each stands where the
// width of the one before it puts it.
func (s *sheet) glyphs(r *run, gs []glyph, size, x, y float64) {
	if r.face != s.face || size != s.size {
		s.face, s.size = r.face, size
		s.pdf.SetFont(family(r.face), "", size)
	}
	em := size * ptToMM
	for i := 0; i < len(gs); {
		first := gs[i]
		s.codes = s.codes[:0]
		pen, j := first.x, i
		for j < len(gs) && math.Abs(gs[j].x-pen) < 0.0015 && gs[j].y == first.y {
			s.codes = binary.BigEndian.AppendUint16(s.codes, s.fonts[r.face].code(gs[j]))
			pen += gs[j].wide
			j++
		}
		s.pdf.Text(x+first.x*em, y-first.y*em, string(s.codes))
		i = j
	}
}

func actualText(s string) string { return "/Span <</ActualText <FEFF" + hex16(s) + ">>> BDC" }

// hex16 is a text as hexadecimal digits of its UTF-16 units.
func hex16(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte(digits[u>>shift&15])
		}
	}
	return b.String()
}
