package jurisdiction

import (
	"maps"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// Measure is a kind of measure as one requested State knows it.
type Measure struct {
	ID   string   `json:"id"`
	Name mla.Text `json:"name"`
	// Fields are those of the request (F01–F30) that the measure needs filled,
	// the State's own included.
	Fields []string `json:"fields"`
	// Needs are what the measure itself must say: identifiers, period,
	// custodian, questions, person, place, authorisation.
	Needs []string `json:"needs"`
	// LooksUp are the kinds of identifier that a custodian can look up; empty means any.
	LooksUp []string `json:"looks_up,omitempty"`
	// Electronic says that the evidence is in electronic form, Volatile that it is erased.
	Electronic bool `json:"electronic,omitempty"`
	Volatile   bool `json:"volatile,omitempty"`
	// Coercive measures need a judge's authorisation first (CPP 694-20).
	Coercive bool `json:"coercive"`
	// Available is false where the State has no such measure; Instead then names what exists.
	Available bool     `json:"available"`
	Instead   *Instead `json:"instead,omitempty"`
	// Known is false where nothing is known of the measure in this State.
	Known bool `json:"known"`
	// Forms carry the measure, best first; those issued elsewhere included.
	Forms []mla.Form `json:"forms"`
	// As is the kind that a draft of a form asks instead of this one.
	As map[mla.Form]string `json:"as,omitempty"`
	// Instruments are the legal bases that fit it best.
	Instruments []string `json:"instruments,omitempty"`
	// Clocks are entries of the registry that count for it, beside the path's.
	Clocks []string `json:"clocks,omitempty"`
	Tools  []Tool   `json:"tools,omitempty"`
	Traps  []Reason `json:"traps,omitempty"`
	// Retired kinds are held by older drafts only; Replaced names what to take now.
	Retired  bool     `json:"retired,omitempty"`
	Replaced []string `json:"replaced,omitempty"`
	// Note says what the State has for it and what it needs; empty where unknown.
	Note   mla.Text   `json:"note,omitzero"`
	Source mla.Source `json:"source"`
}

// Tool is what the State's law has for a measure, by its local name.
type Tool struct {
	Name string   `json:"name"`
	What mla.Text `json:"what"`
	// Source is where it comes from.
	Source mla.Source `json:"source"`
}

// Instead is what exists where a measure does not.
type Instead struct {
	Forms  []mla.Form `json:"forms"`
	What   mla.Text   `json:"what"`
	Source mla.Source `json:"source"`
}

// Reason is one sentence that says why, with where it comes from.
type Reason struct {
	Text   mla.Text   `json:"text"`
	Source mla.Source `json:"source"`
}

// Measures gives the catalogue for a State, retired kinds left out; an empty or
// unknown code gives it without what a State has.
func (b *Book) Measures(state string) []Measure {
	var out []Measure
	for _, m := range b.measures {
		if m.Retired == nil {
			out = append(out, b.measure(m, state))
		}
	}
	return out
}

// Measure gives one kind for a State, retired kinds included, so that a draft
// written earlier still shows. The error is an *mla.Error with code
// unknown_measure_kind on measures.
func (b *Book) Measure(state, id string) (Measure, error) {
	i := slices.IndexFunc(b.measures, func(m rawMeasure) bool { return m.ID == id })
	if i < 0 {
		return Measure{}, mla.Refuse("unknown_measure_kind", "measures", "measure", id, "value", id,
			"expected", idsOf(b.Measures(state), func(m Measure) string { return m.ID }))
	}
	return b.measure(b.measures[i], state), nil
}

func (b *Book) measure(raw rawMeasure, state string) Measure {
	m := Measure{
		ID: raw.ID, Name: raw.Name, Fields: slices.Clone(raw.Fields), Needs: orNone(raw.Needs), LooksUp: slices.Clone(raw.LooksUp),
		Electronic: raw.Electronic, Volatile: raw.Volatile, Coercive: raw.Coercive, Available: true,
		Forms: []mla.Form{}, Source: b.source(raw.fact),
	}
	if raw.Retired != nil {
		m.Retired, m.Replaced, m.Note = true, slices.Clone(raw.Retired.Instead), raw.Retired.Text
	}
	for _, n := range raw.Notes {
		if n.State == state {
			b.inState(&m, n)
		}
	}
	if s, ok := b.states[state]; ok && m.Available && len(m.Forms) == 0 {
		m.Forms = b.anyForm(s)
	}
	return m
}

// inState adds what a State has for a measure.
func (b *Book) inState(m *Measure, n rawNote) {
	m.Known, m.Available, m.Note, m.Source = true, n.available(), n.Text, b.source(n.fact)
	m.As = maps.Clone(n.As)
	m.Electronic = m.Electronic || n.Electronic
	m.Fields, m.Needs = union(m.Fields, n.Fields), union(m.Needs, n.Needs)
	m.Forms, m.Instruments, m.Clocks = b.expand(n.Forms), slices.Clone(n.Instruments), slices.Clone(n.Clocks)
	for _, t := range n.Tools {
		m.Tools = append(m.Tools, Tool{Name: t.Name, What: t.Text, Source: b.source(t.fact)})
	}
	for _, t := range n.Traps {
		m.Traps = append(m.Traps, b.reason(t.Text, t.fact))
	}
	if n.Instead != nil {
		m.Instead = &Instead{Forms: b.expand(n.Instead.Forms), What: n.Instead.Text, Source: b.source(n.Instead.fact)}
	}
}

// expand turns by_stage into every form that a stage takes.
func (b *Book) expand(forms []string) []mla.Form {
	out := []mla.Form{}
	for _, f := range forms {
		if f != byStage {
			out = union(out, []mla.Form{mla.Form(f)})
			continue
		}
		for _, st := range b.paths.Stages {
			out = union(out, []mla.Form{st.Form})
		}
	}
	return out
}

// anyForm is what carries a measure of which nothing is known in a State: its
// judicial forms that are not for one purpose only.
func (b *Book) anyForm(s *State) []mla.Form {
	general := b.expand([]string{byStage})
	out := []mla.Form{}
	for _, f := range s.Forms() {
		if f == mla.FormEIO || slices.Contains(general, f) {
			out = append(out, f)
		}
	}
	return out
}

func (b *Book) reason(t mla.Text, f fact) Reason { return Reason{Text: t, Source: b.source(f)} }

func (b *Book) knowsMeasure(id string) bool {
	return slices.ContainsFunc(b.measures, func(m rawMeasure) bool { return m.ID == id })
}

// union is a with what b adds, in order.
func union[T comparable](a, b []T) []T {
	for _, v := range b {
		if !slices.Contains(a, v) {
			a = append(a, v)
		}
	}
	return a
}

func orNone[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return slices.Clone(s)
}
