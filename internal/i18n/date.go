package i18n

import (
	"strconv"
	"time"

	_ "time/tzdata" // the machine may have no zone database

	"github.com/rogatory/rogatory/internal/workday"
)

// ParisZone is the zone in which instants are shown, named beside every time.
const ParisZone = "Europe/Paris"

var paris = mustZone(ParisZone)

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

var months = map[string][]string{
	French: {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December"},
}

var weekdays = map[string][]string{
	French:  {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// Date writes a civil date: 24 novembre 2026, 24 November 2026; nothing for none.
func Date(lang string, d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	lang = Language(lang)
	n := itoa(d.Day())
	if lang == French && d.Day() == 1 {
		n = "1er"
	}
	return n + " " + months[lang][d.Month()-1] + " " + itoa(d.Year())
}

// DateLong is Date with the day of the week.
func DateLong(lang string, d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return weekdays[Language(lang)][d.Weekday()] + " " + Date(lang, d)
}

// Time writes an instant in Paris, with the zone's name; nothing for none.
func Time(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	p := t.In(paris)
	at := ", "
	if Language(lang) == French {
		at = " à "
	}
	return Day(lang, t) + at + p.Format("15:04") + " (" + ParisZone + ")"
}

// Day writes the civil date in Paris of an instant.
func Day(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Date(lang, Today(t))
}

// Today is the civil date in Paris of an instant.
func Today(t time.Time) workday.Date {
	p := t.In(paris)
	return workday.NewDate(p.Year(), p.Month(), p.Day())
}

// ParseTime reads what a datetime field holds, as Paris time.
func ParseTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, paris); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func itoa(n int) string { return strconv.Itoa(n) }
