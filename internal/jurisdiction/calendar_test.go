package jurisdiction

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/ro"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// dossier7 is part 7 of the dossier: day by day, ~ for estimated ones.
var dossier7 = map[string]string{
	"FR 2025": "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
	"FR 2026": "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
	"FR 2027": "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
	"PH 2025": "01-01 01-29 04-01 04-09 04-17 04-18 04-19 05-01 05-12 06-06 06-12 07-27 08-21 08-25 10-31 11-01 11-30 12-08 12-24 12-25 12-30 12-31",
	"PH 2026": "01-01 02-17 03-20 04-02 04-03 04-04 04-09 05-01 05-27 06-12 08-21 08-31 11-01 11-02 11-30 12-08 12-24 12-25 12-30 12-31",
	"PH 2027": "01-01 02-06 ~03-09 03-25 03-26 03-27 04-09 05-01 ~05-16 06-12 08-21 08-30 11-01 11-30 12-08 12-25 12-30 12-31",
	"RO 2025": "01-01 01-02 01-06 01-07 01-24 04-18 04-20 04-21 05-01 06-01 06-08 06-09 08-15 11-30 12-01 12-25 12-26",
	"RO 2026": "01-01 01-02 01-06 01-07 01-24 04-10 04-12 04-13 05-01 05-31 06-01 08-15 11-30 12-01 12-25 12-26",
	"RO 2027": "01-01 01-02 01-06 01-07 01-24 04-30 05-01 05-02 05-03 06-01 06-20 06-21 08-15 11-30 12-01 12-25 12-26",
	"IN 2025": "01-26 02-26 03-14 03-31 04-10 04-14 04-18 05-12 06-07 07-06 08-15 08-16 09-05 10-02 10-20 11-05 12-25",
	"IN 2026": "01-26 03-04 03-21 03-26 03-31 04-03 04-14 05-01 05-27 06-26 08-15 08-26 09-04 10-02 10-20 11-08 11-24 12-25",
	"IN 2027": "01-26 03-06 ~03-10 03-22 03-26 04-14 04-15 04-18 ~05-17 05-20 ~06-16 ~08-15 08-25 10-02 10-09 10-29 11-14 12-25",
	"LA 2025": "01-01 03-08 03-10 04-14 04-15 04-16 05-01 12-02",
	"LA 2026": "01-01 03-08 03-09 04-14 04-15 04-16 05-01 12-02",
	"LA 2027": "01-01 03-08 04-14 04-15 04-16 05-01 05-03 12-02",
}

func TestTheListsAreThoseOfTheDossier(t *testing.T) {
	for key, want := range dossier7 {
		var year int
		var state string
		if _, err := fmt.Sscanf(key, "%s %d", &state, &year); err != nil {
			t.Fatal(err)
		}
		list, err := book(t).HolidayYear(state, year)
		if err != nil || list.Computed || list.AsOf == "" {
			t.Fatalf("%s: %+v, %v", key, list, err)
		}
		var got []string
		for _, d := range list.Days {
			mark := ""
			if d.Status == workday.Estimated {
				mark = "~"
			}
			got = append(got, mark+d.Date.String()[5:])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s:\n got %s\nwant %s", key, strings.Join(got, " "), want)
		}
	}
}

// announced are the days of the lists that no rule gives, by a word of their
// name: lunar, proclaimed for one year, or in lieu.
var announced = map[string][]string{
	"PH": {"Chinese New Year", "Eid", "Elections", "INC", "All Saints' Day Eve", "All Souls' Day", "Christmas Eve"},
	"IN": {
		"Shivaratri", "Holi", "Id-ul", "Mahavir", "Buddha", "Muharram", "Janmashtami", "Milad", "Dussehra", "Diwali", "Guru Nanak", "Ram Navami",
	},
	"LA": {"in lieu"},
}

// TestRulesAndListsAgree holds the rules against the years that are published:
// every computed day is in the list, under its name, and what else is in the
// list is known to be announced.
func TestRulesAndListsAgree(t *testing.T) {
	b := book(t)
	for _, state := range []string{"FR", "PH", "RO", "IN", "LA"} {
		for year := 2025; year <= 2027; year++ {
			list, err := b.HolidayYear(state, year)
			if err != nil {
				t.Fatal(err)
			}
			computed := map[workday.Date]string{}
			for _, d := range b.almanacs[state].year(year) {
				computed[d.Date] = d.Name
			}
			for _, d := range list.Days {
				name, ok := computed[d.Date]
				delete(computed, d.Date)
				switch known := slices.ContainsFunc(announced[state], func(w string) bool { return strings.Contains(d.Name, w) }); {
				case !ok && !known:
					t.Errorf("%s %s %s: no rule gives it", state, d.Date, d.Name)
				case ok && !strings.Contains(d.Name, strings.Split(name, ";")[0]):
					t.Errorf("%s %s: %q by the list, %q by the rule", state, d.Date, d.Name, name)
				}
			}
			for d, name := range computed {
				t.Errorf("%s %s %s: by a rule, not in the list", state, d, name)
			}
		}
	}
}

func TestYearsWithoutAListAreComputedAndSaySo(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		state string
		year  int
		count int
		holds string
	}{
		{"FR", 2030, 11, "2030-04-22"}, // Easter Monday
		{"FR", 2008, 10, "2008-05-12"}, // Ascension falls on Labour Day
		{"RO", 2028, 17, "2028-04-14"}, // Orthodox Good Friday
		{"RO", 2023, 15, "2023-06-05"}, // Pentecost Monday; 6 and 7 January came in 2024
		{"PH", 2028, 15, "2028-08-28"}, // the last Monday of August
		{"IN", 2029, 6, "2029-03-30"},  // Good Friday; on 14 April only Ambedkar
		{"LA", 2028, 7, "2028-04-14"},
		{"FR", 2199, 11, "2199-12-25"},
	} {
		list, err := b.HolidayYear(c.state, c.year)
		if err != nil || !list.Computed || list.AsOf != "" {
			t.Errorf("%s %d: %+v, %v", c.state, c.year, list, err)
			continue
		}
		if len(list.Days) != c.count {
			t.Errorf("%s %d: %d days, want %d", c.state, c.year, len(list.Days), c.count)
		}
		if !slices.ContainsFunc(list.Days, func(h workday.Holiday) bool { return h.Date == workday.MustDate(c.holds) }) {
			t.Errorf("%s %d: %s is not there", c.state, c.year, c.holds)
		}
		for _, d := range list.Days {
			if d.Status != workday.Computed || d.NameFR == "" {
				t.Errorf("%s %s: %+v", c.state, d.Date, d)
			}
		}
		if complete := c.state == "FR"; complete != (list.Missing == mla.Text{}) {
			t.Errorf("%s: what is missing is not said: %+v", c.state, list.Missing)
		}
	}
	for state, year := range map[string]int{"FR": 1981, "RO": 2017, "PH": 2200, "LA": 2017} {
		_, err := b.HolidayYear(state, year)
		refused(t, err, "year_not_covered", "year")
	}
}

func TestADeadlineBeyondTheListCountsComputedDaysAndWarns(t *testing.T) {
	// Orthodox Good Friday of 2028 is 14 April, Easter Monday the 17th.
	got, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2028-04-07"})
	if err != nil || got.Due != "2028-04-18" || !slices.Contains(got.Warnings, workday.WarnCoverage) {
		t.Fatalf("%+v, %v", got, err)
	}
	if got.Skipped[0].Status != workday.Computed {
		t.Errorf("%+v", got.Skipped[0])
	}
}

func TestAListThatWaitsForAnActSaysSo(t *testing.T) {
	for _, state := range []string{"PH", "RO", "IN", "LA"} {
		for year, waits := range map[int]bool{2025: false, 2026: false, 2027: true} {
			list, err := book(t).HolidayYear(state, year)
			if err != nil || list.Computed || bilingual(list.Missing) != waits {
				t.Errorf("%s %d: %+v, %v", state, year, list.Missing, err)
			}
		}
	}
}

func TestImportedDaysLieOverAnyYear(t *testing.T) {
	b := book(t)
	eid := workday.Holiday{Date: workday.MustDate("2028-02-27"), Name: "Eid al-Fitr", NameFR: "Aïd el-Fitr", Status: workday.Official, Source: "1400"}
	gone := workday.Holiday{Date: workday.MustDate("2027-03-09"), Status: workday.Withdrawn, Source: "1350"}
	list, err := b.HolidayYear("PH", 2028, eid)
	if err != nil || len(list.Days) != 16 {
		t.Errorf("%d days, %v", len(list.Days), err)
	}
	list, err = b.HolidayYear("PH", 2027, eid, gone)
	if err != nil || len(list.Days) != 17 {
		t.Errorf("%d days, %v", len(list.Days), err)
	}
}

// TestRulesAgreeWithAnotherSource compares sixteen years, most of them computed,
// with an independent implementation. They differ on no day: both know that
// Romania has 6 and 7 January since 2024, Good Friday since 2018.
func TestRulesAgreeWithAnotherSource(t *testing.T) {
	for state, known := range map[string][]*cal.Holiday{"FR": fr.Holidays, "RO": ro.Holidays} {
		other := &cal.Calendar{}
		other.AddHoliday(known...)
		for year := 2020; year <= 2035; year++ {
			list, err := book(t).HolidayYear(state, year)
			if err != nil {
				t.Fatal(err)
			}
			ours := map[workday.Date]string{}
			for _, d := range list.Days {
				ours[d.Date] = d.Name
			}
			for d := workday.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
				actual, _, h := other.IsHoliday(time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC))
				_, off := ours[d]
				if actual == off {
					continue
				}
				name := ""
				if h != nil {
					name = h.Name
				}
				t.Errorf("%s %s: ours %q, theirs %q", state, d, ours[d], name)
			}
		}
	}
}
