package jurisdiction

import (
	"cmp"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// The reading side of a country page: what the data says about a State that no
// profile carries. Each leaf keeps its mark and source.

// LegalBasis is an instrument with all its articles and dates, for people.
type LegalBasis struct {
	ID   string   `json:"id"`
	Name mla.Text `json:"name"`
	Kind string   `json:"kind"`
	// Status is in_force, fallback or not_in_force.
	Status string `json:"status"`
	// InForceHome and InForce are the days for the requesting and the requested State.
	InForceHome workday.Date `json:"in_force_home,omitzero"`
	InForce     workday.Date `json:"in_force,omitzero"`
	Condition   mla.Text     `json:"condition,omitzero"`
	Articles    []Articles   `json:"articles"`
	// Source is that of the instrument's standing between the two States.
	Source mla.Source `json:"source"`
}

// Articles are those relied on with some forms.
type Articles struct {
	Forms  []mla.Form `json:"forms"`
	List   []string   `json:"list"`
	Source mla.Source `json:"source"`
}

// Basis gives the legal bases with the State, best first, those not in force included.
func (s *State) Basis() []LegalBasis {
	out := []LegalBasis{}
	for _, use := range s.raw.Instruments {
		raw := s.book.instruments[use.ID]
		b := LegalBasis{
			ID: raw.ID, Name: raw.Name, Kind: raw.Kind, Status: use.Status, InForceHome: use.InForceHome, InForce: use.InForce,
			Condition: raw.Condition, Articles: []Articles{}, Source: s.book.source(use.fact),
		}
		for _, a := range raw.Articles {
			if len(a.Measures) > 0 {
				continue // only for one kind of measure: the proposal says so
			}
			b.Articles = append(b.Articles, Articles{slices.Clone(a.Forms), slices.Clone(a.List), s.book.source(a.fact)})
		}
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b LegalBasis) int { return rank(a.Kind) - rank(b.Kind) })
	return out
}

// relies reports an instrument that may be relied on with the State.
func (s *State) relies(instrument string) bool {
	return slices.ContainsFunc(s.raw.Instruments, func(u rawInstrumentUse) bool {
		return u.ID == instrument && u.Status != statusNotInForce
	})
}

// Authority is who holds a request, or who stands beside its path.
type Authority struct {
	ID      string   `json:"id"`
	Role    string   `json:"role"`
	Name    mla.Text `json:"name"`
	Address string   `json:"address,omitempty"`
	// OnPath says that some channel passes through it.
	OnPath bool       `json:"on_path"`
	Source mla.Source `json:"source"`
}

// Authorities gives the State's authorities: first those of its own file, then
// those known beside the paths.
func (s *State) Authorities() []Authority {
	out := []Authority{}
	for _, a := range s.raw.Authorities {
		out = append(out, Authority{a.ID, a.Role, a.Text, a.Address, true, s.book.source(a.fact)})
	}
	for _, c := range s.book.country.contacts.Contacts {
		if c.State == s.Code() {
			out = append(out, Authority{c.ID, c.Role, c.Text, c.Address, false, s.book.source(c.fact)})
		}
	}
	return out
}

// Route is a channel with its holders in order.
type Route struct {
	ID    string     `json:"id"`
	Name  mla.Text   `json:"name"`
	Forms []mla.Form `json:"forms"`
	Paper bool       `json:"paper"`
	Note  mla.Text   `json:"note,omitzero"`
	Hops  []RouteHop `json:"hops"`
	// Expected are the practice durations that fit the channel's forms.
	Expected []PracticeRange `json:"expected"`
	// Documents are those that each form has on the channel.
	Documents []FormDocuments `json:"documents"`
	Source    mla.Source      `json:"source"`
}

// RouteHop is a holder. Source is that of the holder, DaysSource that of the days.
type RouteHop struct {
	ID    string   `json:"id"`
	Actor mla.Text `json:"actor"`
	Side  mla.Side `json:"side"`
	Role  string   `json:"role"`
	// ExpectedDays are the working days that it usually keeps the file, from
	// ExpectedLeast where that is known; zero: not known.
	ExpectedLeast int        `json:"expected_least,omitempty"`
	ExpectedDays  int        `json:"expected_days,omitempty"`
	Proofs        []string   `json:"proofs,omitempty"`
	Source        mla.Source `json:"source"`
	DaysSource    mla.Source `json:"days_source"`
}

// PracticeRange is an estimate from practice, in calendar days, never a deadline.
type PracticeRange struct {
	Form mla.Form `json:"form"`
	mla.Expectation
}

// Routes gives the State's channels as they are drawn.
func (s *State) Routes() []Route {
	out := []Route{}
	for _, c := range s.raw.Channels {
		r := Route{
			ID: c.ID, Name: c.Name, Forms: slices.Clone(c.Forms), Paper: c.Paper, Note: c.Note, Expected: []PracticeRange{},
			Documents: s.documents(c), Source: s.book.source(c.fact),
		}
		for k, h := range s.path(c).Hops {
			r.Hops = append(r.Hops, RouteHop{
				h.ID, h.Actor, h.Side, h.Role, h.ExpectedLeast, h.ExpectedDays, h.Proofs, h.Source, s.book.source(c.Hops[k].fact),
			})
		}
		for _, f := range c.Forms {
			if e := s.expectation(tracks[f], f, c.ID); e.MaxDays > 0 {
				r.Expected = append(r.Expected, PracticeRange{f, e})
			}
		}
		out = append(out, r)
	}
	return out
}

// LanguageUse is a language in which the State takes requests of some tracks.
type LanguageUse struct {
	Code   string      `json:"code"`
	Tracks []mla.Track `json:"tracks"`
	Source mla.Source  `json:"source"`
}

// LanguageUses gives the languages with their sources, the preferred first.
func (s *State) LanguageUses() []LanguageUse {
	out := []LanguageUse{}
	for _, l := range s.raw.Languages {
		out = append(out, LanguageUse{l.Code, slices.Clone(l.Tracks), s.book.source(l.fact)})
	}
	return out
}

// GateOf is a safeguard with the tracks it stands on; none means all.
type GateOf struct {
	mla.Gate
	Tracks []mla.Track `json:"tracks,omitempty"`
}

// Gates gives the safeguards that stand before a request to the State.
func (s *State) Gates() []GateOf {
	out := []GateOf{}
	for _, g := range s.raw.Gates {
		out = append(out, GateOf{mla.Gate{ID: g.ID, Name: g.Text, Source: s.book.source(g.fact)}, slices.Clone(g.Tracks)})
	}
	return out
}

// ZoneSource says where the State's zone comes from.
func (s *State) ZoneSource() mla.Source { return s.book.source(s.raw.Zone.fact) }

// HolidayAhead is a day off to come.
type HolidayAhead struct {
	Date   workday.Date `json:"date"`
	Name   mla.Text     `json:"name"`
	Status string       `json:"status"`
	// Weekend says that it falls on a day off anyway.
	Weekend bool       `json:"weekend,omitempty"`
	Source  mla.Source `json:"source"`
}

// HolidaysAhead gives the days off from a day on, within so many months. years
// gives a year's list, with what was imported; a year that it does not cover is
// left out, and the day returned is the last that a published list reaches.
func (s *State) HolidaysAhead(from workday.Date, months int, years func(year int) (HolidayList, error)) ([]HolidayAhead, workday.Date) {
	cal, out := s.book.calendars[s.Code()], []HolidayAhead{}
	to := from.AddMonths(months)
	for year := from.Year(); year <= to.Year(); year++ {
		list, err := years(year)
		if err != nil {
			continue
		}
		for _, h := range list.Days {
			if h.Date.Before(from) || !h.Date.Before(to) || h.Status == workday.Withdrawn {
				continue
			}
			out = append(out, HolidayAhead{
				Date: h.Date, Name: mla.Text{FR: cmp.Or(h.NameFR, h.Name), EN: h.Name}, Status: h.Status,
				Weekend: slices.Contains(cal.Weekend, h.Date.Weekday()), Source: s.book.source(holidayFact(h)),
			})
		}
	}
	return out, cal.CoversTo
}

// holidayFact is the mark of a day: what names a source, or the act that
// proclaims it, is sourced.
func holidayFact(h workday.Holiday) fact {
	if h.Source == "" {
		return fact{Mark: mla.Memory}
	}
	return fact{Mark: mla.Sourced, Src: h.Source}
}
