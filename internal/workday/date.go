// Package workday counts legal time: civil dates, working days, hour clocks
// and what happens when a period ends on a day on which nobody works.
//
// It is pure. It reads no clock and loads no zone: the instant, the calendar
// and the zone's transitions are parameters, so that a workflow can use it and
// replay to the same answer years later.
package workday

import (
	"cmp"
	"fmt"
	"time"
)

// layout is the only text form of a Date.
const layout = "2006-01-02"

// Date is a civil date, without hour or zone. Dates of law are civil dates;
// which instants they span depends on the zone of the authority that acts. The
// zero Date means none. Dates compare with ==.
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate normalises as time.Date does: 31 April is 1 May.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads 2006-01-02 and nothing else; the error is an *Error with
// code invalid_date.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return Date{}, &Error{Code: "invalid_date", Field: "date", Value: s}
	}
	return dateOf(t), nil
}

// MustDate is ParseDate for constants and tests; it panics on a bad date.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{year: y, month: m, day: d}
}

// utc is the date's midnight in UTC, used for arithmetic only.
func (d Date) utc() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether no date is meant.
func (d Date) IsZero() bool { return d == Date{} }

// Year is the calendar year.
func (d Date) Year() int { return d.year }

// Month is the month of the year.
func (d Date) Month() time.Month { return d.month }

// Day is the day of the month.
func (d Date) Day() int { return d.day }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String gives 2006-01-02, and the empty string for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText gives 2006-01-02, and no text for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// AddDays moves by n days, backwards when n is negative.
func (d Date) AddDays(n int) Date { return dateOf(d.utc().AddDate(0, 0, n)) }

// AddMonths moves by n months to the same day of the month, or to the month's
// last day where that day does not exist: 31 January plus one month is 28 or
// 29 February (Reg. 1182/71 art. 3(2)(c)).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{year: first.Year(), month: first.Month(), day: min(d.day, last)}
}

// Compare orders dates: -1, 0 or +1.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.year, o.year), cmp.Compare(d.month, o.month), cmp.Compare(d.day, o.day))
}

// Equal reports whether both are the same day.
func (d Date) Equal(o Date) bool { return d == o }

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// DaysUntil is the number of days from d to o, negative when o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.utc().Sub(d.utc()) / (24 * time.Hour))
}
