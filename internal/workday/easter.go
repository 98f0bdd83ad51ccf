package workday

import "time"

// The rites by which Easter is reckoned.
const (
	Western  = "western"
	Orthodox = "orthodox"
)

// Easter is Easter Sunday of a year, as a date of the Gregorian calendar, by
// the western or the orthodox rite; zero for another rite or a year before the
// Gregorian calendar (1583).
func Easter(year int, rite string) Date {
	switch {
	case year < 1583:
		return Date{}
	case rite == Western:
		return westernEaster(year)
	case rite == Orthodox:
		return orthodoxEaster(year)
	}
	return Date{}
}

// westernEaster is the Gregorian computus in the form published anonymously in
// 1876 and reprinted by Meeus.
func westernEaster(year int) Date {
	golden := year % 19
	century, rest := year/100, year%100
	leap, over := century/4, century%4
	moon := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - leap - moon + 15) % 30
	sunday := (32 + 2*over + 2*(rest/4) - epact - rest%4) % 7
	late := (golden + 11*epact + 22*sunday) / 451
	n := epact + sunday - 7*late + 114
	return NewDate(year, time.Month(n/31), n%31+1)
}

// orthodoxEaster is the Julian computus (Meeus), moved to the Gregorian
// calendar by as many days as the two lie apart in that year's spring.
func orthodoxEaster(year int) Date {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	n := d + e + 114
	apart := year/100 - year/400 - 2
	return NewDate(year, time.Month(n/31), n%31+1+apart)
}
