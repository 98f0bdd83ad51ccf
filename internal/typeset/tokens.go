package typeset

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rogatory/rogatory/internal/mla"
)

// token is a piece of a line: a run, the space between words, or a line end.
type token struct {
	run      *run
	level    embedding
	space    bool
	newline  bool
	mayBreak bool // a line may end after it
}

// setter sets text in one language.
type setter struct {
	*shaper
	lang string
	para []char // of tokens, to be used again
}

// char is a rune with the typeface it is set in.
type char struct {
	r    rune
	face faceID
}

// tokens shapes a text. It refuses the first rune that no typeface covers,
// naming the rune and the field it was typed in.
func (s *setter) tokens(t Text, bold bool) ([]token, error) {
	var out []token
	s.para = s.para[:0]
	face := serif
	for _, span := range t {
		for _, r := range span.Text {
			if r == '\n' {
				out = append(s.paragraph(out), token{newline: true})
				s.para, face = s.para[:0], serif
				continue
			}
			face = faceOf(r, bold || span.Bold, face)
			if r != wordJoint && !joins(r) {
				if face = s.covering(r, face); s.err != nil {
					return nil, s.err
				}
				if face < 0 {
					return nil, missingGlyph(r, span.Field)
				}
			}
			s.para = append(s.para, char{r, face})
		}
	}
	return s.paragraph(out), s.err
}

// covering is the typeface that prints a rune: the one of its script, the serif
// for a mark that the script does not know, or else one of signs; -1 where none does.
func (s *shaper) covering(r rune, face faceID) faceID {
	for _, id := range [...]faceID{face, serif | face&1, operators, pictures} {
		if f := s.typeface(id); f == nil || f.covered(r) {
			return id
		}
	}
	return -1
}

func missingGlyph(r rune, field string) error {
	if field == "" {
		field = "template"
	}
	return mla.Refuse("missing_glyph", field, "rune", fmt.Sprintf("U+%04X", r), "char", string(r))
}

// paragraph adds the tokens of s.para: one per space, and one per piece of a
// word that has one typeface and one direction and may not be broken.
func (s *setter) paragraph(out []token) []token {
	text := make([]rune, len(s.para))
	for i, c := range s.para {
		text[i] = c.r
	}
	levels := bidiLevels(text)
	level := func(i int) embedding {
		if levels == nil {
			return 0
		}
		return levels[i]
	}
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			out = append(out, token{
				run: s.shape(s.para[i].face, false, s.lang, " "), level: level(i),
				space: true, mayBreak: !binds(text, i, s.lang),
			})
			i++
			continue
		}
		j := i + 1
		for j < len(text) && text[j] != ' ' && level(j) == level(i) && (s.para[j].face == s.para[i].face || text[j] == wordJoint) {
			j++
		}
		out = s.word(out, text[i:j], s.para[i].face, level(i))
		if n := len(out); n > 0 && j < len(text) && text[j] != ' ' {
			out[n-1].mayBreak = s.para[i].face.isLao() && beginsLine(text[j]) || s.para[j].face.isLao() && endsLine(text[j-1])
		}
		i = j
	}
	return out
}

// word cuts a word where a line may end inside it.
func (s *setter) word(out []token, word []rune, face faceID, level embedding) []token {
	var cuts []int
	if face.isLao() {
		cuts = laoCuts(word)
	} else {
		cuts = latinCuts(word)
	}
	start := 0
	for _, cut := range append(cuts, len(word)) {
		piece := string(word[start:cut])
		if face.isLao() {
			piece = strings.ReplaceAll(piece, string(wordJoint), "")
		}
		start = cut
		if piece == "" {
			continue
		}
		out = append(out, token{
			run: s.shape(face, level%2 == 1, s.lang, piece), level: level, mayBreak: cut < len(word),
		})
	}
	return out
}

// From hyphenWord runes on a compound may be broken at its hyphens; a shorter one
// stays whole, because readers that copy take a hyphen at a line's end away.
// From longWord on it is an address or an identifier rather than a word, and may
// be broken at any of its signs.
const hyphenWord, longWord = 14, 25

// latinCuts are the breaks inside a word. No piece of one or two letters is cut off.
func latinCuts(word []rune) []int {
	if len(word) < hyphenWord {
		return nil
	}
	long := len(word) >= longWord
	signs := "-/@"
	if long {
		signs = "-/@?&=._#%+:;,~|"
	}
	var cuts []int
	last := 0
	for i, r := range word {
		if i-last < 2 || i+2 >= len(word) || !strings.ContainsRune(signs, r) || strings.ContainsRune(signs, word[i+1]) {
			continue
		}
		if r == '-' && !long && !(unicode.IsLetter(word[i-1]) && unicode.IsLetter(word[i+1])) {
			continue // a date or a reference is no compound
		}
		cuts, last = append(cuts, i+1), i+1
	}
	return cuts
}

// laoCuts are the breaks inside Lao: the word joints where the text has them, or
// else between syllables. What lies between two joints is a word, unless it is
// so long that somebody forgot one.
func laoCuts(word []rune) []int {
	const wordSyllables = 8
	var cuts []int
	joined, start := false, 0
	for i := 0; i <= len(word); i++ {
		if i < len(word) && word[i] != wordJoint {
			continue
		}
		joined = joined || i < len(word)
		inner := laoBreaks(word[start:i])
		if !joined || len(inner) >= wordSyllables {
			for _, b := range inner {
				cuts = append(cuts, start+b)
			}
		}
		if i < len(word) {
			cuts, start = append(cuts, i+1), i+1
		}
	}
	return cuts
}

func beginsLine(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("([{«“‘", r)
}

func endsLine(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(")]}»”’.,;:!?%…", r)
}

// binds reports that a line may not end at the space i. No line begins with a
// mark that ends something, or ends with an opening guillemet: French puts a space
// there, and French is quoted in every language. French also keeps a title of
// courtesy with its name; every language keeps a number whole, with the word that
// announces it, and a small one with what it counts, the day with its month above
// all.
func binds(text []rune, i int, lang string) bool {
	var prev, next rune
	if i > 0 {
		prev = text[i-1]
	}
	if i+1 < len(text) {
		next = text[i+1]
	}
	if ends := i+2 >= len(text) || !unicode.IsLetter(text[i+2]) && !unicode.IsDigit(text[i+2]); prev == '«' || ends && next != 0 && strings.ContainsRune(":;!?»%€", next) {
		return true
	}
	start := i
	for start > 0 && !strings.ContainsRune(" (’'", text[start-1]) {
		start--
	}
	switch before := string(text[start:i]); {
	case unicode.IsDigit(next):
		return thousands(text, start, i) || announcing[strings.ToLower(before)]
	case unicode.IsLetter(next) && !isLao(next):
		return len(before) > 0 && len(before) <= 2 && allDigits(before) || strings.HasPrefix(lang, "fr") && courtesy[before]
	}
	return false
}

// announcing are words that a number follows, courtesy those that a name does.
var (
	announcing = map[string]bool{
		"n°": true, "nº": true, "no.": true, "nr.": true, "art.": true, "article": true, "articles": true, "articol": true,
		"§": true, "p.": true, "section": true, "annexe": true, "annex": true, "anexa": true,
	}
	courtesy = map[string]bool{"M.": true, "MM.": true, "Mme": true, "Me": true, "Dr": true}
)

// thousands reports that the space i parts the thousands of a number.
func thousands(text []rune, start, i int) bool {
	group := text[i+1 : min(i+4, len(text))]
	return i > start && allDigits(string(text[start:i])) && len(group) == 3 && allDigits(string(group)) &&
		(i+4 == len(text) || !unicode.IsDigit(text[i+4]) && !unicode.IsLetter(text[i+4]))
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
