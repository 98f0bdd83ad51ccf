package jurisdiction

import (
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// TestDatesWorkedOutByHand walks the traps: both Easters, month ends, leap
// years, the turn of the year, changes of the hour, lapses among holidays. Each
// comment is the reckoning on paper.
func TestDatesWorkedOutByHand(t *testing.T) {
	for _, c := range []struct{ state, clock, from, due, actBefore string }{
		// 11 March + 30 = 10 April, Orthodox Good Friday; Easter 12 and 13.
		{"RO", "EIO_DECISION", "2026-03-11", "2026-04-14", ""},
		// 19 March + 30 = 18 April 2025, Good Friday of both rites; Monday 21 off.
		{"RO", "EIO_DECISION", "2025-03-19", "2025-04-22", ""},
		// 31 March + 30 = 30 April 2027, Good Friday; 1 May, Easter 2 and 3.
		{"RO", "EIO_DECISION", "2027-03-31", "2027-05-04", ""},
		// 31 October + 30 = Monday 30 November, Saint Andrew; 1 December, National Day.
		{"RO", "EIO_DECISION", "2026-10-31", "2026-12-02", ""},
		// 2 December + 30 = 1 January 2027, a Friday; 2 and 3 the weekend; Monday 4.
		{"RO", "EIO_DECISION", "2026-12-02", "2027-01-04", ""},
		// 7 December + 30 = 6 January 2027, Epiphany; 7 Saint John; Friday 8.
		{"RO", "EIO_DECISION", "2026-12-07", "2027-01-08", ""},
		// the extension ends on a plain Thursday.
		{"RO", "EIO_DECISION_EXT", "2026-06-09", "2026-07-09", ""},
		// 12 January + 90 = 12 April, Orthodox Easter Sunday; Monday 13 off.
		{"RO", "EIO_EXEC", "2026-01-12", "2026-04-14", ""},
		// 24 April + a week = 1 May, a Friday.
		{"RO", "EIO_ACK", "2026-04-24", "2026-05-04", ""},
		// Western Easter Monday is a working day in Romania.
		{"RO", "EIO_ACK", "2026-03-30", "2026-04-06", ""},
		// 25 May + a week = 1 June, Children's Day and Pentecost Monday in 2026.
		{"RO", "EIO_ACK", "2026-05-25", "2026-06-02", ""},
		// 31 October + 4 months = the last of February: a Sunday in 2027, a Tuesday in leap year 2028.
		{"RO", "EIO_TOTAL_FR", "2026-10-31", "2027-03-01", ""},
		{"RO", "EIO_TOTAL_FR", "2027-10-31", "2028-02-29", ""},
		// six months to the month's end; Philippine retention never rolls.
		{"PH", "PH_RETAIN", "2026-08-30", "2027-02-28", "2027-02-26"},
		{"PH", "PH_RETAIN", "2027-08-31", "2028-02-29", "2028-02-28"},
		// 31 March + 6 months = 30 September.
		{"PH", "PH_PRESERVE_CONTENT", "2026-03-31", "2026-09-30", "2026-09-29"},
		// 10 February + 60 = Saturday 11 April, and stays; Friday 10 works in both.
		{"PH", "BUD_PRESERVE_INT", "2026-02-10", "2026-04-11", "2026-04-10"},
		// 6 February + 60 = Tuesday 7 April; Easter Monday off in France, 2 to 4 April in the Philippines.
		{"PH", "BUD_PRESERVE_INT", "2026-02-06", "2026-04-07", "2026-04-01"},
		// 13 February + 60 = Tuesday 14 April; 10 to 13 April off in Romania.
		{"RO", "BUD_PRESERVE_INT", "2026-02-13", "2026-04-14", "2026-04-09"},
		// 30 October + 60 = 29 December; Monday 28 works, 25 and 26 do not.
		{"RO", "EPOC_PR", "2026-10-30", "2026-12-29", "2026-12-28"},
		// 7 December + 90 = 7 March 2027, a Sunday.
		{"RO", "BUD_PRESERVE_DOM", "2026-12-07", "2027-03-07", "2027-03-05"},
		// 20 August + 10 = Sunday 30 August.
		{"RO", "EPOC", "2026-08-20", "2026-08-31", ""},
		// a warrant's ten days end on Black Saturday and stay.
		{"PH", "PH_WARRANT", "2026-03-25", "2026-04-04", ""},
		// from Friday 09:15; the hour of the event is not counted; 96 h later, summer time came.
		{"RO", "EIO_INTERCEPT_NOTIF", "2026-03-27T09:15:00+02:00", "2026-03-31T11:00:00+03:00", ""},
		// from 03:30 summer time to 04:00 summer time, which is 03:00 winter time; 24 h later.
		{"RO", "EIO_PROVISIONAL", "2026-10-25T03:30:00+03:00", "2026-10-26T03:00:00+02:00", ""},
		// 02:59 before the spring change: the next full hour is 04:00.
		{"RO", "EIO_PROVISIONAL", "2026-03-29T02:59:30+02:00", "2026-03-30T04:00:00+03:00", ""},
		// on the stroke of the hour that hour is the hour of the event.
		{"RO", "EIO_PROVISIONAL", "2026-04-10T10:00:00+03:00", "2026-04-11T11:00:00+03:00", ""},
		// the instant may be written in any zone.
		{"RO", "EIO_PROVISIONAL", "2026-04-10T09:10:00+02:00", "2026-04-11T11:00:00+03:00", ""},
		{"RO", "EPOC_EMERGENCY", "2026-12-31T20:01:00+02:00", "2027-01-01T05:00:00+02:00", ""},
		// no rule known for Philippine hours: from the instant, through Holy Week.
		{"PH", "PH_DISCLOSE", "2026-04-02T16:20:00+08:00", "2026-04-05T16:20:00+08:00", ""},
		{"PH", "PH_DEPOSIT", "2026-12-24T23:30:00+08:00", "2026-12-26T23:30:00+08:00", ""},
		// ten working days in Delhi over Holi, 4 March.
		{"IN", "IN_MHA_WC", "2026-02-24", "2026-03-11", ""},
		// three working days in Paris over Ascension, 14 May, and the weekend.
		{"RO", "APPROVE_DUTY", "2026-05-12", "2026-05-18", ""},
	} {
		got, err := book(t).Deadline(DeadlineInput{State: c.state, Clock: c.clock, From: c.from})
		if err != nil {
			t.Errorf("%s %s: %v", c.clock, c.from, err)
			continue
		}
		if got.Due != c.due || got.ActBefore.String() != c.actBefore {
			t.Errorf("%s %s from %s: due %s act before %s, want %s and %s", c.state, c.clock, c.from, got.Due, got.ActBefore, c.due, c.actBefore)
		}
	}
}

// TestFrenchPeriodsByArticle801 has no clock of the registry to go by: it counts
// with the French calendar itself.
func TestFrenchPeriodsByArticle801(t *testing.T) {
	b := book(t)
	zone, err := b.Zone("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		amount          int
		unit, from, due string
	}{
		{10, workday.Days, "2026-03-27", "2026-04-07"},  // 6 April, Easter Monday
		{10, workday.Days, "2026-05-04", "2026-05-15"},  // 14 May, Ascension; Friday is a working day
		{5, workday.Days, "2026-08-10", "2026-08-17"},   // 15 August, a Saturday
		{1, workday.Months, "2026-01-31", "2026-03-02"}, // 28 February, a Saturday
		{1, workday.Months, "2028-01-31", "2028-02-29"}, // a leap year
		{10, workday.Days, "2027-12-22", "2028-01-03"},  // 1 January 2028, a Saturday and computed
		{2, workday.Days, "2026-07-12", "2026-07-15"},   // the National Day
		{3, workday.Days, "2026-11-06", "2026-11-09"},   // a Monday; no two working days are asked
	} {
		res, err := workday.Compute(workday.Rule{Amount: c.amount, Unit: c.unit, RollOver: workday.CPP801, Calendar: workday.Home},
			workday.On(workday.MustDate(c.from)), b.Calendar("FR"), zone)
		if err != nil || res.DueDate.String() != c.due {
			t.Errorf("%d %s from %s: %s, want %s, %v", c.amount, c.unit, c.from, res.DueDate, c.due, err)
		}
		if !res.Due.Equal(zone.Midnight(res.DueDate.AddDays(1))) {
			t.Errorf("expires at %s, not at 24:00", res.Due)
		}
	}
}

// TestTenThousandDeadlinesAreQuick is the speed promised for a proclamation that
// moves every open obligation.
func TestTenThousandDeadlinesAreQuick(t *testing.T) {
	b := book(t)
	overlay := map[string][]workday.Holiday{"RO": {{Date: workday.MustDate("2026-03-10"), Name: "Day of mourning", Status: workday.Official}}}
	began := time.Now()
	for i := range 10_000 {
		from := workday.MustDate("2026-01-01").AddDays(i % 365).String()
		if _, err := b.Deadline(DeadlineInput{State: "RO", Clock: "EIO_DECISION", From: from, Overlay: overlay}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("10,000 deadlines took %s", took)
	}
}

// BenchmarkDeadline must stay under 50 µs.
func BenchmarkDeadline(b *testing.B) {
	law, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, in := range []DeadlineInput{
		{State: "RO", Clock: "EIO_DECISION", From: "2026-03-11"},
		{State: "RO", Clock: "EIO_PROVISIONAL", From: "2026-03-06T15:20:00+02:00"},
		{State: "PH", Clock: "BUD_PRESERVE_INT", From: "2026-02-06"},
		{State: "IN", Clock: "IN_MHA_WC", From: "2026-10-12"},
	} {
		b.Run(in.Clock, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := law.Deadline(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad must stay under 200 ms.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := read(shipped()); err != nil {
			b.Fatal(err)
		}
	}
}
