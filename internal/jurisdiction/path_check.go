package jurisdiction

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

var (
	measureNeeds = []string{"identifiers", "period", "custodian", "questions", "person", "place", "authorisation"}
	whenWords    = []string{
		"judicial", "police", "preservation", urgent, "danger", "local_suspect", "list_offence", "three_years",
		"three_years_unknown", "coercive", "reciprocity", "direct",
	}
	phraseIDs = []string{"on_basis", "in_alternative", "reciprocity_alone", "and", "articles", "uncovered", "unknown_here", "if_offence", "after"}
)

// pathFaults are the names in measures.yaml, paths.yaml, the instruments'
// conditions and the channels' limits that lead nowhere, each with its file, so
// that a proposal never has a hole.
func (b *Book) pathFaults() []string {
	c := pathChecker{b: b}
	c.paths()
	for _, m := range b.measures {
		c.measure(m)
	}
	for id, i := range b.instruments {
		c.at = "instruments.yaml: " + id
		c.clocks(i.Clocks)
		if a := i.Applies; a != nil {
			for _, o := range slices.Concat(a.Offences, a.OrOffences) {
				c.need(c.knowsOffence(o), "applies: unknown offence "+o)
			}
			for _, k := range a.Unless {
				c.need(rank(k) >= 0, "applies.unless: unknown kind "+k)
			}
		}
	}
	for _, s := range b.states {
		for _, ch := range s.raw.Channels {
			c.at = strings.ToLower(s.Code()) + ".yaml: channels." + ch.ID
			c.clocks(ch.Clocks)
			for _, u := range ch.When.Urgency {
				c.need(u == "normal" || u == urgent, "when: unknown urgency "+u)
			}
			for _, h := range ch.Hops {
				c.need(h.Least <= h.Expected, fmt.Sprintf("hops.%s: least %d is more than expected %d", h.At, h.Least, h.Expected))
			}
		}
		c.gates(strings.ToLower(s.Code())+".yaml", s.raw.Gates)
	}
	slices.Sort(c.faults)
	return c.faults
}

type pathChecker struct {
	b      *Book
	at     string
	faults []string
}

func (c *pathChecker) need(ok bool, why string) {
	if !ok {
		c.faults = append(c.faults, c.at+": "+why)
	}
}

func (c *pathChecker) clocks(ids []string) {
	for _, id := range ids {
		_, err := c.b.rawClock(id)
		c.need(err == nil, "unknown clock "+id)
	}
}

func (c *pathChecker) knowsOffence(id string) bool {
	return slices.ContainsFunc(c.b.paths.Offences, func(o rawOffence) bool { return o.ID == id })
}

// form knows the forms of requests, by_stage, and what is issued elsewhere.
func (c *pathChecker) form(id string) bool {
	_, ok := tracks[mla.Form(id)]
	return ok || id == byStage || slices.ContainsFunc(c.b.paths.Elsewhere, func(e rawElsewhere) bool { return e.ID == id })
}

func (c *pathChecker) gates(file string, gates []rawGate) {
	for _, g := range gates {
		c.at = file + ": gates." + g.ID
		c.when(g.When)
	}
}

func (c *pathChecker) when(words []string) {
	for _, w := range words {
		c.need(slices.Contains(whenWords, w), "when: unknown word "+w)
	}
}

func (c *pathChecker) paths() {
	p := c.b.paths
	c.at = "paths.yaml"
	c.need(len(p.Stages) > 0, "stages: none")
	for _, s := range p.Stages {
		_, ok := tracks[s.Form]
		c.need(ok && bilingual(s.Text), "stages."+s.Stage+": unknown form or a missing language")
	}
	for _, f := range p.Forms {
		c.at = "paths.yaml: forms." + string(f.Form)
		c.need(c.form(string(f.Form)) && bilingual(f.Text), "unknown form or a missing language")
		c.need(slices.Contains(tiers, f.Tier), "unknown tier "+f.Tier)
		for _, l := range f.Lead {
			c.need(bilingual(l.Text), "lead: French and English are needed")
			for _, m := range l.Measures {
				c.need(c.b.knowsMeasure(m), "lead: unknown measure "+m)
			}
		}
	}
	for _, e := range p.Elsewhere {
		c.at = "paths.yaml: elsewhere." + e.ID
		c.need(bilingual(e.Name) && bilingual(e.Text) && bilingual(e.Receiver), "French and English are needed")
		c.clocks(e.Clocks)
		for _, s := range e.States {
			_, ok := c.b.states[s]
			c.need(ok, "unknown State "+s)
		}
	}
	c.gates("paths.yaml", p.Gates)
	for _, r := range slices.Concat(p.Reasons, p.Warnings) {
		c.at = "paths.yaml: " + r.EN
		c.need(bilingual(r.Text), "French and English are needed")
		c.when(r.When)
	}
	c.at = "paths.yaml: words"
	for _, id := range phraseIDs {
		c.need(slices.ContainsFunc(p.Words, func(w rawWord) bool { return w.ID == id && bilingual(w.Text) }), "no phrase "+id)
	}
}

func (c *pathChecker) measure(m rawMeasure) {
	c.at = "measures.yaml: " + m.ID
	needs := slices.Clone(m.Needs)
	if m.Retired != nil {
		c.need(len(m.Retired.Instead) > 0 && bilingual(m.Retired.Text), "retired: what to take instead, and why, are needed")
		for _, id := range m.Retired.Instead {
			c.need(c.b.knowsMeasure(id), "retired: unknown measure "+id)
		}
	}
	c.need(m.FollowUp == "" || c.b.knowsMeasure(m.FollowUp), "follow_up: unknown measure "+m.FollowUp)
	for _, n := range m.Notes {
		c.at = "measures.yaml: " + m.ID + "." + n.State
		needs = append(needs, n.Needs...)
		c.need(n.available() || n.Instead != nil && bilingual(n.Instead.Text), "available: no without what exists instead")
		c.need(!n.available() || len(n.Forms) > 0, "forms: what carries the measure is needed")
		c.clocks(n.Clocks)
		forms := n.Forms
		if n.Instead != nil {
			forms = slices.Concat(forms, n.Instead.Forms)
		}
		for _, f := range forms {
			c.need(c.form(f), "unknown form "+f)
		}
		for _, id := range n.Instruments {
			_, ok := c.b.instruments[id]
			c.need(ok, "unknown instrument "+id)
		}
		for f, id := range n.As {
			c.need(c.form(string(f)) && c.b.knowsMeasure(id), "as: unknown form or measure "+id)
		}
		for _, t := range n.Tools {
			c.need(bilingual(t.Text) && t.Name != "", "tools: a name, French and English are needed")
		}
		for _, t := range n.Traps {
			c.need(bilingual(t.Text), "traps: French and English are needed")
		}
	}
	for _, n := range needs {
		c.need(slices.Contains(measureNeeds, n), "unknown need "+n)
	}
}
