package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

// nameView is one entry of the register with its history.
type nameView struct {
	base
	Register desk.NameRegister
	Row      nameRow
	Langs    []string
	Form     nameForm
	Errors   []string
	// Conflict says that somebody else changed the entry: Row shows theirs, Form what was typed.
	Conflict bool
	Revision int
	History  []desk.NameRevision
	People   map[string]string
	// Others are the entries that this one can be merged with.
	Others         []option
	Decides, Forms bool
}

func (s *web) name(c echo.Context) error { return s.namePage(c, http.StatusOK, nil, nil) }

// namePage shows an entry; typed is nil where nothing was typed yet.
func (s *web) namePage(c echo.Context, status int, typed url.Values, errs formErrors) error {
	ctx, a := c.Request().Context(), who(c)
	reg, err := s.cfg.Desk.NameRegister(ctx, a, c.Param("ref"))
	if err != nil {
		return err
	}
	e, ok := reg.Entry(c.Param("id"))
	if !ok {
		return mla.Refuse(mla.CodeNotFound, "name")
	}
	v := nameView{
		base: s.base(c, "names.one_title", "Ref", reg.CaseRef), Register: reg, Revision: e.Revision, People: reg.People,
		Decides: decidesNames(a), Forms: setsForms(a),
	}
	if v.Langs, err = nameLanguages(reg); err != nil {
		return err
	}
	v.Row = newRows(v.Lang, v.Langs, reg.People).of(e)
	v.Conflict = slices.ContainsFunc(errs, func(err *mla.Error) bool { return err.Code == names.CodeConflict })
	if typed == nil {
		typed = nameValues(e)
	}
	if v.Conflict { // said with its own words
		errs = slices.DeleteFunc(slices.Clone(errs), func(err *mla.Error) bool { return err.Code == names.CodeConflict })
	}
	v.Form, v.Errors = nameFields(v.Lang, typed, v.Langs, !v.Decides, errs)
	if a.Role != mla.Translator {
		if v.History, err = s.cfg.Desk.NameHistory(ctx, a, reg.CaseID, e.ID); err != nil {
			return err
		}
		slices.Reverse(v.History)
		for _, o := range reg.Entries {
			if o.Kind == e.Kind && o.ID != e.ID {
				v.Others = append(v.Others, option{o.ID + " " + strconv.Itoa(o.Revision), o.Canonical})
			}
		}
	}
	return s.page(c, status, "name", &v)
}

// nameValues spreads an entry over the names of the form.
func nameValues(e desk.NameEntry) url.Values {
	out := url.Values{}
	out.Set("kind", string(e.Kind))
	out.Set("canonical", e.Canonical)
	out.Set("variants", strings.Join(e.Variants, "\n"))
	out.Set("source", e.Source)
	out.Set("note", e.Note)
	for lang, f := range e.Forms {
		out.Set("forms."+lang, f.Text)
		out.Set("forms."+lang+".source", f.Source)
		out.Set("forms."+lang+".note", f.Note)
	}
	return out
}

// namePost changes, merges or takes away an entry, or decides about a proposed form.
func (s *web) namePost(c echo.Context) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	typed, err := c.FormParams()
	if err != nil {
		return err
	}
	e := entryFrom(typed)
	e.ID = c.Param("id")
	back := namesPath(ref)
	switch do := typed.Get("do"); {
	case do == "save" && decidesNames(a):
		back += "/" + url.PathEscape(e.ID)
		err = s.editName(c, e)
	case do == "save":
		back += "/" + url.PathEscape(e.ID)
		_, err = s.changeName(ctx, a, ref, desk.NameChange{Action: names.Form, Entry: e})
	case strings.HasPrefix(do, "take:"), strings.HasPrefix(do, "keep:"):
		back += "/" + url.PathEscape(e.ID)
		err = s.decideForm(c, e, do)
	case do == "merge":
		err = s.mergeName(c, e, typed.Get("merge_with"))
	case do == "remove":
		_, err = s.changeName(ctx, a, ref, desk.NameChange{Action: names.Remove, Entry: e})
	default:
		err = mla.Refuse(codeInvalidForm, "")
	}
	if errs := refusalsOf(err); len(errs) > 0 {
		if errs[0].Code == mla.CodeNotFound {
			return err
		}
		if typed.Get("do") != "save" {
			typed = nil // another form of the page: the entry's own stays as it is
		}
		return s.namePage(c, statusOf(errs[0].Code), typed, errs)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, back+"?fait=saved")
}

// editName saves the form; what it does not show stays as it is.
func (s *web) editName(c echo.Context, e desk.NameEntry) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	reg, err := s.cfg.Desk.NameRegister(ctx, a, ref)
	if err != nil {
		return err
	}
	had, ok := reg.Entry(e.ID)
	if !ok {
		return mla.Refuse(mla.CodeNotFound, "name")
	}
	e.Different = had.Different
	for lang, f := range had.Forms {
		if _, shown := e.Forms[lang]; !shown {
			e.Forms[lang] = f
		}
	}
	_, err = s.changeName(ctx, a, ref, desk.NameChange{Action: names.Edit, Entry: e})
	return err
}

// decideForm takes the form that a translator proposes, or keeps the one that stands.
func (s *web) decideForm(c echo.Context, e desk.NameEntry, do string) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	what, lang, _ := strings.Cut(do, ":")
	reg, err := s.cfg.Desk.NameRegister(ctx, a, ref)
	if err != nil {
		return err
	}
	had, ok := reg.Entry(e.ID)
	proposed, open := had.Proposed[lang]
	if !ok || !open {
		return mla.Refuse(mla.CodeNotFound, "name")
	}
	form := had.Forms[lang]
	if what == "take" {
		form = proposed
	}
	change := desk.NameEntry{ID: e.ID, Revision: e.Revision, Forms: map[string]desk.NameForm{lang: form}}
	_, err = s.changeName(ctx, a, ref, desk.NameChange{Action: names.Form, Entry: change})
	return err
}

// mergeName makes the entry one with another, which goes.
func (s *web) mergeName(c echo.Context, e desk.NameEntry, with string) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	id, revision, _ := strings.Cut(with, " ")
	if id == "" {
		return mla.Refuse(mla.CodeRequired, "merge_with")
	}
	reg, err := s.cfg.Desk.NameRegister(ctx, a, ref)
	if err != nil {
		return err
	}
	p := pair{KeepID: e.ID, KeepRevision: e.Revision, OtherID: id}
	p.OtherRevision, _ = strconv.Atoi(revision)
	changes, err := samePair(reg, p)
	if err == nil {
		_, err = s.cfg.Desk.ChangeNames(ctx, a, ref, changes)
	}
	return err
}

// Changed words what a revision changed, for the history.
func (v *nameView) Changed(i int) string {
	if i+1 >= len(v.History) {
		return ""
	}
	now, before := v.History[i], v.History[i+1]
	var out []string
	note := func(field string, same bool) {
		if !same {
			out = append(out, i18n.Field(v.Lang, field))
		}
	}
	note("canonical", now.Canonical == before.Canonical)
	note("variants", slices.Equal(now.Variants, before.Variants))
	note("source", now.Source == before.Source)
	note("note", now.Note == before.Note)
	for _, l := range names.Languages {
		note("forms."+l, now.Forms[l].Text == before.Forms[l].Text && now.Proposed[l].Text == before.Proposed[l].Text)
	}
	return strings.Join(out, ", ")
}
