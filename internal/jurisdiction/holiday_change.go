package jurisdiction

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// What an import does to a day.
const (
	DayAdded     = "added"
	DayCorrected = "corrected"
	DayRemoved   = "removed"
)

// DayKinds are what an import can do to a day.
var DayKinds = []string{DayAdded, DayCorrected, DayRemoved}

// HolidayChange is one line of an import, as it was written.
type HolidayChange struct {
	// Line is where it stands in the file; zero in a form.
	Line int
	// State is an ISO code, Date is written 2026-03-20.
	State, Date string
	NameFR      string
	NameEN      string
	// Kind is added, corrected or removed.
	Kind string
	// Proclamation is the number of the act that sets the day.
	Proclamation string
	// Unreadable says why the line could not be read at all.
	Unreadable *mla.Error
}

// HolidayFault is one defect of an import.
type HolidayFault struct {
	Line int
	Err  *mla.Error
}

// The codes of an import's defects beside the usual ones.
const (
	CodeDayKnown   = "day_known"
	CodeDayUnknown = "day_unknown"
	CodeDayTwice   = "day_twice"
)

// longestName bounds a name and a proclamation number.
const longestName = 80

// CheckHolidays gives every defect of an import, by line; none for a sound one.
// overlay are the days imported before, by State. A line that says what is known
// already is sound: a file may be imported twice.
func (b *Book) CheckHolidays(changes []HolidayChange, overlay map[string][]workday.Holiday) []HolidayFault {
	var out []HolidayFault
	if len(changes) == 0 {
		return []HolidayFault{{Line: 1, Err: mla.Refuse(mla.CodeRequired, "date")}}
	}
	calendars := map[string]workday.Calendar{}
	first := map[string]int{}
	for n, c := range changes {
		add := func(e *mla.Error) { out = append(out, HolidayFault{c.Line, e}) }
		if c.Unreadable != nil {
			add(c.Unreadable)
			continue
		}
		for _, e := range c.shape() {
			add(e)
		}
		if _, err := b.State(c.State); c.State != "" && err != nil {
			add(mla.Refuse("unknown_state", "state", "state", c.State, "known", list(append([]string{b.home}, b.order...))))
			continue
		}
		day, err := workday.ParseDate(c.Date)
		if err != nil {
			continue // said by shape
		}
		key := c.State + " " + c.Date
		if line, twice := first[key]; twice {
			add(mla.Refuse(CodeDayTwice, "date", "date", c.Date, "line", strconv.Itoa(line)))
			continue
		}
		first[key] = c.Line
		cal, ok := calendars[c.State]
		if !ok {
			cal = b.whole(c.State, changes[n:], overlay[c.State])
			calendars[c.State] = cal
		}
		if e := c.against(cal, day, overlay[c.State]); e != nil {
			add(e)
		}
	}
	return out
}

// whole is a State's calendar with what can be computed of every year that a
// change names, and the days imported before.
func (b *Book) whole(state string, changes []HolidayChange, overlay []workday.Holiday) workday.Calendar {
	cal, known := b.calendars[state], map[int]bool{}
	days := []workday.Holiday{}
	for _, c := range changes {
		d, err := workday.ParseDate(c.Date)
		if err != nil || c.State != state || known[d.Year()] {
			continue
		}
		known[d.Year()] = true
		if list, err := b.HolidayYear(state, d.Year()); err == nil {
			days = append(days, list.Days...)
		}
	}
	return cal.With(days...).With(overlay...)
}

// shape holds a line against what every line needs.
func (c HolidayChange) shape() []*mla.Error {
	var out []*mla.Error
	need := func(value, field string) {
		switch {
		case strings.TrimSpace(value) == "":
			out = append(out, mla.Refuse(mla.CodeRequired, field))
		case utf8.RuneCountInString(value) > longestName:
			out = append(out, mla.Refuse(mla.CodeTooLong, field, "max", strconv.Itoa(longestName)))
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }):
			out = append(out, mla.Refuse(mla.CodeUnknownValue, field, "value", strconv.Quote(value)))
		}
	}
	need(c.State, "state")
	if d, err := workday.ParseDate(c.Date); c.Date == "" {
		out = append(out, mla.Refuse(mla.CodeRequired, "date"))
	} else if err != nil {
		out = append(out, mla.Refuse("invalid_date", "date", "value", c.Date, "from", c.Date))
	} else if d.Year() < 2000 || d.Year() > lastYear {
		out = append(out, mla.Refuse("invalid_date", "date", "value", c.Date, "from", c.Date))
	}
	switch c.Kind {
	case DayAdded, DayCorrected:
		need(c.NameFR, "name_fr")
		need(c.NameEN, "name_en")
	case DayRemoved:
	case "":
		out = append(out, mla.Refuse(mla.CodeRequired, "kind"))
	default:
		out = append(out, mla.Refuse(mla.CodeUnknownValue, "kind", "value", c.Kind, "expected", strings.Join(DayKinds, ", ")))
	}
	need(c.Proclamation, "proclamation")
	return out
}

// against holds a line against the days known so far.
func (c HolidayChange) against(cal workday.Calendar, day workday.Date, overlay []workday.Holiday) *mla.Error {
	for i := len(overlay) - 1; i >= 0; i-- {
		if overlay[i].Date == day {
			if overlay[i] == c.holiday(day) {
				return nil // imported before
			}
			break
		}
	}
	was, off := cal.Holiday(day)
	switch {
	case c.Kind == DayAdded && off && was.Status == workday.Official:
		return mla.Refuse(CodeDayKnown, "date", "date", c.Date, "value", was.NameFR, "name_en", was.Name)
	case (c.Kind == DayRemoved || c.Kind == DayCorrected) && !off:
		return mla.Refuse(CodeDayUnknown, "date", "date", c.Date)
	}
	return nil
}

func (c HolidayChange) holiday(day workday.Date) workday.Holiday {
	h := workday.Holiday{Date: day, Name: strings.TrimSpace(c.NameEN), NameFR: strings.TrimSpace(c.NameFR), Status: workday.Official, Source: strings.TrimSpace(c.Proclamation)}
	if c.Kind == DayRemoved {
		h.Name, h.NameFR, h.Status = "", "", workday.Withdrawn
	}
	return h
}

// Overlay turns a sound import into days to lay over the calendars, by State.
func Overlay(changes []HolidayChange) map[string][]workday.Holiday {
	out := map[string][]workday.Holiday{}
	for _, c := range changes {
		if day, err := workday.ParseDate(c.Date); err == nil {
			out[c.State] = append(out[c.State], c.holiday(day))
		}
	}
	return out
}
