package translation

import "slices"

// Similarity compares two masked sentences by their trigrams: 100 only if they
// are equal but for white space, 0 if they have nothing in common.
func Similarity(a, b string) int { return similarity(a, b) }

// Match is a candidate that resembles a sentence.
type Match struct{ Index, Score int }

// Rank gives the candidates (masked sentences) that resemble a masked sentence
// by at least least percent, the best first, of equals the earlier in
// candidates, at most limit of them.
func Rank(masked string, candidates []string, least, limit int) []Match {
	return rank(masked, candidates, least, limit)
}

// grams are the trigrams of a text, sorted, each as one number.
type grams []uint64

func gramsOf(s string) grams {
	s = fold(blanks(s))
	g := make(grams, 0, len(s)+2)
	a, b := uint64(' '), uint64(' ')
	for _, r := range s {
		c := uint64(r)
		g = append(g, a<<42|b<<21|c)
		a, b = b, c
	}
	g = append(g, a<<42|b<<21|uint64(' '))
	slices.Sort(g)
	return g
}

// common counts the trigrams that two texts share.
func (g grams) common(o grams) int {
	n := 0
	for i, j := 0, 0; i < len(g) && j < len(o); {
		switch {
		case g[i] == o[j]:
			n, i, j = n+1, i+1, j+1
		case g[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return n
}

func similarity(a, b string) int { return score(blanks(a), gramsOf(a), b) }

func score(a string, of grams, b string) int {
	if a == blanks(b) {
		return 100
	}
	if a == "" || isBlank(b) {
		return 0
	}
	g := gramsOf(b)
	return min(99, 200*of.common(g)/(len(of)+len(g)))
}

func rank(masked string, candidates []string, least, limit int) []Match {
	if limit <= 0 {
		return nil
	}
	a, of := blanks(masked), gramsOf(masked)
	var out []Match
	for i, c := range candidates {
		if tooUnlike(len(masked), len(c), least) {
			continue
		}
		if n := score(a, of, c); n >= max(least, 1) {
			out = append(out, Match{i, n})
		}
	}
	slices.SortStableFunc(out, func(x, y Match) int { return y.Score - x.Score })
	return out[:min(limit, len(out))]
}

// tooUnlike spares counting where the lengths alone rule a score out. Bytes may
// be four to a letter and blanks do not count, so it is generous.
func tooUnlike(a, b, least int) bool {
	short, long := min(a, b), max(a, b)
	return least > 0 && long > 64 && short*8*(200-least) < long*least
}
