package api

import (
	"strings"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// calendarDays words the days that moved a request's periods, each with its
// proclamation; nothing for an event that names none.
func (w wording) calendarDays(days []mla.CalendarDay) string {
	var out []string
	for _, d := range days {
		key := "calendar.day"
		if d.Withdrawn {
			key = "calendar.day_withdrawn"
		}
		out = append(out, i18n.T(w.lang, key, map[string]any{
			"State": d.State, "Date": i18n.Date(w.lang, d.On), "Name": w.dayName(d), "Number": d.Number,
		}))
	}
	if len(out) == 0 {
		return ""
	}
	return i18n.T(w.lang, "calendar.days", map[string]any{"Days": strings.Join(out, i18n.T(w.lang, "calendar.and", nil))})
}

// dayName names a day by the calendars that govern the request, one withdrawn by
// the published list, and otherwise by its weekday.
func (w wording) dayName(d mla.CalendarDay) string {
	calendars := []workday.Calendar{w.req.Profile.HomeCalendar, w.req.Profile.AbroadCalendar}
	if book, err := jurisdiction.Load(); err == nil {
		calendars = append(calendars, book.Calendar(d.State))
	}
	for _, cal := range calendars {
		if h, ok := cal.Holiday(d.On); ok && cal.State == d.State {
			return inLang(w.lang, mla.Text{FR: h.NameFR, EN: h.Name})
		}
	}
	day, _, _ := strings.Cut(i18n.DateLong(w.lang, d.On), " ")
	return day
}
