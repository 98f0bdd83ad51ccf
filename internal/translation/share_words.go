package translation

import (
	"strings"
	"sync"
)

var procedural = sync.OnceValue(func() map[string]bool { return wordSet(wordsFR) })

// strange are the words of a masked French sentence that are none of procedure.
// Nothing shows a village, a nickname or an amount that is written small; but it
// is none of these words.
func strange(masked string) []string {
	var out []string
	cutPlaceholders(masked, func(text, _ string) {
		for _, w := range cutWords(text) {
			if word := strings.ToLower(text[w.start:w.end]); !ofProcedure(word) {
				out = append(out, word)
			}
		}
	})
	return out
}

// ofProcedure finds a word on the list, or the word of which it is the feminine or the plural.
func ofProcedure(word string) bool {
	known := procedural()
	if known[fold(word)] || len(word) < 5 {
		return known[fold(word)]
	}
	for _, ending := range []string{"s", "e", "es", "x"} {
		if base, ok := strings.CutSuffix(word, ending); ok && known[fold(base)] {
			return true
		}
	}
	return false
}
