package main

import (
	"errors"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

// The whole way: a slip made while its template is a draft is not handed over;
// the release has it made anew, and then it is.
func TestASlipThatCarriesTheLabelLeavesOnceItsTemplateIsReleased(t *testing.T) {
	p := shared.use(t)
	ctx := within(t, 3*time.Minute)
	texts := templateDesk{p.l.app.store}
	translator, admin := p.people["traducteur"].user.Actor(), p.people["admin"].user.Actor()
	slip, err := texts.Template(ctx, "slip", "ro")
	if err != nil || slip.Release == nil {
		t.Fatalf("the demo has not released the slip: %v", err)
	}
	release := func() error {
		r := *slip.Release
		return texts.Release(ctx, translator, r)
	}
	if err := texts.Withdraw(ctx, admin, desk.TemplateRelease{Form: "slip", Lang: "ro", Digest: slip.Digest, Name: "Sam Admin", Reason: "Essai."}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = release() })

	tr := p.opened(t, fixture.Judicial("RO"))
	if err := errors.Join(tr.submit(ctx, "submit"), tr.approve(ctx, "approve"), tr.signAndTranslate(ctx)); err != nil {
		t.Fatal(err)
	}
	labelled := func() (n int) {
		req, err := p.l.app.store.Request(ctx, mla.Automaton, tr.ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range req.Documents {
			if d.Unreviewed && !req.State.Superseded(d.Key) {
				n++
			}
		}
		return n
	}
	eventually(t, time.Minute, "the slip is made, with its label", func() (bool, error) { return labelled() == 1, nil })
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var refused *problem
	if err := tr.handOver(ctx, v, "too early"); !errors.As(err, &refused) || refused.Code != mla.CodeTemplateNotReleased {
		t.Fatalf("the labelled slip was handed over: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	eventually(t, 90*time.Second, "the slip is made anew", func() (bool, error) {
		req, err := p.l.app.store.Request(ctx, mla.Automaton, tr.ref)
		made := 0
		for _, d := range req.Documents {
			if d.Kind == "slip" {
				made++
			}
		}
		return err == nil && made == 2 && labelled() == 0, err
	})
	if v, err = tr.read(ctx); err != nil {
		t.Fatal(err)
	}
	if err := tr.handOver(ctx, v, "released"); err != nil {
		t.Errorf("the slip of a released template: %v", err)
	}
}
