package jurisdiction

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type rawPreflight struct {
	Schema     string             `yaml:"schema"`
	Rules      []rawPreflightRule `yaml:"rules"`
	Parameters rawPreflightParams `yaml:"parameters"`
}

type rawPreflightRule struct {
	ID    string   `yaml:"id"`
	Name  mla.Text `yaml:"name"`
	House bool     `yaml:"house"`
	// Reviewed says when a person last weighed the severities, and why they are so.
	Reviewed struct {
		On   workday.Date `yaml:"on"`
		Note string       `yaml:"note"`
	} `yaml:"reviewed"`
	Explanation mla.Text            `yaml:"explanation"`
	Cure        mla.Text            `yaml:"cure"`
	Checks      []rawPreflightCheck `yaml:"checks"`
	fact        `yaml:",inline"`
}

type rawPreflightCheck struct {
	ID       string       `yaml:"id"`
	Severity mla.Severity `yaml:"severity"`
	// House names the rule as ours whatever its mark; what is marked design always is.
	House *bool `yaml:"house"`
	// Why justifies a block.
	Why      string `yaml:"why"`
	mla.Text `yaml:",inline"`
	Cure     mla.Text `yaml:"cure"`
	fact     `yaml:",inline"`
}

type rawPreflightParams struct {
	mla.PreflightParams `yaml:",inline"`
	Retention           map[string]struct {
		mla.Retention `yaml:",inline"`
		fact          `yaml:",inline"`
	} `yaml:"retention"`
	Unavailable []struct {
		mla.Formality `yaml:",inline"`
		fact          `yaml:",inline"`
	} `yaml:"unavailable"`
	Outdated []struct {
		mla.Outdated `yaml:",inline"`
		fact         `yaml:",inline"`
	} `yaml:"outdated"`
	fact `yaml:",inline"`
}

// preflightRules turns the file into the domain's form. Every fault is given,
// each with the rule and the check: an unknown or missing check, a block that
// rests on memory or that nobody justified, a text without its other language.
func (b *Book) preflightRules(raw rawPreflight) []error {
	var faults []error
	add := func(rule, format string, args ...any) {
		faults = append(faults, fmt.Errorf("preflight.yaml: "+rule+": "+format, args...))
	}
	out := mla.PreflightRules{Rules: map[string]mla.PreflightRule{}}
	for _, r := range raw.Rules {
		known, ok := mla.PreflightChecks[r.ID]
		switch {
		case !ok:
			add(r.ID, "unknown rule; R01 to R25 are known")
			continue
		case !bilingual(r.Name) || !bilingual(r.Explanation) || !bilingual(r.Cure):
			add(r.ID, "name, explanation and cure are needed in French and English")
		case r.Reviewed.On.IsZero() || r.Reviewed.Note == "":
			add(r.ID, "reviewed: the day and a note are needed")
		}
		if _, twice := out.Rules[r.ID]; twice {
			add(r.ID, "twice")
		}
		rule := mla.PreflightRule{ID: r.ID, Name: r.Name, Explanation: r.Explanation, Source: b.source(r.fact), Checks: map[string]mla.PreflightCheck{}}
		for _, c := range r.Checks {
			at := r.ID + "." + c.ID
			house := r.House
			if c.House != nil {
				house = *c.House
			}
			for _, why := range c.faults(known, house) {
				add(at, "%s", why)
			}
			if _, twice := rule.Checks[c.ID]; twice {
				add(at, "twice")
			}
			cure := c.Cure
			if cure == (mla.Text{}) {
				cure = r.Cure
			}
			rule.Checks[c.ID] = mla.PreflightCheck{ID: c.ID, Severity: c.Severity, Message: c.Text, Cure: cure, Source: b.source(c.fact), House: house || c.Mark == mla.Design}
		}
		for _, id := range known {
			if _, ok := rule.Checks[id]; !ok {
				add(r.ID, "the check %s has no words; add it", id)
			}
		}
		out.Rules[r.ID] = rule
	}
	for id := range mla.PreflightChecks {
		if _, ok := out.Rules[id]; !ok {
			add(id, "missing; every cause needs its rule")
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	out.Params = b.preflightParams(raw.Parameters)
	b.preflight = out
	return append(faults, b.preflightNames(raw.Parameters)...)
}

func (c rawPreflightCheck) faults(known []string, house bool) (out []string) {
	if !slices.Contains(known, c.ID) {
		out = append(out, "unknown check; known are "+strings.Join(known, ", "))
	}
	if !slices.Contains(mla.Severities, c.Severity) {
		out = append(out, fmt.Sprintf("unknown severity %q; block, warn or info", c.Severity))
	}
	if !bilingual(c.Text) || (c.Cure != mla.Text{}) && !bilingual(c.Cure) {
		out = append(out, "message and cure are needed in French and English")
	}
	if c.Severity != mla.Block {
		return out
	}
	if c.Mark == mla.Memory {
		out = append(out, "what rests on memory never blocks; let it warn")
	}
	if c.Mark == mla.Design && !house {
		out = append(out, "a block of our own must say house: true")
	}
	if c.Why == "" {
		out = append(out, "a block needs its why")
	}
	return out
}

// preflightNames refuses parameters that name a State, a kind or a form that the
// data does not have: they would silently never apply.
func (b *Book) preflightNames(p rawPreflightParams) []error {
	var faults []error
	add := func(param, value string) {
		faults = append(faults, fmt.Errorf("preflight.yaml: parameters.%s: %q is not in the data", param, value))
	}
	state := func(param, code string) {
		if !slices.Contains(b.order, code) && code != b.home {
			add(param, code)
		}
	}
	kinds := func(param string, ids []string) {
		for _, id := range ids {
			if !b.knowsMeasure(id) {
				add(param, id)
			}
		}
	}
	for code := range p.StateWords {
		state("state_words", code)
	}
	for code := range p.PlaceWords {
		state("place_words", code)
	}
	for code := range p.Authorities {
		state("authorities", code)
	}
	for code, r := range p.Retention {
		state("retention", code)
		kinds("retention."+code, r.Kinds)
	}
	for _, u := range p.Unavailable {
		for _, code := range u.States {
			state("unavailable."+u.ID, code)
		}
		kinds("unavailable."+u.ID, u.Kinds)
		if !bilingual(u.Text) || len(u.Words) == 0 {
			add("unavailable", u.ID)
		}
	}
	for _, o := range p.Outdated {
		for _, code := range o.States {
			state("outdated."+o.ID, code)
		}
		if !bilingual(o.Text) || len(o.Words) == 0 {
			add("outdated", o.ID)
		}
	}
	for _, code := range p.ReciprocityExpected {
		state("reciprocity_expected", code)
	}
	kinds("on_site", p.OnSite)
	kinds("costly_kinds", p.CostlyKinds)
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}

// preflightParams prepares the lists of words for comparison, once.
func (b *Book) preflightParams(raw rawPreflightParams) mla.PreflightParams {
	p := raw.PreflightParams
	for _, words := range []*[]string{
		&p.LinkWords, &p.OpenEnded, &p.Placeholders, &p.ConductWords, &p.GroupWords, &p.LawAttached, &p.AnnexD, &p.NCBWords, &p.AuthorityWords,
		&p.PoliceWords, &p.OtherIssuers, &p.JudicialWords, &p.CoerciveWords, &p.PendingWords, &p.DangerWords, &p.GenericWords,
		&p.RightsWords, &p.ConsentWords, &p.ImageWords, &p.AnnouncedWords, &p.FollowUpWords, &p.KeptWords, &p.LapseWords,
		&p.ParallelWords, &p.AlsoSentWords, &p.MinorWords, &p.SchoolWords, &p.StreetWords, &p.DwellingWords, &p.TrialWords,
	} {
		*words = mla.Folded(*words)
	}
	foldAll := func(in map[string][]string) map[string][]string {
		out := map[string][]string{}
		for k, v := range in {
			out[k] = mla.Folded(v)
		}
		return out
	}
	groups := func(in map[string][][]string) map[string][][]string {
		out := map[string][][]string{}
		for k, v := range in {
			for _, g := range v {
				out[k] = append(out[k], mla.Folded(g))
			}
		}
		return out
	}
	p.StateWords, p.NatureCapacity = foldAll(p.StateWords), foldAll(p.NatureCapacity)
	p.PlaceWords, p.Authorities = groups(p.PlaceWords), groups(p.Authorities)
	p.Retention = map[string]mla.Retention{}
	for code, r := range raw.Retention {
		r.Retention.Source = b.source(r.fact)
		p.Retention[code] = r.Retention
	}
	for _, u := range raw.Unavailable {
		u.Formality.Words, u.Formality.Unless, u.Formality.Source = mla.Folded(u.Words), mla.Folded(u.Unless), b.source(u.fact)
		p.Unavailable = append(p.Unavailable, u.Formality)
	}
	for _, o := range raw.Outdated {
		o.Outdated.Words, o.Outdated.Source = mla.Folded(o.Words), b.source(o.fact)
		p.Outdated = append(p.Outdated, o.Outdated)
	}
	return p
}
