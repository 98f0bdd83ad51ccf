package mla

import (
	"slices"
	"strings"
)

// duplicates is R20: the same thing asked twice, or otherwise by the police.
func (x *examination) duplicates() {
	for i, m := range x.d.Measures {
		for j := range i {
			if sameAsked(x.d.Measures[j], m) {
				x.hit("R20", "within", at("measures", i), arg("value", m.ID), arg("other", x.d.Measures[j].ID))
				break
			}
		}
	}
	for _, s := range x.Siblings {
		if s.State != x.d.State || s.Track == Preservation || x.d.Track == Preservation {
			continue
		}
		i := slices.IndexFunc(x.d.Measures, func(m Measure) bool {
			return slices.ContainsFunc(s.Measures, func(o Measure) bool { return sameTarget(o, m) })
		})
		if i < 0 || slices.ContainsFunc(x.d.References, func(r Reference) bool { return strings.Contains(r.Value, s.Reference) }) {
			continue
		}
		check := "same"
		if s.Track != x.d.Track {
			check = "police"
		}
		x.hit("R20", check, at("measures", i), arg("value", s.Reference))
		if s.Confidential != x.d.Confidential {
			x.hit("R20", "confidentiality_differs", "confidential", arg("value", s.Reference))
		}
	}
	referenced := slices.ContainsFunc(x.d.References, func(r Reference) bool { return (r.Kind == "ncb" || r.Kind == "prior_request") && !blank(r.Value) })
	if w, field := x.sentenceWith(x.p.ParallelWords); x.judicial() && w != "" && !referenced {
		x.hit("R20", "parallel_unreferenced", field, arg("value", w))
	}
}

// sentenceWith finds the first text with one of the phrases, and quotes it.
func (x *examination) sentenceWith(phrases []string) (word, field string) {
	for _, t := range x.texts {
		if w := says(t.words, phrases); w != "" {
			return quote(t.text, w), t.field
		}
	}
	return "", ""
}

// sameAsked reports whether two measures of one draft ask the same.
func sameAsked(a, b Measure) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Person != "" || b.Person != "" {
		return a.Person == b.Person && fold(a.Place) == fold(b.Place) && fold(a.Description) == fold(b.Description) || sameTarget(a, b) && a.Person == b.Person
	}
	return sameTarget(a, b) || len(a.Identifiers)+len(b.Identifiers) == 0 && fold(a.Description) == fold(b.Description) && fold(a.Place) == fold(b.Place)
}

// sameTarget reports whether two measures look for the same thing of the same
// custodian over periods that meet.
func sameTarget(a, b Measure) bool {
	if !a.PeriodTo.IsZero() && !b.PeriodFrom.IsZero() && a.PeriodTo.Before(b.PeriodFrom) || !b.PeriodTo.IsZero() && !a.PeriodFrom.IsZero() && b.PeriodTo.Before(a.PeriodFrom) {
		return false
	}
	if a.Kind != b.Kind && (a.Kind == "preservation" || b.Kind == "preservation") {
		return false // keeping and giving are two things
	}
	return slices.ContainsFunc(a.Identifiers, func(i Identifier) bool {
		return slices.ContainsFunc(b.Identifiers, func(j Identifier) bool {
			return i.Kind == j.Kind && i.At == j.At && i.Value != "" && fold(i.Value) == fold(j.Value)
		})
	})
}

// severalAddressees is R23: each of several authorities waits for the other.
func (x *examination) severalAddressees() {
	words := fold(x.d.ExecutingAuthority)
	var named []string
	for _, group := range x.p.Authorities[x.d.State] {
		if w := says(words, group); w != "" {
			named = append(named, quote(x.d.ExecutingAuthority, w))
			if strings.Count(words, group[0]) > 1 {
				named = append(named, quote(x.d.ExecutingAuthority, w))
			}
		}
	}
	if parts := strings.Split(x.d.ExecutingAuthority, ";"); len(named) < 2 && len(parts) > 1 {
		named = nil // an address may use the sign too
		for _, p := range parts {
			if says(fold(p), x.p.AuthorityWords) != "" {
				named = append(named, strings.TrimSpace(p))
			}
		}
	}
	if len(named) > 1 {
		x.hit("R23", "several_authorities", "executing_authority", arg("value", strings.Join(named, ", ")))
	}
	if own := says(words, x.p.StateWords[x.d.State]); own != "" {
		if other, w := x.otherState(words); other != "" && other != "FR" {
			x.hit("R23", "several_states", "executing_authority", arg("value", quote(x.d.ExecutingAuthority, w)), x.stateArg("other", other))
		}
	}
	for _, s := range x.Siblings {
		if s.State == x.d.State {
			continue
		}
		i := slices.IndexFunc(x.d.Measures, func(m Measure) bool {
			return slices.ContainsFunc(s.Measures, func(o Measure) bool { return sameTarget(o, m) })
		})
		if i >= 0 {
			x.hit("R23", "sibling", at("measures", i), arg("value", s.Reference), x.stateArg("other", s.State))
		}
	}
	if w, field := x.sentenceWith(x.p.AlsoSentWords); w != "" && says(x.text(field), x.p.ParallelWords) == "" {
		x.hit("R23", "also_sent", field, arg("value", w))
	}
}
