package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
	"github.com/rogatory/rogatory/internal/translation"
)

// unitsPerPage is how many sentences a page of the desk shows.
const unitsPerPage = 25

// The filters of the desk.
const (
	filterAll    = "toutes"
	filterTodo   = "afaire"
	filterIssues = "remarques"
	filterNotes  = "notes"
)

// translationView is the translator's desk: the source beside the translation.
type translationView struct {
	base
	Request     desk.Request
	Item        *mla.Evidence
	ItemDoc     string
	Path        string
	From, To    string
	Source      string
	SourceText  desk.EvidenceSource
	CommandID   string
	SeenSeq     int64
	TextSHA256  string
	Units       []unitView
	Done, All   int
	Percent     int
	Checked     int
	IssueCount  int
	NoteCount   int
	Blocking    []unitLink
	Filter      string
	Filters     []string
	Page, Pages int
	PageLinks   []int
	Errors      []string
	Gone        []desk.TranslationUnit
	// Lost is what was typed for sentences that the text no longer has.
	Lost []string
	// MayWrite is the translator, MayCertify the translator in the phase for it.
	MayWrite, MayCertify, MayReassign bool
	Oath                              desk.Oath
	Due                               *mla.Obligation
	DaysLeft                          int
	Translator                        string
	Waiting                           []mla.Evidence
}

// FormAction is where the page's form goes: back to the same page of units.
func (v *translationView) FormAction() string {
	q := url.Values{}
	if v.Page > 1 {
		q.Set("page", strconv.Itoa(v.Page))
	}
	if v.Filter != filterAll {
		q.Set("filtre", v.Filter)
	}
	if len(q) == 0 {
		return v.Path
	}
	return v.Path + "?" + q.Encode()
}

// unitLink leads to a unit on its page.
type unitLink struct {
	N    int
	Page int
}

// unitView is one sentence of the desk. N is its number in the text, from 1.
type unitView struct {
	transjob.Unit
	N           int
	Label       string
	NewPart     bool
	Pieces      []piece
	Rows        int
	IssueTexts  []issueText
	Hints       []translation.Term
	Suggestions []transjob.Suggestion
	Changes     []transjob.Span
	Conflict    *desk.TranslationUnit
	ConflictBy  string
}

// piece is a stretch of a source: Kind is empty for plain words, otherwise what
// is protected.
type piece struct{ Text, Kind string }

type issueText struct {
	Text     string
	Blocking bool
}

// textPath is the address of a text's desk.
func textPath(ref, item string) string {
	p := "/demandes/" + url.PathEscape(ref)
	if item != "" {
		p += "/pieces/" + url.PathEscape(item)
	}
	return p + "/traduction"
}

// itemToTranslate leads to the first item of the answer that waits for its translation.
func (s *web) itemToTranslate(c echo.Context) error {
	req, err := s.cfg.Desk.Request(c.Request().Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	for _, e := range req.State.Evidence {
		if e.NeedsTranslation() {
			return c.Redirect(http.StatusSeeOther, textPath(req.Reference, e.ID))
		}
	}
	return c.Redirect(http.StatusSeeOther, "/demandes/"+url.PathEscape(req.Reference))
}

func (s *web) translation(c echo.Context) error {
	user, _ := actorFrom(c)
	t, err := s.openText(c.Request().Context(), user, c.Param("ref"), c.Param("item"))
	if err != nil {
		return err
	}
	return s.translationPage(c, http.StatusOK, t, translationTry{})
}

// translationTry is what a form brought that is shown again.
type translationTry struct {
	values    url.Values
	conflicts []desk.TranslationUnit
	errs      formErrors
}

func (s *web) translationPage(c echo.Context, status int, t text, try translationTry) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	st := &t.req.State
	v := translationView{base: s.base(c, "translation.title", "Ref", t.job.Name), Request: t.req, Item: t.item, Path: textPath(t.req.Reference, t.job.Item)}
	v.From, v.To, v.Source, v.SourceText = t.job.From, t.job.To, t.job.SourceSHA256, t.source
	v.MayWrite, v.Gone, v.SeenSeq, v.TextSHA256 = t.mayWrite, t.job.Gone, st.Seq, t.job.Digest()
	v.MayCertify = t.mayWrite && (t.item != nil || st.Phase == mla.PhaseInTranslation)
	v.MayReassign = user.Role == mla.Officer && !st.Phase.Terminal()
	v.Translator, v.CommandID = t.req.Names[st.Translator], uuid.NewString()
	if t.item != nil {
		if doc, ok := documentBy(t.req.Documents, t.item.Doc.SHA256); ok {
			v.ItemDoc = doc.ID
		}
	} else {
		for _, e := range st.Evidence {
			if e.NeedsTranslation() {
				v.Waiting = append(v.Waiting, e)
			}
		}
	}
	v.Due, v.DaysLeft = s.translationDue(t)
	v.count(t.job)
	shown := v.choose(c, t.job, try)
	if err := s.suggest(ctx, user, &t, shown); err != nil {
		return err
	}
	guard, terms := t.words.Guard(t.job.From), translation.ReadTerms(t.words.Terms, t.job.From, t.job.To)
	for i := range shown {
		shown[i].Pieces = piecesOf(shown[i].Source, guard)
		dressUnit(&shown[i], v.Lang, t, terms, try)
	}
	v.Units = shown
	if v.MayCertify {
		oath, err := s.cfg.Desk.Oath(ctx, user.Actor(), user.ID)
		if err != nil {
			return err
		}
		v.Oath = oath
	}
	v.Errors = try.errs.place(v.Lang, nil)
	return s.page(c, status, "translation", &v)
}

// count fills the progress of the whole text.
func (v *translationView) count(j transjob.Job) {
	v.Done, v.All = j.Progress()
	if v.All > 0 {
		v.Percent = 100 * v.Done / v.All
	}
	for i, u := range j.Units {
		if u.State == desk.UnitChecked && u.Status() != transjob.Todo {
			v.Checked++
		}
		if hasIssues(u) {
			v.IssueCount++
		}
		if u.Note != "" {
			v.NoteCount++
		}
		if slices.ContainsFunc(u.Issues, func(is translation.Issue) bool { return is.Blocking }) {
			v.Blocking = append(v.Blocking, unitLink{i + 1, i/unitsPerPage + 1})
		}
	}
}

// hasIssues reports remarks on what was translated; what was not is to do.
func hasIssues(u transjob.Unit) bool {
	return slices.ContainsFunc(u.Issues, func(is translation.Issue) bool { return is.Code != translation.IssueUntranslated })
}

type unitViews []unitView

// suggest asks the memories for the units that nobody has checked yet.
func (s *web) suggest(ctx context.Context, user desk.User, t *text, shown unitViews) error {
	var units []transjob.Unit
	var at []int
	for i, u := range shown {
		if u.State != desk.UnitChecked && len(units) < mostAlike {
			units, at = append(units, u.Unit), append(at, i)
		}
	}
	found, err := s.suggestions(ctx, user, t, units)
	if err != nil {
		return err
	}
	for k, i := range at {
		shown[i].Suggestions = found[k]
	}
	return nil
}

// choose takes the units of the filter and of the page that was asked for. A form
// that is shown again shows its own units.
func (v *translationView) choose(c echo.Context, j transjob.Job, try translationTry) unitViews {
	v.Filters = []string{filterAll, filterTodo, filterIssues, filterNotes}
	v.Filter = c.QueryParam("filtre")
	if !slices.Contains(v.Filters, v.Filter) {
		v.Filter = filterAll
	}
	typed := map[string]bool{}
	for name, vs := range try.values {
		if strings.HasPrefix(name, "u.") && len(vs) > 0 {
			typed[vs[0]] = true
			if lost := try.values.Get("t." + name[len("u."):]); lost != "" {
				if _, ok := j.Unit(vs[0]); !ok {
					v.Lost = append(v.Lost, lost)
				}
			}
		}
	}
	var all unitViews
	place := ""
	for i, u := range j.Units {
		wanted := v.Filter == filterAll || v.Filter == filterTodo && u.Status() == transjob.Todo || v.Filter == filterIssues && hasIssues(u) || v.Filter == filterNotes && u.Note != ""
		if len(typed) > 0 {
			wanted = typed[u.ID]
		}
		if wanted {
			all = append(all, unitView{Unit: u, N: i + 1, NewPart: u.Place != place || len(all)%unitsPerPage == 0})
			place = u.Place
		}
	}
	v.Pages = max(1, (len(all)+unitsPerPage-1)/unitsPerPage)
	v.Page, _ = strconv.Atoi(c.QueryParam("page"))
	v.Page = min(max(1, v.Page), v.Pages)
	for n := range v.Pages {
		v.PageLinks = append(v.PageLinks, n+1)
	}
	if len(typed) > 0 {
		return all
	}
	from := (v.Page - 1) * unitsPerPage
	return all[min(from, len(all)):min(from+unitsPerPage, len(all))]
}

// dressUnit adds what is shown beside a unit.
func dressUnit(u *unitView, lang string, t text, terms translation.Terms, try translationTry) {
	u.Label = unitLabel(lang, t, u.Field)
	u.Rows = min(16, 2+max(len([]rune(u.Source)), len([]rune(u.Target)))/70)
	if u.Free() {
		u.Rows = 24
	}
	u.IssueTexts = issueTexts(lang, u.Issues)
	u.Hints = terms.In(u.Source)
	if u.Before != nil && u.Target == "" {
		u.Changes = transjob.Diff(u.Before.Source, u.Source)
	}
	for i := range try.conflicts {
		if c := try.conflicts[i]; c.ID == u.ID {
			u.Conflict, u.ConflictBy, u.Version = &try.conflicts[i], t.req.Names[c.By], c.Version
		}
	}
	n := strconv.Itoa(u.N)
	if typed, ok := try.values["t."+n]; ok && len(typed) > 0 {
		u.Target = typed[0]
	}
	if typed, ok := try.values["n."+n]; ok && len(typed) > 0 {
		u.Note = typed[0]
	}
}

func unitLabel(lang string, t text, field string) string {
	if t.item != nil {
		return i18n.T(lang, "translation.item_text", map[string]string{"Item": t.item.ID})
	}
	return upperFirst(i18n.Field(lang, field))
}

// piecesOf cuts a source where something is protected.
func piecesOf(source string, guard *translation.Guard) []piece {
	var out []piece
	at := 0
	for _, tok := range guard.Protect(source) {
		if tok.Start < at {
			continue
		}
		if tok.Start > at {
			out = append(out, piece{source[at:tok.Start], ""})
		}
		out, at = append(out, piece{source[tok.Start:tok.End], tok.Kind}), tok.End
	}
	if at < len(source) {
		out = append(out, piece{source[at:], ""})
	}
	return out
}

// issueTexts words issues, those that block first.
func issueTexts(lang string, issues []translation.Issue) []issueText {
	var out []issueText
	for _, blocking := range []bool{true, false} {
		for _, is := range issues {
			if is.Blocking != blocking || is.Code == translation.IssueUntranslated {
				continue
			}
			args := map[string]string{"Kind": "", "Expected": "", "Found": "", "Term": "", "Source": "", "Target": ""}
			for k, a := range is.Args {
				args[upperFirst(k)] = a
			}
			if k := args["Kind"]; k != "" && i18n.Has(lang, "tokenkind."+k) {
				args["Kind"] = i18n.Label(lang, "tokenkind", k)
			}
			out = append(out, issueText{i18n.T(lang, "issue."+is.Code, args), blocking})
		}
	}
	return out
}

// translationDue is the open duty to translate the text, with the civil days left.
func (s *web) translationDue(t text) (*mla.Obligation, int) {
	for i := range t.req.State.Obligations {
		o := &t.req.State.Obligations[i]
		if o.State == mla.ObligationOpen && o.Owed.Role == mla.Translator && !o.DueDate.IsZero() {
			return o, i18n.Today(s.cfg.Now()).DaysUntil(o.DueDate)
		}
	}
	return nil, 0
}

// routesTranslation are the pages of the desk, the same for a request and for an
// item of its answer.
func (s *web) routesTranslation(in func(method, path string, h echo.HandlerFunc)) {
	for _, at := range []string{"/demandes/:ref/traduction", "/demandes/:ref/pieces/:item/traduction"} {
		in(http.MethodGet, at, s.translation)
		in(http.MethodPost, at, s.translationPost)
		in(http.MethodPost, at+"/unite", s.translationUnitPost)
		in(http.MethodGet, at+"/versions", s.translationVersions)
		in(http.MethodGet, at+"/xliff", s.xliffExport)
		in(http.MethodPost, at+"/xliff", s.xliffImport)
		in(http.MethodGet, at+"/tmx", s.tmxExport)
		in(http.MethodPost, at+"/tmx", s.tmxImport)
	}
	in(http.MethodGet, "/demandes/:ref/pieces", s.itemToTranslate)
	in(http.MethodPost, "/demandes/:ref/pieces/:item/traduction/source", s.sourcePost)
	in(http.MethodGet, "/memoire", s.memory)
	in(http.MethodPost, "/memoire", s.memoryPost)
	in(http.MethodGet, "/memoire/tmx", s.memoryExport)
	in(http.MethodGet, pairsPath, s.memoryPairs)
	in(http.MethodPost, pairsPath, s.memoryPairPost)
	in(http.MethodGet, oathPath, s.oath)
	in(http.MethodPost, oathPath, s.oathPost)
}
