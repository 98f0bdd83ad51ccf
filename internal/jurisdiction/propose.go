package jurisdiction

import (
	"cmp"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// ProposalInput is what a path is chosen from.
type ProposalInput struct {
	State string `json:"state"`
	// Measures are kinds of the catalogue; a retired kind stands for what replaced it.
	Measures []string `json:"measures"`
	// Offence is a category of paths.yaml; empty where it is not stated yet.
	Offence        string `json:"offence,omitempty"`
	OrganisedGroup bool   `json:"organised_group,omitempty"`
	Transnational  bool   `json:"transnational,omitempty"`
	// ThreeYears says that the maximum penalty is three years or more.
	ThreeYears bool `json:"three_years,omitempty"`
	// Urgency is normal or urgent; empty is normal.
	Urgency       string `json:"urgency,omitempty"`
	ChildInDanger bool   `json:"child_in_danger,omitempty"`
	// Stage is preliminary_inquiry, flagrancy, judicial_information or trial.
	Stage string `json:"stage"`
	// LocalSuspect says that the request names a suspect who is in the requested State.
	LocalSuspect bool `json:"local_suspect,omitempty"`
	// On is the day of the proposal: law not yet or no longer in force then is left out.
	On workday.Date `json:"on,omitzero"`
}

// Proposal is a ranked and explained list of paths.
type Proposal struct {
	State string `json:"state"`
	Stage string `json:"stage"`
	// Measures are those asked, as the State knows them.
	Measures []Measure `json:"measures"`
	// Options are best first.
	Options []Option `json:"options"`
	// Warnings concern the request whatever the path: measures that do not
	// exist in the State, with what exists instead.
	Warnings []Reason `json:"warnings"`
	// Version is that of the law.
	Version string `json:"version"`
}

// Option is one path.
type Option struct {
	// ID is form/channel, or the name of what is issued elsewhere.
	ID string `json:"id"`
	// Form is that of a request, or the name of what is issued elsewhere.
	Form mla.Form `json:"form"`
	// Elsewhere options are proposed and clocked here, and made in another tool;
	// Name then says what they are.
	Elsewhere bool     `json:"elsewhere,omitempty"`
	Name      mla.Text `json:"name,omitzero"`
	// Usable is false for a path that is not open yet.
	Usable bool      `json:"usable"`
	Track  mla.Track `json:"track,omitempty"`
	// Tier is lead, main, companion, complement, elsewhere or not_yet.
	Tier string `json:"tier"`
	// Covers and Uncovered split the measures asked.
	Covers    []string `json:"covers"`
	Uncovered []string `json:"uncovered"`
	// Opens are the measures that a draft on this path begins with: those it
	// covers, or the one that the path is for.
	Opens []string `json:"opens"`
	// Instruments are the legal bases, best first; reciprocity stands last, in the alternative.
	Instruments []mla.Instrument `json:"instruments"`
	// Basis is the sentence that the request states.
	Basis mla.Text `json:"basis,omitzero"`
	// Channel is a path of the country data; Path has its hops with their expected days.
	Channel   string   `json:"channel,omitempty"`
	Path      mla.Path `json:"path,omitzero"`
	Paper     bool     `json:"paper,omitempty"`
	Receiving Receiver `json:"receiving"`
	// Languages are those accepted, TranslateTo the one to translate into, if any.
	Languages   []string `json:"languages"`
	TranslateTo string   `json:"translate_to,omitempty"`
	// Clocks will run, or count, on this path.
	Clocks   []ClockNote     `json:"clocks"`
	Expected mla.Expectation `json:"expected,omitzero"`
	Gates    []mla.Gate      `json:"gates"`
	Reasons  []Reason        `json:"reasons"`
	Warnings []Reason        `json:"warnings"`
	// With are options that belong with this one.
	With []Parallel `json:"with"`
}

// Receiver is who receives the request abroad.
type Receiver struct {
	ID      string   `json:"id,omitempty"`
	Name    mla.Text `json:"name"`
	Address string   `json:"address,omitempty"`
	// Source is where it comes from.
	Source mla.Source `json:"source"`
}

// ClockNote is a clock of the registry as a proposal shows it. Amount 0: no number of days.
type ClockNote struct {
	ID     string        `json:"id"`
	Name   mla.Text      `json:"name"`
	Kind   mla.ClockKind `json:"kind"`
	Amount int           `json:"amount,omitempty"`
	Unit   string        `json:"unit,omitempty"`
	Lapses bool          `json:"lapses,omitempty"`
	Basis  string        `json:"basis"`
	Note   mla.Text      `json:"note,omitzero"`
	Source mla.Source    `json:"source"`
}

// Parallel is an option that belongs with another. Order is before or after.
type Parallel struct {
	Option string `json:"option"`
	Order  string `json:"order"`
	Why    Reason `json:"why"`
}

// The tiers, in the order of the list.
var tiers = []string{"lead", "main", "companion", "complement", "elsewhere", "not_yet"}

const (
	tierLead, tierMain, tierCompanion = "lead", "main", "companion"
	tierElsewhere, tierNotYet         = "elsewhere", "not_yet"
)

// Propose ranks the paths by which measures can be asked of a State, and says
// why. It is pure. Errors are *mla.Error naming the field: unknown_state,
// required (measures, stage), unknown_measure_kind, unknown_value (stage,
// offence), unknown_urgency. A measure that the State does not have is no
// error: it is a warning with what exists instead.
func (b *Book) Propose(in ProposalInput) (Proposal, error) {
	q, err := b.question(in)
	if err != nil {
		return Proposal{}, err
	}
	var found []candidate
	for i, ch := range q.state.raw.Channels {
		for _, form := range ch.Forms {
			if c, ok := q.candidate(ch, form, i); ok {
				found = append(found, c)
			}
		}
	}
	found = q.onlyUseful(found)
	slices.SortStableFunc(found, func(a, c candidate) int {
		return cmp.Or(
			slices.Index(tiers, a.tier)-slices.Index(tiers, c.tier), a.before(c), len(c.covers)-len(a.covers),
			a.rank-c.rank, c.fit-a.fit, a.order-c.order)
	})
	p := Proposal{
		State: q.state.Code(), Stage: q.stage.Stage, Measures: q.measures, Options: []Option{},
		Warnings: q.unavailable(), Version: b.version,
	}
	for _, c := range found {
		o, err := q.option(c)
		if err != nil {
			return Proposal{}, err
		}
		p.Options = append(p.Options, o)
	}
	p.Options = append(p.Options, q.elsewhere()...)
	slices.SortStableFunc(p.Options, func(a, c Option) int { return slices.Index(tiers, a.Tier) - slices.Index(tiers, c.Tier) })
	q.tie(p.Options)
	return p, nil
}

// Against is the option that a choice is held against: the first that can be
// opened here, or the choice itself where it belongs with the first. It is
// false where nothing is proposed.
func (p Proposal) Against(form mla.Form, channel string) (Option, bool) {
	i := slices.IndexFunc(p.Options, func(o Option) bool { return !o.Elsewhere && o.Usable })
	if i < 0 {
		return Option{}, false
	}
	first := p.Options[i]
	for _, w := range first.With {
		for _, o := range p.Options {
			if o.ID == w.Option && o.Form == form && o.Channel == channel {
				return o, true
			}
		}
	}
	return first, true
}
