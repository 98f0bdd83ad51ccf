package workday

import (
	"testing"

	"pgregory.net/rapid"
)

func drawCalendar(t *rapid.T) Calendar {
	var days []Holiday
	for range rapid.IntRange(0, 60).Draw(t, "holidays") {
		days = append(days, Holiday{Date: drawDate(t, "holiday"), Name: "off", Status: Official})
	}
	return bare.With(days...)
}

func TestRolledDuesAreWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from := drawCalendar(t), drawDate(t, "from")
		rule := Rule{
			Amount:   rapid.IntRange(1, 90).Draw(t, "amount"),
			Unit:     rapid.SampledFrom([]string{Days, Weeks, Months, WorkingDays}).Draw(t, "unit"),
			RollOver: rapid.SampledFrom([]string{Reg1182, CPP801, NoRoll}).Draw(t, "roll"),
			Calendar: Abroad,
		}
		if rule.Unit != Days {
			rule.Amount = (rule.Amount-1)%12 + 1
		}
		res, err := Compute(rule, On(from), cal, paris)
		if err != nil {
			t.Fatal(err)
		}
		if !res.DueDate.After(from) || res.DueDate.Before(res.Unrolled) {
			t.Fatalf("due %s, unrolled %s, from %s", res.DueDate, res.Unrolled, from)
		}
		if !res.Due.Equal(paris.Midnight(res.DueDate.AddDays(1))) {
			t.Fatalf("expires at %s", res.Due)
		}
		if rule.RollOver == NoRoll && res.DueDate != res.Unrolled {
			t.Fatal("moved although it never rolls")
		}
		if rule.RollOver != NoRoll && !cal.IsWorking(res.DueDate) {
			t.Fatalf("%s is not a working day", res.DueDate)
		}
		if rule.Unit == WorkingDays && rule.RollOver != Reg1182 && cal.WorkingDaysBetween(from, res.DueDate) != rule.Amount {
			t.Fatalf("%s does not hold %d working days", res.DueDate, rule.Amount)
		}
		long := rule.Amount >= 2 || rule.Unit == Weeks || rule.Unit == Months
		if rule.RollOver == Reg1182 && long && cal.WorkingDaysBetween(from, res.DueDate) < 2 {
			t.Fatal("fewer than two working days")
		}
		for _, s := range res.Skipped {
			if cal.IsWorking(s.Date) {
				t.Fatalf("%s was skipped but works", s.Date)
			}
		}
	})
}

func TestALaterStartNeverEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from := drawCalendar(t), drawDate(t, "from")
		rule := Rule{rapid.IntRange(1, 60).Draw(t, "n"), rapid.SampledFrom([]string{Days, Months, WorkingDays}).Draw(t, "unit"), Reg1182, Home}
		a, err := Compute(rule, On(from), cal, paris)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Compute(rule, On(from.AddDays(1)), cal, paris)
		if err != nil {
			t.Fatal(err)
		}
		if b.DueDate.Before(a.DueDate) {
			t.Fatalf("%s ends %s, the day after ends %s", from, a.DueDate, b.DueDate)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-03-03")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s && !d.IsZero() {
			t.Errorf("%q reads as %s", s, d)
		}
	})
}
