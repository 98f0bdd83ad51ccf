package transjob

import "strings"

// Span is a stretch of words of two versions of a sentence: in both, in the old
// one only, or in the new one only.
type Span struct {
	Kind string // same, removed, added
	Text string
}

// longestDiff bounds the comparison, in pairs of words: beyond it the two versions
// stand side by side.
const longestDiff = 250_000

// Diff compares two versions of a sentence word by word.
func Diff(was, now string) []Span {
	a, b := strings.Fields(was), strings.Fields(now)
	if len(a)*len(b) > longestDiff {
		return []Span{{"removed", strings.Join(a, " ")}, {"added", strings.Join(b, " ")}}
	}
	// common[i][k] is the longest common run of words of a[i:] and b[k:].
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			if a[i] == b[k] {
				common[i][k] = common[i+1][k+1] + 1
			} else {
				common[i][k] = max(common[i+1][k], common[i][k+1])
			}
		}
	}
	var out []Span
	put := func(kind, word string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += " " + word
			return
		}
		out = append(out, Span{kind, word})
	}
	i, k := 0, 0
	for i < len(a) || k < len(b) {
		switch {
		case i < len(a) && k < len(b) && a[i] == b[k]:
			put("same", a[i])
			i, k = i+1, k+1
		case k == len(b) || i < len(a) && common[i+1][k] >= common[i][k+1]:
			put("removed", a[i])
			i++
		default:
			put("added", b[k])
			k++
		}
	}
	return out
}
