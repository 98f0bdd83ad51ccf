package letter

import "github.com/rogatory/rogatory/internal/mla"

// citation returns the basis that a reminder may cite: the rung's own, else
// the one the caller names if the clock or the rung holds that very text. A
// basis without a mark is not cited at all; we do not quote law at a foreign
// authority that nobody can trace.
func citation(p mla.Profile, r ReminderInfo) (basis string, src mla.Source, ok bool) {
	clock, found := clockOf(p, r.Clock)
	if !found {
		return "", mla.Source{}, false
	}
	for _, rung := range p.Ladders[clock.Ladder] {
		if rung.Basis == "" || rung.Source.Mark == "" {
			continue
		}
		named := rung.ID == r.Rung && (r.Basis == "" || r.Basis == rung.Basis)
		if named || r.Rung == "" && r.Basis == rung.Basis {
			return rung.Basis, rung.Source, true
		}
	}
	if r.Basis != "" && r.Basis == clock.Basis && clock.Source.Mark != "" {
		return clock.Basis, clock.Source, true
	}
	for _, i := range p.Instruments {
		for _, a := range i.Articles {
			if r.Basis != "" && r.Basis == a && i.Source.Mark != "" {
				return r.Basis, i.Source, true
			}
		}
	}
	return "", mla.Source{}, false
}

func clockOf(p mla.Profile, id string) (mla.Clock, bool) {
	for _, c := range p.Clocks {
		if c.ID == id {
			return c, true
		}
	}
	return mla.Clock{}, false
}

func instrumentOf(p mla.Profile, id string) (mla.Instrument, bool) {
	for _, i := range p.Instruments {
		if i.ID == id {
			return i, true
		}
	}
	return mla.Instrument{}, false
}

// checksOf notes what the letter cites from memory.
func checksOf(in Input) []Check {
	var out []Check
	fromMemory := func(what string, s mla.Source) {
		if s.Mark == mla.Memory {
			out = append(out, Check{Code: "cited_from_memory", What: what, Ref: s.Ref})
		}
	}
	for _, b := range in.Draft.LegalBasis {
		if i, ok := instrumentOf(in.Profile, b.Instrument); ok {
			fromMemory(i.ID, i.Source)
		}
	}
	if r := in.Reminder; r != nil && (in.Kind == KindReminder || in.Kind == KindStatusRequest) {
		if basis, src, ok := citation(in.Profile, *r); ok {
			fromMemory(basis, src)
		} else {
			out = append(out, Check{Code: "basis_not_cited", What: r.Clock})
		}
	}
	return out
}
