package jurisdiction

import (
	"maps"
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
	OtherStates []struct {
		mla.OtherState `yaml:",inline"`
		fact           `yaml:",inline"`
	} `yaml:"other_states"`
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

// preflightRules turns the file into the domain's form. What is wrong with it is
// said by the validator.
func (b *Book) preflightRules(raw rawPreflight) mla.PreflightRules {
	out := mla.PreflightRules{Rules: map[string]mla.PreflightRule{}, Params: b.preflightParams(raw.Parameters)}
	for _, r := range raw.Rules {
		rule := mla.PreflightRule{ID: r.ID, Name: r.Name, Explanation: r.Explanation, Source: b.source(r.fact), Checks: map[string]mla.PreflightCheck{}}
		for _, c := range r.Checks {
			cure := c.Cure
			if cure == (mla.Text{}) {
				cure = r.Cure
			}
			rule.Checks[c.ID] = mla.PreflightCheck{
				ID: c.ID, Severity: c.Severity, Message: c.Text, Cure: cure, Source: b.source(c.fact), House: r.house(c) || c.Mark == mla.Design,
			}
		}
		out.Rules[r.ID] = rule
	}
	return out
}

// house reports whether a check is named as ours, by itself or by its rule.
func (r rawPreflightRule) house(c rawPreflightCheck) bool {
	if c.House != nil {
		return *c.House
	}
	return r.House
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
	words := map[string][]string{}
	maps.Copy(words, p.StateWords)
	for _, o := range raw.OtherStates {
		words[o.Code] = o.Words
		p.OtherStates = append(p.OtherStates, o.OtherState)
	}
	p.StateWords = words
	p.NatureNames = map[string]string{}
	for nature, names := range p.NatureCapacity {
		p.NatureNames[nature] = strings.ReplaceAll(strings.Join(names[:min(len(names), 3)], ", "), "$", "")
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
