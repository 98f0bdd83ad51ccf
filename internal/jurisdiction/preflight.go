package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// PreflightContext is what is known around a draft. Today is needed; the rest
// may be unknown.
type PreflightContext struct {
	Today workday.Date
	// Profile is the law of an open request; nil resolves it from the draft.
	Profile *mla.Profile
	// Overlay holds imported holidays by State code.
	Overlay       map[string][]workday.Holiday
	Siblings      []mla.Sibling
	Preservations []mla.PreservedData
	// Names is the register of the case.
	Names mla.NameBook
}

// Preflight gives every reason known for which the draft would come back. It
// takes any draft, in the making or impossible, and never fails.
func (b *Book) Preflight(d mla.Draft, c PreflightContext) []mla.Finding {
	in := mla.PreflightInput{
		Draft: d, Today: c.Today, Rules: &b.preflight, Siblings: c.Siblings, Preservations: c.Preservations, Names: c.Names,
		Measures: map[string]mla.MeasureNeeds{}, States: map[string]mla.Text{},
	}
	for code, s := range b.states {
		in.States[code] = s.raw.Name
	}
	for _, o := range b.preflight.Params.OtherStates {
		in.States[o.Code] = o.Text
	}
	for _, m := range b.Measures(d.State) {
		in.Measures[m.ID] = needsOf(m)
	}
	for _, asked := range d.Measures { // a draft written earlier may hold a retired kind
		if m, err := b.Measure(d.State, asked.Kind); err == nil {
			in.Measures[m.ID] = needsOf(m)
		}
	}
	if s, err := b.requested(d.State); err == nil {
		b.preflightState(s, d, &in)
	}
	switch {
	case c.Profile != nil:
		in.Profile = *c.Profile
	default:
		in.Profile = b.preflightProfile(d, c.Overlay)
	}
	return mla.Preflight(in)
}

func needsOf(m Measure) mla.MeasureNeeds {
	return mla.MeasureNeeds{
		Name: m.Name, Fields: m.Fields, Coercive: m.Coercive, Period: slices.Contains(m.Needs, "period"), Retired: m.Retired,
	}
}

// preflightState fills in what the data says of the State for the draft's form.
func (b *Book) preflightState(s *State, d mla.Draft, in *mla.PreflightInput) {
	in.Forms = s.Forms()
	for _, c := range s.Channels(d.Form) {
		in.Channels = append(in.Channels, c.ID)
	}
	var asked []string
	for _, m := range d.Measures {
		asked = append(asked, m.Kind)
	}
	for _, i := range s.Instruments("") {
		k := mla.KnownInstrument{Instrument: i.Instrument, InForce: i.Status != statusNotInForce, Forms: i.Forms}
		k.FormArticles = b.instruments[i.ID].articles(d.Form, asked)
		in.Instruments = append(in.Instruments, k)
	}
	for id := range b.instruments {
		if !slices.ContainsFunc(in.Instruments, func(k mla.KnownInstrument) bool { return k.ID == id }) {
			in.Elsewhere = append(in.Elsewhere, id)
		}
	}
}

// preflightProfile resolves as much of the law as the draft allows: what cannot
// be resolved is a finding, and must not hide the others.
func (b *Book) preflightProfile(d mla.Draft, overlay map[string][]workday.Holiday) mla.Profile {
	in := ProfileInput{State: d.State, Track: d.Track, Form: d.Form, Channel: d.Channel, Overlay: overlay}
	if p, err := b.Profile(in); err == nil {
		return p
	}
	in.Channel = ""
	if p, err := b.Profile(in); err == nil {
		return p
	}
	s, err := b.requested(d.State)
	if err != nil {
		return mla.Profile{}
	}
	return mla.Profile{State: d.State, Track: d.Track, Form: d.Form, AcceptedLanguages: s.Languages(d.Track), Gates: s.gates(d.Track), HomeCalendar: b.calendars[b.home]}
}

// NameLanguages lists the languages in which names are registered for requests to
// the State: those that it takes them in, and that of its own names. French is none:
// it is what names are registered from.
func (b *Book) NameLanguages(state string) []string {
	s, err := b.requested(state)
	if err != nil {
		return nil
	}
	langs := append(slices.Clone(s.Languages(mla.Judicial)), b.preflight.Params.NameLanguages[state]...)
	return slices.DeleteFunc(langs, func(l string) bool { return l == "fr" })
}

// PreflightRules gives the causes with their words and severities, in order.
func (b *Book) PreflightRules() []mla.PreflightRule {
	out := make([]mla.PreflightRule, 0, len(b.preflight.Rules))
	for _, r := range b.preflight.Rules {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b mla.PreflightRule) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}
