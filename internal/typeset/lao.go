package typeset

import "strings"

// Lao is written without spaces between words. A line may break between
// syllables; these rules find them by shape, without a dictionary.
const (
	laoConsonants = "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮໜໝໞໟ"
	laoPrevowels  = "ເແໂໃໄ"
	laoVowels     = "ັິີຶືົໍຸູ"
	laoFinals     = "ກງຍດນບມວຣລຈຊສພຟຕທຄ"
	laoTrailing   = "ະາຳຽຼ"
	laoKaran      = '໌'
	laoRepeat     = 'ໆ'
	laoSemivowel  = 'ຼ'
)

func in(set string, r rune) bool { return r != 0 && strings.ContainsRune(set, r) }

func at(t []rune, i int) rune {
	if i < len(t) {
		return t[i]
	}
	return 0
}

// laoBreaks returns the offsets at which a line may break inside a run of Lao
// without spaces: the parse with the fewest unparsed runes, then the fewest
// syllables.
func laoBreaks(t []rune) []int {
	n := len(t)
	const unparsed, syllable, never = 1000, 10, 1 << 30
	cost, next := make([]int, n+1), make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		cost[i] = never
		for _, j := range laoSyllableEnds(t, i) {
			if j > n || j <= i || bindsLeft(at(t, j)) {
				continue
			}
			if c := cost[j] + syllable; c < cost[i] {
				cost[i], next[i] = c, j
			}
		}
		if cost[i] == never {
			cost[i], next[i] = cost[i+1]+unparsed, i+1
		}
	}
	var out []int
	for i := next[0]; i > 0 && i < n; i = next[i] {
		if !bindsLeft(t[i]) && t[i] != laoRepeat {
			out = append(out, i)
		}
	}
	return out
}

// bindsLeft reports that a rune can never begin a line.
func bindsLeft(r rune) bool { return in(laoVowels+laoTones+laoTrailing, r) || r == laoKaran }

// laoSyllableEnds are the possible ends of a syllable that begins at i.
func laoSyllableEnds(t []rune, i int) []int {
	k, pre := i, rune(0)
	if in(laoPrevowels, at(t, k)) {
		pre = t[k]
		k++
	}
	var ends []int
	for _, onset := range laoOnsets(t, k) {
		ends = append(ends, laoRhymes(t, k+onset, pre)...)
	}
	return ends
}

// laoOnsets are the possible lengths of the initial consonant, longest first:
// a consonant with ຼ, ຫ with a sonorant, a consonant with ວ, ລ or ຣ, or one alone.
func laoOnsets(t []rune, i int) []int {
	c, d := at(t, i), at(t, i+1)
	switch {
	case !in(laoConsonants, c):
		return nil
	case d == laoSemivowel:
		return []int{2}
	case c == 'ຫ' && in("ງຍນມລວຣ", d),
		d == 'ວ' && in("ກຂຄງຈສຊຖທຕຍຮລພປ", c),
		in("ລຣ", d) && in("ກຂຄປພຜຕ", c):
		return []int{2, 1}
	}
	return []int{1}
}
