package store_test

import (
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestADocumentIsFoundByItsContentByWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().ready()
	for of, want := range map[string]mla.Standing{
		"the pdf": mla.StandsApproved, "the scan": mla.StandsSigned, "the translation": mla.StandsTranslation,
	} {
		found, err := w.DocumentsByDigest(t.Context(), w.magistrate, doc(of).SHA256)
		w.ok(err)
		if len(found) != 1 || found[0].Standing != want || found[0].Reference != r.s.Reference || found[0].At.IsZero() || found[0].Phase != r.s.Phase {
			t.Errorf("%s: %+v", of, found)
		}
	}
	// Whoever may not see the request learns nothing, not even that it is there.
	for name, who := range map[string]mla.Actor{
		"another officer": {ID: "u-nobody", Role: mla.Officer}, "an administrator": w.admin, "a clerk elsewhere": {ID: "u-c", Role: mla.Clerk, Org: "ncb_paris"},
	} {
		if found, err := w.DocumentsByDigest(t.Context(), who, doc("the pdf").SHA256); err != nil || len(found) != 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	if found, err := w.DocumentsByDigest(t.Context(), w.magistrate, doc("nobody filed this").SHA256); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}
