package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// Measure is a kind of measure as one requested State knows it.
type Measure struct {
	ID   string   `json:"id"`
	Name mla.Text `json:"name"`
	// Fields are those of the request (F01–F30) that the measure needs filled.
	Fields []string `json:"fields"`
	// Coercive measures need a judge's authorisation first (CPP 694-20).
	Coercive bool `json:"coercive"`
	// Note says what the State has for it and what it needs; empty where unknown.
	Note   mla.Text   `json:"note,omitzero"`
	Source mla.Source `json:"source"`
}

// Measures gives the catalogue of measures with the notes for a State; an empty
// or unknown code gives it without notes.
func (b *Book) Measures(state string) []Measure {
	out := make([]Measure, len(b.measures))
	for i, m := range b.measures {
		out[i] = Measure{
			ID: m.ID, Name: m.Name, Fields: slices.Clone(m.Fields), Coercive: m.Coercive, Source: b.source(m.fact),
		}
		for _, n := range m.Notes {
			if n.State == state {
				out[i].Note, out[i].Source = n.Text, b.source(n.fact)
			}
		}
	}
	return out
}

func (b *Book) knowsMeasure(id string) bool {
	return slices.ContainsFunc(b.measures, func(m rawMeasure) bool { return m.ID == id })
}
