package workday

import (
	"slices"
	"sort"
	"time"
)

// The states of a holiday. An estimated day was guessed and waits for its
// proclamation; a computed one follows from a rule, in a year for which no list
// is published; a withdrawn one, in an overlay, cancels a day shipped.
const (
	Official  = "official"
	Estimated = "estimated"
	Computed  = "computed"
	Withdrawn = "withdrawn"
)

// Weekend is the reason given for a Saturday or Sunday.
const Weekend = "weekend"

// searchDays bounds every search for a working day: longer than any run of
// days off, so that a calendar without working days ends in no date instead of
// never.
const searchDays = 400

// Holiday is a day on which a State's authorities do not work.
type Holiday struct {
	Date   Date   `json:"date"`
	Name   string `json:"name"`
	NameFR string `json:"name_fr,omitempty"`
	// Status is Official, Estimated, Computed or, in an overlay only, Withdrawn.
	Status string `json:"status"`
	// Source is a number of the source register or a proclamation number.
	Source string `json:"source,omitempty"`
}

// Calendar is a State's days off over a covered span. Days are sorted and hold
// one entry per date; NewCalendar and With keep that, and lookups rely on it.
type Calendar struct {
	// State is an ISO code.
	State   string         `json:"state"`
	Weekend []time.Weekday `json:"weekend"`
	Days    []Holiday      `json:"days"`
	// AsOf is the version of the list, shown to people.
	AsOf string `json:"as_of"`
	// CoversFrom and CoversTo bound the dates that the list knows about,
	// both included. Outside them only weekends and computed days are known.
	CoversFrom Date `json:"covers_from,omitzero"`
	CoversTo   Date `json:"covers_to,omitzero"`
}

// NewCalendar gives c with days added, sorted and merged by date.
func NewCalendar(c Calendar, days ...Holiday) Calendar {
	c.Days = nil
	return c.With(days...)
}

// With gives a copy of c in which days overlay its own: a day on a known date
// replaces it, a Withdrawn one removes it. c is not changed.
func (c Calendar) With(days ...Holiday) Calendar {
	all := slices.Clone(c.Days)
	for _, h := range days {
		i, found := slices.BinarySearchFunc(all, h.Date, func(x Holiday, d Date) int { return x.Date.Compare(d) })
		switch {
		case h.Status == Withdrawn && found:
			all = slices.Delete(all, i, i+1)
		case h.Status == Withdrawn:
		case found:
			all[i] = h
		default:
			all = slices.Insert(all, i, h)
		}
	}
	c.Days = all
	c.Weekend = slices.Clone(c.Weekend)
	return c
}

// Holiday gives the holiday on d.
func (c Calendar) Holiday(d Date) (Holiday, bool) {
	i := sort.Search(len(c.Days), func(i int) bool { return !c.Days[i].Date.Before(d) })
	if i < len(c.Days) && c.Days[i].Date == d {
		return c.Days[i], true
	}
	return Holiday{}, false
}

// Why says why d is not a working day: the holiday's name, else Weekend. It is
// false for a working day.
func (c Calendar) Why(d Date) (reason string, ok bool) {
	if h, found := c.Holiday(d); found {
		return h.Name, true
	}
	if slices.Contains(c.Weekend, d.Weekday()) {
		return Weekend, true
	}
	return "", false
}

// IsWorking reports whether the State's authorities work on d.
func (c Calendar) IsWorking(d Date) bool {
	_, off := c.Why(d)
	return !off
}

// Covers reports whether the list of holidays knows about d.
func (c Calendar) Covers(d Date) bool {
	return !d.Before(c.CoversFrom) && (c.CoversTo.IsZero() || !d.After(c.CoversTo))
}

// NextWorking is the first working day on or after d; zero if there is none
// within a year.
func (c Calendar) NextWorking(d Date) Date { return c.search(d, 1) }

// PrevWorking is the last working day on or before d; zero if there is none
// within a year.
func (c Calendar) PrevWorking(d Date) Date { return c.search(d, -1) }

func (c Calendar) search(d Date, step int) Date {
	for range searchDays {
		if c.IsWorking(d) {
			return d
		}
		d = d.AddDays(step)
	}
	return Date{}
}

// AddWorkingDays gives the n-th working day after d, or before it when n is
// negative. d itself is not counted; n = 0 gives d. Zero if the calendar has
// no working days.
func (c Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for range n {
		if d = c.search(d.AddDays(step), step); d.IsZero() {
			return Date{}
		}
	}
	return d
}

// WorkingDaysBetween counts the working days after from up to and including to.
func (c Calendar) WorkingDaysBetween(from, to Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorking(d) {
			n++
		}
	}
	return n
}

// ActBefore is the last day before due that is a working day in every one of
// the calendars: what lapses on due must be done by then, here and there. Zero
// if there is none within a year.
func ActBefore(due Date, cals ...Calendar) Date {
	for d, n := due.AddDays(-1), 0; n < searchDays; d, n = d.AddDays(-1), n+1 {
		working := true
		for _, c := range cals {
			working = working && c.IsWorking(d)
		}
		if working {
			return d
		}
	}
	return Date{}
}
