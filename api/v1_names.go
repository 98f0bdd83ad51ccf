package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

// registerJSON is GET /cases/{ref}/names.
type registerJSON struct {
	CaseID    string           `json:"case_id"`
	CaseRef   string           `json:"case_ref"`
	Languages []string         `json:"languages"`
	Entries   []desk.NameEntry `json:"entries"`
	// Unregistered are the names of the drafts that no entry has, Questions the pairs to be decided.
	Unregistered []desk.NameMet   `json:"unregistered"`
	Questions    []names.Question `json:"questions"`
	Erased       bool             `json:"erased,omitempty"`
}

// nameIn is an entry as a program writes it; what it leaves out is not there, but for what was told apart.
type nameIn struct {
	Revision  int      `json:"revision,omitempty"`
	Kind      string   `json:"kind"`
	Canonical string   `json:"canonical"`
	Variants  []string `json:"variants,omitempty"`
	Source    string   `json:"source,omitempty"`
	Note      string   `json:"note,omitempty"`
	Forms     []formIn `json:"forms,omitempty"`
}

type formIn struct {
	Lang   string `json:"lang"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
	Note   string `json:"note,omitempty"`
}

func (in nameIn) entry() desk.NameEntry {
	e := desk.NameEntry{
		Revision: in.Revision, Kind: mla.NameKind(in.Kind), Canonical: in.Canonical, Variants: in.Variants, Source: in.Source, Note: in.Note,
		Forms: map[string]desk.NameForm{},
	}
	for _, f := range in.Forms {
		e.Forms[f.Lang] = desk.NameForm{Text: f.Text, Source: f.Source, Note: f.Note}
	}
	return e
}

// setFormIn sets the form of one language; an empty text takes it away.
type setFormIn struct {
	Revision int    `json:"revision"`
	Text     string `json:"text"`
	Source   string `json:"source,omitempty"`
	Note     string `json:"note,omitempty"`
}

// otherIn names the other side of a decision: an entry, or a spelling that is only met.
type otherIn struct {
	Revision      int    `json:"revision"`
	OtherID       string `json:"other_id,omitempty"`
	OtherRevision int    `json:"other_revision,omitempty"`
	Spelling      string `json:"spelling,omitempty"`
}

// getNames is GET /cases/{ref}/names.
func (s *Server) getNames(c echo.Context) error {
	reg, err := s.nameRegister(c)
	if err != nil {
		return err
	}
	out := registerJSON{CaseID: reg.CaseID, CaseRef: reg.CaseRef, Entries: reg.Entries, Unregistered: names.Unregistered(reg), Erased: reg.Erased}
	if must(c).Role != mla.Translator {
		out.Questions = names.Questions(reg)
	}
	if out.Languages, err = nameLanguages(reg); err != nil {
		return err
	}
	return answer(c, http.StatusOK, out)
}

func (s *Server) nameRegister(c echo.Context) (desk.NameRegister, error) {
	ref, err := segment(c, "ref")
	if err != nil {
		return desk.NameRegister{}, err
	}
	return s.cfg.Desk.NameRegister(c.Request().Context(), must(c).Actor(), ref)
}

// postName is POST /cases/{ref}/names.
func (s *Server) postName(c echo.Context) error {
	var in nameIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	ref, err := segment(c, "ref")
	if err != nil {
		return err
	}
	e, err := s.changeName(c.Request().Context(), must(c).Actor(), ref, desk.NameChange{Action: names.Add, Entry: in.entry()})
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, e)
}

// putName is PUT /cases/{ref}/names/{id}.
func (s *Server) putName(c echo.Context) error {
	var in nameIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	e := in.entry()
	if err := refusals(names.Check(names.Tidy(e))); err != nil {
		return err
	}
	reg, id, err := s.namedEntry(c)
	if err != nil {
		return err
	}
	had, _ := reg.Entry(id)
	e.ID, e.Different = id, had.Different
	return s.answerName(c, reg.CaseID, desk.NameChange{Action: names.Edit, Entry: e})
}

// putNameForm is PUT /cases/{ref}/names/{id}/forms/{lang}: what a translator may do too.
func (s *Server) putNameForm(c echo.Context) error {
	var in setFormIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	lang, err := segment(c, "lang")
	if err != nil {
		return err
	}
	form := desk.NameForm{Text: in.Text, Source: in.Source, Note: in.Note}
	if err := refusals(names.CheckForm(lang, form)); err != nil {
		return err
	}
	reg, id, err := s.namedEntry(c)
	if err != nil {
		return err
	}
	return s.answerName(c, reg.CaseID, desk.NameChange{Action: names.Form, Entry: desk.NameEntry{
		ID: id, Revision: in.Revision, Forms: map[string]desk.NameForm{lang: form},
	}})
}

// postNameMerge is POST /cases/{ref}/names/{id}/merge: the entry takes up another, or a spelling.
func (s *Server) postNameMerge(c echo.Context) error { return s.decidePair(c, samePair) }

// postNameDifferent is POST /cases/{ref}/names/{id}/different: the two are never asked about again.
func (s *Server) postNameDifferent(c echo.Context) error { return s.decidePair(c, differentPair) }

func (s *Server) decidePair(c echo.Context, decide func(desk.NameRegister, pair) ([]desk.NameChange, error)) error {
	var in otherIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	if in.OtherID == "" {
		if err := refusals(names.CheckSpelling(in.Spelling)); err != nil {
			return err
		}
	}
	reg, id, err := s.namedEntry(c)
	if err != nil {
		return err
	}
	e, _ := reg.Entry(id)
	p := pair{Kind: e.Kind, KeepID: id, KeepText: e.Canonical, KeepRevision: in.Revision, OtherID: in.OtherID, OtherRevision: in.OtherRevision, OtherText: in.Spelling}
	if o, ok := reg.Entry(in.OtherID); ok {
		p.OtherText = o.Canonical
	}
	changes, err := decide(reg, p)
	if err != nil {
		return err
	}
	out, err := s.cfg.Desk.ChangeNames(c.Request().Context(), must(c).Actor(), reg.CaseID, changes)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, out[0])
}

// deleteName is DELETE /cases/{ref}/names/{id}?revision=.
func (s *Server) deleteName(c echo.Context) error {
	q := query{c: c}
	q.only("revision")
	revision := q.number("revision", 0, 1, 1<<31-1)
	if err := q.err(); err != nil {
		return err
	}
	reg, id, err := s.namedEntry(c)
	if err != nil {
		return err
	}
	_, err = s.changeName(c.Request().Context(), must(c).Actor(), reg.CaseID, desk.NameChange{Action: names.Remove, Entry: desk.NameEntry{ID: id, Revision: revision}})
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// getNameHistory is GET /cases/{ref}/names/{id}/history, the oldest revision first.
func (s *Server) getNameHistory(c echo.Context) error {
	ref, err := segment(c, "ref")
	if err != nil {
		return err
	}
	id, err := segment(c, "id")
	if err != nil {
		return err
	}
	rows, err := s.cfg.Desk.NameHistory(c.Request().Context(), must(c).Actor(), ref, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, func(r desk.NameRevision) desk.NameRevision { return r }))
}

// namedEntry is the register and the id of the entry that the path names, which exists.
func (s *Server) namedEntry(c echo.Context) (desk.NameRegister, string, error) {
	reg, err := s.nameRegister(c)
	if err != nil {
		return reg, "", err
	}
	id, err := segment(c, "id")
	if err != nil {
		return reg, "", err
	}
	if _, ok := reg.Entry(id); !ok {
		return reg, "", mla.Refuse(mla.CodeNotFound, "name")
	}
	return reg, id, nil
}

func (s *Server) answerName(c echo.Context, caseID string, change desk.NameChange) error {
	e, err := s.changeName(c.Request().Context(), must(c).Actor(), caseID, change)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, e)
}
