package jurisdiction

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// computedYears is how many years beyond the list a calendar holds days that
// follow from a rule: a request lives that long.
const computedYears = 3

// lastYear bounds what is computed.
const lastYear = 2199

// almanac is what can be computed of a State's holidays.
type almanac struct {
	from    int
	rules   []rawDayRule
	missing mla.Text
	// incomplete says, by year, what a published list waits for.
	incomplete map[int]mla.Text
}

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

// year gives the days of a year that follow from a rule, sorted; two of one
// date are one day with both names.
func (a almanac) year(year int) []workday.Holiday {
	days := map[workday.Date]workday.Holiday{}
	for _, r := range a.rules {
		if year < r.FromYear || r.ToYear != 0 && year > r.ToYear {
			continue
		}
		h := workday.Holiday{Date: r.in(year), Name: r.EN, NameFR: r.FR, Status: workday.Computed, Source: r.Src}
		if was, ok := days[h.Date]; ok {
			h.Name, h.NameFR = was.Name+"; "+h.Name, was.NameFR+" ; "+h.NameFR
		}
		days[h.Date] = h
	}
	return slices.SortedFunc(maps.Values(days), func(a, b workday.Holiday) int { return a.Date.Compare(b.Date) })
}

// in is the rule's day in a year.
func (r rawDayRule) in(year int) workday.Date {
	switch {
	case r.Easter != "":
		return workday.Easter(year, r.Easter).AddDays(r.Offset)
	case r.Last != "":
		last := workday.NewDate(year, time.Month(r.Month)+1, 0)
		back := (int(last.Weekday()) - int(weekdays[r.Last]) + 7) % 7
		return last.AddDays(-back)
	}
	return workday.NewDate(year, time.Month(r.Month), r.Day)
}

// calendar turns a calendar's file into the list that is counted with, followed
// by what can be computed of the years around it, and the rules.
func (r *reader) calendar(file string, c rawCalendar) (workday.Calendar, almanac) {
	cal := workday.Calendar{State: c.State, AsOf: c.AsOf, CoversFrom: c.CoversFrom, CoversTo: c.CoversTo}
	for i, name := range c.Weekend.Days {
		day, ok := weekdays[name]
		if !ok {
			r.fault(file, at("weekend", "days", i), fmt.Sprintf("unknown day %q", name), "write saturday, sunday …")
		}
		if !slices.Contains(cal.Weekend, day) {
			cal.Weekend = append(cal.Weekend, day)
		}
	}
	if n := len(cal.Weekend); n == 0 || n == len(weekdays) {
		r.fault(file, at("weekend"), "no days off, or no working day", "write weekend: {days: [saturday, sunday], mark: …}")
	}
	if c.AsOf == "" {
		r.fault(file, at("as_of"), "as_of is needed", "write the day of the list, as 2026-07-23")
	}
	if c.CoversFrom.IsZero() || c.CoversTo.Before(c.CoversFrom) {
		r.fault(file, at("covers_to"), "covers_from and covers_to are needed, in order", "write the first and the last day that the list knows")
	}
	a := almanac{from: c.ComputedFrom, rules: c.Rules, missing: c.Missing.Text, incomplete: map[int]mla.Text{}}
	for i, y := range c.Incomplete {
		if !bilingual(y.Text) || y.Year < c.CoversFrom.Year() || y.Year > c.CoversTo.Year() {
			r.fault(file, at("incomplete", i), fmt.Sprintf("year %d is not of the list, or a language is missing", y.Year), "name a year covered, and write en: … and fr: …")
		}
		a.incomplete[y.Year] = y.Text
	}
	r.dayRules(file, c)
	days := r.listed(file, c)
	for year := c.CoversFrom.Year() - 1; year <= c.CoversTo.Year()+computedYears; year++ {
		first := workday.NewDate(year, time.January, 1)
		if a.from > 0 && year >= a.from && (first.Before(c.CoversFrom) || first.After(c.CoversTo)) {
			days = append(days, a.year(year)...)
		}
	}
	return workday.NewCalendar(cal, days...), a
}

// listed checks the list of days published.
func (r *reader) listed(file string, c rawCalendar) []workday.Holiday {
	days := make([]workday.Holiday, len(c.Holidays))
	for i, h := range c.Holidays {
		p := at("holidays", i)
		if h.Status != workday.Official && h.Status != workday.Estimated {
			r.fault(file, p.under("status"), fmt.Sprintf("unknown status %q", h.Status), "write official, or estimated for a day not proclaimed yet")
		}
		if !bilingual(h.Text) {
			r.fault(file, p, "a name in French and English is needed", "write en: … and fr: …")
		}
		switch {
		case h.Date.IsZero():
			r.fault(file, p.under("date"), "no date", "write it as 2026-03-03")
		case h.Date.Before(c.CoversFrom) || h.Date.After(c.CoversTo):
			r.fault(file, p.under("date"), fmt.Sprintf("%s lies outside the years covered", h.Date), "correct the date, or covers_from and covers_to")
		case i > 0 && !c.Holidays[i-1].Date.Before(h.Date):
			r.fault(file, p.under("date"), fmt.Sprintf("%s is out of order or double", h.Date), "keep the list in order, one entry a day")
		}
		days[i] = workday.Holiday{Date: h.Date, Name: h.EN, NameFR: h.FR, Status: h.Status, Source: h.Src}
	}
	return days
}

func (r *reader) dayRules(file string, c rawCalendar) {
	if len(c.Rules) > 0 && c.ComputedFrom == 0 {
		r.fault(file, at("rules"), "rules without computed_from", "write the first year for which they hold")
	}
	for i, d := range c.Rules {
		p := at("rules", i)
		if !bilingual(d.Text) {
			r.fault(file, p, "a name in French and English is needed", "write en: … and fr: …")
		}
		_, weekday := weekdays[d.Last]
		switch {
		case d.Easter == workday.Western || d.Easter == workday.Orthodox:
			if d.Month != 0 || d.Day != 0 || d.Last != "" {
				r.fault(file, p, "a distance from Easter and a date of the year at once", "write easter and offset, or month and day")
			}
			if d.Offset < -80 || d.Offset > 230 {
				r.fault(file, p.under("offset"), fmt.Sprintf("%d days from Easter lie in another year", d.Offset), "write the days from Easter Sunday, before it below zero")
			}
		case d.Easter != "":
			r.fault(file, p.under("easter"), fmt.Sprintf("unknown rite %q", d.Easter), "write western or orthodox")
		case d.Month < 1 || d.Month > 12 || d.Last == "" && workday.NewDate(2024, time.Month(d.Month), d.Day).Day() != d.Day:
			r.fault(file, p, fmt.Sprintf("month %d, day %d is no day of a year", d.Month, d.Day), "write month and day, or easter and offset")
		case d.Last != "" && !weekday:
			r.fault(file, p.under("last"), fmt.Sprintf("unknown day %q", d.Last), "write monday, tuesday …")
		}
		if d.ToYear != 0 && d.ToYear < d.FromYear {
			r.fault(file, p.under("to_year"), fmt.Sprintf("%d is before from_year %d", d.ToYear, d.FromYear), "put the years in order")
		}
	}
}

// HolidayList is a State's holidays of one year.
type HolidayList struct {
	State string
	Year  int
	// AsOf is the version of the published list; empty where the days are computed.
	AsOf string
	Days []workday.Holiday
	// Computed says that no list is published for the year. Missing says which
	// days no rule gives, or what a published list waits for; empty where none is
	// known to be missing.
	Computed bool
	Missing  mla.Text
}

// HolidayYear gives a State's holidays of one year, imported days laid over:
// the published list, or else the days that follow from a rule. The error is an
// *mla.Error: unknown_state, or year_not_covered before the rules hold.
func (b *Book) HolidayYear(code string, year int, overlay ...workday.Holiday) (HolidayList, error) {
	if _, err := b.State(code); err != nil {
		return HolidayList{}, mla.Refuse("unknown_state", "state", "state", code, "known", list(append([]string{b.home}, b.order...)))
	}
	cal, a := b.calendars[code], b.almanacs[code]
	out := HolidayList{State: code, Year: year, AsOf: cal.AsOf, Days: []workday.Holiday{}}
	base := workday.Calendar{}
	switch {
	case year >= cal.CoversFrom.Year() && year <= cal.CoversTo.Year():
		base.Days = cal.Days
		out.Missing = a.incomplete[year]
	case a.from > 0 && year >= a.from && year <= lastYear:
		base.Days = a.year(year)
		out.AsOf, out.Computed, out.Missing = "", true, a.missing
	default:
		from := cal.CoversFrom.Year()
		if a.from > 0 {
			from = a.from
		}
		return HolidayList{}, mla.Refuse("year_not_covered", "year", "state", code,
			"from", fmt.Sprint(from), "to", fmt.Sprint(lastYear), "value", fmt.Sprint(year))
	}
	for _, h := range base.With(overlay...).Days {
		if h.Date.Year() == year {
			out.Days = append(out.Days, h)
		}
	}
	return out, nil
}

// Holidays is HolidayYear without what people imported.
func (b *Book) Holidays(code string, year int) ([]workday.Holiday, error) {
	list, err := b.HolidayYear(code, year)
	return list.Days, err
}
