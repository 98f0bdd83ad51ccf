package workday

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComputeInDays(t *testing.T) {
	for _, c := range []struct {
		name string
		rule Rule
		cal  Calendar
		from string
		due  string
	}{
		{"EIO acknowledgement: a week from Tuesday is the next Tuesday", Rule{1, Weeks, Reg1182, Abroad}, romania, "2026-03-03", "2026-03-10"},
		{"a week to Orthodox Good Friday rolls past Easter Monday", Rule{1, Weeks, Reg1182, Abroad}, romania, "2026-04-03", "2026-04-14"},
		{"the same week without roll-over stays", Rule{1, Weeks, NoRoll, Abroad}, romania, "2026-04-03", "2026-04-10"},
		{"thirty days that end on a Saturday roll to Monday", Rule{30, Days, Reg1182, Abroad}, romania, "2026-02-19", "2026-03-23"},
		{"thirty days to a working Thursday stay", Rule{30, Days, Reg1182, Abroad}, romania, "2026-01-27", "2026-02-26"},
		{"two days from Friday hold two working days", Rule{2, Days, Reg1182, Abroad}, romania, "2026-03-06", "2026-03-10"},
		{"one day from Friday needs only one", Rule{1, Days, Reg1182, Abroad}, romania, "2026-03-06", "2026-03-09"},
		{"a week over Christmas keeps its length", Rule{1, Weeks, Reg1182, Abroad}, romania, "2026-12-21", "2026-12-28"},
		{"two days across the November holidays", Rule{2, Days, Reg1182, Abroad}, romania, "2026-11-27", "2026-12-03"},
		{"31 January plus a month is the last of February, a Saturday", Rule{1, Months, NoRoll, Abroad}, bare, "2026-01-31", "2026-02-28"},
		{"and rolls to Monday where the rule rolls", Rule{1, Months, Reg1182, Abroad}, bare, "2026-01-31", "2026-03-02"},
		{"CPP 801 rolls over Victory Day and its weekend", Rule{10, Days, CPP801, Home}, france, "2026-04-28", "2026-05-11"},
		{"CPP 801 does not ask for two working days", Rule{2, Days, CPP801, Home}, france, "2026-05-07", "2026-05-11"},
		{"preservation never rolls", Rule{60, Days, NoRoll, Abroad}, bare, "2026-03-03", "2026-05-02"},
		{"three working days skip the weekend", Rule{3, WorkingDays, NoRoll, Home}, france, "2026-04-02", "2026-04-08"},
		{"four months", Rule{4, Months, Reg1182, Abroad}, romania, "2026-03-03", "2026-07-03"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := Compute(c.rule, On(MustDate(c.from)), c.cal, bucharest)
			if err != nil {
				t.Fatal(err)
			}
			if res.DueDate.String() != c.due {
				t.Errorf("due %s, want %s; steps %+v", res.DueDate, c.due, res.Steps)
			}
			if want := bucharest.Midnight(res.DueDate.AddDays(1)); !res.Due.Equal(want) {
				t.Errorf("expires at %s, want 24:00 of the last day, %s", res.Due, want)
			}
		})
	}
}

func TestComputeExplainsWhatItSkipped(t *testing.T) {
	res, err := Compute(Rule{1, Weeks, Reg1182, Abroad}, On(MustDate("2026-04-03")), romania, bucharest)
	if err != nil {
		t.Fatal(err)
	}
	want := []Skipped{
		{Date: MustDate("2026-04-10"), Why: "Orthodox Good Friday", Status: Official},
		{Date: MustDate("2026-04-11"), Why: Weekend},
		{Date: MustDate("2026-04-12"), Why: "Orthodox Easter", Status: Official},
		{Date: MustDate("2026-04-13"), Why: "Orthodox Easter", Status: Official},
	}
	if diff := cmp.Diff(want, res.Skipped); diff != "" {
		t.Error(diff)
	}
	if res.Unrolled != MustDate("2026-04-10") || res.NextWorking != MustDate("2026-04-14") {
		t.Errorf("unrolled %s, next working %s", res.Unrolled, res.NextWorking)
	}
	var codes []string
	for _, s := range res.Steps {
		codes = append(codes, s.Code)
	}
	if diff := cmp.Diff([]string{StepDayExcluded, StepCounted, StepRolled, StepEndOfDay}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestComputeInHours(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     Rule
		zone     Zone
		from     string
		due      string
		lastDate string
	}{
		{"24 h from Friday afternoon run through the weekend", Rule{24, Hours, Reg1182, Abroad}, bucharest, "2026-03-06T14:20:00Z", "2026-03-07T15:00:00Z", "2026-03-07"},
		{"on the full hour that hour is the hour of the event", Rule{24, Hours, Reg1182, Abroad}, bucharest, "2026-03-06T14:00:00Z", "2026-03-07T15:00:00Z", "2026-03-07"},
		{"the hours are real ones across the change to summer time", Rule{24, Hours, Reg1182, Abroad}, bucharest, "2026-03-28T20:10:00Z", "2026-03-29T21:00:00Z", "2026-03-29"},
		{"Indian hours begin at the half", Rule{1, Hours, Reg1182, Abroad}, kolkata, "2026-03-06T10:10:00Z", "2026-03-06T11:30:00Z", "2026-03-06"},
		{"a house rule counts from the instant", Rule{4, Hours, NoRoll, Home}, paris, "2026-03-07T22:20:00Z", "2026-03-08T02:20:00Z", "2026-03-08"},
		{"expiry at midnight belongs to the day before", Rule{2, Hours, NoRoll, Abroad}, manila, "2026-03-06T14:00:00Z", "2026-03-06T16:00:00Z", "2026-03-06"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := Compute(c.rule, AtInstant(instant(c.from)), romania, c.zone)
			if err != nil {
				t.Fatal(err)
			}
			if !res.Due.Equal(instant(c.due)) || res.DueDate.String() != c.lastDate || len(res.Skipped) != 0 {
				t.Errorf("due %s on %s skipping %v, want %s on %s", res.Due, res.DueDate, res.Skipped, c.due, c.lastDate)
			}
		})
	}
}

func TestTheDateOfAnInstantIsTheZonesDate(t *testing.T) {
	// 23:30 UTC on the 3rd is already the 4th in Bucharest.
	res, err := Compute(Rule{1, Weeks, Reg1182, Abroad}, AtInstant(instant("2026-03-03T23:30:00Z")), romania, bucharest)
	if err != nil || res.DueDate != MustDate("2026-03-11") {
		t.Errorf("due %s, %v", res.DueDate, err)
	}
}

func TestComputeRefuses(t *testing.T) {
	good, start := Rule{1, Days, Reg1182, Abroad}, On(MustDate("2026-03-03"))
	with := func(change func(*Rule)) Rule { r := good; change(&r); return r }
	for _, c := range []struct {
		name        string
		rule        Rule
		start       Start
		zone        Zone
		code, field string
	}{
		{"no amount", with(func(r *Rule) { r.Amount = 0 }), start, paris, "invalid_amount", "rule.amount"},
		{"negative amount", with(func(r *Rule) { r.Amount = -3 }), start, paris, "invalid_amount", "rule.amount"},
		{"unknown unit", with(func(r *Rule) { r.Unit = "years" }), start, paris, "unknown_unit", "rule.unit"},
		{"unknown roll-over", with(func(r *Rule) { r.RollOver = "" }), start, paris, "unknown_roll_over", "rule.roll_over"},
		{"unknown calendar", with(func(r *Rule) { r.Calendar = "RO" }), start, paris, "unknown_calendar", "rule.calendar"},
		{"zone without transitions", good, start, Zone{Name: "Asia/Manila"}, "unknown_zone", "zone"},
		{"no start", good, Start{}, paris, "missing_start", "start.date"},
		{"hours from a date", with(func(r *Rule) { r.Unit = Hours }), start, paris, "missing_instant", "start.instant"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compute(c.rule, c.start, romania, c.zone)
			var e *Error
			if !errors.As(err, &e) || e.Code != c.code || e.Field != c.field {
				t.Errorf("got %v, want %s on %s", err, c.code, c.field)
			}
		})
	}
}

func TestBeyondTheCalendarIsAWarning(t *testing.T) {
	res, err := Compute(Rule{30, Days, Reg1182, Abroad}, On(MustDate("2026-12-15")), romania, bucharest)
	if err != nil || len(res.Warnings) != 1 || res.Warnings[0] != WarnCoverage {
		t.Errorf("%v, %v", res.Warnings, err)
	}
	moon := bare.With(Holiday{Date: MustDate("2026-03-10"), Name: "Eid", Status: Estimated})
	res, err = Compute(Rule{1, Weeks, Reg1182, Abroad}, On(MustDate("2026-03-03")), moon, bucharest)
	if err != nil || res.DueDate != MustDate("2026-03-11") || len(res.Warnings) != 1 || res.Warnings[0] != WarnEstimated {
		t.Errorf("%s, %v, %v", res.DueDate, res.Warnings, err)
	}
}

func TestRuleTravelsAsJSON(t *testing.T) {
	text, _ := json.Marshal(Rule{1, Weeks, Reg1182, Abroad})
	if want := `{"amount":1,"unit":"weeks","roll_over":"reg_1182_71","calendar":"abroad"}`; string(text) != want {
		t.Errorf("got %s", text)
	}
}
