package workday

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhyADayIsOff(t *testing.T) {
	for _, c := range []struct{ date, why string }{
		{"2026-04-13", "Orthodox Easter"},
		{"2026-04-12", "Orthodox Easter"}, // a Sunday with a name keeps it
		{"2026-04-11", Weekend},
		{"2026-04-14", ""},
	} {
		why, off := romania.Why(MustDate(c.date))
		if why != c.why || off != (c.why != "") {
			t.Errorf("%s: %q %v", c.date, why, off)
		}
	}
}

func TestOverlayLeavesTheOriginalAlone(t *testing.T) {
	day := MustDate("2026-04-14")
	more := romania.With(
		Holiday{Date: day, Name: "Bridge day", Status: Official, Source: "HG 1/2026"},
		Holiday{Date: MustDate("2026-04-13"), Status: Withdrawn},
		Holiday{Date: MustDate("2026-04-15"), Status: Withdrawn},
		Holiday{Date: MustDate("2026-05-01"), Name: "1 May", Status: Official})
	if more.IsWorking(day) || !more.IsWorking(MustDate("2026-04-13")) || !more.IsWorking(MustDate("2026-04-15")) {
		t.Error("the overlay does not hold")
	}
	if why, _ := more.Why(MustDate("2026-05-01")); why != "1 May" {
		t.Errorf("a day on a known date replaces it, got %q", why)
	}
	if !romania.IsWorking(day) || romania.IsWorking(MustDate("2026-04-13")) {
		t.Error("the overlay changed the calendar it was made from")
	}
}

func TestACalendarWithoutWorkingDaysEnds(t *testing.T) {
	never := Calendar{Weekend: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}
	d := MustDate("2026-01-01")
	if !never.NextWorking(d).IsZero() || !never.AddWorkingDays(d, 3).IsZero() || !ActBefore(d, never).IsZero() {
		t.Error("a date was found where none is")
	}
}

func TestActBeforeIsAWorkingDayInBothStates(t *testing.T) {
	// The lapse falls on Tuesday 14 April; Monday and Friday are off in Romania.
	if got := ActBefore(MustDate("2026-04-14"), france, romania); got != MustDate("2026-04-09") {
		t.Errorf("act before %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		due := drawDate(t, "due")
		got := ActBefore(due, france, romania)
		if !got.Before(due) || !france.IsWorking(got) || !romania.IsWorking(got) {
			t.Fatalf("%s is no day to act before %s", got, due)
		}
		for d := got.AddDays(1); d.Before(due); d = d.AddDays(1) {
			if france.IsWorking(d) && romania.IsWorking(d) {
				t.Fatalf("%s is later and works", d)
			}
		}
	})
}

func TestAddWorkingDaysCountsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawDate(t, "from")
		n := rapid.IntRange(1, 60).Draw(t, "n")
		due := romania.AddWorkingDays(from, n)
		if !romania.IsWorking(due) {
			t.Fatalf("%s is not a working day", due)
		}
		if got := romania.WorkingDaysBetween(from, due); got != n {
			t.Fatalf("%d working days from %s to %s, want %d", got, from, due, n)
		}
		if romania.IsWorking(from) && romania.AddWorkingDays(due, -n) != from {
			t.Fatalf("back from %s does not give %s", due, from)
		}
	})
}
