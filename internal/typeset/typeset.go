// Package typeset sets documents as PDF. It places every glyph itself after
// shaping, because the PDF library knows no complex scripts, and it refuses a
// rune that it cannot print rather than print something else.
//
// Setting is pure: identical input gives identical bytes. Nothing here reads a
// clock, a file or the network; the fonts are embedded.
package typeset

import "fmt"

// Set makes the PDF of a document and says how many pages it has. It refuses,
// with an *mla.Error of code missing_glyph, a rune that no typeface covers,
// naming it and the field it was typed in. It is safe for concurrent use.
func Set(doc Document) (pdf []byte, pages int, err error) {
	s, err := takeShaper()
	if err != nil {
		return nil, 0, err
	}
	defer s.release()
	lay := &layouter{setter: setter{shaper: s, lang: doc.Lang}}
	for _, b := range doc.Blocks {
		lay.block(b)
	}
	if lay.err != nil {
		return nil, 0, lay.err
	}
	placed := paginate(lay.rows)
	margins := make([][]row, len(placed))
	for i := range placed {
		if margins[i], err = furniture(lay.setter, doc, i+1, len(placed)); err != nil {
			return nil, 0, err
		}
	}
	sh := newSheet(s.faces, usedFaces(placed, margins), doc.Title, doc.On)
	for i, p := range placed {
		sh.pdf.AddPage()
		for k, r := range p.rows {
			sh.row(r, p.tops[k])
		}
		for _, r := range margins[i] {
			sh.row(r, 0)
		}
	}
	pdf, err = sh.bytes()
	return pdf, len(placed), err
}

func (s *sheet) row(r row, top float64) {
	for _, rule := range r.rules {
		s.rule(rule, marginLeft, top)
	}
	for _, t := range r.texts {
		s.text(t, marginLeft, top)
	}
}

func usedFaces(pages []page, margins [][]row) (used [faceCount]bool) {
	mark := func(rows []row) {
		for _, r := range rows {
			for _, t := range r.texts {
				for _, tk := range t.line.tokens {
					used[tk.run.face] = true
				}
			}
		}
	}
	for i, p := range pages {
		mark(p.rows)
		mark(margins[i])
	}
	return used
}

// furniture is what stands outside the text of a page: the reference from page
// 2 on, the label of an unreviewed template, and the footer with the reference,
// the page, the draft's digest and the template's version.
func furniture(s setter, doc Document, page, of int) ([]row, error) {
	lay := &layouter{setter: s}
	const headerY, labelY = 15.0, 14.2
	var r row
	put := func(t string, size, y float64, gray int, bold, right bool) float64 {
		lines, _ := lay.set(Text{{Text: t}}, style{size: size, bold: bold})
		if lay.err != nil || len(lines) == 0 {
			return 0
		}
		w, x := lines[0].width*size*ptToMM, 0.0
		if right {
			x = textWidth - w - 1.5
		}
		r.texts = append(r.texts, textOp{x: x, y: y, size: size, gray: gray, line: lines[0]})
		return w
	}
	if page > 1 {
		put(doc.Reference, smallSize, headerY, 90, false, false)
	}
	if doc.Label != "" {
		w := put(doc.Label, smallSize, labelY+1, 0, true, true)
		left, top, bottom := textWidth-w-3, labelY-3.2, labelY+3
		r.rules = append(r.rules,
			ruleOp{left, top, textWidth, top, 60}, ruleOp{left, bottom, textWidth, bottom, 60},
			ruleOp{left, top, left, bottom, 60}, ruleOp{textWidth, top, textWidth, bottom, 60})
	}
	r.rules = append(r.rules, ruleOp{0, footerTop, textWidth, footerTop, 150})
	foot := doc.Reference
	if doc.Digest != "" {
		foot += "  ·  SHA-256 " + doc.Digest
	}
	foot += "  ·  " + doc.Version
	put(foot, 7, footerTop+4.5, 90, false, false)
	put(fmt.Sprintf("%s %d/%d", doc.PageWord, page, of), smallSize, footerTop+4.5, 60, false, true)
	return []row{r}, lay.err
}
