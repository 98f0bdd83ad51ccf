package api

import (
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// markView is how sure we are of one fact, and where it comes from, as the
// partial "mark" shows it. Templates make one with cited or citedref.
type markView struct {
	Mark mla.Mark
	// Ref is the source's number in the register, or a proclamation's; empty for none.
	Ref string
	// Title and URL are the register's; both may be empty.
	Title, URL string
	CheckedOn  workday.Date
}

// Unconfirmed reports a fact that rests on memory alone.
func (m markView) Unconfirmed() bool { return m.Mark == mla.Memory }

// marked turns a leaf's source into what the page shows. The register may be
// unreadable only where the server could not have started.
func marked(s mla.Source) markView {
	v := markView{Mark: s.Mark, URL: s.URL, CheckedOn: s.CheckedOn}
	if s.Ref == string(mla.Design) {
		return v
	}
	v.Ref = s.Ref
	if book, err := jurisdiction.Load(); err == nil {
		if title, url, ok := book.SourceOf(s.Ref); ok {
			v.Title, v.URL = title, url
		}
	}
	return v
}

// markedRef is marked for facts that a request carries as mark and number.
func markedRef(mark mla.Mark, ref string) markView { return marked(mla.Source{Mark: mark, Ref: ref}) }
