package typeset

import "fmt"

// furniture is what stands outside the text of a page: the reference from page
// 2 on, the label of an unreviewed template, and the footer with the reference,
// the page, the draft's digest and the template's version.
func furniture(s setter, doc Document, pageNo, of int) (row, error) {
	lay := &layouter{setter: s, width: textWidth}
	const labelY = 15.2
	var r row
	free := textWidth
	if doc.Label != "" {
		const pad = 1.5
		free -= lay.put(&r, doc.Label, style{size: smallSize, bold: true}, labelY, textWidth*0.6, 1, textWidth-pad) + 2*pad
		left, top, bottom := free, labelY-4.2, labelY+2
		r.rules = append(r.rules, box(left, top, textWidth, bottom, 60)...)
		free -= 4
	}
	if pageNo > 1 {
		lay.put(&r, doc.Reference, style{size: smallSize, gray: 90}, labelY, free, 1, 0)
	}
	r.rules = append(r.rules, ruleOp{y1: footerTop, x2: textWidth, y2: footerTop, gray: 150})
	at := footerTop + 4.5
	number := fmt.Sprintf("%s %d/%d", doc.PageWord, pageNo, of)
	free = textWidth - lay.put(&r, number, style{size: smallSize, gray: 60}, at, textWidth*0.4, 1, textWidth) - 4
	foot := doc.Reference
	for _, part := range []string{doc.Digest, doc.Version} {
		if part == "" {
			continue
		}
		if part == doc.Digest {
			part = "SHA-256 " + part
		}
		foot += "  ·  " + part
	}
	lay.put(&r, foot, style{size: 7, gray: 90}, at, free, 2, 0)
	return r, lay.err
}

// put sets a text in at most some lines of a width, its end replaced by dots if
// it is longer, and returns the width it took. With right, it ends there.
func (l *layouter) put(r *row, t string, st style, y, width float64, lines int, right float64) float64 {
	st.width = width
	set, _ := l.set(Text{{Text: t}}, st)
	if l.err != nil || len(set) == 0 {
		return 0
	}
	if len(set) > lines {
		short := set[lines-1]
		dots := l.shape(serif, false, l.lang, "…")
		for n := len(short.tokens); n > 0 && short.width+dots.advance > width/(st.size*ptToMM); n-- {
			short.width -= short.tokens[n-1].run.advance
			short.tokens = short.tokens[:n-1]
		}
		short.tokens = append(short.tokens, token{run: dots})
		short.width += dots.advance
		set[lines-1] = short
		set = set[:lines]
	}
	took := 0.0
	for i, ln := range set {
		w := ln.width * st.size * ptToMM
		op := textOp{y: y + float64(i)*st.size*ptToMM*1.3, size: st.size, gray: st.gray, line: ln}
		if right > 0 {
			op.x = right - w
		}
		r.texts = append(r.texts, op)
		took = max(took, w)
	}
	return took
}
