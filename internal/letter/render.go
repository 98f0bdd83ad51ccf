package letter

import "github.com/rogatory/rogatory/internal/typeset"

// Render makes the PDF of a letter. It refuses, with an *mla.Error, what
// cannot be printed truthfully: code required or unknown_value for an
// incomplete input, no_template, missing_translation, missing_glyph,
// minor_label. A *Fault is a fault of a template and names its file and line. It is safe for concurrent use.
func Render(in Input) (Result, error) {
	l, err := embedded()
	if err != nil {
		return Result{}, err
	}
	return l.render(in)
}

func (l *library) render(in Input) (Result, error) {
	c, err := l.compose(in)
	if err != nil {
		return Result{}, err
	}
	pdf, pages, err := typeset.Set(c.doc)
	if err != nil {
		return Result{}, err
	}
	r := Result{
		PDF: pdf, Pages: pages, TemplateVersion: c.doc.Version, Reviewed: c.doc.Label == "",
		Templates: c.used, Segments: c.segments, Checks: checksOf(in),
	}
	if in.Kind == KindPoliceText {
		r.Text = plain(in, c.doc)
	}
	return r, nil
}
