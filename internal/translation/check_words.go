package translation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// term is a glossary pair, read for comparison.
type term struct {
	source, target string
	stems          []string   // of the source
	accepted       [][]string // stems of the accepted renderings
	// strict compares the source's words with their marks and plural only: an
	// address (adresse) is not addressed (adressé).
	strict bool
}

type banned struct{ word, folded, instead string }

// readTerms reads a glossary. Terms that differ in number only are one, and any
// of their renderings is accepted.
func readTerms(glossary []Term, from, to string) []term {
	var out []term
	known := map[string]int{}
	for _, g := range glossary {
		t := term{source: g.Source, target: g.Target, stems: stems(g.Source, from), strict: from == "fr" || from == "en"}
		if t.strict {
			t.stems = singular(g.Source)
		}
		for _, a := range append([]string{g.Target}, g.Also...) {
			if s := stems(a, to); len(s) > 0 {
				t.accepted = append(t.accepted, s)
			}
		}
		if len(t.stems) == 0 || len(t.accepted) == 0 || !strings.ContainsFunc(g.Target, unicode.IsLetter) {
			continue // a dash stands where a form has no such line in that language
		}
		key := strings.Join(t.stems, " ")
		if i, ok := known[key]; ok {
			out[i].accepted = append(out[i].accepted, t.accepted...)
			if len(t.source) < len(out[i].source) {
				out[i].source, out[i].target = t.source, t.target
			}
			continue
		}
		known[key] = len(out)
		out = append(out, t)
	}
	return out
}

func readForbidden(words []Forbidden, lang string) []banned {
	var out []banned
	for _, f := range words {
		if w := strings.Join(strings.Fields(fold(f.Word)), " "); w != "" {
			out = append(out, banned{f.Word, w, f.Instead})
		}
	}
	return out
}

// stems are the words of a term without the endings that a sentence gives them.
func stems(s, lang string) []string {
	if gapped(lang) {
		if w := strings.TrimSpace(s); w != "" {
			return []string{w}
		}
		return nil
	}
	var out []string
	for _, w := range cutWords(s) {
		f := fold(s[w.start:w.end])
		switch n := len(f); {
		case n > 7:
			f = f[:runeFloor(f, n-2)]
		case n > 4:
			f = f[:runeFloor(f, n-1)]
		}
		out = append(out, f)
	}
	return out
}

// singular are the words of a term in small letters, without the ending of the
// plural and of the feminine.
func singular(s string) []string {
	var out []string
	for _, w := range cutWords(s) {
		word := strings.ToLower(s[w.start:w.end])
		if len(word) > 3 {
			word = strings.TrimSuffix(strings.TrimRight(word, "sx"), "e")
		}
		out = append(out, word)
	}
	return out
}

func runeFloor(s string, n int) int {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// hasTerm finds the stems one after the other, each at the beginning of a word.
func hasTerm(folded string, stems []string, strict bool) bool {
	for from := 0; ; {
		i := strings.Index(folded[from:], stems[0])
		if i < 0 {
			return false
		}
		at := from + i
		from = at + len(stems[0])
		if before, _ := utf8.DecodeLastRuneInString(folded[:at]); at > 0 && unicode.IsLetter(before) && !uncased(before) {
			continue
		}
		if follows(folded[from:], stems[0], stems[1:], strict) {
			return true
		}
	}
}

// follows reports whether the rest of the stems come next. A short word may only
// take an ending of one letter, a longer one any of four; strictly, that of a
// feminine or a plural.
func follows(rest, stem string, stems []string, strict bool) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if end < 0 {
		end = len(rest)
	}
	switch first, _ := utf8.DecodeRuneInString(stem); {
	case strict:
		if ending := rest[:end]; ending != "" && ending != "e" && ending != "s" && ending != "es" && ending != "x" {
			return false
		}
	case !uncased(first) && (len(stem) <= 4 && end > 1 || end > 4):
		return false
	}
	if len(stems) == 0 {
		return true
	}
	rest = strings.TrimLeftFunc(rest[end:], func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.HasPrefix(rest, stems[0]) && follows(rest[len(stems[0]):], stems[0], stems[1:], strict)
}

// hasWord finds a folded word or phrase between other characters than letters.
func hasWord(folded, word string) bool {
	for from := 0; ; {
		i := strings.Index(folded[from:], word)
		if i < 0 {
			return false
		}
		at := from + i
		from = at + len(word)
		if !inWord(folded, at, from) {
			return true
		}
	}
}

// termIndex finds the terms that may be in a sentence by the first letters of
// their first word.
type termIndex map[string][]int

const indexed = 3

func prefix(s string) string { return s[:min(len(s), indexed)] }

func indexTerms(terms []term) termIndex {
	x := termIndex{}
	for i, t := range terms {
		p := prefix(t.stems[0])
		x[p] = append(x[p], i)
	}
	return x
}

// candidates are, of n terms, those whose first letters begin a word of the folded
// text, in order; all where words have no blanks between them.
func (x termIndex) candidates(folded, lang string, n int) []int {
	var out []int
	if gapped(lang) {
		for i := range n {
			out = append(out, i)
		}
		return out
	}
	inside := false
	for i, r := range folded {
		letter := r >= 'a' && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLetter(r)
		if letter && !inside {
			for n := 1; n <= indexed && i+n <= len(folded); n++ {
				out = append(out, x[folded[i:i+n]]...)
			}
		}
		inside = letter
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (x *examination) glossary() {
	for _, i := range x.index.candidates(x.lower, x.from, len(x.terms)) {
		t, text := &x.terms[i], x.fs
		if t.strict {
			text = x.lower
		}
		if hasTerm(text, t.stems, t.strict) && !slices.ContainsFunc(t.accepted, func(a []string) bool { return hasTerm(x.ft, a, false) }) {
			x.hit(IssueTermMissing, false, "term", t.source, "expected", t.target)
		}
	}
	for _, b := range x.forbidden {
		if hasWord(x.ft, b.folded) {
			x.hit(IssueTermForbidden, true, "found", b.word, "expected", b.instead)
		}
	}
}

// length: a sentence much longer or shorter than its source has gained or lost something.
func (x *examination) length() {
	s, t := visible(x.s), visible(x.t)
	least, most := s*4/10, s*5/2
	switch { // Lao needs fewer letters, no blanks between words
	case gapped(x.to):
		least = s / 4
	case gapped(x.from):
		most = s * 4
	}
	if s >= 20 && (t < least || t > most) || s < 20 && t > 4*s+20 {
		x.hit(IssueLengthOdd, false, "source", strconv.Itoa(s), "target", strconv.Itoa(t))
	}
}

// visible counts letters and signs; marks above and below do not lengthen a text.
func visible(s string) int {
	n := 0
	for _, r := range s {
		if r < utf8.RuneSelf || !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}

// ending: a question stays a question. Lao asks with a word, and may leave the
// sign out.
func (x *examination) ending() {
	s, t := endOf(x.s), endOf(x.t)
	if s == t || t == "" && s == "?" && gapped(x.to) || withoutCapitals(x.to) && s == "." && t == "" || withoutCapitals(x.from) && s == "" && t == "." ||
		s == "." && (t == ";" || t == "") && isListNumber(lastWord(strings.TrimRight(x.s, "."))) {
		return
	}
	x.hit(IssuePunctuation, false, "expected", s, "found", t)
}

// endOf gives the stop at the end, closing signs apart; "" is none.
func endOf(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("»”’\"')]", r) })
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '。', '।':
		if strings.HasSuffix(s, "...") {
			return "…"
		}
		return "."
	case '?', '？':
		return "?"
	case '!', '！':
		return "!"
	case ':', '：':
		return ":"
	case ';', '…':
		return string(r)
	}
	return ""
}

// brackets: each opening sign has its closing one, unless the source is as odd.
func (x *examination) brackets() {
	for _, pair := range [...][2]string{{"(", ")"}, {"[", "]"}, {"{", "}"}, {"«", "»"}, {"“", "”"}} {
		o, c := strings.Count(x.t, pair[0]), strings.Count(x.t, pair[1])
		if o != c && strings.Count(x.s, pair[0]) == strings.Count(x.s, pair[1]) {
			if pair[0] == "“" && strings.Contains(x.t, "„") {
				continue // „Romanian”
			}
			x.hit(IssueBracket, false, "found", pair[map[bool]int{true: 0, false: 1}[o > c]])
		}
	}
	if strings.Count(x.t, `"`)%2 == 1 && strings.Count(x.s, `"`)%2 == 0 {
		x.hit(IssueBracket, false, "found", `"`)
	}
}
