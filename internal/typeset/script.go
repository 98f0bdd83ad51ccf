package typeset

import "unicode"

const (
	nonJoiner = '\u200C' // ZWNJ and ZWJ choose forms in Devanagari and Arabic
	joiner    = '\u200D'
	wordJoint = '\u200B' // ZWSP marks where a Lao word ends
)

func isLao(r rune) bool        { return r >= 0x0E80 && r <= 0x0EFF }
func isDevanagari(r rune) bool { return r >= 0x0900 && r <= 0x097F || r >= 0xA8E0 && r <= 0xA8FF }
func isHebrew(r rune) bool     { return r >= 0x0590 && r <= 0x05FF || r >= 0xFB1D && r <= 0xFB4F }

func isArabic(r rune) bool {
	return r >= 0x0600 && r <= 0x06FF || r >= 0x0750 && r <= 0x077F || r >= 0x08A0 && r <= 0x08FF ||
		r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFE
}

func joins(r rune) bool { return r == joiner || r == nonJoiner }

// faceOf picks the typeface of a rune. What belongs to no script of its own goes
// to the serif, digits and punctuation included, so that they look alike
// throughout; joiners and marks stay with the letter before them.
func faceOf(r rune, bold bool, before faceID) faceID {
	id := serif
	switch {
	case isLao(r):
		id = lao
	case isDevanagari(r):
		id = devanagari
	case isHebrew(r):
		id = hebrew
	case isArabic(r):
		id = arabic
	case before < operators && (joins(r) || unicode.Is(unicode.Inherited, r)):
		id = before &^ 1
	}
	if bold {
		id++
	}
	return id
}

// leadings are the distances of lines by typeface, in sizes of the letters: Lao
// stacks a vowel and a tone on a consonant, Devanagari and Arabic reach lower.
var leadings = [faceCount / 2]float64{serif / 2: 1.40, lao / 2: 1.75, devanagari / 2: 1.55, hebrew / 2: 1.45, arabic / 2: 1.55, operators / 2: 1.40, pictures / 2: 1.40}

func (id faceID) leading() float64 { return leadings[id/2] }
func (id faceID) isLao() bool      { return id == lao || id == laoBold }
