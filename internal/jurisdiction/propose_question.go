package jurisdiction

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

// question is a proposal's input, looked up in the data.
type question struct {
	b        *Book
	in       ProposalInput
	state    *State
	stage    rawStage
	offence  *rawOffence
	measures []Measure
	// stageForms are all the forms that some stage takes.
	stageForms []mla.Form
}

func (b *Book) question(in ProposalInput) (*question, error) {
	s, err := b.requested(in.State)
	if err != nil {
		return nil, err
	}
	q := &question{b: b, in: in, state: s, stageForms: b.expand([]string{byStage})}
	q.in.Urgency = urgency(in.Urgency)
	if q.in.Urgency != "normal" && q.in.Urgency != urgent {
		return nil, mla.Refuse("unknown_urgency", "urgency", "urgency", in.Urgency)
	}
	if err := q.readStage(); err != nil {
		return nil, err
	}
	if in.Offence != "" {
		i := slices.IndexFunc(b.paths.Offences, func(o rawOffence) bool { return o.ID == in.Offence })
		if i < 0 {
			return nil, mla.Refuse(mla.CodeUnknownValue, "offence", "value", in.Offence, "expected", idsOf(b.paths.Offences, func(o rawOffence) string { return o.ID }))
		}
		q.offence = &b.paths.Offences[i]
	}
	return q, q.readMeasures()
}

const urgent = "urgent"

func (q *question) readStage() error {
	stages := q.b.paths.Stages
	if q.in.Stage == "" {
		return mla.Refuse(mla.CodeRequired, "stage")
	}
	i := slices.IndexFunc(stages, func(s rawStage) bool { return s.Stage == q.in.Stage })
	if i < 0 {
		return mla.Refuse(mla.CodeUnknownValue, "stage", "value", q.in.Stage, "expected", idsOf(stages, func(s rawStage) string { return s.Stage }))
	}
	q.stage = stages[i]
	return nil
}

func (q *question) readMeasures() error {
	if len(q.in.Measures) == 0 {
		return mla.Refuse(mla.CodeRequired, "measures")
	}
	var ids []string
	for _, id := range q.in.Measures {
		m, err := q.b.Measure(q.state.Code(), id)
		if err != nil {
			return err
		}
		if m.Retired {
			ids = union(ids, m.Replaced)
			continue
		}
		ids = union(ids, []string{id})
	}
	for _, id := range ids {
		m, err := q.b.Measure(q.state.Code(), id)
		if err != nil {
			return err
		}
		q.measures = append(q.measures, m)
	}
	return nil
}

// carried are the measures that a form carries, itself or in place of one that
// the State does not have.
func (q *question) carried(form mla.Form) []Measure {
	var out []Measure
	for _, m := range q.measures {
		if slices.Contains(m.Forms, form) || m.Instead != nil && slices.Contains(m.Instead.Forms, form) {
			out = append(out, m)
		}
	}
	return out
}

// words says what holds of the request on a track, for `when` in the data.
func (q *question) words(track mla.Track, covers []Measure) []string {
	out := []string{string(track)}
	add := func(holds bool, word string) {
		if holds {
			out = append(out, word)
		}
	}
	add(q.in.Urgency == urgent, "urgent")
	add(q.in.ChildInDanger, "danger")
	add(q.in.LocalSuspect, "local_suspect")
	add(q.offence != nil && q.offence.List, "list_offence")
	add(!q.in.Transnational || !q.in.OrganisedGroup, "no_group")
	add(q.in.ThreeYears, "three_years")
	add(!q.in.ThreeYears, "three_years_unknown")
	add(slices.ContainsFunc(covers, func(m Measure) bool { return m.Coercive }), "coercive")
	return out
}

func holds(when, words []string) bool {
	return !slices.ContainsFunc(when, func(w string) bool { return !slices.Contains(words, w) })
}

// unavailable warns of measures that the State does not have, or of which
// nothing is known there.
func (q *question) unavailable() []Reason {
	out := []Reason{}
	var unknown []mla.Text
	for _, m := range q.measures {
		switch {
		case !m.Known:
			unknown = append(unknown, m.Name)
		case !m.Available:
			text := m.Note
			if m.Instead != nil {
				text = mla.Text{FR: text.FR + " " + m.Instead.What.FR, EN: text.EN + " " + m.Instead.What.EN}
			}
			out = append(out, Reason{Text: mla.Text{FR: m.Name.FR + " : " + lowerFirst(text.FR), EN: m.Name.EN + ": " + lowerFirst(text.EN)}, Source: m.Source})
		}
	}
	if len(unknown) > 0 {
		out = append(out, q.b.word("unknown_here", unknown))
	}
	return out
}

// word fills a phrase of the data with a list.
func (b *Book) word(id string, list []mla.Text) Reason {
	i := slices.IndexFunc(b.paths.Words, func(w rawWord) bool { return w.ID == id })
	if i < 0 {
		return Reason{}
	}
	w := b.paths.Words[i]
	fr, en := make([]string, len(list)), make([]string, len(list))
	for k, t := range list {
		fr[k], en[k] = t.FR, t.EN
	}
	return b.reason(mla.Text{
		FR: strings.ReplaceAll(w.FR, "{list}", strings.Join(fr, ", ")),
		EN: strings.ReplaceAll(w.EN, "{list}", strings.Join(en, ", ")),
	}, w.fact)
}

func idsOf[T any](in []T, id func(T) string) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = id(v)
	}
	return strings.Join(out, ", ")
}

func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Offence is a category that decides on legal bases.
type Offence struct {
	ID   string   `json:"id"`
	Name mla.Text `json:"name"`
	// List says that it is a category of the EIO's Annex D.
	List bool `json:"list"`
	// Source is where it comes from.
	Source mla.Source `json:"source"`
}

// Offences gives the categories of offence that a proposal knows.
func (b *Book) Offences() []Offence {
	out := make([]Offence, len(b.paths.Offences))
	for i, o := range b.paths.Offences {
		out[i] = Offence{ID: o.ID, Name: o.Text, List: o.List, Source: b.source(o.fact)}
	}
	return out
}
