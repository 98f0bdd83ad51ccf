package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// draftView is the editor.
type draftView struct {
	base
	Request   desk.Request
	Base      int
	SavedBy   string
	CommandID string
	SeenSeq   int64
	Sections  []formSection
	Hidden    []formField
	Errors    []string
	// Preflight is why the text, as typed, would come back.
	Preflight preflightPanel
	// Frozen says that the draft was submitted and cannot be edited.
	Frozen bool
}

// conflictView shows both texts when somebody else saved meanwhile.
type conflictView struct {
	base
	Request desk.Request
	Theirs  desk.Draft
	// Typed is what the reader typed, carried by the form field by field.
	Typed []formField
	// Differences are the fields that differ.
	Differences []difference
}

type difference struct{ Field, Mine, Theirs string }

func (s *web) draftRequest(c echo.Context) (desk.Request, error) {
	req, err := s.cfg.Desk.Request(c.Request().Context(), who(c), c.Param("ref"))
	if err == nil && req.Draft == nil {
		err = mla.Refuse(mla.CodeNotFound, "draft")
	}
	return req, err
}

func (s *web) draftEdit(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	values, err := draftValues(req.Draft.Body)
	if err != nil {
		return err
	}
	var errs formErrors
	if c.QueryParam("controle") != "" {
		errs = mla.CheckSubmission(req.Draft.Body)
	}
	return s.draftPage(c, http.StatusOK, req, req.Draft.Revision, values, errs)
}

func (s *web) draftPage(c echo.Context, status int, req desk.Request, baseRev int, values url.Values, errs formErrors) error {
	v := draftView{base: s.base(c, "draft.title", "Ref", req.Reference), Request: req, Base: baseRev, SeenSeq: req.State.Seq}
	v.Sections, v.Hidden, v.Errors = draftForm(v.Lang, values, errs)
	typed, _ := draftFrom(values)
	findings, err := s.preflight(c.Request().Context(), who(c), req, typed)
	if err != nil {
		return err
	}
	v.Preflight = panelOf(v.Lang, i18n.T(v.Lang, "preflight.help", nil), findings, anchors(v.Sections))
	v.SavedBy, v.Frozen = req.Names[req.Draft.By], req.State.Phase != mla.PhaseDraft
	if v.Frozen {
		v.Preflight = v.Preflight.withoutUse()
	}
	noteFields(v.Sections, v.Preflight)
	if v.CommandID = values.Get("command_id"); v.CommandID == "" {
		v.CommandID = uuid.NewString()
	}
	return s.page(c, status, "draft", &v)
}

// draftPost saves a revision, submits it, shows the pre-flight of what is typed, or adds and removes rows.
func (s *web) draftPost(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	do, baseText, command, seen := values.Get("do"), values.Get("base"), values.Get("command_id"), values.Get("seen_seq")
	for _, own := range []string{"do", "base", "command_id", "seen_seq"} {
		values.Del(own)
	}
	baseRev, _ := strconv.Atoi(baseText)
	values = useWords(editRows(values, do), do)
	d, errs := draftFrom(values)
	again := func(status int, errs formErrors) error {
		values.Set("command_id", command)
		return s.draftPage(c, status, req, baseRev, values, errs)
	}
	if strings.HasPrefix(do, "add:") || strings.HasPrefix(do, "remove:") || strings.HasPrefix(do, useDo) || do == "preflight" {
		return again(http.StatusOK, errs)
	}
	if errs = append(errs, refusalsOf(checkDraft(d))...); len(errs) > 0 {
		return again(http.StatusUnprocessableEntity, errs)
	}
	saved, err := s.saveIfChanged(c, req, baseRev, d)
	if conflict(err) {
		return s.conflictPage(c, req, values)
	}
	if errs := refusalsOf(err); len(errs) > 0 {
		return again(statusOf(errs[0].Code), errs)
	}
	if err != nil {
		return err
	}
	at := "/demandes/" + url.PathEscape(req.Reference)
	switch do {
	case "preview":
		return c.Redirect(http.StatusSeeOther, at+"/apercu.pdf")
	case "check":
		return c.Redirect(http.StatusSeeOther, at+"/brouillon?controle=1&fait=saved")
	case "submit":
		return s.submitDraft(c, req, saved, command, seen, values)
	}
	return c.Redirect(http.StatusSeeOther, at+"/brouillon?fait=saved")
}

// saveIfChanged stores a revision on top of base; an unchanged text leaves none.
func (s *web) saveIfChanged(c echo.Context, req desk.Request, baseRev int, d mla.Draft) (desk.Draft, error) {
	digest, err := d.Digest()
	if err != nil {
		return desk.Draft{}, err
	}
	if req.Draft.SHA256 == digest && req.Draft.Revision == baseRev {
		return *req.Draft, nil
	}
	user, _ := actorFrom(c)
	return s.saveDraft(c.Request().Context(), user, req, baseRev, d)
}

func conflict(err error) bool {
	for _, e := range refusalsOf(err) {
		if e.Code == codeDraftConflict {
			return true
		}
	}
	return false
}

// submitDraft sends the saved revision; a refusal shows the editor on top of it.
func (s *web) submitDraft(c echo.Context, req desk.Request, saved desk.Draft, command, seen string, values url.Values) error {
	user, _ := actorFrom(c)
	seq, _ := strconv.ParseInt(seen, 10, 64)
	out, err := s.submit(c.Request().Context(), user, req.ID, command, saved.Revision, seq)
	if err == nil {
		return s.afterCommand(c, out, req.Reference)
	}
	errs := formErrors(s.classify(c, err))
	if len(refusalsOf(err)) == 0 && errs[0].Code != codeUnreachable {
		return err
	}
	req.Draft = &saved
	values.Set("command_id", command)
	return s.draftPage(c, statusOf(errs[0].Code), req, saved.Revision, values, errs)
}

// conflictPage keeps what was typed: it can be saved on top of the newer revision.
func (s *web) conflictPage(c echo.Context, req desk.Request, mineValues url.Values) error {
	req, err := s.cfg.Desk.Request(c.Request().Context(), who(c), req.ID)
	if err != nil {
		return err
	}
	if req.Draft == nil {
		return mla.Refuse(mla.CodeNotFound, "draft")
	}
	theirs, err := draftValues(req.Draft.Body)
	if err != nil {
		return err
	}
	v := conflictView{base: s.base(c, "conflict.title", "Ref", req.Reference), Request: req, Theirs: *req.Draft}
	for name := range theirs {
		if _, ok := mineValues[name]; !ok {
			mineValues.Set(name, "")
		}
	}
	for _, name := range sortedNames(mineValues) {
		f := newField(v.Lang, name, asHidden, mineValues.Get(name))
		v.Typed = append(v.Typed, f)
		if norm(mineValues.Get(name)) != norm(theirs.Get(name)) {
			v.Differences = append(v.Differences, difference{i18n.Field(v.Lang, name), mineValues.Get(name), theirs.Get(name)})
		}
	}
	return s.page(c, http.StatusConflict, "conflict", &v)
}

func norm(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// draftPreview renders the saved draft as it would be printed.
func (s *web) draftPreview(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	forms, err := s.namesIn(c.Request().Context(), who(c), req, "fr")
	if err != nil {
		return err
	}
	pdf, err := s.cfg.Letters.Request(c.Request().Context(), LetterInput{
		Draft: req.Draft.Body, Profile: req.Profile, Reference: req.Reference, DraftSHA256: req.Draft.SHA256, Lang: "fr", Names: forms, At: s.cfg.Now(), Preview: true,
	})
	if err != nil {
		return err
	}
	inline(c, req.Reference+".pdf")
	return c.Blob(http.StatusOK, mimePDF, pdf)
}

// jsonView is the draft as JSON, to paste or to take away.
type jsonView struct {
	base
	Request desk.Request
	Base    int
	Text    string
	Errors  []string
	Frozen  bool
}

func (s *web) draftJSON(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(req.Draft.Body, "", "  ")
	if err != nil {
		return err
	}
	return s.jsonPage(c, http.StatusOK, req, req.Draft.Revision, string(text), nil)
}

func (s *web) jsonPage(c echo.Context, status int, req desk.Request, baseRev int, text string, errs formErrors) error {
	v := jsonView{base: s.base(c, "draft.json_title", "Ref", req.Reference), Request: req, Base: baseRev, Text: text}
	v.Frozen = req.State.Phase != mla.PhaseDraft
	v.Errors = errs.place(v.Lang, nil)
	return s.page(c, status, "draft_json", &v)
}

func (s *web) draftJSONPost(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	text := c.FormValue("json")
	baseRev, _ := strconv.Atoi(c.FormValue("base"))
	d, err := mla.ParseDraft(strings.NewReader(text))
	if err == nil {
		err = checkDraft(d)
	}
	if err == nil {
		_, err = s.saveIfChanged(c, req, baseRev, d)
	}
	if conflict(err) {
		values, verr := draftValues(d)
		if verr != nil {
			return verr
		}
		return s.conflictPage(c, req, values)
	}
	if errs := refusalsOf(err); len(errs) > 0 {
		return s.jsonPage(c, statusOf(errs[0].Code), req, baseRev, text, errs)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/demandes/"+url.PathEscape(req.Reference)+"/brouillon?fait=saved")
}
