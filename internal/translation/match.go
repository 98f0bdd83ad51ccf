package translation

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
