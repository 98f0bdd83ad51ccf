package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// elsewhere are the orders and agreements that another tool makes.
func (q *question) elsewhere() []Option {
	var out []Option
	for _, raw := range q.b.paths.Elsewhere {
		covers := q.carried(mla.Form(raw.ID))
		if !slices.Contains(raw.States, q.state.Code()) || len(covers) == 0 || !q.in.On.IsZero() && q.in.On.Before(raw.From) {
			continue
		}
		src := q.b.source(raw.fact)
		o := Option{
			ID: raw.ID, Form: mla.Form(raw.ID), Elsewhere: true, Name: raw.Name, Usable: true, Tier: tierElsewhere,
			Instruments: []mla.Instrument{}, Basis: raw.Basis, Receiving: Receiver{Name: raw.Receiver, Source: src},
			Languages: []string{}, Clocks: []ClockNote{}, Gates: []mla.Gate{}, With: []Parallel{}, Warnings: []Reason{},
			Reasons: []Reason{{Text: raw.Text, Source: src}},
		}
		q.cover(&o, covers)
		for _, id := range raw.Clocks {
			if k, err := q.b.Clock(id); err == nil && k.Active {
				o.Clocks = append(o.Clocks, noted(k))
			}
		}
		for _, m := range covers {
			if m.Available {
				o.Reasons = append(o.Reasons, Reason{Text: named(m), Source: m.Source})
			}
		}
		out = append(out, o)
	}
	return out
}

// tie says which options belong together: what goes first, and the best main
// option, which brings the evidence.
func (q *question) tie(options []Option) {
	main := slices.IndexFunc(options, func(o Option) bool { return o.Tier == tierMain })
	if main < 0 {
		return
	}
	seen := map[mla.Form]bool{}
	for i := range options {
		o := &options[i]
		if o.Tier != tierLead && o.Tier != tierCompanion || seen[o.Form] {
			continue
		}
		seen[o.Form] = true
		why := o.Reasons[0]
		if rule, _ := q.b.formRule(o.Form); rule != nil && o.Tier == tierCompanion {
			why = q.b.reason(rule.Companion.Text, rule.Companion.fact)
		}
		o.With = append(o.With, Parallel{Option: options[main].ID, Order: "after", Why: q.b.word("after", nil)})
		options[main].With = append(options[main].With, Parallel{Option: o.ID, Order: "before", Why: why})
	}
}
