package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// newView opens a request: case and State, then what is asked and in which
// situation, then the paths that the law proposes. Every step is a GET, so that
// it needs no script and a choice can be sent to a colleague as a link.
type newView struct {
	base
	CommandID string
	// Choose are case and State; Situation the stage, the urgency and the flags.
	Choose, Situation []formField
	Measures          []measureChoice
	StateName         string
	Proposal          *jurisdiction.Proposal
	Options           []pathView
	// Carry is what the forms below repeat; Manual a path that nothing proposes.
	Carry, Manual []formField
	Errors        []string
}

// measureChoice is a measure of the catalogue with what the State needs.
type measureChoice struct {
	jurisdiction.Measure
	Checked bool
}

func (s *web) requestNew(c echo.Context) error {
	return s.newPage(c, http.StatusOK, c.QueryParams(), nil)
}

func (s *web) newPage(c echo.Context, status int, values url.Values, errs formErrors) error {
	if who(c).Role != mla.Officer {
		return mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who(c).Role), "command", string(mla.KindOpen))
	}
	cases, err := s.cfg.Desk.Cases(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := newView{base: s.base(c, "new.title"), CommandID: values.Get("command_id")}
	if v.CommandID == "" {
		v.CommandID = uuid.NewString()
	}
	lang := v.Lang
	v.Choose = []formField{
		chosen(lang, values, "case_ref", true, caseOptions(cases)), chosen(lang, values, "state", true, stateOptions(lang)),
	}
	if st, err := lawOf(values.Get("state")); err == nil {
		v.StateName = inLang(lang, st.Name())
		if err := v.catalogue(st.Code(), values["measures"]); err != nil {
			return err
		}
		v.Situation = situation(lang, values)
	}
	if in := proposalInput(values); v.StateName != "" && len(in.Measures) > 0 {
		p, err := s.propose(in)
		if refused := refusalsOf(err); err != nil && len(refused) == 0 {
			return err
		} else if err != nil {
			errs = append(errs, refused...)
		} else {
			v.Proposal, v.Options = &p, pathViews(p)
		}
	}
	v.Carry = situationOf(values)
	v.Manual = manual(lang, values, cases, v.StateName == "")
	for i := range v.Manual {
		v.Manual[i].ID = "m" + v.Manual[i].ID // the form above has fields of the same names
	}
	fields := slices.Concat(v.Choose, v.Situation, v.Manual)
	v.Errors = errs.place(lang, fields)
	copy(v.Choose, fields)
	copy(v.Situation, fields[len(v.Choose):])
	copy(v.Manual, fields[len(v.Choose)+len(v.Situation):])
	return s.page(c, status, "request_new", &v)
}

func (v *newView) catalogue(state string, checked []string) error {
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	for _, m := range book.Measures(state) {
		v.Measures = append(v.Measures, measureChoice{m, slices.Contains(checked, m.ID)})
	}
	return nil
}

func chosen(lang string, values url.Values, name string, required bool, options []option) formField {
	f := newField(lang, name, asSelect, values.Get(name))
	f.Options, f.Required = options, required
	return f
}

// situationFlags are the ticks that change what is proposed.
var situationFlags = []string{"child_in_danger", "local_suspect", "transnational", "organised_group", "three_years"}

// situation are the fields on which the path hangs.
func situation(lang string, values url.Values) []formField {
	fields := []formField{
		chosen(lang, values, "stage", true, labelled(lang, "nature", "preliminary_inquiry", "flagrancy", "judicial_information", "trial")),
		chosen(lang, values, "offence", false, offenceOptions(lang)),
		chosen(lang, values, "urgency", false, labelled(lang, "urgency", "normal", "urgent")),
	}
	fields[0].Label = upperFirst(i18n.T(lang, "field.proceedings.nature", nil))
	for _, name := range situationFlags {
		f := newField(lang, name, asCheck, values.Get(name))
		if help := "help.draft." + name; i18n.Has(lang, help) {
			f.Help = i18n.T(lang, help, nil)
		}
		fields = append(fields, f)
	}
	follows := newField(lang, "reference", asText, values.Get("reference"))
	follows.Label, follows.Help = i18n.T(lang, "new.follows", nil), i18n.T(lang, "new.follows_help", nil)
	return append(fields, follows)
}

func offenceOptions(lang string) []option {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil
	}
	var out []option
	for _, o := range book.Offences() {
		out = append(out, option{o.ID, inLang(lang, o.Name)})
	}
	return out
}

// proposalInput reads the situation as the law takes it.
func proposalInput(values url.Values) jurisdiction.ProposalInput {
	on := func(name string) bool { return values.Get(name) != "" }
	return jurisdiction.ProposalInput{
		State: values.Get("state"), Measures: values["measures"], Stage: values.Get("stage"), Offence: values.Get("offence"),
		Urgency: values.Get("urgency"), ChildInDanger: on("child_in_danger"), LocalSuspect: on("local_suspect"),
		Transnational: on("transnational"), OrganisedGroup: on("organised_group"), ThreeYears: on("three_years"),
	}
}

// situationOf repeats the situation in the form that opens the request.
func situationOf(values url.Values) []formField {
	var out []formField
	for _, name := range append([]string{"case_ref", "state", "measures", "stage", "offence", "urgency", "reference"}, situationFlags...) {
		for _, v := range values[name] {
			if v != "" {
				out = append(out, formField{Name: name, Value: v, Widget: asHidden})
			}
		}
	}
	return out
}

// manual is the form of a path that nothing proposes; alone it also asks for case and State.
func manual(lang string, values url.Values, cases []desk.Case, alone bool) []formField {
	var out []formField
	if alone {
		out = append(out, chosen(lang, values, "case_ref", true, caseOptions(cases)), chosen(lang, values, "state", true, stateOptions(lang)))
	}
	out = append(out, chosen(lang, values, "form", true, formOptions(lang)), chosen(lang, values, "channel", false, channelOptions(lang)))
	reason := newField(lang, "path_choice.reason", asArea, values.Get("path_choice.reason"))
	reason.Rows = 2
	if alone {
		danger := newField(lang, "child_in_danger", asCheck, values.Get("child_in_danger"))
		danger.Help = i18n.T(lang, "help.draft.child_in_danger", nil)
		follows := newField(lang, "reference", asText, values.Get("reference"))
		follows.Label, follows.Help = i18n.T(lang, "new.follows", nil), i18n.T(lang, "new.follows_help", nil)
		return append(out, danger, follows)
	}
	return append(out, reason)
}

func (s *web) requestNewPost(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	user, _ := actorFrom(c)
	d, err := s.draftOf(values)
	if refused := refusalsOf(err); len(refused) > 0 {
		return s.newPage(c, http.StatusUnprocessableEntity, values, refused)
	} else if err != nil {
		return err
	}
	out, reference, err := s.open(c.Request().Context(), user, values.Get("command_id"), d)
	if err != nil {
		errs := formErrors(s.classify(c, err))
		if len(refusalsOf(err)) == 0 && errs[0].Code != codeUnreachable {
			return err
		}
		return s.newPage(c, statusOf(errs[0].Code), values, errs)
	}
	if out.Status == statusReceived {
		return s.afterCommand(c, out, reference)
	}
	return c.Redirect(http.StatusSeeOther, "/demandes/"+url.PathEscape(reference)+"/brouillon?fait=open")
}

// draftOf begins the draft on the path chosen, with what was proposed beside it.
func (s *web) draftOf(values url.Values) (mla.Draft, error) {
	form := mla.Form(values.Get("form"))
	d := mla.Draft{
		Schema: mla.DraftSchema, CaseRef: values.Get("case_ref"), State: values.Get("state"), Form: form, Track: trackOfForm(form),
		Urgency: mla.Urgency{Level: "normal"}, Confidential: true, UseLimitation: true, ChildInDanger: values.Get("child_in_danger") != "",
		LegalBasis: []mla.LegalBasis{}, Offences: []mla.Offence{}, Measures: []mla.Measure{},
	}
	if state, channel, ok := strings.Cut(values.Get("channel"), "/"); ok {
		if state != d.State {
			return d, mla.Refuse("unknown_channel", "channel")
		}
		d.Channel = channel
	}
	if ref := strings.TrimSpace(values.Get("reference")); ref != "" {
		d.References = []mla.Reference{{Kind: "preservation", Value: strings.ToUpper(ref)}}
	}
	in := proposalInput(values)
	if len(in.Measures) == 0 {
		return d, nil
	}
	p, err := s.propose(in)
	if err != nil {
		return d, err
	}
	d.Proceedings.Nature = in.Stage
	if in.Urgency != "" {
		d.Urgency.Level = in.Urgency
	}
	if in.ChildInDanger && d.Track == mla.Police {
		d.Urgency.Level = "urgent"
	}
	return prefilled(d, p, strings.TrimSpace(values.Get("path_choice.reason"))), nil
}

func trackOfForm(form mla.Form) mla.Track {
	for _, t := range mla.Tracks {
		for _, f := range mla.FormsOf[t] {
			if f == form {
				return t
			}
		}
	}
	return ""
}

func caseOptions(cases []desk.Case) []option {
	out := make([]option, len(cases))
	for i, cs := range cases {
		out[i] = option{cs.Ref, cs.Ref + " – " + cs.Court}
	}
	return out
}

// formOptions lists the forms with their track, in the tracks' order.
func formOptions(lang string) []option {
	var out []option
	for _, t := range mla.Tracks {
		for _, f := range mla.FormsOf[t] {
			out = append(out, option{string(f), i18n.Label(lang, "track", string(t)) + " – " + i18n.Label(lang, "form", string(f))})
		}
	}
	return out
}

// channelOptions lists State and channel together, so that the choice needs no script.
func channelOptions(lang string) []option {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil
	}
	var out []option
	for _, st := range book.States() {
		for _, ch := range st.Channels("") {
			out = append(out, option{st.Code() + "/" + ch.ID, inLang(lang, st.Name()) + " – " + inLang(lang, ch.Name)})
		}
	}
	return out
}
