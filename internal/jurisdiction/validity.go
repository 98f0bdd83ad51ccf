package jurisdiction

import (
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// span is a time of validity, both days included; a zero end is open.
type span struct{ from, to workday.Date }

func (s span) holds(d workday.Date) bool {
	return !d.Before(s.from) && (s.to.IsZero() || !d.After(s.to))
}

func (s span) overlaps(o span) bool {
	before := func(a, b span) bool { return !a.to.IsZero() && a.to.Before(b.from) }
	return !before(s, o) && !before(o, s)
}

func (s span) String() string { return s.from.String() + "/" + s.to.String() }

// words are for those who write the files.
func (s span) words() string {
	switch {
	case s.from.IsZero() && s.to.IsZero():
		return "without dates"
	case s.to.IsZero():
		return "from " + s.from.String()
	case s.from.IsZero():
		return "to " + s.to.String()
	}
	return s.from.String() + " to " + s.to.String()
}

// versions gives the entries of one clock, in the file's order; unknown_clock
// if there is none.
func (b *Book) versions(id string) ([]rawClock, error) {
	var out []rawClock
	for _, c := range b.clocks {
		if c.ID == id {
			out = append(out, c)
		}
	}
	if out == nil {
		return nil, mla.Refuse("unknown_clock", "clock", "clock", id)
	}
	return out, nil
}

// versionOn picks the version that was law on a day. Outside every validity the
// refusal names the dates and what there is instead on that day.
func (b *Book) versionOn(all []rawClock, state string, on workday.Date) (rawClock, error) {
	var spans []string
	for _, c := range all {
		if c.span().holds(on) {
			return c, nil
		}
		spans = append(spans, c.span().String())
	}
	var instead []string
	for _, id := range all[0].Otherwise {
		if slices.ContainsFunc(b.clocks, func(c rawClock) bool {
			return c.ID == id && c.active() && c.span().holds(on) && has(c.Applies.States, state)
		}) {
			instead = append(instead, id)
		}
	}
	return rawClock{}, mla.Refuse("clock_not_valid_then", "from", "clock", all[0].ID, "date", on.String(),
		"validity", strings.Join(spans, ", "), "instead", list(instead))
}

// Today is the civil date in the requesting State at an instant.
func (b *Book) Today(now time.Time) workday.Date { return b.zones[b.Home().ZoneName()].Date(now) }

// clockThen is the version of a clock that is law on a day, the newest where no
// day is given; false where there is none.
func (b *Book) clockThen(id string, on workday.Date) (rawClock, bool) {
	i := slices.IndexFunc(b.clocks, func(c rawClock) bool {
		return c.ID == id && (on.IsZero() && b.newest(c) || !on.IsZero() && c.span().holds(on))
	})
	if i < 0 {
		return rawClock{}, false
	}
	return b.clocks[i], true
}
