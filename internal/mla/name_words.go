package mla

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameToken is a word of a name, without case and marks.
type nameToken struct {
	// typed is the word as it was; word has abbreviations written out.
	// sound is what an ear hears of it.
	typed, word, sound string
	// heard has a bit for every letter, as lettersOf does.
	heard uint32
	// capitals were typed: a surname, as documents write it.
	capitals, digits bool
}

// Words that tell no two names apart, or always do.
var (
	particles   = []string{"de", "da", "do", "del", "della", "des", "du", "van", "von", "bin", "binti", "ben", "y", "e", "la", "le", "los", "las"}
	generations = []string{"jr", "sr", "ii", "iii", "iv", "junior", "senior", "fils", "pere"}
	legalForms  = []string{
		"sa", "sas", "sarl", "srl", "inc", "corp", "corporation", "ltd", "limited", "pvt", "private", "co", "company", "plc", "llc", "gmbh", "sole", "pte",
	}
	longWords = map[string]string{"brgy": "barangay", "bgy": "barangay", "ste": "sainte", "intl": "international", "ma": "maria"}
)

// plainLetters are Latin letters without their marks, beyond those of fold.
var plainLetters = map[rune]string{
	'ß': "ss", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i", 'ð': "d", 'þ': "th", 'ţ': "t", 'ş': "s", 'ā': "a", 'ą': "a", 'ć': "c", 'č': "c", 'ď': "d",
	'ę': "e", 'ě': "e", 'ē': "e", 'ğ': "g", 'ī': "i", 'ľ': "l", 'ń': "n", 'ň': "n", 'ő': "o", 'ō': "o", 'ř': "r", 'ś': "s", 'š': "s", 'ť': "t",
	'ū': "u", 'ů': "u", 'ű': "u", 'ý': "y", 'ź': "z", 'ż': "z", 'ž': "z", 'ư': "u", 'ơ': "o",
}

// FoldName gives the words of a text as names are compared: lower case without
// marks, apostrophes closed up, one blank apart and at both ends.
func FoldName(s string) string {
	b := make([]byte, 0, len(s)+2)
	b = append(b, ' ')
	for _, r := range s {
		var gap bool
		if b, gap = appendPlain(b, r); gap && b[len(b)-1] != ' ' {
			b = append(b, ' ')
		}
	}
	if b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return string(b)
}

// appendPlain adds a letter or digit in its plain form; gap says that the rune
// stands between words. Apostrophes, free marks and what nobody sees are neither.
func appendPlain(b []byte, r rune) (_ []byte, gap bool) {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return append(b, byte(r)), false
	case r >= 'A' && r <= 'Z':
		return append(b, byte(r)+'a'-'A'), false
	case r == '\'' || r == '’' || r == 'ʼ' || r >= 0x300 && r <= 0x36f || r >= 0x200b && r <= 0x200d || r == 0xad:
		return b, false
	case r < 0x250 && unmarked[r] != "":
		return append(b, unmarked[r]...), false
	case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
		low := unicode.ToLower(r)
		if plain, ok := plainLetters[low]; ok {
			return append(b, plain...), false
		}
		return utf8.AppendRune(b, low), false
	}
	return b, true
}

// nameLetters are the letters of a spelling and of its words, a bit each: enough to
// see that two spellings are apart without preparing them.
type nameLetters struct {
	whole uint32
	words [12]uint32
	n     int
	// foreign has letters of another script.
	foreign bool
}

func lettersOf(s string) (l nameLetters) {
	var word uint32
	end := func() {
		if word != 0 && l.n < len(l.words) {
			l.words[l.n], l.n = word, l.n+1
		}
		l.whole, word = l.whole|word, 0
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			word |= heardAs[r&31]
		case r < 0x250 && unmarked[r] != "":
			for i := range len(unmarked[r]) {
				word |= heardAs[unmarked[r][i]&31]
			}
		case r >= 0x80 && unicode.IsLetter(r):
			l.foreign = true
		case r == ' ' || r == '-' || r == ',' || r == '.':
			end()
		}
	}
	end()
	return l
}

func heardIn(word string) (m uint32) {
	for i := range len(word) {
		if word[i] >= 'a' && word[i] <= 'z' {
			m |= heardAs[word[i]&31]
		}
	}
	return m
}

// far reports that two spellings have other letters on the whole, and no word nearly
// in common; of persons, that a long word of one has no such partner. Nobody takes
// one for the other then.
func (l *nameLetters) far(o *nameLetters, kind NameKind) bool {
	if l.foreign || o.foreign || bits.OnesCount32(l.whole^o.whole) <= 2 {
		return false
	}
	if l.n > o.n {
		l, o = o, l
	}
	found := 0
	for _, a := range l.words[:l.n] {
		partner := false
		for _, b := range o.words[:o.n] {
			partner = partner || bits.OnesCount32(a^b) <= 4 && a&b != 0
		}
		switch {
		case partner:
			found++
		case kind == NamePerson && bits.OnesCount32(a) >= 5:
			return true
		}
	}
	return found == 0
}

// heardAs are the bits of the letters a to z; h is none.
var heardAs = func() (bits [32]uint32) {
	for c := byte('a'); c <= 'z'; c++ {
		bits[c&31] = 1 << (c & 31)
	}
	for c, as := range map[byte]byte{'y': 'i', 'w': 'v', 'z': 's', 'x': 's', 'c': 'k', 'q': 'k', 'p': 'f', 'u': 'o'} {
		bits[c&31] = 1 << (as & 31)
	}
	bits['h'&31] = 0
	return bits
}()

// nameTokens are the words of a name.
func nameTokens(s string) []nameToken {
	out := make([]nameToken, 0, 4)
	word := make([]byte, 0, 32)
	upper, lower := false, false
	end := func() {
		if len(word) == 0 {
			return
		}
		w := string(word)
		t := nameToken{typed: w, capitals: upper && !lower && len(w) > 1, digits: strings.ContainsAny(w, "0123456789")}
		if long, ok := longWords[w]; ok {
			w = long
		}
		t.word, t.sound, t.heard = w, soundOf(w), heardIn(w)
		out = append(out, t)
		word, upper, lower = word[:0], false, false
	}
	for _, r := range s {
		var gap bool
		if word, gap = appendPlain(word, r); gap {
			end()
			continue
		}
		upper, lower = upper || unicode.IsUpper(r), lower || unicode.IsLower(r)
	}
	end()
	return out
}

// sounds are spellings that several languages use for what is heard as one; the
// longer come first.
var sounds = strings.NewReplacer(
	"tch", "ch", "sch", "ch", "eau", "o", "sh", "ch", "ph", "f", "kh", "k", "gh", "g", "th", "t", "dh", "d", "bh", "b", "nh", "n", "ck", "k", "qu", "k",
	"dj", "j", "ou", "u", "oo", "u", "ee", "i", "au", "o", "aw", "o", "ow", "o", "y", "i", "w", "v", "x", "s", "z", "s", "q", "k",
)

// soundOf reduces a word in Latin letters to what two ears would write alike; a
// word in another script stays as it is.
func soundOf(word string) string {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return word
		}
	}
	s := sounds.Replace(word)
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if c == 'c' && (i+1 == len(s) || !strings.ContainsRune("heiy", rune(s[i+1]))) {
			c = 'k'
		}
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	return string(out)
}
