package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// reads is every way to reach a request, or something of it, with one answer: is it there?
var reads = map[string]func(w *world, who mla.Actor, r *request) (bool, error){
	"list": func(w *world, who mla.Actor, r *request) (bool, error) {
		page, err := w.Requests(w.t.Context(), who, desk.Filter{})
		return len(page.Rows) > 0, err
	},
	"search": func(w *world, who mla.Actor, r *request) (bool, error) {
		page, err := w.Requests(w.t.Context(), who, desk.Filter{Search: r.ref})
		return len(page.Rows) > 0, err
	},
	"by id": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.Request(w.t.Context(), who, r.id)
		return err == nil, err
	},
	"by reference": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.Request(w.t.Context(), who, r.ref)
		return err == nil, err
	},
	"draft": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.Draft(w.t.Context(), who, r.id, 0)
		return err == nil, err
	},
	"translations": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, _, err := w.TranslationUnits(w.t.Context(), who, r.key())
		return err == nil, err
	},
	"document": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.Document(w.t.Context(), who, r.document("request"))
		return err == nil, err
	},
	"case": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.CaseFile(w.t.Context(), who, "24/00123")
		return err == nil, err
	},
	"cases": func(w *world, who mla.Actor, r *request) (bool, error) {
		all, err := w.Cases(w.t.Context(), who)
		for _, c := range all {
			if c.Ref == "24/00123" {
				return true, err
			}
		}
		return false, err
	},
	"sealed": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.Sealed(w.t.Context(), who, r.id)
		return err == nil, err
	},
	"names": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.NamesOf(w.t.Context(), who, r.id)
		return err == nil, err
	},
	"register of names": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.NameRegister(w.t.Context(), who, "24/00123")
		return err == nil, err
	},
	"put text": func(w *world, who mla.Actor, r *request) (bool, error) {
		_, err := w.PutText(w.t.Context(), who, r.id, "", "x")
		return err == nil, err
	},
}

// document finds the id of the request's document of a kind.
func (r *request) document(kind string) string {
	r.w.t.Helper()
	full, err := r.w.Request(r.w.t.Context(), r.w.officer, r.id)
	r.w.ok(err)
	for _, d := range full.Documents {
		if d.Kind == kind {
			return d.ID
		}
	}
	r.w.t.Fatalf("no document of kind %s", kind)
	return ""
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().ready().handOver(w.registry, 1)
	all := []string{"list", "search", "by id", "by reference", "draft", "translations", "document", "case", "cases", "sealed", "put text", "names", "register of names"}
	without := func(gone ...string) map[string]bool {
		out := map[string]bool{}
		for _, k := range all {
			out[k] = true
		}
		for _, k := range gone {
			out[k] = false
		}
		return out
	}
	nothing := without(all...)
	for _, tc := range []struct {
		name string
		who  mla.Actor
		sees map[string]bool
	}{
		{"officer in charge", w.officer, without()},
		{"officer of the case", w.colleague, without("sealed")},
		{"magistrate of the case", w.magistrate, without()},
		{"auditor of the case", w.auditor, without("sealed", "put text")},
		{"assigned translator", w.translator, without("case", "cases", "sealed")},
		{"clerk who handed it on", w.registry, without("draft", "translations", "case", "cases", "sealed", "names", "register of names")},
		{"clerk who holds it", w.bepi, without("draft", "translations", "case", "cases", "sealed", "names", "register of names")},
		{"administrator", w.admin, nothing},
		{"officer of another case", w.strangeOfficer, nothing},
		{"magistrate of another case", w.strangeMagistrate, nothing},
		{"auditor of another case", w.strangeAuditor, nothing},
		{"another translator", w.strangeTranslator, nothing},
		{"clerk of another organisation", w.strangeClerk, nothing},
		{"nobody", mla.Actor{}, nothing},
		{"clerk of no organisation", mla.Actor{ID: "u-x", Role: mla.Clerk}, nothing},
		{"a name with a quote", mla.Actor{ID: `x' OR 'a'='a`, Role: mla.Officer}, nothing},
		{"a name with a backslash", mla.Actor{ID: `x\' OR true --`, Role: mla.Translator}, nothing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := map[string]bool{}
			for name, read := range reads {
				seen, err := read(w, tc.who, r)
				got[name] = seen
				if err != nil && name != "put text" {
					var field string
					if refusal, ok := err.(*mla.Error); ok {
						field = refusal.Field
					}
					refused(t, err, mla.CodeNotFound, field)
				}
			}
			if diff := cmp.Diff(tc.sees, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAClerkSeesARequestFromTheMomentTheyHoldIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	sees := func(who mla.Actor) bool { _, err := w.Request(t.Context(), who, r.id); return err == nil }
	if sees(w.registry) || sees(w.bepi) || sees(w.translator) {
		t.Error("a draft is seen before it is on its way")
	}
	r.ready()
	if !sees(w.registry) || sees(w.bepi) {
		t.Error("ready: the registry holds it, BEPI does not yet")
	}
	r.handOver(w.registry, 1)
	if !sees(w.registry) || !sees(w.bepi) {
		t.Error("handed over: both have held it")
	}
}

func TestWhatATranslatorAndAClerkAreSpared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	secret := r.text(w.magistrate, "only for the case")
	r.do(w.magistrate, mla.Note{Text: secret})
	r.delivered()
	clerk, err := w.Request(t.Context(), w.registry, r.id)
	w.ok(err)
	if clerk.Draft != nil || clerk.Texts[secret.ID] != "" || len(clerk.Mails) > 0 || len(clerk.Case.Members) > 0 {
		t.Errorf("the clerk reads too much: %+v", clerk)
	}
	for _, d := range clerk.Documents {
		if d.Kind == "evidence" || d.Kind == "evidence_translation" {
			t.Errorf("the clerk sees %s", d.Kind)
		}
	}
	tr, err := w.Request(t.Context(), w.translator, r.id)
	w.ok(err)
	if tr.Draft == nil || tr.Draft.Body.Facts == "" || len(tr.Texts) > 0 || len(tr.Case.Members) > 0 {
		t.Errorf("the translator reads %+v", tr)
	}
	for _, ev := range tr.Events {
		if ev.Body.EventKind() == "noted" || ev.Body.EventKind() == "handed_over" {
			t.Errorf("the translator sees %s", ev.Body.EventKind())
		}
	}
	if _, err := w.Document(t.Context(), w.registry, r.document("evidence")); err == nil {
		t.Error("the clerk opens evidence")
	}
	auditor, err := w.Request(t.Context(), w.auditor, r.id)
	w.ok(err)
	if auditor.Texts[secret.ID] != "only for the case" || len(auditor.Events) != len(r.events) {
		t.Error("the auditor reads the whole history")
	}
}

func TestReassigningLetsTheNewOfficerIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	r.do(w.magistrate, mla.Reassign{Officer: w.strangeOfficer.ID})
	if _, err := w.Request(t.Context(), w.strangeOfficer, r.id); err != nil {
		t.Errorf("the officer in charge cannot see the request: %v", err)
	}
	if _, err := w.Sealed(t.Context(), w.officer, r.id); err == nil {
		t.Error("the former officer still reads the sealed identities")
	}
}

func TestDuties(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().submit()
	clocks := func(who mla.Actor) []string {
		all, err := w.Duties(t.Context(), who, 0)
		w.ok(err)
		out := []string{}
		for _, d := range all {
			out = append(out, d.Obligation.Clock)
		}
		return out
	}
	expect := func(who mla.Actor, want ...string) {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), clocks(who)); diff != "" {
			t.Errorf("%s in %s: %s", who.ID, r.s.Phase, diff)
		}
	}
	expect(w.magistrate, "APPROVE_DUTY")
	expect(w.strangeMagistrate)
	expect(w.officer)
	r.ready()
	expect(w.magistrate)
	expect(w.registry, "HANDOVER_DUTY")
	expect(w.bepi)
	r.handOver(w.registry, 1).handOver(w.bepi, 2)
	expect(w.registry)
	expect(w.bepi)
	expect(w.officer, "ACK") // what the other side owes by law, not the estimate
	expect(w.colleague)
	expect(w.auditor)
	w.Clock.Advance(200 * 24 * 3600e9)
	expect(w.officer, "ACK", "ANSWER")
}
