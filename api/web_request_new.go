package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// newView opens a request: case, State, then what may be sent there.
type newView struct {
	base
	CommandID string
	Fields    []formField
	// Routes explain the choices: which form goes by which channel to which State.
	Routes []routeNote
	Errors []string
}

type routeNote struct {
	State    string
	Channels []channelNote
}

type channelNote struct{ Name, Forms, Note string }

func (s *web) requestNew(c echo.Context) error {
	values := url.Values{}
	for _, name := range []string{"case_ref", "state", "reference"} {
		values.Set(name, c.QueryParam(name))
	}
	return s.newPage(c, http.StatusOK, values, nil)
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
	choose := func(name string, required bool, options []option) {
		f := newField(v.Lang, name, asSelect, values.Get(name))
		f.Options, f.Required = options, required
		v.Fields = append(v.Fields, f)
	}
	choose("case_ref", true, caseOptions(cases))
	choose("state", true, stateOptions(v.Lang))
	choose("form", true, formOptions(v.Lang))
	choose("channel", false, channelOptions(v.Lang))
	danger := newField(v.Lang, "child_in_danger", asCheck, values.Get("child_in_danger"))
	danger.Help = i18n.T(v.Lang, "help.draft.child_in_danger", nil)
	follows := newField(v.Lang, "reference", asText, values.Get("reference"))
	follows.Label, follows.Help = i18n.T(v.Lang, "new.follows", nil), i18n.T(v.Lang, "new.follows_help", nil)
	v.Fields = append(v.Fields, danger, follows)
	v.Errors = errs.place(v.Lang, v.Fields)
	v.Routes = routeNotes(v.Lang)
	return s.page(c, status, "request_new", &v)
}

func (s *web) requestNewPost(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	user, _ := actorFrom(c)
	form := mla.Form(values.Get("form"))
	d := mla.Draft{
		Schema: mla.DraftSchema, CaseRef: values.Get("case_ref"), State: values.Get("state"), Form: form, Track: trackOfForm(form),
		Urgency: mla.Urgency{Level: "normal"}, Confidential: true, UseLimitation: true, ChildInDanger: values.Get("child_in_danger") != "",
		LegalBasis: []mla.LegalBasis{}, Offences: []mla.Offence{}, Measures: []mla.Measure{},
	}
	if state, channel, ok := strings.Cut(values.Get("channel"), "/"); ok {
		if state != d.State {
			return s.newPage(c, http.StatusUnprocessableEntity, values, formErrors{mla.Refuse("unknown_channel", "channel")})
		}
		d.Channel = channel
	}
	if ref := strings.TrimSpace(values.Get("reference")); ref != "" {
		d.References = []mla.Reference{{Kind: "preservation", Value: strings.ToUpper(ref)}}
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

func routeNotes(lang string) []routeNote {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil
	}
	var out []routeNote
	for _, st := range book.States() {
		n := routeNote{State: inLang(lang, st.Name())}
		for _, ch := range st.Channels("") {
			var forms []string
			for _, f := range ch.Forms {
				forms = append(forms, i18n.Label(lang, "form", string(f)))
			}
			n.Channels = append(n.Channels, channelNote{inLang(lang, ch.Name), strings.Join(forms, ", "), inLang(lang, ch.Note)})
		}
		if len(n.Channels) > 0 {
			out = append(out, n)
		}
	}
	return out
}
