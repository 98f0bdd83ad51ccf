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

// namesView is the register of names of a case.
type namesView struct {
	base
	Register  desk.NameRegister
	Langs     []string
	Groups    []nameGroup
	Questions []names.Question
	Met       []metView
	// Beside says that some draft gives more than the name.
	Beside bool
	Form   nameForm
	Errors []string
	// Decides may change everything, Forms may set a form.
	Decides, Forms bool
}

// nameGroup are the entries of one kind.
type nameGroup struct {
	Kind mla.NameKind
	Rows []nameRow
}

type nameRow struct {
	desk.NameEntry
	Passport string
	Cells    []formCell
	Setter   string
	// Origin is the source in words, On the day of the revision.
	Origin, On string
}

// formCell is the form of a name in one language; Wrong says that it has letters of another script.
type formCell struct {
	Lang, Title, Origin string

	Form     desk.NameForm
	Proposed desk.NameForm
	By       string
	Wrong    bool
}

// metView is a name of the drafts that the register has not.
type metView struct {
	desk.NameMet
	Key     string
	Checked bool
	// First are as many requests as fit a line, More how many others there are.
	First []string
	More  int
}

const maxReferences = 4

// nameForm are the fields of an entry as the page lays them out: its own, then those of each language.
type nameForm struct {
	Own   []formField
	Langs []langFields
}

type langFields struct {
	Lang   string
	Fields []formField
}

func namesPath(caseRef string) string { return "/affaires/" + url.PathEscape(caseRef) + "/noms" }

func (s *web) names(c echo.Context) error { return s.namesPage(c, http.StatusOK, url.Values{}, nil) }

func (s *web) namesPage(c echo.Context, status int, typed url.Values, errs formErrors) error {
	reg, err := s.cfg.Desk.NameRegister(c.Request().Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	v := namesView{base: s.base(c, "names.title", "Ref", reg.CaseRef), Register: reg, Decides: decidesNames(who(c)), Forms: setsForms(who(c))}
	if v.Langs, err = nameLanguages(reg); err != nil {
		return err
	}
	rows := newRows(v.Lang, v.Langs, reg.People)
	for _, kind := range mla.NameKinds {
		g := nameGroup{Kind: kind}
		for _, e := range reg.Entries {
			if e.Kind == kind {
				g.Rows = append(g.Rows, rows.of(e))
			}
		}
		if len(g.Rows) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	if who(c).Role != mla.Translator {
		v.Questions = names.Questions(reg)
		for _, m := range names.Unregistered(reg) {
			n := min(len(m.References), maxReferences)
			v.Met = append(v.Met, metView{
				NameMet: m, Key: metKey(m), Checked: len(typed["met"]) == 0 || slices.Contains(typed["met"], metKey(m)),
				First: m.References[:n], More: len(m.References) - n,
			})
			v.Beside = v.Beside || len(m.Forms)+len(m.Variants) > 0
		}
	}
	v.Form, v.Errors = nameFields(v.Lang, typed, v.Langs, false, errs)
	return s.page(c, status, "names", &v)
}

// rowMaker makes rows; what is the same in all of them is worded once, for wording costs more than the rest of a row.
type rowMaker struct {
	lang    string
	langs   []string
	people  map[string]string
	titles  map[string]string
	origins map[string]string
}

func newRows(lang string, langs []string, people map[string]string) rowMaker {
	m := rowMaker{lang, langs, people, map[string]string{}, map[string]string{}}
	for _, l := range langs {
		m.titles[l] = upperFirst(i18n.Label(lang, "lang", l))
	}
	for _, s := range names.Sources {
		m.origins[s] = i18n.Label(lang, "namesource", s)
	}
	return m
}

func (m rowMaker) of(e desk.NameEntry) nameRow {
	r := nameRow{NameEntry: e, Setter: m.people[e.By], Origin: m.origins[e.Source], On: i18n.Day(m.lang, e.At)}
	if e.Kind == mla.NamePerson {
		r.Passport = names.Passport(e.Canonical)
	}
	wrong := names.WrongScript(e)
	for _, l := range m.langs {
		f := e.Forms[l]
		r.Cells = append(r.Cells, formCell{l, m.titles[l], m.origins[f.Source], f, e.Proposed[l], m.people[f.By], slices.Contains(wrong, l)})
	}
	return r
}

// nameFields are the fields of an entry with what refuses them; forms only those that a translator fills. Errors that no
// field shows are given back.
func nameFields(lang string, typed url.Values, langs []string, forms bool, errs formErrors) (nameForm, []string) {
	field := func(name, widget string) formField {
		f := newField(lang, name, widget, typed.Get(name))
		if help := "help." + name; i18n.Has(lang, help) {
			f.Help = i18n.T(lang, help, nil)
		}
		if strings.HasSuffix(name, "source") {
			f.Options = labelled(lang, "namesource", names.Sources...)
		}
		return f
	}
	var all []formField
	own := 0
	if !forms {
		kind, canonical, variants := field("kind", asSelect), field("canonical", asText), field("variants", asLines)
		kind.Label, kind.Options = upperFirst(i18n.T(lang, "names.kind", nil)), labelled(lang, "namekind", mla.NameKinds...)
		kind.Required, canonical.Required, variants.Rows = true, true, 2
		all = append(all, kind, canonical, variants, field("source", asSelect), field("note", asText))
		own = len(all)
	}
	for _, l := range langs {
		all = append(all, field("forms."+l, asText), field("forms."+l+".note", asText))
		if !forms {
			all = append(all, field("forms."+l+".source", asSelect))
		}
	}
	rest := errs.place(lang, all)
	out := nameForm{Own: all[:own]}
	for i, l := range langs {
		each := (len(all) - own) / len(langs)
		out.Langs = append(out.Langs, langFields{l, all[own+i*each : own+(i+1)*each]})
	}
	return out, rest
}

// entryFrom reads what was typed.
func entryFrom(typed url.Values) desk.NameEntry {
	e := desk.NameEntry{
		Kind: mla.NameKind(typed.Get("kind")), Canonical: typed.Get("canonical"), Variants: textLines(norm(typed.Get("variants"))),
		Source: typed.Get("source"), Note: norm(typed.Get("note")), Forms: map[string]desk.NameForm{},
	}
	e.Revision, _ = strconv.Atoi(typed.Get("revision"))
	for name := range typed {
		if lang, ok := strings.CutPrefix(name, "forms."); ok && !strings.Contains(lang, ".") {
			e.Forms[lang] = desk.NameForm{Text: typed.Get(name), Source: typed.Get(name + ".source"), Note: norm(typed.Get(name + ".note"))}
		}
	}
	return e
}

// namesPost adds an entry, registers names that are met, or answers a question.
func (s *web) namesPost(c echo.Context) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	typed, err := c.FormParams()
	if err != nil {
		return err
	}
	do := typed.Get("do")
	if do == "add" {
		_, err = s.changeName(ctx, a, ref, desk.NameChange{Action: names.Add, Entry: entryFrom(typed)})
	} else {
		err = s.answerNames(c, do, typed)
	}
	if errs := refusalsOf(err); len(errs) > 0 {
		return s.namesPage(c, statusOf(errs[0].Code), typed, errs)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, namesPath(ref)+"?fait=saved#content") // a form may have named a place of the page
}

func (s *web) answerNames(c echo.Context, do string, typed url.Values) error {
	ctx, a, ref := c.Request().Context(), who(c), c.Param("ref")
	reg, err := s.cfg.Desk.NameRegister(ctx, a, ref)
	if err != nil {
		return err
	}
	var changes []desk.NameChange
	switch do {
	case "register":
		changes, err = registerMet(reg, typed["met"])
	case "same_a":
		changes, err = samePair(reg, pairFrom(typed, "a", "b"))
	case "same_b":
		changes, err = samePair(reg, pairFrom(typed, "b", "a"))
	case "different":
		changes, err = differentPair(reg, pairFrom(typed, "a", "b"))
	default:
		return mla.Refuse(codeInvalidForm, "")
	}
	if err != nil {
		return err
	}
	_, err = s.cfg.Desk.ChangeNames(ctx, a, ref, changes)
	return err
}

func pairFrom(typed url.Values, keep, other string) pair {
	p := pair{
		Kind: mla.NameKind(typed.Get("kind")), KeepID: typed.Get(keep + "_id"), KeepText: typed.Get(keep + "_text"),
		OtherID: typed.Get(other + "_id"), OtherText: typed.Get(other + "_text"),
	}
	p.KeepRevision, _ = strconv.Atoi(typed.Get(keep + "_revision"))
	p.OtherRevision, _ = strconv.Atoi(typed.Get(other + "_revision"))
	return p
}
