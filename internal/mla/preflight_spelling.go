package mla

import (
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

var properWord = regexp.MustCompile(`\p{Lu}[\p{L}\p{M}’'-]+`)

// spellings compares the names in the texts with those of the persons, of the draft
// first and then of the register: one or two letters apart is the same person written
// otherwise. Only words that stand as a name are compared (beside another name of the
// person, after M. or Mme, or in capitals), since any sentence begins with a capital.
func (x *examination) spellings() {
	names := x.nameWords()
	if len(names) == 0 {
		return
	}
	exact := sync.OnceValue(x.knownWords) // most texts never ask
	done := map[string]bool{}
	for _, t := range x.texts {
		words := strings.Fields(t.text)
		for i, raw := range words {
			w := properWord.FindString(raw)
			if w == "" || done[w] {
				continue
			}
			before, after := "", ""
			if i > 0 {
				before = words[i-1]
			}
			if i+1 < len(words) {
				after = words[i+1]
			}
			if x.spelling(t.field, w, strings.TrimSpace(fold(before)), strings.TrimSpace(fold(after)), names, exact) {
				done[w] = true
			}
		}
	}
}

// nameWord is a word of a person's name.
type nameWord struct {
	raw, folded string
	mask        uint32
	// name is the whole name, folded; shown is how it is called in a finding.
	name, shown string
	capitals    bool
	// registered is a name of the register that no person of the draft bears.
	registered bool
}

// nameWords are the words of the names of the draft's persons, then of the others
// that the register knows.
func (x *examination) nameWords() []nameWord {
	var out []nameWord
	add := func(name, shown string, registered bool) {
		folded := fold(name)
		for _, w := range strings.FieldsFunc(name, betweenWords) {
			if first, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(first) && utf8.RuneCountInString(w) >= 4 {
				key := strings.TrimSpace(fold(w))
				out = append(out, nameWord{w, key, maskOf(key), folded, shown, allCapitals(w), registered})
			}
		}
	}
	borne := map[string]bool{}
	for _, p := range x.d.Persons {
		add(p.Name, p.Label, false)
		borne[p.Name] = true
	}
	for _, n := range x.Names {
		if n.Kind == NamePerson && !borne[n.Canonical] {
			add(n.Canonical, n.Canonical, true)
		}
	}
	return out
}

func allCapitals(w string) bool { return !strings.ContainsFunc(w, unicode.IsLower) }

// betweenWords is what properWord does not take.
func betweenWords(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '’' && r != '\'' && r != '-'
}

// knownWords are spelled so on purpose: every word of a name, a place or a
// custodian, of the draft and of the register.
func (x *examination) knownWords() map[string]bool {
	out := map[string]bool{}
	keep := func(s string) {
		for _, w := range strings.Fields(fold(s)) {
			out[w] = true
		}
	}
	for _, p := range x.d.Persons {
		keep(p.Name + " " + p.OtherNames + " " + p.BornAt)
	}
	for _, m := range x.d.Measures {
		keep(m.Custodian + " " + m.Place)
	}
	keep(x.d.Authority.Name + " " + x.d.Authority.Person)
	for _, n := range x.Names {
		keep(n.Canonical + " " + strings.Join(n.Variants, " "))
	}
	return out
}

func (x *examination) spelling(field, w, before, after string, names []nameWord, exact func() map[string]bool) bool {
	key := strings.TrimSpace(fold(w))
	mask := maskOf(key)
	for i := range names {
		n := &names[i]
		if key == n.folded {
			if n.registered && !n.standsAs(w, before, after) {
				continue // a word like any other
			}
			if bare(w) != bare(n.raw) {
				x.misspelt("spelling_mixed", field, w, n)
			}
			return true
		}
		if bits.OnesCount32(mask^n.mask) > 4 || !near(key, n.folded) || exact()[key] {
			continue
		}
		if n.standsAs(w, before, after) {
			x.misspelt("name_variant", field, w, n)
			return true
		}
	}
	return false
}

// standsAs reports whether a word of a text stands as a word of this name.
func (n *nameWord) standsAs(w, before, after string) bool {
	beside := before != "" && strings.Contains(n.name, " "+before+" ") || after != "" && strings.Contains(n.name, " "+after+" ")
	return beside || !n.registered && slices.Contains(civilities, before) || n.capitals && allCapitals(w)
}

func (x *examination) misspelt(check, field, w string, n *nameWord) {
	if n.registered {
		x.replaceable("register_text", field, w, n.raw)
		return
	}
	at := len(x.out)
	x.hit("R08", check, field, arg("value", w), arg("known", n.raw), arg("person", n.shown))
	if len(x.out) > at {
		x.out[at].Replace = &Replacement{From: w, To: n.raw}
	}
}

// maskOf has a bit for every letter of a folded word.
func maskOf(word string) (m uint32) {
	for i := range len(word) {
		m |= 1 << (word[i] & 31)
	}
	return m
}

var civilities = []string{"m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "nomme", "nommee", "dit", "dite", "sieur", "dame"}

// bare evens out apostrophes and case, and nothing else.
func bare(s string) string { return strings.ToLower(strings.ReplaceAll(s, "’", "'")) }

// near reports whether two different words are one letter apart, or two where
// both are long.
func near(a, b string) bool {
	if d := len(a) - len(b); d > 8 || d < -8 {
		return false // no letter takes more bytes than four
	}
	var bufA, bufB [32]rune
	ra, rb := appendRunes(bufA[:0], a), appendRunes(bufB[:0], b)
	limit := 1
	if len(ra) >= 7 && len(rb) >= 7 {
		limit = 2
	}
	if a == b || min(len(ra), len(rb)) < 4 || len(ra)-len(rb) > limit || len(rb)-len(ra) > limit {
		return false
	}
	return distance(ra, rb) <= limit
}

func appendRunes(to []rune, s string) []rune {
	for _, r := range s {
		to = append(to, r)
	}
	return to
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	var buf [33]int
	row := buf[:]
	if len(b) >= len(buf) {
		row = make([]int, len(b)+1)
	}
	row = row[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := range a {
		last := row[0]
		row[0] = i + 1
		for j := range b {
			cost := last
			if a[i] != b[j] {
				cost = 1 + min(last, row[j], row[j+1])
			}
			last, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
