package workday

import (
	"sort"
	"time"
)

// Zone is a time zone as data: its IANA name for people, its transitions for
// arithmetic. Being data it travels in a profile and gives the same answer on
// every replay, whatever zone database the machine has.
type Zone struct {
	Name string `json:"name"`
	// Transitions are in order; the first has the zero time as From.
	Transitions []Transition `json:"transitions"`
}

// Transition is an offset from UTC and the instant from which it holds.
type Transition struct {
	From          time.Time `json:"from"`
	OffsetSeconds int       `json:"offset_seconds"`
}

// UTC is the zone of instants that no authority's wall clock governs.
func UTC() Zone { return Zone{Name: "UTC", Transitions: []Transition{{}}} }

// Known reports whether the zone holds what arithmetic needs.
func (z Zone) Known() bool { return z.Name != "" && len(z.Transitions) > 0 }

// Offset is the zone's distance from UTC in seconds at t.
func (z Zone) Offset(t time.Time) int {
	i := sort.Search(len(z.Transitions), func(i int) bool { return z.Transitions[i].From.After(t) })
	if i == 0 {
		return 0
	}
	return z.Transitions[i-1].OffsetSeconds
}

// Local is the same instant, carrying the offset of the zone, for display.
func (z Zone) Local(t time.Time) time.Time {
	return t.In(time.FixedZone("", z.Offset(t)))
}

// Date is the civil date on the zone's calendars at t.
func (z Zone) Date(t time.Time) Date {
	return dateOf(t.UTC().Add(time.Duration(z.Offset(t)) * time.Second))
}

// Midnight is the instant, in UTC, at which d begins in the zone. A day ends
// at the Midnight of the next.
func (z Zone) Midnight(d Date) time.Time { return z.At(d, 0, 0) }

// At is the instant, in UTC, at which the zone's wall clocks show hour:min on
// d. An hour that occurs twice means its first occurrence; one that a change
// to summer time skips means the same distance after the change.
func (z Zone) At(d Date, hour, min int) time.Time {
	wall := d.utc().Add(time.Duration(hour)*time.Hour + time.Duration(min)*time.Minute)
	// Offsets never exceed 14 hours, so a day on either side brackets any change.
	before := z.Offset(wall.Add(-24 * time.Hour))
	after := z.Offset(wall.Add(24 * time.Hour))
	first := wall.Add(-time.Duration(before) * time.Second)
	if z.Offset(first) == before {
		return first
	}
	if second := wall.Add(-time.Duration(after) * time.Second); z.Offset(second) == after {
		return second
	}
	return first
}
