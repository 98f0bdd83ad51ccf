package letter

import "github.com/rogatory/rogatory/internal/typeset"

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
	pdf, pages, err := typeset.Set(doc)
	if err != nil {
		return Result{}, err
	}
	return Result{
		PDF: pdf, Pages: pages, TemplateVersion: doc.Version, Reviewed: doc.Label == "",
		Segments: segs, Checks: checksOf(in),
	}, nil
}
