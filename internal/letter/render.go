package letter

import "fmt"

// Render makes the PDF of a letter. It refuses, with an *mla.Error, what
// cannot be printed truthfully: code required or unknown_value for an
// incomplete input, no_template, missing_translation, missing_glyph,
// minor_label. Any other error is a fault of a template and names its file and
// line. It is safe for concurrent use.
func Render(in Input) (Result, error) {
	l, err := embedded()
	if err != nil {
		return Result{}, err
	}
	return l.render(in)
}

func (l *library) render(in Input) (Result, error) {
	doc, segs, err := l.compose(in)
	if err != nil {
		return Result{}, err
	}
	s, err := takeShaper()
	if err != nil {
		return Result{}, err
	}
	defer s.release()
	lay := &layouter{setter: setter{shaper: s, lang: in.Lang}}
	for _, b := range doc.Blocks {
		lay.block(b)
	}
	if lay.err != nil {
		return Result{}, lay.err
	}
	pages := paginate(lay.rows)
	margins := make([][]row, len(pages))
	for i := range pages {
		if margins[i], err = furniture(lay.setter, doc, i+1, len(pages)); err != nil {
			return Result{}, err
		}
	}
	sh := newSheet(s.faces, usedFaces(pages, margins), doc.Title, in.Date)
	for i, p := range pages {
		sh.pdf.AddPage()
		for k, r := range p.rows {
			sh.row(r, p.tops[k])
		}
		for _, r := range margins[i] {
			sh.row(r, 0)
		}
	}
	pdf, err := sh.bytes()
	if err != nil {
		return Result{}, err
	}
	return Result{
		PDF: pdf, Pages: len(pages), TemplateVersion: doc.TemplateVersion, Reviewed: doc.Reviewed,
		Segments: segs, Checks: checksOf(in),
	}, nil
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
	foot += "  ·  " + doc.TemplateVersion
	put(foot, 7, footerTop+4.5, 90, false, false)
	put(fmt.Sprintf("%s %d/%d", doc.PageWord, page, of), smallSize, footerTop+4.5, 60, false, true)
	return []row{r}, lay.err
}
