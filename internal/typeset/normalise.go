package typeset

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	laoAA       = 'າ'
	laoAM       = 'ຳ'
	laoNiggahit = 'ໍ'
	laoTones    = "່້໊໋"
	laoMarks    = "ັິີຶືຸູົໍຼ໌" + laoTones
)

// Normalise gives text the one form that is measured, printed and extracted:
// composed characters, one kind of line end, no control or zero-width
// characters, Lao marks in their logical order. What chooses a form of a letter
// (joiners in Devanagari and Arabic) or the end of a word (the zero-width space
// in Lao) stays; what would turn the order of printed text around does not.
func Normalise(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(s)
	s = norm.NFC.String(s)
	out := make([]rune, 0, len(s))
	in := []rune(s)
	for i := 0; i < len(in); {
		r := in[i]
		switch {
		case r == '\n':
			out = append(out, r)
			i++
		case r == wordJoint && len(out) > 0 && isLao(out[len(out)-1]) && i+1 < len(in) && isLao(in[i+1]),
			joins(r) && len(out) > 0 && (isDevanagari(out[len(out)-1]) || isArabic(out[len(out)-1])):
			out = append(out, r)
			i++
		case unicode.IsControl(r), invisible(r):
			i++ // nothing to see, nothing lost
		case r == '\u202F', r == '\u2007':
			out = append(out, '\u00A0')
			i++
		case r == '\u2011':
			out = append(out, '-')
			i++
		case strings.ContainsRune(laoMarks, r) || r == laoAM:
			var cluster []rune
			cluster, i = laoCluster(in, i)
			out = append(out, cluster...)
		default:
			out = append(out, r)
			i++
		}
	}
	return string(out)
}

// invisible reports a rune that is not printed: joints and joiners where they mean
// nothing, marks of direction, soft hyphens, selectors of a variant.
func invisible(r rune) bool {
	switch {
	case r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2069',
		r == '\uFEFF', r == '\u00AD', r == '\u061C', r >= '\uFE00' && r <= '\uFE0F':
		return true
	}
	return false
}

// laoCluster orders the marks that follow a consonant: vowel signs, then tone.
// Typists write sara am in three ways (ໍ + tone + າ, tone + ໍ + າ, ຳ + tone);
// all become tone + ຳ, which is the form that shaping places correctly.
func laoCluster(in []rune, i int) (out []rune, next int) {
	var vowels, tones []rune
	am := false
	for i < len(in) && (strings.ContainsRune(laoMarks, in[i]) || in[i] == laoAM) {
		switch r := in[i]; {
		case r == laoAM:
			am = true
		case strings.ContainsRune(laoTones, r):
			tones = append(tones, r)
		default:
			vowels = append(vowels, r)
		}
		i++
	}
	if n := len(vowels); n > 0 && vowels[n-1] == laoNiggahit && i < len(in) && in[i] == laoAA {
		vowels, am = vowels[:n-1], true
		i++
	}
	out = append(append(out, vowels...), tones...)
	if am {
		out = append(out, laoAM)
	}
	return out, i
}
