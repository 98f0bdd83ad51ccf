package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// getDraft is GET /requests/{ref}/draft, the latest revision unless one is named.
func (s *Server) getDraft(c echo.Context) error {
	q := query{c: c}
	q.only("revision")
	revision := q.number("revision", 0, 1, 1<<31-1)
	if err := q.err(); err != nil {
		return err
	}
	r, err := s.request(c)
	if err != nil {
		return err
	}
	if r.Draft == nil {
		return mla.Refuse(mla.CodeNotFound, "draft")
	}
	d := *r.Draft
	if revision > 0 && revision != d.Revision {
		if d, err = s.cfg.Desk.Draft(c.Request().Context(), must(c).Actor(), r.ID, revision); err != nil {
			return err
		}
	}
	return answer(c, http.StatusOK, viewDraft(d))
}

// viewDraft makes the lists that the schema requires present.
func viewDraft(d desk.Draft) desk.Draft {
	d.Contributors = orEmpty(d.Contributors)
	d.Body.LegalBasis, d.Body.Offences, d.Body.Measures = orEmpty(d.Body.LegalBasis), orEmpty(d.Body.Offences), orEmpty(d.Body.Measures)
	d.Body.Offences = slices.Clone(d.Body.Offences)
	for i, o := range d.Body.Offences {
		d.Body.Offences[i].Articles = orEmpty(o.Articles)
	}
	return d
}

// draftIn is the body of PUT /requests/{ref}/draft beside its draft.
type draftIn struct {
	BaseRevision int `json:"base_revision"`
}

// takeDraft moves the draft out of a body. Fields are named within the draft, as the domain's checks name them.
func takeDraft(tree map[string]any, docs []desk.Document) (mla.Draft, error) {
	raw, ok := take(tree, "draft")["draft"]
	if !ok {
		return mla.Draft{}, mla.Refuse(mla.CodeRequired, "draft")
	}
	object, ok := raw.(map[string]any)
	if !ok {
		return mla.Draft{}, mla.Refuse(codeInvalidType, "draft", "expected", "object")
	}
	var d mla.Draft
	dec := decoder{docs: func(key string) (mla.DocRef, bool) {
		doc, ok := documentBy(docs, key)
		return doc.Doc, ok
	}}
	err := dec.into(object, &d)
	return d, err
}

// putDraft is PUT /requests/{ref}/draft.
func (s *Server) putDraft(c echo.Context) error {
	tree, err := readObject(c)
	if err != nil {
		return err
	}
	r, err := s.request(c)
	if err != nil {
		return err
	}
	body, err := takeDraft(tree, r.Documents)
	if err != nil {
		return err
	}
	var in draftIn
	if err := (&decoder{complete: true}).into(tree, &in); err != nil {
		return err
	}
	d, err := s.saveDraft(c.Request().Context(), must(c), r, in.BaseRevision, body)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewDraft(d))
}

// getSealed is GET /requests/{ref}/sealed: identities of minors, for their own access list only.
func (s *Server) getSealed(c echo.Context) error {
	r, err := s.request(c)
	if err != nil {
		return err
	}
	rows, err := s.cfg.Desk.Sealed(c.Request().Context(), must(c).Actor(), r.ID)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, func(v desk.Sealed) desk.Sealed { return v }))
}

// putSealed is PUT /requests/{ref}/sealed: one minor, by label.
func (s *Server) putSealed(c echo.Context) error {
	var in desk.Sealed
	if err := readInto(c, &in); err != nil {
		return err
	}
	if err := refusals(s.checkSealed(in)); err != nil {
		return err
	}
	r, err := s.request(c)
	if err != nil {
		return err
	}
	if err := s.cfg.Desk.PutSealed(c.Request().Context(), must(c).Actor(), r.ID, in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
