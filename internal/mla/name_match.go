package mla

import (
	"math/bits"
	"slices"
	"strings"
)

// NameMatch is how two spellings stand to each other.
type NameMatch int

// The matches. NamesNear is a question for a person, never an answer.
const (
	NamesApart NameMatch = iota
	// NamesNear may be two spellings of one name.
	NamesNear
	// NamesSame differ in case, marks, hyphens or the order of their words only.
	NamesSame
)

// NameKey is a spelling prepared for comparison; making one costs more than using it.
type NameKey struct {
	kind NameKind
	// whole are the words in order, joined; sorted are they in the order of the alphabet.
	whole, sorted string
	words         []nameToken
	suffix        string
	letters       nameLetters
}

// NewNameKey prepares a spelling.
func NewNameKey(kind NameKind, s string) NameKey {
	k := NameKey{kind: kind, letters: lettersOf(s)}
	tokens := nameTokens(s)
	all := make([]string, len(tokens))
	for i, t := range tokens {
		all[i] = t.typed
		switch {
		case kind == NamePerson && slices.Contains(generations, t.word):
			k.suffix = t.word
		case kind == NamePerson && slices.Contains(particles, t.word), kind == NameOrganisation && slices.Contains(legalForms, t.word):
		default:
			k.words = append(k.words, t)
		}
	}
	k.whole = strings.Join(all, "")
	slices.Sort(all)
	k.sorted = strings.Join(all, " ")
	return k
}

// Empty reports a spelling without a letter or a digit.
func (k *NameKey) Empty() bool { return k.whole == "" }

// Words are the words of the name as they are compared.
func (k *NameKey) Words() []string {
	out := make([]string, len(k.words))
	for i, w := range k.words {
		out[i] = w.word
	}
	return out
}

// Match compares two spellings; those of two kinds are apart.
func (k *NameKey) Match(o *NameKey) NameMatch {
	if k.kind != o.kind || k.whole == "" || o.whole == "" {
		return NamesApart
	}
	if k.sorted == o.sorted || k.whole == o.whole {
		return NamesSame
	}
	if k.suffix != o.suffix || k.letters.far(&o.letters, k.kind) {
		return NamesApart // father and son; or nothing in common
	}
	short, long := k.words, o.words
	if len(short) > len(long) {
		short, long = long, short
	}
	more := len(long) - len(short)
	if len(short) == 0 || len(long) > 64 || more > 0 && (k.kind != NamePerson || len(short) < 2 || more > 2) {
		return NamesApart
	}
	if pairs(short, long) {
		return NamesNear
	}
	return NamesApart
}

// pairs finds another word of the long name for every word of the short one: the
// same, then a near one, then its initial. One pair must be more than an initial.
func pairs(short, long []nameToken) bool {
	for i := range short {
		if !slices.ContainsFunc(long, func(o nameToken) bool {
			return sameWord(&short[i], &o) || initialOf(&short[i], &o) || nearWord(&short[i], &o)
		}) {
			return false // most pairs end here
		}
	}
	var taken, done uint64
	strong := false
	for step, fits := range []func(a, b *nameToken) bool{sameWord, nearWord, initialOf} {
		for i := range short {
			if done&(1<<i) != 0 {
				continue
			}
			for j := range long {
				if taken&(1<<j) == 0 && fits(&short[i], &long[j]) {
					taken, done = taken|1<<j, done|1<<i
					strong = strong || step < 2 && len(short[i].word) > 2
					break
				}
			}
		}
	}
	return strong && bits.OnesCount64(done) == len(short)
}

func sameWord(a, b *nameToken) bool { return a.word == b.word }

// nearWord: written after another ear, or a letter or two apart. Numbers are never
// near, nor are given names that differ as those of a man and a woman do.
func nearWord(a, b *nameToken) bool {
	if a.digits || b.digits || !(a.capitals && b.capitals) && genders(a.word, b.word) {
		return false
	}
	if len(a.sound) >= 3 && a.sound == b.sound || swapped(a.word, b.word) {
		return true
	}
	// Every letter that is another changes two of the letters that are there at all.
	edits := 1
	if len(a.word) >= 7 && len(b.word) >= 7 {
		edits = 2
	}
	return bits.OnesCount32(a.heard^b.heard) <= 2*edits && near(a.word, b.word)
}

func initialOf(a, b *nameToken) bool {
	if len(a.word) > len(b.word) {
		a, b = b, a
	}
	return len(a.word) == 1 && strings.HasPrefix(b.word, a.word)
}

// swapped reports whether two neighbours changed places: a slip of the keyboard.
func swapped(a, b string) bool {
	if len(a) != len(b) || len(a) < 4 {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// genders reports whether two words differ as Paul and Paule, Mario and Maria, or
// Michel and Michelle do. After an n the e says nothing: Khamphone is Khamphon.
func genders(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if rest, ok := strings.CutPrefix(b, a); ok {
		return slices.Contains([]string{"a", "e", "le", "ne", "te", "ine", "ette"}, rest) && !(rest == "e" && strings.HasSuffix(a, "n"))
	}
	last := len(a) - 1
	return len(a) == len(b) && last > 1 && a[:last] == b[:last] && strings.ContainsRune("ao", rune(a[last])) && strings.ContainsRune("ao", rune(b[last]))
}
