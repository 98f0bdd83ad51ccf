package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// noted remembers what is noted as a draft.
type noted struct {
	released map[string]bool
	drafts   map[string][]mla.TemplateRef
}

func (n *noted) ReleasedTemplates(context.Context) (map[string]bool, error) { return n.released, nil }
func (n *noted) NoteDraft(_ context.Context, sha string, made []mla.TemplateRef) error {
	n.drafts[sha] = made
	return nil
}

func TestAFileThatCarriesTheLabelIsNotedBeforeItIsFiled(t *testing.T) {
	t.Parallel()
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := fixture.Judicial("RO")
	in := profileInput(d)
	in.On = book.Today(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	profile, err := book.Profile(in)
	if err != nil {
		t.Fatal(err)
	}
	ask := api.LetterInput{Draft: d, Profile: profile, Reference: "FR-2026-RO-0001", Lang: "fr", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	render := func(released map[string]bool, preview bool) (string, *noted) {
		n := &noted{released, map[string][]mla.TemplateRef{}}
		ask.Preview = preview
		pdf, err := letters{n}.Request(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(pdf)
		return hex.EncodeToString(sum[:]), n
	}
	sha, n := render(nil, false)
	if made := n.drafts[sha]; len(n.drafts) != 1 || len(made) != 1 || made[0].Form != "eio" || made[0].Lang != "fr" || len(made[0].Digest) != 64 {
		t.Errorf("noted %+v", n.drafts)
	}
	if _, n := render(nil, true); len(n.drafts) != 0 {
		t.Error("a preview was noted")
	}
	covers, err := letter.Coverage("fr")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, c := range covers {
		all[c.Digest] = true
	}
	if other, n := render(all, false); len(n.drafts) != 0 || other == sha {
		t.Errorf("a released letter was noted, or is labelled: %+v", n.drafts)
	}
}
