// Package typeset sets documents as PDF. It places every glyph itself after
// shaping, because the PDF library knows no complex scripts, and it refuses a
// rune that it cannot print rather than print something else.
//
// Setting is pure: identical input gives identical bytes. Nothing here reads a
// clock, a file or the network; the fonts are embedded.
package typeset

// Set makes the PDF of a document and says how many pages it has. It refuses,
// with an *mla.Error of code missing_glyph, a rune that no typeface covers,
// naming it and the field it was typed in; data that a Code block cannot encode
// is an error too. It is safe for concurrent use.
func Set(doc Document) (pdf []byte, pages int, err error) {
	s := takeShaper()
	defer s.release()
	set, err := layout(s, doc)
	if err != nil {
		return nil, 0, err
	}
	for i := range set {
		r, err := furniture(setter{shaper: s, lang: doc.Lang}, doc, i+1, len(set))
		if err != nil {
			return nil, 0, err
		}
		set[i] = append(set[i], placed{row: r})
	}
	drawn, err := draw(s, doc, set)
	if err != nil {
		return nil, 0, err
	}
	pdf, err = finish(drawn, doc, outlineOf(set))
	return pdf, len(set), err
}

// layout turns the blocks of a document into pages.
func layout(s *shaper, doc Document) ([]page, error) {
	l := newLayouter(s, doc.Lang, textWidth, doc.Blocks)
	for _, b := range doc.Blocks {
		if b.Kind == Pair {
			l.pair(b, doc.BesideLang)
		} else {
			l.block(b)
		}
	}
	l.endList()
	return paginate(l.rows), l.err
}
