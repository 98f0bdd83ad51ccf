package names

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PassportSource is where the letters of the machine readable line come from.
//
// Table A of ICAO Doc 9303, part 3 (8th edition, 2021) was at hand as it is reproduced
// in public code that cites it and, for its first rows, at
// egov.ice.gov/sevishelp/schooluser/transliteration_guide.htm; not the document
// itself. The table has Ş and Ţ with cedilla; that Ș and Ț with comma are written
// alike is ours. Where the table leaves a choice (Ä as AE or A, Ñ as N or NXX) the
// first is taken, and the passport at hand decides.
const PassportSource = "ICAO Doc 9303, part 3, table A"

// passportLetters are the rows that change a letter, without those that only drop
// its mark.
var passportLetters = map[rune]string{
	'Ä': "AE", 'Å': "AA", 'Æ': "AE", 'Ö': "OE", 'Ø': "OE", 'Œ': "OE", 'Ü': "UE", 'Þ': "TH", 'ẞ': "SS", 'ß': "SS", 'Ð': "D", 'Đ': "D", 'Ħ': "H",
	'ı': "I", 'Ł': "L", 'Ŋ': "N", 'Ŧ': "T", 'Ĳ': "IJ",
}

// Passport gives a person's name as the machine readable line of a passport would
// have it, with < between words and, where the surname is told by its capitals,
// << after it. It is empty for a name that is not in Latin letters: the line of such
// a passport holds what its issuer transliterated, which nobody can guess.
func Passport(name string) string {
	var surname, given []string
	for _, word := range strings.Fields(norm.NFC.String(name)) {
		plain, ok := passportWord(word)
		if !ok {
			return ""
		}
		if plain == "" {
			continue
		}
		if capitals(word) {
			surname = append(surname, plain)
		} else {
			given = append(given, plain)
		}
	}
	if len(surname) == 0 || len(given) == 0 {
		return strings.Join(append(surname, given...), "<")
	}
	return strings.Join(surname, "<") + "<<" + strings.Join(given, "<")
}

func capitals(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

func passportWord(word string) (string, bool) {
	var out strings.Builder
	for _, r := range strings.ToUpper(word) {
		plain, known := passportLetters[r]
		switch {
		case r >= 'A' && r <= 'Z':
			out.WriteRune(r)
		case r == '-':
			out.WriteByte('<')
		case known:
			out.WriteString(plain)
		case unicode.Is(unicode.Latin, r):
			base := norm.NFD.String(string(r))[0]
			if base < 'A' || base > 'Z' {
				return "", false
			}
			out.WriteByte(base)
		case unicode.IsLetter(r):
			return "", false
		}
	}
	return strings.Trim(out.String(), "<"), true
}
