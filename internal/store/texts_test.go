package store_test

import (
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
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

func TestTheNameOfAnUploadIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	d, err := w.AddUpload(t.Context(), w.officer, r.id, "attachment", "audition de Robin SAMPLE.CSV", "fr", mla.DocRef{SHA256: digest("x"), Size: 1, MIME: "text/csv"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "FR-2026-PH-0001-attachment-" + digest("x")[:8] + ".csv"; d.Name != want {
		t.Errorf("filed as %q, want %q", d.Name, want)
	}
}
