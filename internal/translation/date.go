package translation

import (
	"strconv"
	"strings"
)

// civil is a date of which the day or the year may be unknown (0).
type civil struct{ y, m, d int }

// agrees reports whether two dates may be the same: a year that one of them
// leaves out is not a difference.
func (a civil) agrees(b civil) bool {
	return a.m == b.m && a.d == b.d && (a.y == b.y || a.y == 0 || b.y == 0)
}

func (a civil) possible() bool {
	days := [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return a.m >= 1 && a.m <= 12 && a.d >= 0 && a.d <= days[a.m-1]
}

// monthNames are the names of the months, in the form dates are written with.
var monthNames = map[string][12]string{
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"ro": {"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"},
	"lo": {"ມັງກອນ", "ກຸມພາ", "ມີນາ", "ເມສາ", "ພຶດສະພາ", "ມິຖຸນາ", "ກໍລະກົດ", "ສິງຫາ", "ກັນຍາ", "ຕຸລາ", "ພະຈິກ", "ທັນວາ"},
	"hi": {"जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"},
}

// monthOf reads a month's name or abbreviation.
var monthOf = func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for lang, names := range monthNames {
		m := map[string]int{}
		for i, n := range names {
			m[fold(n)] = i + 1
		}
		out[lang] = m
	}
	for lang, short := range map[string]string{
		"fr": "janv févr mars avr mai juin juil août sept oct nov déc",
		"en": "jan feb mar apr may jun jul aug sep oct nov dec",
		"ro": "ian feb mart apr mai iun iul aug sept oct noi dec",
		"lo": "ມ.ກ ກ.ພ ມ.ນ ມ.ສ ພ.ພ ມ.ຖ ກ.ລ ສ.ຫ ກ.ຍ ຕ.ລ ພ.ຈ ທ.ວ",
		"hi": "जन फरवरी मार्च अप्रैल मई जून जुलाई अग सितम्बर अक्तूबर नवम्बर दिसम्बर",
	} {
		for i, w := range strings.Fields(short) {
			out[lang][fold(w)] = i + 1
		}
	}
	out["en"]["sept"] = 9
	return out
}()

// date reads a date that begins at chunk i: in figures, or with a month's name.
func (sc *scanner) date(i int) (found, int) {
	c := sc.chunks[i]
	if c.digit {
		if ds := figures(c.text, sc.lang); len(ds) > 0 {
			f := sc.token(KindDate, i, i)
			f.dates = ds
			return f, 1
		}
		if day, ok := dayOf(c.text); ok {
			if f, n := sc.dayFirst(i, day); n > 0 {
				return f, n
			}
		}
	}
	if c.digit || i+1 == len(sc.chunks) || !sc.chunks[i+1].digit {
		return found{}, 0
	}
	month, length := sc.month(c.text)
	if month == 0 || length < len(c.text) {
		return found{}, 0
	}
	if sc.lang == "en" && i+1 < len(sc.chunks) {
		if d, ok := dayOf(sc.chunks[i+1].text); ok { // February 3, 2026
			date := civil{m: month, d: d}
			n := 2
			if y := sc.yearAt(i + 2); y > 0 {
				date.y, n = y, 3
			}
			return sc.dated(i, n, date)
		}
	}
	if y := sc.yearAt(i + 1); y > 0 {
		return sc.dated(i, 2, civil{y: y, m: month})
	}
	return found{}, 0
}

// dayFirst reads 3 février 2026, 1er mars, 3rd of May 2026, ວັນທີ 3 ເດືອນ 2 ປີ 2026.
func (sc *scanner) dayFirst(i, day int) (found, int) {
	at := i + 1
	if at < len(sc.chunks) && (sc.chunks[at].text == "of" || sc.chunks[at].text == laoMonth) {
		at++
	}
	if at >= len(sc.chunks) {
		return found{}, 0
	}
	month, length := sc.month(sc.chunks[at].text)
	if month == 0 && sc.chunks[at-1].text == laoMonth { // the month in figures
		if n, err := strconv.Atoi(sc.chunks[at].text); err == nil && n <= 12 {
			month, length = n, len(sc.chunks[at].text)
		}
	}
	if month == 0 {
		return found{}, 0
	}
	date := civil{m: month, d: day}
	if length < len(sc.chunks[at].text) { // the month, and another word without a blank between
		sc.chunks[at].end = sc.chunks[at].start + length
		return sc.dated(i, at-i+1, date)
	}
	next := at + 1
	if next < len(sc.chunks) && sc.chunks[next].text == laoYear {
		next++
	}
	if y := sc.yearAt(next); y > 0 {
		date.y, at = y, next
	}
	return sc.dated(i, at-i+1, date)
}

func (sc *scanner) dated(i, n int, date civil) (found, int) {
	if !date.possible() {
		return found{}, 0
	}
	f := sc.token(KindDate, i, i+n-1)
	f.dates = []civil{date}
	return f, n
}

// laoMonth and laoYear stand before the month and the year of a Lao date.
const laoMonth, laoYear = "ເດືອນ", "ປີ"

// month reads a month's name and how long it is in the word: Lao sets no blank
// between words.
func (sc *scanner) month(word string) (month, length int) {
	if m := monthOf[sc.lang][fold(word)]; m > 0 {
		return m, len(word)
	}
	if sc.lang != "lo" {
		return 0, 0
	}
	rest := strings.TrimPrefix(word, laoMonth)
	for name, m := range monthOf["lo"] {
		if strings.HasPrefix(rest, name) && len(name) > length {
			month, length = m, len(name)
		}
	}
	if month == 0 {
		return 0, 0
	}
	length += len(word) - len(rest)
	if word[length:] == laoYear {
		length = len(word)
	}
	return month, length
}

func (sc *scanner) yearAt(i int) int {
	if i >= len(sc.chunks) || len(sc.chunks[i].text) != 4 || !allDigits(sc.chunks[i].text) {
		return 0
	}
	y, _ := strconv.Atoi(sc.chunks[i].text)
	if y < 1000 {
		return 0
	}
	return y
}

// dayOf reads 3, 03, 1er, 3rd.
func dayOf(s string) (int, bool) {
	n := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	if len(n) == 0 || len(n) > 2 || !allDigits(n) {
		return 0, false
	}
	switch s[len(n):] {
	case "", "er", "st", "nd", "rd", "th":
	default:
		return 0, false
	}
	d, _ := strconv.Atoi(n)
	return d, d >= 1 && d <= 31
}

// figures reads 2026-02-03, 3/2/2026, 03.02.2026 and 03-02-2026. English has
// both orders; both are given.
func figures(s, lang string) []civil {
	if len(s) < 8 || len(s) > 10 || s[0] < '0' || s[0] > '9' {
		return nil
	}
	for _, sep := range []string{"-", "/", "."} {
		if strings.Count(s, sep) != 2 {
			continue
		}
		p := strings.Split(s, sep)
		if !allDigits(p[0]) || !allDigits(p[1]) || !allDigits(p[2]) {
			continue
		}
		a, _ := strconv.Atoi(p[0])
		b, _ := strconv.Atoi(p[1])
		c, _ := strconv.Atoi(p[2])
		var all []civil
		switch {
		case len(p[0]) == 4 && len(p[1]) <= 2 && len(p[2]) <= 2:
			all = []civil{{a, b, c}}
		case len(p[2]) == 4 && len(p[0]) <= 2 && len(p[1]) <= 2:
			all = []civil{{c, b, a}}
			if lang == "en" && a != b {
				all = append(all, civil{c, a, b})
			}
		}
		var out []civil
		for _, d := range all {
			if d.d > 0 && d.possible() {
				out = append(out, d)
			}
		}
		return out
	}
	return nil
}

// writeDate writes a date of the source in another language; a date in the
// order of ISO 8601 stays as it is.
func writeDate(text, sourceLang, targetLang string) string {
	g := Guard{lang: sourceLang}
	fs := g.scan(text)
	if len(fs) != 1 || fs[0].Kind != KindDate || len(fs[0].dates) == 0 {
		return text
	}
	plain := westernDigits(text)
	if len(plain) >= 8 && plain[4] == '-' {
		return plain
	}
	d := fs[0].dates[0]
	if strings.Trim(plain, "0123456789/.-") == "" && targetLang != "en" {
		return plain // day, month, year everywhere but in English
	}
	return d.in(targetLang)
}

func (a civil) in(lang string) string {
	names, ok := monthNames[lang]
	if !ok {
		names = monthNames["en"]
	}
	out := names[a.m-1]
	switch {
	case a.d == 1 && lang == "fr":
		out = "1er " + out
	case a.d > 0:
		out = strconv.Itoa(a.d) + " " + out
	}
	if a.y > 0 {
		out += " " + strconv.Itoa(a.y)
	}
	return out
}
