package translation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are the letters of the Latin blocks without their marks, in lower case.
var plainLetters = func() (table [0x1F00]string) {
	for r, plain := range map[rune]string{'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ß': "ss", 'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d", 'ł': "l", 'Ł': "l", 'ı': "i"} {
		table[r] = plain
	}
	for _, span := range [][2]rune{{0xC0, 0x24F}, {0x1E00, 0x1EFF}} {
		for r := span[0]; r <= span[1]; r++ {
			if d := norm.NFD.String(string(r)); len(d) > 0 && d[0] < utf8.RuneSelf {
				table[r] = strings.ToLower(d[:1])
			}
		}
	}
	return table
}()

// fold gives a word in lower case and without the marks of Latin letters, so
// that ȚEPEȘ is Tepes; other scripts keep their vowels and tones.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
		case r >= 0x300 && r <= 0x36F:
		case r < 0x1F00:
			if p := plainLetters[r]; p != "" {
				b = append(b, p...)
				continue
			}
			b = utf8.AppendRune(b, unicode.ToLower(r))
		default:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}

// blanks gives a text composed, with single blanks and straight apostrophes:
// texts that differ in nothing else read the same.
func blanks(s string) string {
	s = norm.NFC.String(s)
	b := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = len(b) > 0
			continue
		}
		if gap {
			b = append(b, ' ')
			gap = false
		}
		if r == '’' {
			r = '\''
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// uncased reports whether a letter belongs to a script without capitals.
func uncased(r rune) bool {
	return r >= 0x590 && (unicode.IsLetter(r) || unicode.IsMark(r)) && unicode.ToUpper(r) == unicode.ToLower(r) && !unicode.Is(unicode.Latin, r)
}

// zeros are the zeros of the digits that occur in the four States.
var zeros = []rune{0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x0ED0, 0xFF10}

// digit gives the value of a decimal digit of any of these scripts, or -1.
func digit(r rune) int {
	if r < utf8.RuneSelf {
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	for _, z := range zeros {
		if r >= z && r <= z+9 {
			return int(r - z)
		}
	}
	return -1
}

// westernDigits writes digits of other scripts as 0–9.
func westernDigits(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if d := digit(r); d >= 0 {
					return rune('0' + d)
				}
				return r
			}, s)
		}
	}
	return s
}

// primary is the language of a tag: "fr" of "fr-FR".
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(tag)
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
