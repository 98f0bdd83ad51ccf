package api

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/translation"
	"github.com/rogatory/rogatory/internal/workday"
)

// translationJSON is GET /requests/{ref}/translation: a text under translation.
type translationJSON struct {
	Reference         string     `json:"reference"`
	Item              string     `json:"item,omitempty"`
	From              string     `json:"from"`
	To                string     `json:"to"`
	SourceSHA256      string     `json:"source_sha256"`
	TranslationSHA256 string     `json:"translation_sha256"`
	SourceVersion     int        `json:"source_version,omitempty"`
	Done              int        `json:"done"`
	Blocking          []int      `json:"blocking"`
	Units             []unitJSON `json:"units"`
}

type unitJSON struct {
	ID      string      `json:"id"`
	Place   string      `json:"place"`
	Source  string      `json:"source"`
	Target  string      `json:"target"`
	State   string      `json:"state"`
	Version int         `json:"version"`
	Note    string      `json:"note,omitempty"`
	Before  *beforeJSON `json:"before,omitempty"`
	Issues  []issueJSON `json:"issues"`
}

// beforeJSON is the sentence that stood here before the text was edited.
type beforeJSON struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

type issueJSON struct {
	Code     string            `json:"code"`
	Args     map[string]string `json:"args,omitempty"`
	Blocking bool              `json:"blocking"`
}

func viewTranslation(t text) translationJSON {
	done, _ := t.job.Progress()
	out := translationJSON{
		Reference: t.req.Reference, Item: t.job.Item, From: t.job.From, To: t.job.To, SourceSHA256: t.job.SourceSHA256,
		TranslationSHA256: t.job.Digest(), SourceVersion: t.source.Version, Done: done, Blocking: t.job.Blocking(),
	}
	for _, u := range t.job.Units {
		v := unitJSON{ID: u.ID, Place: u.Place, Source: u.Source, Target: u.Target, State: u.Status(), Version: u.Version, Note: u.Note}
		if u.Before != nil {
			v.Before = &beforeJSON{u.Before.Source, u.Before.Target}
		}
		for _, is := range u.Issues {
			v.Issues = append(v.Issues, issueJSON{is.Code, is.Args, is.Blocking})
		}
		out.Units = append(out.Units, v)
	}
	return out
}

// typedOf is a saved unit as it was sent.
func typedOf(u desk.TranslationUnit) typedUnit {
	out := typedUnit{ID: u.ID, Target: u.Target, State: u.State, Version: u.Version}
	if u.Note != "" {
		out.Note = &u.Note
	}
	return out
}

// textAsked opens the text that a call names: the request, or ?item=E1 of its answer.
func (s *Server) textAsked(c echo.Context, params ...string) (text, error) {
	q := query{c: c}
	q.only(append(params, "item")...)
	item := q.text("item", 20)
	if err := q.err(); err != nil {
		return text{}, err
	}
	ref, err := segment(c, "ref")
	if err != nil {
		return text{}, err
	}
	return s.openText(c.Request().Context(), must(c), ref, item)
}

func (s *Server) getTranslation(c echo.Context) error {
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewTranslation(t))
}

// putTranslation is PUT /requests/{ref}/translation: units on top of the versions
// they name. What somebody else saved meanwhile comes back among the conflicts.
func (s *Server) putTranslation(c echo.Context) error {
	var in struct {
		Units []typedUnit `json:"units"`
	}
	if err := readInto(c, &in); err != nil {
		return err
	}
	if err := checkTyped(in.Units); err != nil {
		return err
	}
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	saved, err := s.saveUnits(c.Request().Context(), must(c), &t, in.Units)
	if err != nil {
		return err
	}
	out := savedUnitsJSON{TranslationSHA256: t.job.Digest()}
	for _, u := range saved.Saved {
		out.Saved = append(out.Saved, typedOf(u))
	}
	for _, u := range saved.Conflicts {
		out.Conflicts = append(out.Conflicts, typedOf(u))
	}
	return answer(c, http.StatusOK, out)
}

// checkTyped refuses what no unit of any text is.
func checkTyped(units []typedUnit) error {
	if len(units) == 0 {
		return mla.Refuse(mla.CodeRequired, "units")
	}
	var errs []*mla.Error
	for i, u := range units {
		at := "units[" + strconv.Itoa(i) + "]."
		switch {
		case u.ID == "":
			errs = append(errs, mla.Refuse(mla.CodeRequired, at+"id"))
		case len(u.ID) > 200:
			errs = append(errs, mla.Refuse(mla.CodeTooLong, at+"id", "max", "200"))
		}
		if u.State != "" && !slices.Contains(desk.UnitStates, u.State) {
			errs = append(errs, mla.Refuse(mla.CodeUnknownValue, at+"state", "value", printable(string(u.State)), "expected", "memory, draft, checked"))
		}
		if len([]rune(u.Target)) > maxTarget {
			errs = append(errs, mla.Refuse(mla.CodeTooLong, at+"target", "max", strconv.Itoa(maxTarget)))
		}
		if u.Version < 0 {
			errs = append(errs, mla.Refuse(codeOutOfRange, at+"version", "min", "0", "max", "2147483647"))
		}
	}
	return refusals(errs)
}

type savedUnitsJSON struct {
	Saved             []typedUnit `json:"saved"`
	Conflicts         []typedUnit `json:"conflicts"`
	TranslationSHA256 string      `json:"translation_sha256"`
}

// putTranslationSource is PUT /requests/{ref}/translation/source?item=E1: what was
// read from an item of an answer.
func (s *Server) putTranslationSource(c echo.Context) error {
	var in struct {
		Text    string `json:"text"`
		Free    bool   `json:"free,omitempty"`
		Version int    `json:"version,omitempty"`
	}
	if err := readInto(c, &in); err != nil {
		return err
	}
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	if t.item == nil {
		return mla.Refuse(mla.CodeRequired, "item")
	}
	if err := s.putSource(c, must(c), t, desk.EvidenceSource{Text: norm(in.Text), Free: in.Free, Version: in.Version}); err != nil {
		return err
	}
	if t, err = s.openText(c.Request().Context(), must(c), t.req.ID, t.job.Item); err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewTranslation(t))
}

func (s *Server) getXLIFF(c echo.Context) error {
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	return sendText(c, t.fileName(".xlf"), mimeXLIFF, translation.EncodeXLIFF(t.job.File(t.words)))
}

// postXLIFF takes a file as a form's field "file"; dry_run only reports.
func (s *Server) postXLIFF(c echo.Context) error {
	q := query{c: c}
	dry := q.flag("dry_run")
	if err := q.err(); err != nil {
		return err
	}
	t, err := s.textAsked(c, "dry_run")
	if err != nil {
		return err
	}
	file, err := oneFile(c)
	if err != nil {
		return err
	}
	r, err := s.importXLIFF(c.Request().Context(), must(c), &t, bytes.NewReader(file), dry)
	if err != nil {
		return err
	}
	r.explain(langOf(c.Request()), &t)
	return answer(c, http.StatusOK, r)
}

func (s *Server) getTMX(c echo.Context) error {
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	return sendText(c, t.fileName(".tmx"), mimeTMX, translation.EncodeTMX(t.job.Pairs()))
}

func (s *Server) postTMX(c echo.Context) error {
	t, err := s.textAsked(c)
	if err != nil {
		return err
	}
	file, err := oneFile(c)
	if err != nil {
		return err
	}
	r, err := s.importTMX(c.Request().Context(), must(c), &t, bytes.NewReader(file))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, r)
}

func oneFile(c echo.Context) ([]byte, error) {
	_, file, err := readInMemory(c, translation.DefaultLimits.Bytes)
	if err == nil && len(file) == 0 {
		err = mla.Refuse(mla.CodeRequired, "file")
	}
	return file, err
}

// memoryAsked is the pair of languages of /memory/tmx, which only an administrator has.
func (s *Server) memoryAsked(c echo.Context) (from, to string, err error) {
	q := query{c: c}
	q.only("from", "to")
	if err := q.err(); err != nil {
		return "", "", err
	}
	if must(c).Role != mla.Admin {
		return "", "", mla.Refuse(mla.CodeNotFound, "memory")
	}
	from, to = c.QueryParam("from"), c.QueryParam("to")
	return from, to, checkPair(from, to)
}

func (s *Server) getMemory(c echo.Context) error {
	from, to, err := s.memoryAsked(c)
	if err != nil {
		return err
	}
	data, err := s.sharedTMX(c, from, to)
	if err != nil {
		return err
	}
	return sendText(c, "rogatory-"+from+"-"+to+".tmx", mimeTMX, data)
}

func (s *Server) postMemory(c echo.Context) error {
	from, to, err := s.memoryAsked(c)
	if err != nil {
		return err
	}
	file, err := oneFile(c)
	if err != nil {
		return err
	}
	r, err := s.importShared(c.Request().Context(), must(c), from, to, bytes.NewReader(file))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, r)
}

// oathAsked is whose oath a call is about: "me" for one's own.
func oathAsked(c echo.Context) (string, error) {
	id, err := segment(c, "id")
	if id == "me" {
		id = must(c).ID
	}
	return id, err
}

func (s *Server) getOath(c echo.Context) error {
	id, err := oathAsked(c)
	if err != nil {
		return err
	}
	o, err := s.cfg.Desk.Oath(c.Request().Context(), must(c).Actor(), id)
	if err != nil {
		return err
	}
	if !o.Complete() {
		return mla.Refuse(mla.CodeNotFound, "oath")
	}
	return answer(c, http.StatusOK, o)
}

func (s *Server) putOathV1(c echo.Context) error {
	id, err := oathAsked(c)
	if err != nil {
		return err
	}
	var in struct {
		Name   string       `json:"name"`
		Court  string       `json:"court"`
		Number string       `json:"number"`
		Sworn  workday.Date `json:"sworn_on"`
	}
	if err := readInto(c, &in); err != nil {
		return err
	}
	if err := s.putOath(c, desk.Oath{UserID: id, Name: in.Name, Court: in.Court, Number: in.Number, Sworn: in.Sworn}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
