package names

import (
	"slices"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Side is one of two spellings that may be of the same: an entry of the register, or
// a name that the drafts have and the register has not.
type Side struct {
	// EntryID and Revision are empty for a name that is only met.
	EntryID    string   `json:"entry_id,omitempty"`
	Revision   int      `json:"revision,omitempty"`
	Text       string   `json:"text"`
	References []string `json:"references,omitempty"`
}

// Question asks whether two spellings are of the same.
type Question struct {
	Kind mla.NameKind `json:"kind"`
	A    Side         `json:"a"`
	B    Side         `json:"b"`
}

// maxQuestions bounds what a page asks at once; the others come when these are answered.
const maxQuestions = 50

// Unregistered are the names met that no entry has in this very spelling, or in one
// that differs in case and order only.
func Unregistered(r desk.NameRegister) []desk.NameMet {
	known := map[string]bool{}
	for _, e := range r.Entries {
		known[string(e.Kind)+"|"+mla.EvenName(e.Canonical)] = true
		for _, v := range e.Variants {
			known[string(e.Kind)+"|"+mla.EvenName(v)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(r.Met), func(m desk.NameMet) bool { return known[string(m.Kind)+"|"+mla.EvenName(m.Text)] })
}

// candidate is a side prepared for comparison.
type candidate struct {
	Side
	kind      mla.NameKind
	keys      []mla.NameKey
	different []mla.NameKey
}

func candidates(r desk.NameRegister) []candidate {
	met := map[string][]string{}
	for _, m := range r.Met {
		met[string(m.Kind)+"|"+m.Text] = m.References
	}
	var out []candidate
	for _, e := range r.Entries {
		c := candidate{Side: Side{EntryID: e.ID, Revision: e.Revision, Text: e.Canonical, References: met[string(e.Kind)+"|"+e.Canonical]}, kind: e.Kind}
		for _, s := range e.Spellings() {
			c.keys = append(c.keys, mla.NewNameKey(e.Kind, s))
		}
		for _, s := range e.Different {
			c.different = append(c.different, mla.NewNameKey(e.Kind, s))
		}
		out = append(out, c)
	}
	for _, m := range Unregistered(r) {
		out = append(out, candidate{Side: Side{Text: m.Text, References: m.References}, kind: m.Kind, keys: []mla.NameKey{mla.NewNameKey(m.Kind, m.Text)}})
	}
	return out
}

// Questions are the pairs that look like one name and that nobody has answered yet.
func Questions(r desk.NameRegister) []Question {
	all := candidates(r)
	var out []Question
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			a, b := &all[i], &all[j]
			if a.kind != b.kind || !alike(a, b) || answered(a, b) || answered(b, a) {
				continue
			}
			if out = append(out, Question{Kind: a.kind, A: a.Side, B: b.Side}); len(out) == maxQuestions {
				return out
			}
		}
	}
	return out
}

func alike(a, b *candidate) bool {
	for i := range a.keys {
		for j := range b.keys {
			if a.keys[i].Match(&b.keys[j]) != mla.NamesApart {
				return true
			}
		}
	}
	return false
}

// answered reports that a was said to be another than b.
func answered(a, b *candidate) bool {
	for i := range a.different {
		for j := range b.keys {
			if a.different[i].Match(&b.keys[j]) == mla.NamesSame {
				return true
			}
		}
	}
	return false
}
