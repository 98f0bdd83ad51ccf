package mla

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/workday"
)

// unmarked are the letters of French and Romanian without their marks.
var unmarked = func() (table [0x250]string) {
	for plain, marked := range map[string]string{
		"a": "àâäáãăåÀÂÄÁÃĂÅ", "c": "çÇ", "e": "éèêëÉÈÊË", "i": "îïíìÎÏÍÌ", "o": "ôöóõòÔÖÓÕÒ", "u": "ùûüúÙÛÜÚ", "y": "ÿŸ", "n": "ñÑ",
		"oe": "œŒ", "ae": "æÆ", "s": "șşȘŞ", "t": "țţȚŢ",
	} {
		for _, r := range marked {
			table[r] = plain
		}
	}
	return table
}()

// fold gives a text as lower-case words without accents, one blank apart and at
// both ends, so that " word" finds the beginning of a word and " word " a whole one.
func fold(s string) string {
	b := make([]byte, 0, len(s)+2)
	b = append(b, ' ')
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r < 0x250 && unmarked[r] != "":
			b = append(b, unmarked[r]...)
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
			b = utf8.AppendRune(b, unicode.ToLower(r))
		case b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	if b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return string(b)
}

// Folded prepares a list of words for comparison; the loader calls it once.
func Folded(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		whole := strings.HasSuffix(w, "$")
		if out[i] = strings.TrimRight(fold(w), " "); whole {
			out[i] += " "
		}
	}
	return out
}

// says gives the first of the folded words that the folded text has, or "".
func says(text string, words []string) string {
	for _, w := range words {
		if w != "" && strings.Contains(text, w) {
			return strings.TrimSpace(w)
		}
	}
	return ""
}

// quote gives the words of a text in which a folded word was found, as they were
// typed; the folded word itself if they cannot be found again.
func quote(raw, word string) string {
	runes := []rune(raw)
	folded, from := " ", []int{0}
	for i, r := range runes {
		for _, b := range []byte(strings.TrimSpace(fold(string(r)))) {
			folded += string(rune(b))
			from = append(from, i)
		}
		if fold(string(r)) == " " && !strings.HasSuffix(folded, " ") {
			folded += " "
			from = append(from, i)
		}
	}
	at := strings.Index(folded, " "+word)
	if at < 0 || at+1+len(word) > len(from) {
		return word
	}
	first, last := from[at+1], from[at+len(word)]
	for last+1 < len(runes) && fold(string(runes[last+1])) != " " {
		last++
	}
	return string(runes[first : last+1])
}

// readTexts gathers every free text of the draft once.
func (x *examination) readTexts() {
	add := func(field, text string) {
		if text != "" {
			x.texts = append(x.texts, draftText{field, text, fold(text), sentencesOf(text)})
		}
	}
	d := x.d
	add("purpose", d.Purpose)
	add("facts", d.Facts)
	add("necessity", d.Necessity)
	for i, m := range d.Measures {
		f := at("measures", i)
		add(f+".description", m.Description)
		add(f+".expected", m.Expected)
		for _, q := range m.Questions {
			add(f+".questions", q)
		}
	}
	for _, s := range d.Formalities {
		add("formalities", s)
	}
	add("urgency.reason", d.Urgency.Reason)
	add("proceedings.stage", d.Proceedings.Stage)
	var all strings.Builder
	for _, t := range x.texts {
		all.WriteString(t.words)
	}
	x.all = all.String()
	for _, y := range year.FindAllString(d.Facts+" "+d.Necessity, -1) {
		n, _ := strconv.Atoi(y)
		if x.firstYear == 0 || n < x.firstYear {
			x.firstYear = n
		}
		x.lastYear = max(x.lastYear, n)
	}
}

// text gives the folded text of a field.
func (x *examination) text(field string) string {
	for _, t := range x.texts {
		if t.field == field {
			return t.words
		}
	}
	return " "
}

func at(group string, i int) string { return group + "." + strconv.Itoa(i) }

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// size counts the letters and digits that carry something.
func size(s string) int { return utf8.RuneCountInString(strings.Join(strings.Fields(s), " ")) }

// placeholder reports whether a value only holds the place of one.
func (x *examination) placeholder(s string) bool {
	words := fold(s)
	return words == " " && !blank(s) || slices.ContainsFunc(x.p.Placeholders, func(p string) bool {
		return strings.TrimSpace(words) == strings.TrimSpace(p)
	})
}

// sentencesOf splits a text roughly; a point within a number or a name does not end one.
func sentencesOf(s string) []sentence {
	var out []sentence
	add := func(part string) {
		if !blank(part) {
			out = append(out, sentence{part, fold(part)})
		}
	}
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.', ';', '!', '?':
			if i+1 < len(s) && s[i+1] != ' ' && s[i+1] != '\n' {
				continue
			}
		case '\n':
		default:
			continue
		}
		add(s[start:i])
		start = i + 1
	}
	add(s[start:])
	return out
}

var (
	isoDate    = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	slashDate  = regexp.MustCompile(`\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b`)
	wordDate   = regexp.MustCompile(` (\d{1,2})(?:er)? ([a-z]+) (\d{4}) `)
	year       = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	monthNames = map[string]int{
		"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9,
		"octobre": 10, "novembre": 11, "decembre": 12, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
		"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	}
	frenchMonths  = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	englishMonths = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// datesIn finds the whole dates of a text, in figures or in words.
func datesIn(s string) []workday.Date {
	var out []workday.Date
	add := func(y, m, d string) {
		if date, err := workday.ParseDate(fmt.Sprintf("%s-%02s-%02s", y, m, d)); err == nil {
			out = append(out, date)
		}
	}
	for _, m := range isoDate.FindAllStringSubmatch(s, -1) {
		add(m[1], m[2], m[3])
	}
	for _, m := range slashDate.FindAllStringSubmatch(s, -1) {
		add(m[3], m[2], m[1])
	}
	for _, m := range wordDate.FindAllStringSubmatch(fold(s), -1) {
		if n := monthNames[m[2]]; n > 0 {
			add(m[3], strconv.Itoa(n), m[1])
		}
	}
	return out
}

func frenchDate(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	n := strconv.Itoa(d.Day())
	if d.Day() == 1 {
		n = "1er"
	}
	return n + " " + frenchMonths[d.Month()-1] + " " + strconv.Itoa(d.Year())
}

func englishDate(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Day()) + " " + englishMonths[d.Month()-1] + " " + strconv.Itoa(d.Year())
}
