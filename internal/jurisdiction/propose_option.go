package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// candidate is a form on a channel before it is written out.
type candidate struct {
	channel rawChannel
	form    mla.Form
	tier    string
	covers  []Measure
	// rank is the form's place, order the channel's, fit how closely the channel's limits match.
	rank, order, fit int
	lead             *rawLead
}

// kinds are the measures that the form carries.
func (c candidate) kinds() []string {
	out := make([]string, len(c.covers))
	for i, m := range c.covers {
		out[i] = m.ID
	}
	return out
}

// before keeps what leads in the order of the data: rescue before preservation,
// however much either carries.
func (c candidate) before(other candidate) int {
	if c.tier == tierLead && other.tier == tierLead {
		return c.rank - other.rank
	}
	return 0
}

// candidate places a form on a channel; it is false where they do not fit the request.
func (q *question) candidate(ch rawChannel, form mla.Form, order int) (candidate, bool) {
	if slices.Contains(q.stageForms, form) && form != q.stage.Form {
		return candidate{}, false
	}
	c := candidate{channel: ch, form: form, order: order, covers: q.carried(form), tier: tierMain, rank: len(q.b.paths.Forms)}
	electronic := slices.ContainsFunc(c.covers, func(m Measure) bool { return m.Electronic })
	if len(ch.When.Urgency) > 0 {
		if !slices.Contains(ch.When.Urgency, q.in.Urgency) {
			return candidate{}, false
		}
		c.fit += 2
	}
	if e := ch.When.Electronic; e != nil {
		if *e != electronic {
			return candidate{}, false
		}
		c.fit++
	}
	rule, rank := q.b.formRule(form)
	if rule != nil {
		c.tier, c.rank, c.lead = rule.Tier, rank, q.lead(rule, c.covers)
	}
	switch {
	case !ch.NotYet.empty():
		c.tier = tierNotYet
	case c.lead != nil:
		c.tier = tierLead
	case len(c.covers) > 0 && c.tier == tierCompanion:
		c.tier = tierMain
	}
	return c, len(c.covers) > 0 || c.lead != nil || rule != nil && !rule.Companion.empty()
}

func (w rawWhy) empty() bool { return w.Text == mla.Text{} }

// lead finds why a form goes first.
func (q *question) lead(rule *rawFormRule, covers []Measure) *rawLead {
	for i, l := range rule.Lead {
		carries := slices.ContainsFunc(covers, func(m Measure) bool { return slices.Contains(l.Measures, m.ID) })
		if l.Danger && q.in.ChildInDanger || carries {
			return &rule.Lead[i]
		}
	}
	return nil
}

func (b *Book) formRule(form mla.Form) (*rawFormRule, int) {
	for i := range b.paths.Forms {
		if b.paths.Forms[i].Form == form {
			return &b.paths.Forms[i], i
		}
	}
	return nil, 0
}

// onlyUseful drops companions that nothing needs: they go beside a main option
// that carries a volatile measure.
func (q *question) onlyUseful(found []candidate) []candidate {
	needed := slices.ContainsFunc(found, func(c candidate) bool {
		return c.tier == tierMain && slices.ContainsFunc(c.covers, func(m Measure) bool { return m.Volatile })
	})
	return slices.DeleteFunc(found, func(c candidate) bool {
		return c.tier == tierCompanion && len(c.covers) == 0 && !needed
	})
}

// option writes a candidate out.
func (q *question) option(c candidate) (Option, error) {
	s, track := q.state, tracks[c.form]
	language, err := q.b.language(s, track, "")
	if err != nil {
		return Option{}, err
	}
	o := Option{
		ID: string(c.form) + "/" + c.channel.ID, Form: c.form, Usable: c.channel.NotYet.empty(), Track: track, Tier: c.tier,
		Channel: c.channel.ID, Path: s.path(c.channel), Paper: c.channel.Paper, Languages: orNone(s.Languages(track)), TranslateTo: language,
		Expected: s.expectation(track, c.form, c.channel.ID), Gates: []mla.Gate{}, Reasons: []Reason{}, Warnings: []Reason{}, With: []Parallel{},
	}
	q.cover(&o, c.covers)
	if rule, _ := q.b.formRule(c.form); len(o.Opens) == 0 && rule != nil && len(rule.Lead) > 0 && len(rule.Lead[0].Measures) > 0 {
		o.Opens = rule.Lead[0].Measures[:1:1]
	}
	o.Receiving = q.receiver(c.channel)
	words := q.words(track, c.covers)
	if len(c.channel.When.Urgency) > 0 {
		words = append(words, "direct")
	}
	o.Instruments = q.relied(c)
	if q.subsidiary(o.Instruments) {
		words = append(words, "reciprocity")
	}
	o.Basis = q.b.sentence(o.Instruments)
	o.Clocks = q.clocks(c, o)
	for _, g := range slices.Concat(s.raw.Gates, q.b.paths.Gates) {
		if has(g.Tracks, track) && holds(g.When, words) {
			o.Gates = append(o.Gates, mla.Gate{ID: g.ID, Name: g.Text, Source: q.b.source(g.fact)})
		}
	}
	q.explain(&o, c, words)
	return o, nil
}

func (q *question) cover(o *Option, covers []Measure) {
	o.Covers, o.Uncovered = []string{}, []string{}
	var missing []mla.Text
	for _, m := range q.measures {
		if slices.ContainsFunc(covers, func(c Measure) bool { return c.ID == m.ID }) {
			o.Covers = append(o.Covers, m.ID)
			continue
		}
		o.Uncovered, missing = append(o.Uncovered, m.ID), append(missing, m.Name)
	}
	o.Opens = []string{}
	for _, m := range covers {
		kind := m.ID
		if as, ok := m.As[o.Form]; ok {
			kind = as
		}
		o.Opens = union(o.Opens, []string{kind})
	}
	if len(missing) > 0 {
		o.Warnings = append(o.Warnings, q.b.word("uncovered", missing))
	}
}

// receiver is the first holder abroad that receives, else the one that executes.
func (q *question) receiver(ch rawChannel) Receiver {
	for _, h := range ch.Hops {
		a, side, _ := q.state.authority(h.At)
		if side == mla.Abroad && (h.Role == "receive" || h.Role == "execute") {
			return Receiver{ID: a.ID, Name: a.Text, Address: a.Address, Source: q.b.source(a.fact)}
		}
	}
	return Receiver{}
}

// explain adds why the path is proposed and what to beware of.
func (q *question) explain(o *Option, c candidate, words []string) {
	if c.lead != nil {
		o.Reasons = append(o.Reasons, q.b.reason(c.lead.Text, c.lead.fact))
	}
	if rule, _ := q.b.formRule(c.form); rule != nil {
		o.Reasons = append(o.Reasons, q.b.reason(rule.Text, rule.fact))
		if c.tier == tierCompanion {
			o.Reasons = append(o.Reasons, q.b.reason(rule.Companion.Text, rule.Companion.fact))
		}
	}
	if slices.Contains(q.stageForms, c.form) {
		o.Reasons = append(o.Reasons, q.b.reason(q.stage.Text, q.stage.fact))
	}
	if c.channel.Note != (mla.Text{}) {
		o.Reasons = append(o.Reasons, q.b.reason(c.channel.Note, c.channel.fact))
	}
	if !c.channel.NotYet.empty() {
		o.Warnings = append(o.Warnings, q.b.reason(c.channel.NotYet.Text, c.channel.NotYet.fact))
	}
	for _, m := range c.covers {
		if m.Note != (mla.Text{}) && m.Available {
			o.Reasons = append(o.Reasons, Reason{Text: named(m), Source: m.Source})
		} else if m.Instead != nil {
			o.Reasons = append(o.Reasons, Reason{Text: m.Instead.What, Source: m.Instead.Source})
		}
	}
	o.Warnings = append(o.Warnings, q.beside(c)...)
	for _, r := range q.b.paths.Reasons {
		if has(r.Forms, c.form) && holds(r.When, words) {
			o.Reasons = append(o.Reasons, q.b.reason(r.Text, r.fact))
		}
	}
	for _, r := range q.b.paths.Warnings {
		if has(r.Forms, c.form) && holds(r.When, words) {
			o.Warnings = append(o.Warnings, q.b.reason(r.Text, r.fact))
		}
	}
	o.Warnings = append(o.Warnings, q.unchecked(o.Instruments)...)
}

// beside warns of measures that go along on a channel for electronic evidence:
// another authority is competent for them by themselves.
func (q *question) beside(c candidate) []Reason {
	var others []mla.Text
	for _, m := range c.covers {
		if !m.Electronic {
			others = append(others, m.Name)
		}
	}
	if e := c.channel.When.Electronic; e == nil || !*e || len(others) == 0 {
		return nil
	}
	return []Reason{q.b.word("not_electronic", others)}
}

func named(m Measure) mla.Text {
	return mla.Text{FR: m.Name.FR + " : " + m.Note.FR, EN: m.Name.EN + ": " + m.Note.EN}
}

// clocks are those that run by themselves and bind the other side, and those
// that the path, its legal bases and its measures bring.
func (q *question) clocks(c candidate, o Option) []ClockNote {
	out := []ClockNote{}
	add := func(k mla.Clock) {
		if k.Active && !slices.ContainsFunc(out, func(x ClockNote) bool { return x.ID == k.ID }) {
			out = append(out, noted(k))
		}
	}
	at := situation{
		state: q.state.Code(), channel: c.channel.ID, urgency: q.urgencyOn(o.Track), track: o.Track, form: c.form, measures: o.Opens, paper: c.channel.Paper,
		on: q.in.On,
	}
	for _, k := range q.b.profileClocks(at, o.Expected) {
		if k.Kind == mla.Statutory || k.Kind == mla.TreatyMinimum || k.Kind == mla.Expected && k.OwedBy == "foreign" && k.Rule.Amount > 0 {
			add(k)
		}
	}
	extra := slices.Clone(c.channel.Clocks)
	for _, i := range o.Instruments {
		extra = append(extra, q.b.instruments[i.ID].Clocks...)
	}
	for _, m := range c.covers {
		extra = append(extra, m.Clocks...)
	}
	for _, id := range extra {
		if raw, ok := q.b.clockThen(id, q.in.On); ok && has(raw.Applies.States, at.state) && has(raw.Applies.Forms, c.form) && has(raw.Applies.Tracks, o.Track) {
			add(q.b.clock(raw))
		}
	}
	return out
}

// urgencyOn is the urgency of a track: a police message about a child in danger
// is always urgent.
func (q *question) urgencyOn(track mla.Track) string {
	if q.in.ChildInDanger && track == mla.Police {
		return urgent
	}
	return q.in.Urgency
}

func noted(k mla.Clock) ClockNote {
	return ClockNote{
		ID: k.ID, Name: k.Name, Kind: k.Kind, Amount: k.Rule.Amount, Unit: k.Rule.Unit, Lapses: k.Lapses, Basis: k.Basis, Note: k.Note, Source: k.Source,
	}
}
