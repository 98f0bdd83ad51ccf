package api

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
)

// typedUnits reads the units of a form: u.N the unit, v.N its version, s.N its
// state, c.N that it was checked, t.N the translation, n.N the note. use is the unit, with the
// number of the suggestion that is to be taken for it: "3:1".
func typedUnits(values url.Values, use string) []typedUnit {
	useN, useK, _ := strings.Cut(use, ":")
	var out []typedUnit
	for _, name := range sortedNames(values) {
		n, ok := strings.CutPrefix(name, "u.")
		if _, written := values["t."+n]; !ok || !written {
			continue // a form without the text says nothing about it
		}
		in := typedUnit{ID: values.Get(name), Target: values.Get("t." + n), State: desk.UnitState(values.Get("s." + n))}
		in.Version, _ = strconv.Atoi(values.Get("v." + n))
		if note, ok := values["n."+n]; ok && len(note) > 0 {
			in.Note = &note[0]
		}
		switch {
		case use != "" && n == useN:
			in.Target, in.State = values.Get("g."+n+"."+useK), desk.UnitFromMemory
		case values.Get("c."+n) != "":
			in.State = desk.UnitChecked
		case in.State == desk.UnitChecked:
			in.State = desk.UnitDraft // the tick was taken away
		}
		out = append(out, in)
	}
	return out
}

// translationPost saves the units of the page, and certifies or takes what is
// asked for with it.
func (s *web) translationPost(c echo.Context) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	t, err := s.openText(ctx, user, c.Param("ref"), c.Param("item"))
	if err != nil {
		return s.typedInVain(c, err)
	}
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	try := translationTry{values: form.values, errs: form.errs}
	if len(try.errs) > 0 {
		return s.translationPage(c, statusOf(try.errs[0].Code), t, try)
	}
	do := form.values.Get("do")
	use, _ := strings.CutPrefix(do, "use:")
	if use == do {
		use = ""
	}
	if typed := typedUnits(form.values, use); len(typed) > 0 {
		saved, err := s.saveUnits(ctx, user, &t, typed)
		if err != nil {
			return s.translationAgain(c, t, try, err)
		}
		if len(saved.Conflicts) > 0 {
			try.conflicts, try.errs = saved.Conflicts, formErrors{mla.Refuse(mla.CodeTranslationConflict, "units")}
			return s.translationPage(c, http.StatusConflict, t, try)
		}
	}
	switch {
	case do == "fill":
		if err := s.fillFromMemory(c, &t); err != nil {
			return s.translationAgain(c, t, translationTry{}, err)
		}
	case do == "certify" || do == "upload":
		return s.certifyPost(c, user, t, form)
	}
	return c.Redirect(http.StatusSeeOther, s.backToUnits(c, t, use))
}

// inVainView gives back what was typed into a translation that is not its
// translator's any more.
type inVainView struct {
	base
	Typed []string
}

// typedInVain answers a form of somebody who may not see the text, or no longer:
// with nothing of the text, and with all that they typed.
func (s *web) typedInVain(c echo.Context, err error) error {
	var refusal *mla.Error
	if !errors.As(err, &refusal) || refusal.Code != mla.CodeNotFound {
		return err
	}
	form, ferr := s.readForm(c)
	if ferr != nil {
		return err
	}
	v := inVainView{base: s.base(c, "translation.not_yours_title", "Ref", c.Param("ref"))}
	for _, in := range typedUnits(form.values, "") {
		if norm(in.Target) != "" {
			v.Typed = append(v.Typed, norm(in.Target))
		}
	}
	if len(v.Typed) == 0 {
		return err
	}
	return s.page(c, http.StatusNotFound, "translation_in_vain", &v)
}

// backToUnits is where the translator was, at the unit that was acted on.
func (s *web) backToUnits(c echo.Context, t text, use string) string {
	q := url.Values{"fait": {"saved"}}
	for _, name := range []string{"page", "filtre"} {
		if v := c.QueryParam(name); v != "" {
			q.Set(name, v)
		}
	}
	at := textPath(t.req.Reference, t.job.Item) + "?" + q.Encode()
	if n, _, ok := strings.Cut(use, ":"); ok {
		at += "#u" + url.PathEscape(n)
	}
	return at
}

// translationAgain shows the page with what was typed and why it was not taken; a
// fault stays a fault.
func (s *web) translationAgain(c echo.Context, t text, try translationTry, err error) error {
	errs := s.classify(c, err)
	if len(refusalsOf(err)) == 0 && errs[0].Code != codeUnreachable {
		return err
	}
	try.errs = errs
	return s.translationPage(c, statusOf(errs[0].Code), t, try)
}

// certifyPost certifies what is saved, or a file that the translator brings.
func (s *web) certifyPost(c echo.Context, user desk.User, t text, form commandTry) error {
	ctx := c.Request().Context()
	in := certification{Item: t.job.Item, SourceSHA256: form.values.Get("source")}
	if form.values.Get("do") == "upload" {
		file, ok := receivedForm{Files: form.files}.File("doc")
		if !ok {
			return s.translationAgain(c, t, translationTry{}, mla.Refuse(mla.CodeRequired, "doc"))
		}
		kind, lang := "translation", t.job.To
		if t.item != nil {
			kind = "evidence_translation"
		}
		doc, err := s.file(ctx, user, t.req.ID, kind, lang, file)
		if err != nil {
			return s.translationAgain(c, t, translationTry{}, err)
		}
		in.Doc = doc.Doc.SHA256
	}
	seen, _ := strconv.ParseInt(form.values.Get("seen_seq"), 10, 64)
	out, err := s.certify(ctx, user, t.req.ID, form.values.Get("command_id"), seen, in)
	if err != nil {
		return s.translationAgain(c, t, translationTry{}, err)
	}
	return s.afterCommand(c, out, t.req.Reference)
}

// fillFromMemory takes for every sentence without a translation the one that the
// memory has for the same sentence.
func (s *web) fillFromMemory(c echo.Context, t *text) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	var empty []transjob.Unit
	for _, u := range t.job.Units {
		if u.Status() == transjob.Todo && !u.Free() {
			empty = append(empty, u)
		}
	}
	found, err := s.suggestions(ctx, user, t, empty)
	if err != nil {
		return err
	}
	var typed []typedUnit
	for i, u := range empty {
		for _, g := range found[i] {
			if g.Score == 100 {
				typed = append(typed, typedUnit{ID: u.ID, Target: g.Target, State: desk.UnitFromMemory, Version: u.Version})
				break
			}
		}
	}
	if len(typed) == 0 {
		return nil
	}
	_, err = s.saveUnits(ctx, user, t, typed)
	return err
}

// savedJSON answers the saving of one unit while it is typed.
type savedJSON struct {
	Version  int         `json:"version"`
	Status   string      `json:"status"`
	Label    string      `json:"label"`
	Issues   []savedNote `json:"issues"`
	Progress string      `json:"progress"`
	Percent  int         `json:"percent"`
	// Blocking are the sentences that stand against certifying, Digest that of the translation.
	Blocking string `json:"blocking"`
	Digest   string `json:"digest"`
	// Theirs is what somebody else saved meanwhile; empty for none.
	Theirs string `json:"theirs,omitempty"`
	By     string `json:"by,omitempty"`
	Error  string `json:"error,omitempty"`
}

type savedNote struct {
	Text     string `json:"text"`
	Blocking bool   `json:"blocking"`
}

// translationUnitPost saves one unit for the page's script.
func (s *web) translationUnitPost(c echo.Context) error {
	ctx, lang := c.Request().Context(), s.lang(c)
	user, _ := actorFrom(c)
	t, err := s.openText(ctx, user, c.Param("ref"), c.Param("item"))
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return mla.Refuse(codeInvalidForm, "")
	}
	typed := typedUnits(values, "")
	if len(typed) != 1 {
		return mla.Refuse(mla.CodeRequired, "units")
	}
	saved, err := s.saveUnits(ctx, user, &t, typed)
	if err != nil {
		errs := refusalsOf(err)
		if len(errs) == 0 {
			return err
		}
		return answer(c, statusOf(errs[0].Code), savedJSON{Error: i18n.Error(lang, errs[0])})
	}
	u, _ := t.job.Unit(typed[0].ID)
	out := savedJSON{Version: u.Version, Status: u.Status(), Label: i18n.Label(lang, "unitstate", u.Status())}
	for _, is := range issueTexts(lang, u.Issues) {
		out.Issues = append(out.Issues, savedNote(is))
	}
	done, all := t.job.Progress()
	out.Progress, out.Percent = i18n.T(lang, "translation.progress", map[string]int{"Done": done, "All": all}), 100*done/max(1, all)
	out.Blocking, out.Digest = numbers(t.job.Blocking()), shortSHA(t.job.Digest())
	if len(saved.Conflicts) > 0 {
		theirs := saved.Conflicts[0]
		out.Version, out.Theirs, out.By = theirs.Version, theirs.Target, t.req.Names[theirs.By]
		out.Error = i18n.Error(lang, mla.Refuse(mla.CodeTranslationConflict, "units"))
		return answer(c, http.StatusConflict, out)
	}
	return answer(c, http.StatusOK, out)
}

// versionsView is the page of one unit's savings.
type versionsView struct {
	base
	Path     string
	Back     string
	Language string
	Unit     *transjob.Unit
	Versions []desk.TranslationUnit
	Names    map[string]string
}

// translationVersions shows what was saved for one unit, the last first.
func (s *web) translationVersions(c echo.Context) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	t, err := s.openText(ctx, user, c.Param("ref"), c.Param("item"))
	if err != nil {
		return err
	}
	v := versionsView{base: s.base(c, "translation.versions", "Ref", t.job.Name), Path: textPath(t.req.Reference, t.job.Item), Language: t.job.To, Names: t.req.Names}
	id := c.QueryParam("unite")
	if u, ok := t.job.Unit(id); ok {
		v.Unit = u
	}
	if v.Versions, err = s.cfg.Desk.UnitVersions(ctx, user.Actor(), t.job.TextKey, id); err != nil {
		return err
	}
	if len(v.Versions) == 0 {
		return mla.Refuse(mla.CodeNotFound, "units")
	}
	return s.page(c, http.StatusOK, "translation_versions", &v)
}

// sourcePost takes the text of an item, pasted or as a text file.
func (s *web) sourcePost(c echo.Context) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	t, err := s.openText(ctx, user, c.Param("ref"), c.Param("item"))
	if err != nil {
		return err
	}
	if t.item == nil {
		return mla.Refuse(mla.CodeNotFound, "evidence")
	}
	values, file, err := readInMemory(c, maxSourceText)
	if err != nil {
		return s.translationAgain(c, t, translationTry{}, err)
	}
	src := desk.EvidenceSource{Text: norm(values.Get("text")), Free: values.Get("do") == "free"}
	src.Version, _ = strconv.Atoi(values.Get("version"))
	if len(file) > 0 {
		src.Text = norm(string(file))
	}
	if err := s.putSource(c, user, t, src); err != nil {
		return s.translationAgain(c, t, translationTry{values: url.Values{"text": {values.Get("text")}}}, err)
	}
	return c.Redirect(http.StatusSeeOther, textPath(t.req.Reference, t.job.Item)+"?fait=saved")
}

// maxSourceText is the longest text of an item, in bytes.
const maxSourceText = 1 << 20

func (s *Server) putSource(c echo.Context, user desk.User, t text, src desk.EvidenceSource) error {
	if src.Free {
		src.Text = ""
	} else if src.Text == "" {
		return mla.Refuse(mla.CodeRequired, "source_text")
	}
	if len(src.Text) > maxSourceText {
		return mla.Refuse(mla.CodeTooLong, "source_text", "max", strconv.Itoa(maxSourceText))
	}
	if strings.ContainsRune(src.Text, 0) || !utf8.ValidString(src.Text) {
		return mla.Refuse(mla.CodeInvalidText, "source_text")
	}
	_, err := s.cfg.Desk.PutEvidenceSource(c.Request().Context(), user.Actor(), t.req.ID, t.job.Item, src)
	return err
}
