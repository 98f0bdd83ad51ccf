package jurisdiction

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

const preflightFile = "preflight.yaml"

// preflight faults rules of the pre-flight that nobody could stand behind: a
// check that the domain does not make or that has no words, a block that rests on
// memory or that nobody justified, a text without its other language.
func (v validator) preflight(raw rawPreflight) {
	if v.broken[preflightFile] {
		return
	}
	seen := map[string]bool{}
	for n, r := range raw.Rules {
		p := at("rules", n)
		v.twice(preflightFile, p, seen, r.ID)
		known, ok := mla.PreflightChecks[r.ID]
		if !ok {
			v.fault(preflightFile, p, fmt.Sprintf("unknown rule %q", r.ID), "R01 to R25 are known")
			continue
		}
		v.preflightRule(p, r, known)
	}
	for _, id := range slices.Sorted(maps.Keys(mla.PreflightChecks)) {
		if !seen[id] {
			v.fault(preflightFile, at("rules"), "no rule "+id, "every cause needs its rule: add it")
		}
	}
	v.preflightParams(raw.Parameters)
}

func (v validator) preflightRule(p place, r rawPreflightRule, known []string) {
	v.bilingual(preflightFile, p.under("name"), r.Name)
	v.bilingual(preflightFile, p.under("explanation"), r.Explanation)
	v.bilingual(preflightFile, p.under("cure"), r.Cure)
	if r.Reviewed.On.IsZero() || r.Reviewed.Note == "" {
		v.fault(preflightFile, p.under("reviewed"), "nobody reviewed the severities", "write the day and a note: {on: …, note: …}")
	}
	seen := map[string]bool{}
	for n, c := range r.Checks {
		q := p.under("checks", n)
		v.twice(preflightFile, q, seen, c.ID)
		v.preflightCheck(q, c, known, r.house(c))
	}
	for _, id := range known {
		if !seen[id] {
			v.fault(preflightFile, p.under("checks"), "the check "+id+" has no words", "add it")
		}
	}
}

func (v validator) preflightCheck(p place, c rawPreflightCheck, known []string, house bool) {
	one(v, preflightFile, p.under("id"), "check", c.ID, known)
	one(v, preflightFile, p.under("severity"), "severity", c.Severity, mla.Severities)
	v.bilingual(preflightFile, p, c.Text)
	if c.Cure != (mla.Text{}) {
		v.bilingual(preflightFile, p.under("cure"), c.Cure)
	}
	if c.Severity != mla.Block {
		return
	}
	if c.Mark == mla.Memory {
		v.fault(preflightFile, p.under("severity"), "what rests on memory never blocks", "let it warn")
	}
	if c.Mark == mla.Design && !house {
		v.fault(preflightFile, p.under("severity"), "a block of our own that is not named so", "say house: true")
	}
	if c.Why == "" {
		v.fault(preflightFile, p, "a block that nobody justified", "say why")
	}
}

// preflightParams faults parameters that name a State or a kind that the data
// does not have: they would silently never apply.
func (v validator) preflightParams(p rawPreflightParams) {
	at := func(steps ...any) place { return at("parameters").under(steps...) }
	for list, codes := range map[string][]string{
		"state_words": slices.Sorted(maps.Keys(p.StateWords)), "place_words": slices.Sorted(maps.Keys(p.PlaceWords)), "authorities": slices.Sorted(maps.Keys(p.Authorities)), "retention": slices.Sorted(maps.Keys(p.Retention)),
		"scripts": slices.Sorted(maps.Keys(p.Scripts)), "name_languages": slices.Sorted(maps.Keys(p.NameLanguages)),
	} {
		for _, code := range codes {
			v.state(preflightFile, at(list, code), code)
		}
	}
	for code, r := range p.Retention {
		v.measureKinds(at("retention", code, "kinds"), r.Kinds)
	}
	for n, o := range p.OtherStates {
		if o.Code == v.b.home || slices.Contains(v.b.order, o.Code) {
			v.fault(preflightFile, at("other_states", n, "code"), fmt.Sprintf("%s is a State of the manifest", o.Code), "put its words into state_words")
		}
		v.words(at("other_states", n), o.Text, o.Words)
	}
	for n, u := range p.Unavailable {
		v.statesOf(at("unavailable", n, "states"), u.States)
		v.measureKinds(at("unavailable", n, "kinds"), u.Kinds)
		v.words(at("unavailable", n), u.Text, u.Words)
	}
	for n, o := range p.Outdated {
		v.statesOf(at("outdated", n, "states"), o.States)
		v.words(at("outdated", n), o.Text, o.Words)
	}
	v.statesOf(at("reciprocity_expected"), p.ReciprocityExpected)
	v.measureKinds(at("on_site"), p.OnSite)
	v.measureKinds(at("costly_kinds"), p.CostlyKinds)
}

func (v validator) statesOf(p place, codes []string) {
	for i, code := range codes {
		v.state(preflightFile, p.under(i), code)
	}
}

func (v validator) measureKinds(p place, ids []string) {
	for i, id := range ids {
		if !v.b.knowsMeasure(id) && !v.broken["measures.yaml"] {
			v.fault(preflightFile, p.under(i), fmt.Sprintf("unknown measure %q", id), "name an id of measures.yaml")
		}
	}
}

func (v validator) words(p place, t mla.Text, words []string) {
	v.bilingual(preflightFile, p, t)
	if len(words) == 0 || strings.TrimSpace(strings.Join(words, "")) == "" {
		v.fault(preflightFile, p.under("words"), "no words to look for", "add words")
	}
}
