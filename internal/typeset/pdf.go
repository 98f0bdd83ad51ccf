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
	pdf   *gofpdf.Fpdf
	fonts [faceCount]*subset
	codes []byte // of text, to be used again

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
		for _, r := range p {
			sh.row(r)
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

func (s *sheet) row(r placed) {
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
	for _, t := range r.texts {
		s.text(t, dx, dy)
	}
}

// text draws a line word by word. Where the glyphs do not tell what they stand
// for, the word carries its text, so that search, copy and text extraction
// find what was typed.
func (s *sheet) text(op textOp, dx, dy float64) {
	s.pdf.SetTextColor(op.gray, op.gray, op.gray)
	x, y := dx+op.x, dy+op.y
	em := op.size * ptToMM
	tokens := op.line.tokens
	for i := 0; i < len(tokens); {
		j, plain := i, true
		var word strings.Builder
		for j < len(tokens) && !tokens[j].run.rtl {
			word.WriteString(tokens[j].run.text)
			plain = plain && tokens[j].run.plain
			j++
			if tokens[j-1].space {
				break
			}
		}
		if j == i {
			s.backwards(tokens[i].run, op.size, x, y)
			x += tokens[i].run.advance * em
			i++
			continue
		}
		if !plain {
			s.pdf.RawWriteStr(actualText(word.String()))
		}
		for _, t := range tokens[i:j] {
			s.glyphs(t.run, t.run.glyphs, op.size, x, y)
			x += t.run.advance * em
		}
		if !plain {
			s.pdf.RawWriteStr("EMC")
		}
		i = j
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
