package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Ground is a ground of refusal with the entries that concern one State.
type Ground struct {
	ID      string     `json:"id"`
	Name    mla.Text   `json:"name"`
	Entries []Refusing `json:"entries"`
}

// Refusing is a ground under one legal basis, or in the State's own practice.
type Refusing struct {
	// Instrument is empty for the State's own law or practice.
	Instrument string   `json:"instrument,omitempty"`
	Name       mla.Text `json:"name,omitzero"`
	// Effect is refuse, postpone, condition, or none where the ground is known not to stand.
	Effect  string     `json:"effect"`
	Article string     `json:"article,omitempty"`
	Text    mla.Text   `json:"text,omitzero"`
	Source  mla.Source `json:"source"`
}

// Refusals gives the grounds that concern the State, each with the entries of
// the instruments relied on with it and of its own practice.
func (s *State) Refusals() []Ground {
	out := []Ground{}
	for _, g := range s.book.country.refusals.Grounds {
		var entries []Refusing
		for _, e := range g.Entries {
			if e.State == s.Code() || e.Instrument != "" && s.relies(e.Instrument) {
				entries = append(entries, Refusing{
					e.Instrument, s.book.instruments[e.Instrument].Name, e.Effect, e.Article, e.Text, s.book.source(e.fact),
				})
			}
		}
		if len(entries) > 0 {
			out = append(out, Ground{g.ID, g.Name, entries})
		}
	}
	return out
}

// Remark is a sentence about a State with its mark.
type Remark struct {
	ID     string     `json:"id,omitempty"`
	Text   mla.Text   `json:"text"`
	Source mla.Source `json:"source"`
}

// Offences says where the State punishes the conduct, for dual criminality.
func (s *State) Offences() []Remark {
	out := []Remark{}
	for _, o := range s.book.country.refusals.Offences {
		if o.State == s.Code() {
			out = append(out, Remark{"", o.Text, s.book.source(o.fact)})
		}
	}
	return out
}

// Notes gives what is known about a State on a topic: basis, local_law,
// language, package, practice or safeguard.
func (s *State) Notes(topic string) []Remark {
	out := []Remark{}
	for _, n := range s.book.country.notes.Notes {
		if n.Topic == topic && has(n.States, s.Code()) {
			out = append(out, Remark{n.ID, n.Text, s.book.source(n.fact)})
		}
	}
	return out
}

// Question is what remains to be confirmed, and by whom: bepi or meae.
type Question struct {
	ID     string     `json:"id"`
	Owner  string     `json:"owner"`
	Text   mla.Text   `json:"text"`
	Source mla.Source `json:"source"`
}

// Questions gives the open questions about the State.
func (s *State) Questions() []Question {
	out := []Question{}
	for _, q := range s.book.country.questions.Questions {
		if has(q.States, s.Code()) {
			out = append(out, Question{q.ID, q.Owner, q.Text, s.book.source(q.fact)})
		}
	}
	return out
}

// ClockOf is a clock of the registry as it stands for one State.
type ClockOf struct {
	ID   string        `json:"id"`
	Name mla.Text      `json:"name"`
	Kind mla.ClockKind `json:"kind"`
	// Start words what starts it, for a clock that no event of a request starts.
	Start    mla.Text    `json:"start,omitzero"`
	StartsOn mla.Trigger `json:"starts_on,omitempty"`
	// Rule.Amount is zero for an obligation without a number, and for a clock
	// whose amount AmountFrom names: hop, expectation or named_day.
	Rule       workday.Rule `json:"rule,omitzero"`
	AmountFrom string       `json:"amount_from,omitempty"`
	// Amounts are other amounts for some requests, each with what limits it.
	Amounts []AmountOf `json:"amounts,omitempty"`
	Lapses  bool       `json:"lapses,omitempty"`
	// ValidFrom and ValidTo bound the days on which this version is law.
	ValidFrom workday.Date `json:"valid_from,omitzero"`
	ValidTo   workday.Date `json:"valid_to,omitzero"`
	// Active is false for law that is not in force; Inactive then says why.
	Active   bool       `json:"active"`
	Inactive mla.Text   `json:"inactive,omitzero"`
	OwedBy   string     `json:"owed_by"`
	Forms    []mla.Form `json:"forms,omitempty"`
	Basis    string     `json:"basis"`
	Note     mla.Text   `json:"note,omitzero"`
	Source   mla.Source `json:"source"`
}

// AmountOf is another amount of a clock, where its limits hold.
type AmountOf struct {
	Amount  int        `json:"amount"`
	Forms   []mla.Form `json:"forms,omitempty"`
	Urgency []string   `json:"urgency,omitempty"`
	Source  mla.Source `json:"source"`
}

// ClocksOf gives every clock of the registry that can concern a request to the
// State, inactive ones included, the active first. Our own duties are left out:
// they are the same for every State.
func (s *State) ClocksOf() []ClockOf {
	out := []ClockOf{}
	forms := s.Forms()
	for _, c := range s.book.clocks {
		if c.Kind == mla.Duty || !has(c.Applies.States, s.Code()) || !s.carries(c.Applies.Forms, forms) {
			continue
		}
		v := ClockOf{
			ID: c.ID, Name: c.Name, Kind: c.Kind, Start: c.From, StartsOn: c.StartsOn, Rule: c.Rule, AmountFrom: c.AmountFrom,
			Lapses: c.Lapses, ValidFrom: c.ValidFrom, ValidTo: c.ValidTo, Active: c.active(), Inactive: c.Inactive, OwedBy: c.OwedBy, Forms: slices.Clone(c.Applies.Forms),
			Basis: c.Basis.FR, Note: c.Note, Source: s.book.source(c.fact),
		}
		for _, o := range c.Overrides {
			if has(o.States, s.Code()) && s.carries(o.Forms, forms) {
				v.Amounts = append(v.Amounts, AmountOf{o.Amount, slices.Clone(o.Forms), slices.Clone(o.Urgency), s.book.source(o.fact)})
			}
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b ClockOf) int { return rankOf(b.Active) - rankOf(a.Active) })
	return out
}

// carries reports that some path of the State carries one of the forms.
func (s *State) carries(limit, forms []mla.Form) bool {
	return len(limit) == 0 || slices.ContainsFunc(limit, func(f mla.Form) bool { return slices.Contains(forms, f) })
}

func rankOf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// ReferencesOf are the register's entries that a list of sources names, each once.
func (b *Book) ReferencesOf(refs []string) []Reference {
	var out []Reference
	for _, id := range refs {
		if s, ok := b.sources[id]; ok && !slices.ContainsFunc(out, func(r Reference) bool { return r.ID == id }) {
			out = append(out, Reference{id, s.Title, s.URL})
		}
	}
	return out
}

// Reference is an entry of the register of sources.
type Reference struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}
