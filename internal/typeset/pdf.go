package typeset

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"github.com/rogatory/rogatory/internal/workday"
)

// sheet draws placed glyphs and rules on gofpdf.
type sheet struct {
	pdf   *gofpdf.Fpdf
	faces [faceCount]*typeface
}

// newSheet fixes everything that would differ between two renderings of the
// same input: the dates, and the order of the catalogue.
func newSheet(faces [faceCount]*typeface, used [faceCount]bool, title string, on workday.Date) *sheet {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	at := time.Date(on.Year(), on.Month(), on.Day(), 0, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetTitle(title, true)
	pdf.SetCreator("Rogatory", true)
	pdf.SetProducer("Rogatory", true)
	pdf.SetAutoPageBreak(false, 0)
	for id, t := range faces {
		if used[id] {
			// a copy: gofpdf pads tables in place while it computes checksums
			pdf.AddUTF8FontFromBytes(t.family, "", slices.Clone(t.pdf))
		}
	}
	return &sheet{pdf: pdf, faces: faces}
}

func (s *sheet) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("typeset: pdf: %w", err)
	}
	return b.Bytes(), nil
}

func (s *sheet) rule(r ruleOp, dx, dy float64) {
	s.pdf.SetDrawColor(r.gray, r.gray, r.gray)
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(dx+r.x1, dy+r.y1, dx+r.x2, dy+r.y2)
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
		for j < len(tokens) {
			word.WriteString(tokens[j].run.text)
			plain = plain && tokens[j].run.plain
			j++
			if tokens[j-1].space {
				break
			}
		}
		if !plain {
			s.pdf.RawWriteStr(actualText(word.String()))
		}
		for _, t := range tokens[i:j] {
			s.run(t.run, op.size, x, y)
			x += t.run.advance * em
		}
		if !plain {
			s.pdf.RawWriteStr("EMC")
		}
		i = j
	}
}

// run draws glyphs, in one piece as long as each stands where the width of the
// one before it puts it.
func (s *sheet) run(r *run, size, x, y float64) {
	s.pdf.SetFont(s.faces[r.face].family, "", size)
	em := size * ptToMM
	for i := 0; i < len(r.glyphs); {
		first := r.glyphs[i]
		var piece []rune
		pen, j := first.x, i
		for j < len(r.glyphs) && math.Abs(r.glyphs[j].x-pen) < 0.0015 && r.glyphs[j].y == first.y {
			piece = append(piece, r.glyphs[j].code)
			pen += r.glyphs[j].wide
			j++
		}
		s.pdf.Text(x+first.x*em, y-first.y*em, string(piece))
		i = j
	}
}

func actualText(s string) string {
	var b strings.Builder
	b.WriteString("/Span <</ActualText <FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">>> BDC")
	return b.String()
}
