package mla

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is typed: a spelling is itself, the two sides of a pair agree, and marks,
// case and order are nothing.
func TestSpellingsCompareAlikeFromBothSides(t *testing.T) {
	t.Parallel()
	word := rapid.OneOf(rapid.StringMatching(`[A-Za-zÀ-ÿȘșȚțĂă'’-]{1,14}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(NameKinds).Draw(t, "kind")
		words := rapid.SliceOfN(word, 1, 4).Draw(t, "words")
		other := strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "other"), " ")
		name := strings.Join(words, " ")
		a, b := NewNameKey(kind, name), NewNameKey(kind, other)
		if a.Match(&b) != b.Match(&a) {
			t.Fatalf("%q and %q", name, other)
		}
		if again := NewNameKey(kind, name); !a.Empty() && a.Match(&again) != NamesSame {
			t.Fatalf("%q is not itself", name)
		}
		if plain := NewNameKey(kind, FoldName(name)); !a.Empty() && a.Match(&plain) != NamesSame {
			t.Fatalf("%q is not %q", name, FoldName(name))
		}
		if folded := FoldName(name); FoldName(folded) != folded {
			t.Fatalf("%q folds to %q and that to %q", name, folded, FoldName(folded))
		}
	})
}
