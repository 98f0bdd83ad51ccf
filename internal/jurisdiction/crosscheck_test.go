package jurisdiction

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/ro"

	"github.com/rogatory/rogatory/internal/workday"
)

// TestHolidaysAgreeWithAnotherSource compares the fixed and Easter-bound days,
// which can be computed, with an independent implementation. Days proclaimed by
// a government cannot be checked so.
func TestHolidaysAgreeWithAnotherSource(t *testing.T) {
	for state, known := range map[string][]*cal.Holiday{"FR": fr.Holidays, "RO": ro.Holidays} {
		other := &cal.Calendar{}
		other.AddHoliday(known...)
		ours := book(t).Calendar(state)
		for d := ours.CoversFrom; !d.After(ours.CoversTo); d = d.AddDays(1) {
			actual, _, h := other.IsHoliday(time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC))
			mine, off := ours.Holiday(d)
			if actual != off {
				name := ""
				if h != nil {
					name = h.Name
				}
				t.Errorf("%s %s: ours %q, theirs %q", state, d, mine.Name, name)
			}
		}
	}
}

// TestEasterFallsOnSundays catches a mistyped movable day in either rite.
func TestEasterFallsOnSundays(t *testing.T) {
	for state, name := range map[string]string{"FR": "Easter Monday", "RO": "Orthodox Good Friday"} {
		for _, h := range book(t).Calendar(state).Days {
			want := time.Monday
			if state == "RO" {
				want = time.Friday
			}
			if h.Name == name && h.Date.Weekday() != want {
				t.Errorf("%s %s is a %s", state, h.Date, h.Date.Weekday())
			}
		}
	}
	if why, _ := book(t).Calendar("FR").Why(workday.MustDate("2026-03-07")); why != workday.Weekend {
		t.Errorf("a Saturday is %q", why)
	}
}
