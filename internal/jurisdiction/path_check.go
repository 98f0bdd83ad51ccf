package jurisdiction

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

var (
	measureNeeds = []string{"identifiers", "period", "custodian", "questions", "person", "place", "authorisation"}
	whenWords    = []string{
		"judicial", "police", "preservation", urgent, "danger", "local_suspect", "list_offence", "three_years",
		"three_years_unknown", "coercive", "reciprocity", "direct", "no_group",
	}
	phraseIDs = []string{"on_basis", "in_alternative", "reciprocity_alone", "and", "articles", "uncovered", "unknown_here", "if_offence", "after", "not_electronic"}
)

// pathFiles faults the names in measures.yaml, paths.yaml, the instruments'
// conditions and the channels' limits that lead nowhere, so that a proposal
// never has a hole.
func (v validator) pathFiles() {
	c := pathChecker{v: v, b: v.b}
	c.paths()
	c.file = "measures.yaml"
	for n, m := range v.b.measures {
		c.measure(m, []any{"measures", n})
	}
	c.file = "instruments.yaml"
	for _, id := range slices.Sorted(maps.Keys(v.b.instruments)) {
		c.instrument(v.b.instruments[id])
	}
	for _, code := range slices.Sorted(maps.Keys(v.b.states)) {
		c.file = strings.ToLower(code) + ".yaml"
		c.state(v.b.states[code])
	}
}

type pathChecker struct {
	v    validator
	b    *Book
	file string
}

// need faults what is not ok; a file that could not be read has its own fault.
func (c *pathChecker) need(ok bool, p place, what, cure string) {
	if !ok && !c.v.broken[c.file] {
		c.v.fault(c.file, p, what, cure)
	}
}

const (
	cureBoth    = "write fr: and en:"
	cureClock   = "name a clock of clocks.yaml"
	cureMeasure = "name a measure of measures.yaml"
	cureForm    = "name a form that a channel carries, by_stage, or an entry of elsewhere"
)

func (c *pathChecker) both(p place, t mla.Text) {
	c.need(bilingual(t), p, "French and English are needed", cureBoth)
}

func (c *pathChecker) clocks(p place, ids []string) {
	for i, id := range ids {
		_, err := c.b.rawClock(id)
		c.need(err == nil || c.v.broken[clocksFile], p.under("clocks", i), "unknown clock "+id, cureClock)
	}
}

func (c *pathChecker) knowsOffence(id string) bool {
	return slices.ContainsFunc(c.b.paths.Offences, func(o rawOffence) bool { return o.ID == id })
}

// knowsMeasure holds for any name while the file of measures cannot be read.
func (c *pathChecker) knowsMeasure(id string) bool {
	return c.b.knowsMeasure(id) || c.v.broken["measures.yaml"]
}

// form knows the forms of requests, by_stage, and what is issued elsewhere.
func (c *pathChecker) form(p place, id string) {
	_, ok := tracks[mla.Form(id)]
	ok = ok || id == byStage || slices.ContainsFunc(c.b.paths.Elsewhere, func(e rawElsewhere) bool { return e.ID == id })
	c.need(ok, p, "unknown form "+id, cureForm)
}

func (c *pathChecker) gates(gates []rawGate) {
	for n, g := range gates {
		c.when([]any{"gates", n}, g.When)
	}
}

func (c *pathChecker) when(p place, words []string) {
	for i, w := range words {
		c.need(slices.Contains(whenWords, w), p.under("when", i), "unknown word "+w, "one of "+strings.Join(whenWords, ", "))
	}
}

func (c *pathChecker) instrument(i rawInstrument) {
	at := place{"instruments"}
	c.clocks(at, i.Clocks)
	for _, list := range i.Articles {
		for _, m := range list.Measures {
			c.need(c.knowsMeasure(m), at, i.ID+" has articles for an unknown measure "+m, cureMeasure)
		}
	}
	a := i.Applies
	if a == nil {
		return
	}
	for _, o := range slices.Concat(a.Offences, a.OrOffences) {
		c.need(c.knowsOffence(o), at, i.ID+" applies to an unknown offence "+o, "name an offence of paths.yaml")
	}
	for _, k := range a.Unless {
		c.need(rank(k) >= 0, at, i.ID+" stands aside for an unknown kind "+k, "one of "+strings.Join(kinds, ", "))
	}
}

func (c *pathChecker) state(s *State) {
	for n, ch := range s.raw.Channels {
		at := place{"channels", n}
		c.clocks(at, ch.Clocks)
		for i, u := range ch.When.Urgency {
			c.need(u == "normal" || u == urgent, at.under("when", "urgency", i), "unknown urgency "+u, "normal or urgent")
		}
		for i, h := range ch.Hops {
			c.need(h.Least <= h.Expected, at.under("hops", i, "least"), fmt.Sprintf("least %d is more than expected %d at %s", h.Least, h.Expected, h.At), "least is the lower end of the estimate")
		}
	}
	c.gates(s.raw.Gates)
}

func (c *pathChecker) paths() {
	p := c.b.paths
	c.file = "paths.yaml"
	c.need(len(p.Stages) > 0, []any{"stages"}, "no stage", "say which form each stage of the proceedings takes")
	for n, s := range p.Stages {
		c.form([]any{"stages", n, "form"}, string(s.Form))
		c.both([]any{"stages", n}, s.Text)
	}
	for n, f := range p.Forms {
		at := place{"forms", n}
		c.form(at.under("form"), string(f.Form))
		c.both(at, f.Text)
		c.need(slices.Contains(tiers, f.Tier), at.under("tier"), "unknown tier "+f.Tier, "one of "+strings.Join(tiers, ", "))
		for i, l := range f.Lead {
			c.both(at.under("lead", i), l.Text)
			for k, m := range l.Measures {
				c.need(c.knowsMeasure(m), at.under("lead", i, "measures", k), "unknown measure "+m, cureMeasure)
			}
		}
	}
	for n, e := range p.Elsewhere {
		at := place{"elsewhere", n}
		c.both(at, e.Text)
		c.both(at.under("name"), e.Name)
		c.both(at.under("receiver"), e.Receiver)
		c.both(at.under("basis"), e.Basis.text())
		c.clocks(at, e.Clocks)
		for i, s := range e.States {
			ok := slices.Contains(c.b.order, s)
			c.need(ok, at.under("states", i), "unknown State "+s, "name a State of manifest.yaml")
		}
	}
	c.gates(p.Gates)
	for key, remarks := range map[string][]rawRemark{"reasons": p.Reasons, "warnings": p.Warnings} {
		for n, r := range remarks {
			c.both([]any{key, n}, r.Text)
			c.when([]any{key, n}, r.When)
		}
	}
	for _, id := range phraseIDs {
		ok := slices.ContainsFunc(p.Words, func(w rawWord) bool { return w.ID == id && bilingual(w.Text) })
		c.need(ok, []any{"words"}, "no phrase "+id, "add it with "+cureBoth)
	}
}

func (c *pathChecker) measure(m rawMeasure, at place) {
	c.needs(at, m.Needs)
	c.need(m.FollowUp == "" || c.knowsMeasure(m.FollowUp), at.under("follow_up"), "unknown measure "+m.FollowUp, cureMeasure)
	if m.Retired != nil {
		c.both(at.under("retired"), m.Retired.Text)
		c.need(len(m.Retired.Instead) > 0, at.under("retired"), "nothing replaces "+m.ID, "name under instead what to take now")
		for i, id := range m.Retired.Instead {
			c.need(c.knowsMeasure(id), at.under("retired", "instead", i), "unknown measure "+id, cureMeasure)
		}
	}
	for n, note := range m.Notes {
		c.note(note, at.under("notes", n))
	}
}

func (c *pathChecker) needs(at place, needs []string) {
	for i, n := range needs {
		c.need(slices.Contains(measureNeeds, n), at.under("needs", i), "unknown need "+n, "one of "+strings.Join(measureNeeds, ", "))
	}
}

func (c *pathChecker) note(n rawNote, at place) {
	c.needs(at, n.Needs)
	c.clocks(at, n.Clocks)
	if !n.available() {
		c.need(n.Instead != nil && bilingual(n.Instead.Text), at.under("instead"), "available: no without what exists instead", "add instead: with forms, fr and en")
	}
	for i, f := range n.Forms {
		c.form(at.under("forms", i), f)
	}
	if n.Instead != nil {
		for i, f := range n.Instead.Forms {
			c.form(at.under("instead", "forms", i), f)
		}
	}
	for i, id := range n.Instruments {
		_, ok := c.b.instruments[id]
		c.need(ok || c.v.broken["instruments.yaml"], at.under("instruments", i), "unknown instrument "+id, "name an instrument of instruments.yaml")
	}
	for f, id := range n.As {
		c.form(at.under("as"), string(f))
		c.need(c.knowsMeasure(id), at.under("as"), "unknown measure "+id, cureMeasure)
	}
	for i, t := range n.Tools {
		c.both(at.under("tools", i), t.Text)
		c.need(t.Name != "", at.under("tools", i), "a tool without its local name", "add name:")
	}
	for i, t := range n.Traps {
		c.both(at.under("traps", i), t.Text)
	}
}
