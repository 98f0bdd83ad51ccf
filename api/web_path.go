package api

import (
	"fmt"
	"slices"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// pathView is a proposed path on the page that opens a request.
type pathView struct {
	jurisdiction.Option
	No int
	// State is the requested State: the form names State and channel together.
	State string
	// Deviates says that choosing it asks for a reason.
	Deviates bool
	With     []withView
}

// withView is an option that belongs with another.
type withView struct {
	jurisdiction.Parallel
	No int
}

// Opened says that a request can be opened here on this path.
func (v pathView) Opened() bool { return !v.Elsewhere && v.Usable }

func pathViews(p jurisdiction.Proposal) []pathView {
	number := func(id string) int {
		return slices.IndexFunc(p.Options, func(o jurisdiction.Option) bool { return o.ID == id }) + 1
	}
	out := make([]pathView, len(p.Options))
	for i, o := range p.Options {
		v := pathView{Option: o, No: i + 1, State: p.State}
		if against, ok := p.Against(o.Form, o.Channel); ok {
			v.Deviates = against.ID != o.ID
		}
		for _, w := range o.With {
			v.With = append(v.With, withView{w, number(w.Option)})
		}
		out[i] = v
	}
	return out
}

// prefilled fills the draft from the option chosen and records what was
// proposed. A path that nothing proposes still gets the measures.
func prefilled(d mla.Draft, p jurisdiction.Proposal, reason string) mla.Draft {
	kinds := make([]string, len(p.Measures))
	for i, m := range p.Measures {
		kinds[i] = m.ID
	}
	i := slices.IndexFunc(p.Options, func(o jurisdiction.Option) bool {
		return o.Form == d.Form && (o.Channel == d.Channel || d.Channel == "")
	})
	if i >= 0 {
		o := p.Options[i]
		kinds, d.Channel = o.Opens, o.Channel
		d.LegalBasis, d.ReciprocityOffered = basisOf(o.Instruments)
		d.AssuranceRequired = slices.ContainsFunc(o.Gates, func(g mla.Gate) bool { return g.ID == "death_penalty" })
	}
	for n, kind := range kinds {
		m := mla.Measure{ID: fmt.Sprintf("M%d", n+1), Kind: kind}
		if k := slices.IndexFunc(p.Measures, func(x jurisdiction.Measure) bool { return x.ID == kind }); k >= 0 {
			m.Coercive = p.Measures[k].Coercive
		}
		d.Measures = append(d.Measures, m)
	}
	if against, ok := p.Against(d.Form, d.Channel); ok {
		d.PathChoice = &mla.PathChoice{Proposed: mla.PathRef{Form: against.Form, Channel: against.Channel}, Reason: reason}
	}
	return d
}

// basisOf turns instruments into what the draft cites. Reciprocity is an offer
// beside treaties, and the basis itself where there is none; police cooperation
// cites nothing.
func basisOf(instruments []mla.Instrument) (basis []mla.LegalBasis, offered bool) {
	basis = []mla.LegalBasis{}
	for _, i := range instruments {
		switch i.Kind {
		case "police":
		case "reciprocity":
			offered = true
			if len(basis) == 0 {
				basis = append(basis, mla.LegalBasis{Instrument: i.ID})
			}
		default:
			basis = append(basis, mla.LegalBasis{Instrument: i.ID, Articles: slices.Clone(i.Articles)})
		}
	}
	return basis, offered
}

// proposedChannel names the channel that was proposed for a draft; empty for none.
func proposedChannel(lang string, d mla.Draft) string {
	st, err := lawOf(d.State)
	if err != nil || d.PathChoice == nil {
		return ""
	}
	for _, ch := range st.Channels("") {
		if ch.ID == d.PathChoice.Proposed.Channel {
			return inLang(lang, ch.Name)
		}
	}
	return d.PathChoice.Proposed.Channel
}
