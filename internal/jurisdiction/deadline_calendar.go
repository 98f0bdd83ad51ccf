package jurisdiction

import (
	"slices"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// firstYear bounds the days from which a period is computed; lastYear ends them.
const firstYear = 1970

// yearsOfPeriod is how many years beyond its start a period is expected to reach.
const yearsOfPeriod = 4

// boundYear refuses a day that lies so far away that it is a slip.
func boundYear(year int) error {
	if year >= firstYear && year <= lastYear {
		return nil
	}
	return mla.Refuse("year_not_covered", "from", "from", strconv.Itoa(firstYear), "to", strconv.Itoa(lastYear), "value", strconv.Itoa(year))
}

// calendarFrom is a State's calendar for a period that begins on a day: beside
// the list and the years around it, the days that a rule gives in the years of
// the period, however far; and the imported days.
func (b *Book) calendarFrom(code string, on workday.Date, overlay map[string][]workday.Holiday) workday.Calendar {
	cal, a := b.calendars[code], b.almanacs[code]
	first, last := cal.CoversFrom.Year()-1, cal.CoversTo.Year()+computedYears
	var days []workday.Holiday
	for year := on.Year(); year <= on.Year()+yearsOfPeriod; year++ {
		if a.from > 0 && year >= a.from && (year < first || year > last) {
			days = append(days, a.year(year)...)
		}
	}
	if days != nil {
		cal = cal.With(days...)
	}
	return overlaid(cal, overlay)
}

// overlaid is a calendar with what was imported for its State; without imports
// the calendar itself, which nobody changes.
func overlaid(cal workday.Calendar, overlay map[string][]workday.Holiday) workday.Calendar {
	if days := overlay[cal.State]; len(days) > 0 {
		return cal.With(days...)
	}
	return cal
}

// zoneIn is Zone with the transitions of the years from one on, should the
// usual ones not reach so far.
func (b *Book) zoneIn(name string, year int) (workday.Zone, error) {
	if year >= zonesFrom.Year() && year+yearsOfPeriod < zonesTo.Year() {
		return b.Zone(name)
	}
	date := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	return loadZone(name, date(year-1), date(year+yearsOfPeriod+1))
}

// missing says what the lists of a State wait for, or lack, in the years of a
// period; of the last year first.
func (b *Book) missing(code string, from, to workday.Date) mla.Text {
	cal, a := b.calendars[code], b.almanacs[code]
	for year := to.Year(); year >= from.Year(); year-- {
		text := a.missing
		if year >= cal.CoversFrom.Year() && year <= cal.CoversTo.Year() {
			text = a.incomplete[year]
		}
		if text != (mla.Text{}) {
			return text
		}
	}
	return mla.Text{}
}

// guessed reports an estimated day from one day to another, both included.
func guessed(cal workday.Calendar, from, to workday.Date) bool {
	return slices.ContainsFunc(cal.Days, func(h workday.Holiday) bool {
		return h.Status == workday.Estimated && !from.IsZero() && !h.Date.Before(from) && !h.Date.After(to)
	})
}
