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

// accents are the letters of French and Romanian without their marks, and the
// signs that people type in more than one way.
var accents = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "ă", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "í", "i", "ô", "o", "ö", "o", "ó", "o", "õ", "o", "ù", "u", "û", "u", "ü", "u", "ú", "u",
	"ÿ", "y", "ñ", "n", "œ", "oe", "æ", "ae", "ș", "s", "ş", "s", "ț", "t", "ţ", "t",
)

// fold gives a text as lower-case words without accents, one blank apart and at
// both ends, so that " word" finds the beginning of a word and " word " a whole one.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte(' ')
	blank := true
	for _, r := range accents.Replace(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(r)
			blank = false
		} else if !blank {
			b.WriteByte(' ')
			blank = true
		}
	}
	if !blank {
		b.WriteByte(' ')
	}
	return b.String()
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

// readTexts gathers every free text of the draft once.
func (x *examination) readTexts() {
	add := func(field, text string) {
		if text != "" {
			x.texts = append(x.texts, draftText{field, text, fold(text)})
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

var sentenceEnd = regexp.MustCompile(`[.;!?\n]+(\s|$)`)

// sentences splits a text roughly; a point within a number or a name does not end one.
func sentences(s string) []string { return sentenceEnd.Split(s, -1) }

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
