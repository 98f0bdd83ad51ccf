package store_test

import (
	"testing"
)

func TestATextSentTwiceForOneCommandIsOneReference(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	put := func(key, text string) string {
		t.Helper()
		ref, err := w.PutText(t.Context(), w.officer, r.id, key, text)
		if err != nil {
			t.Fatal(err)
		}
		return ref.ID + ref.Digest
	}
	first := put("c1/note", "Une remarque.")
	if again := put("c1/note", "Une remarque."); again != first {
		t.Error("the second sending made another reference: the command would look like another one")
	}
	for name, other := range map[string]string{
		"another text under the same key":  put("c1/note", "Une autre remarque."),
		"the same text of another command": put("c2/note", "Une remarque."),
		"the same text without key":        put("", "Une remarque."),
		"again without key":                put("", "Une remarque."),
	} {
		if other == first {
			t.Errorf("%s took the first reference", name)
		}
	}
}
