package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// path turns a channel into hops with their holders' names.
func (s *State) path(c rawChannel) mla.Path {
	p := mla.Path{ID: c.ID, Name: c.Name, Note: c.Note, Source: s.book.source(c.fact)}
	for _, h := range c.Hops {
		a, side, _ := s.authority(h.At)
		hop := mla.Hop{
			ID: a.ID, Actor: a.Text, Side: side, Role: h.Role, ClerkOrg: a.ClerkOrg,
			ExpectedLeast: h.Least, ExpectedDays: h.Expected, Proofs: slices.Clone(h.Proofs), Source: s.book.source(a.fact),
		}
		if h.Expected > 0 {
			hop.ExpectedSource = s.book.source(h.fact)
		}
		p.Hops = append(p.Hops, hop)
	}
	return p
}

func (s *State) expectation(track mla.Track, form mla.Form, channel string) mla.Expectation {
	for _, e := range s.raw.Expectations {
		if has(e.Tracks, track) && has(e.Forms, form) && has(e.Channels, channel) {
			return mla.Expectation{MinDays: e.MinDays, MaxDays: e.MaxDays, Source: s.book.source(e.fact)}
		}
	}
	return mla.Expectation{}
}

func (s *State) gates(track mla.Track) []mla.Gate {
	var out []mla.Gate
	for _, g := range s.raw.Gates {
		if has(g.Tracks, track) {
			out = append(out, mla.Gate{ID: g.ID, Name: g.Text, Source: s.book.source(g.fact)})
		}
	}
	return out
}

// profileClocks gives the active clocks that run for a request, in the version
// that is law on the day asked for.
func (b *Book) profileClocks(at situation, expected mla.Expectation) []mla.Clock {
	var out []mla.Clock
	for _, c := range b.clocks {
		if !at.on.IsZero() && !c.span().holds(at.on) || at.on.IsZero() && !b.newest(c) {
			continue
		}
		if c.Runs != runsRequest && c.Runs != runsEngine || !c.active() || !c.Applies.holds(at) {
			continue
		}
		clock := b.clock(c)
		for _, o := range c.Overrides {
			if o.holds(at) {
				clock.Rule.Amount, clock.Source = o.Amount, b.source(o.fact)
			}
		}
		if c.AmountFrom == fromExpectation {
			if expected.MaxDays == 0 {
				continue
			}
			clock.Rule.Amount, clock.Source = expected.MaxDays, expected.Source
		}
		out = append(out, clock)
	}
	return out
}

// clock turns a registry entry into the domain's form.
func (b *Book) clock(c rawClock) mla.Clock {
	return mla.Clock{
		ID: c.ID, Name: c.Name, Kind: c.Kind, StartsOn: c.StartsOn, PresumedFrom: c.PresumedFrom,
		MetBy: slices.Clone(c.MetBy), SuspendedBy: slices.Clone(c.SuspendedBy), ResumedBy: slices.Clone(c.ResumedBy),
		OwedBy: c.OwedBy, Rule: c.Rule, Lapses: c.Lapses, Active: c.active(), InactiveWhy: c.Inactive,
		Basis: c.Basis.FR, Note: c.Note, Ladder: c.Ladder, Source: b.source(c.fact),
		Nature: c.Nature, ValidFrom: c.ValidFrom, ValidTo: c.ValidTo,
	}
}

// Clock gives the newest version of a clock, inactive ones and mere notes included;
// the latter have a rule without amount. The error is an *mla.Error with code
// unknown_clock.
func (b *Book) Clock(id string) (mla.Clock, error) {
	c, err := b.rawClock(id)
	if err != nil {
		return mla.Clock{}, err
	}
	return b.clock(c), nil
}

// rawClock is the newest version of a clock.
func (b *Book) rawClock(id string) (rawClock, error) {
	all, err := b.versions(id)
	if err != nil {
		return rawClock{}, err
	}
	return slices.MaxFunc(all, func(a, b rawClock) int { return a.ValidFrom.Compare(b.ValidFrom) }), nil
}

func (b *Book) newest(c rawClock) bool {
	return !slices.ContainsFunc(b.clocks, func(o rawClock) bool { return o.ID == c.ID && c.ValidFrom.Before(o.ValidFrom) })
}

// Clocks gives every clock of the registry that concerns a State, inactive ones
// and all versions included; an empty code gives all.
func (b *Book) Clocks(state string) []mla.Clock {
	var out []mla.Clock
	for _, c := range b.clocks {
		if state == "" || has(c.Applies.States, state) {
			out = append(out, b.clock(c))
		}
	}
	return out
}

// profileLadders gives the ladders that the profile's clocks name, with the
// article each letter cites: the first whose instrument the request relies on.
func (b *Book) profileLadders(p mla.Profile) map[string][]mla.Rung {
	out := map[string][]mla.Rung{}
	for _, c := range p.Clocks {
		if _, done := out[c.Ladder]; done || c.Ladder == "" {
			continue
		}
		for _, r := range b.ladders[c.Ladder] {
			if !has(r.States, p.State) {
				continue
			}
			rung := mla.Rung{
				ID: r.ID, From: r.From, Offset: r.Offset, Unit: r.Unit, Action: r.Action, To: r.To,
				Letter: r.Letter, Source: b.source(r.fact),
			}
			for _, cite := range r.Cites {
				if relies(p, cite.Instrument) {
					rung.Basis, rung.BasisSource = cite.Text, b.source(cite.fact)
					break
				}
			}
			out[c.Ladder] = append(out[c.Ladder], rung)
		}
	}
	return out
}

func relies(p mla.Profile, instrument string) bool {
	return slices.ContainsFunc(p.Instruments, func(i mla.Instrument) bool { return i.ID == instrument })
}
