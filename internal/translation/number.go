package translation

import (
	"slices"
	"strings"
)

// isNumber reports whether a text of figures is a number: 1234, 1.234,56, 1'234, 3,5.
func isNumber(s string) bool {
	if strings.Trim(s, "0123456789.,'’\u00a0\u202f\u2009 ") != "" || s == "" || s[0] < '0' || s[0] > '9' || s[len(s)-1] < '0' || s[len(s)-1] > '9' {
		return false
	}
	return len(readNumber(s, "")) > 0
}

// readNumber gives the values a number may have in a language, written plainly
// (1234.56). In English a comma groups and a point divides, in Romanian the
// other way round; French divides by a comma and groups by blanks, and points
// are met for both, as in Lao. nil is no number.
func readNumber(s, lang string) []string {
	if allDigits(s) {
		return []string{plainNumber(s, "")}
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009', '\'', '’':
			return -1
		}
		return r
	}, s)
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case points == 0 && commas == 0:
		return []string{plainNumber(s, "")}
	case points > 0 && commas > 0:
		last := "."
		if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
			last = ","
		}
		other := map[string]string{".": ",", ",": "."}[last]
		whole, decimals, _ := strings.Cut(s, last)
		if strings.Count(s, last) != 1 || !groups(whole, other) {
			return nil
		}
		return []string{plainNumber(strings.ReplaceAll(whole, other, ""), decimals)}
	}
	sep := "."
	if commas > 0 {
		sep = ","
	}
	whole, decimals, _ := strings.Cut(s, sep)
	if points+commas > 1 {
		if !groups(s, sep) {
			return nil
		}
		return []string{plainNumber(strings.ReplaceAll(s, sep, ""), "")}
	}
	divided := plainNumber(whole, decimals)
	if len(decimals) != 3 || len(whole) > 3 || whole == "0" {
		return []string{divided}
	}
	joined := plainNumber(whole+decimals, "")
	switch {
	case sep == "," && (lang == "en" || lang == "hi"), sep == "." && lang == "ro":
		return []string{joined}
	case sep == "," && (lang == "fr" || lang == "ro"), sep == "." && (lang == "en" || lang == "hi"):
		return []string{divided}
	}
	return []string{joined, divided}
}

// groups reports whether figures are grouped by thousands, or as in India by
// hundreds before the last three.
func groups(s, sep string) bool {
	parts := strings.Split(s, sep)
	for i, p := range parts {
		n := len(p)
		switch {
		case !allDigits(p), i == 0 && n > 3, i == len(parts)-1 && i > 0 && n != 3, i > 0 && i < len(parts)-1 && n != 3 && n != 2:
			return false
		}
	}
	return true
}

func plainNumber(whole, decimals string) string {
	whole, decimals = strings.TrimLeft(whole, "0"), strings.TrimRight(decimals, "0")
	if whole == "" {
		whole = "0"
	}
	if decimals == "" {
		return whole
	}
	return whole + "." + decimals
}

// sameNumber reports whether two numbers may be the same.
func sameNumber(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// writeNumber writes a number of the source in the way of another language. A
// number that is not grouped stays so: it may be a year.
func writeNumber(text, sourceLang, targetLang string) string {
	plain := westernDigits(text)
	values := readNumber(plain, sourceLang)
	if len(values) == 0 || allDigits(plain) {
		return plain
	}
	whole, decimals, _ := strings.Cut(values[0], ".")
	if figures := strings.FieldsFunc(plain, func(r rune) bool { return r < '0' || r > '9' }); decimals != "" {
		decimals = figures[len(figures)-1] // 12,50 keeps its second decimal
	}
	if len(whole) > 9 {
		return text
	}
	group, divide := "\u00a0", ","
	switch targetLang {
	case "en", "hi":
		group, divide = ",", "."
	case "ro", "lo":
		group, divide = ".", ","
	}
	if len(whole) > 3 && strings.TrimRight(plain, "0123456789") != "" && !strings.HasPrefix(plain, whole) {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + group + whole[i:]
		}
	}
	if decimals == "" {
		return whole
	}
	return whole + divide + decimals
}
