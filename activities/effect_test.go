package activities

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

// rows is the store's side of effects and mails, in memory.
type rows struct {
	effects map[string]mla.Effect
	states  map[string]string
	mails   map[string]string // message id → state
	to      []Recipient
	looks   int // at the request and at its people
	writes  int
	failing map[string]error
}

func (r *rows) BeginEffects(_ context.Context, _ string, keys []string) (out []BegunEffect, err error) {
	for _, key := range keys {
		e, ok := r.effects[key]
		if !ok {
			continue
		}
		was := r.states[key]
		if was != string(mla.EffectDone) {
			r.states[key] = "attempting"
		}
		out = append(out, BegunEffect{Effect: e, Was: was})
	}
	r.writes++
	return out, nil
}

func (r *rows) FinishEffects(_ context.Context, _ string, ends []EffectEnd) error {
	for _, e := range ends {
		r.states[e.Key] = e.Outcome
	}
	r.writes++
	return nil
}
func (r *rows) LeftEffects(context.Context, string) ([]string, error) { return nil, nil }

func (r *rows) Snapshot(context.Context, string) (Snapshot, error) {
	r.looks++
	return Snapshot{State: mla.State{ID: "r1", Reference: "FR-2026-RO-0001"}, CaseRef: "JI-1"}, r.failing["snapshot"]
}
func (r *rows) Text(context.Context, string, string) (string, error) { return "", nil }

func (r *rows) Recipients(_ context.Context, _ string, to []Audience) ([][]Recipient, error) {
	r.looks++
	out := make([][]Recipient, len(to))
	for i := range out {
		out[i] = r.to
	}
	return out, nil
}

func (r *rows) QueueMails(_ context.Context, mails []OutboxMail, state string) ([]bool, error) {
	r.writes++
	for _, m := range mails {
		if strings.ContainsRune(m.Subject, 0) {
			return nil, mla.Refuse(mla.CodeUnknownValue, "text")
		}
	}
	settled := make([]bool, len(mails))
	for i, m := range mails {
		if s, ok := r.mails[m.MessageID]; ok && (s == "sent" || s == "outbox") {
			settled[i] = true
			continue
		} else if !ok || state == "outbox" {
			r.mails[m.MessageID] = state
		}
		settled[i] = state == "outbox"
	}
	return settled, nil
}

func (r *rows) MarkMail(_ context.Context, id, state string) error {
	r.mails[id] = state
	r.writes++
	return nil
}

type wordedAs func(lang, template string) error

func (w wordedAs) Mail(lang string, d MailData) (string, string, error) {
	return d.Template + " " + lang, d.Reference, w(lang, d.Template)
}

type sends func(m OutboxMail) error

func (s sends) Send(_ context.Context, m OutboxMail) error { return s(m) }

func mail(key, template string) mla.Effect {
	return mla.Effect{Key: key, Kind: mla.EffectMail, Template: template, ToRole: mla.Officer, OwedAt: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
}

func setup(r *rows, mailer Mailer) *Activities {
	r.states, r.mails = map[string]string{}, map[string]string{}
	for k := range r.effects {
		r.states[k] = "owed"
	}
	return &Activities{
		Snapshots: r, Effects: r, Outbox: r, Mailer: mailer, BaseURL: "http://x", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Wording: wordedAs(func(_, template string) error {
			if template == "no_such_template" {
				return errors.New("missing")
			}
			return nil
		}),
	}
}

func TestAMailThatFailsHoldsUpNoOther(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved"), "b": mail("b", "no_such_template"), "c": mail("c", "returned")}, to: []Recipient{{UserID: "u1", Email: "u1@x", Lang: "fr"}}}
	var sent []string
	a := setup(r, sends(func(m OutboxMail) error { sent = append(sent, m.MessageID); return nil }))
	ends, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a", "b", "c"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []EffectEnd{{Key: "a", Outcome: "done"}, {Key: "b", Outcome: "failed", Code: "unavailable"}, {Key: "c", Outcome: "done"}}
	if diff := cmp.Diff(want, ends); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(sent, []string{"a/u1", "c/u1"}) {
		t.Errorf("sent %v", sent)
	}
	if r.looks != 2 {
		t.Errorf("looked at the request and its people %d times for one batch", r.looks)
	}
}

func TestABatchWithoutAServerIsWrittenThreeTimes(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved"), "b": mail("b", "returned"), "c": mail("c", "returned")}, to: []Recipient{{UserID: "u1"}, {UserID: "u2"}}}
	a := setup(r, nil)
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a", "b", "c"}}); err != nil || len(r.mails) != 6 {
		t.Errorf("%v %v", err, r.mails)
	}
	if r.writes != 3 {
		t.Errorf("%d writes: beginning, queueing and ending are one each", r.writes)
	}
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a", "b", "c"}}); err != nil || r.writes != 4 {
		t.Errorf("%v, %d writes: what is done has nothing to be ended", err, r.writes)
	}
}

func TestAMailIsMarkedBeforeTheNextIsSent(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved"), "b": mail("b", "returned")}, to: []Recipient{{UserID: "u1"}}}
	var seen []string
	a := setup(r, sends(func(m OutboxMail) error {
		seen = append(seen, m.MessageID+": "+r.mails["a/u1"]+" "+r.mails["b/u1"])
		if m.MessageID == "b/u1" && len(seen) == 2 {
			panic("kill -9")
		}
		return nil
	}))
	in := EffectInput{RequestID: "r1", Keys: []string{"a", "b"}}
	func() {
		defer func() { _ = recover() }()
		_, _ = a.PerformQuiet(t.Context(), in)
	}()
	if _, err := a.PerformQuiet(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	want := []string{"a/u1: owed owed", "b/u1: sent owed", "b/u1: sent owed"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestAMailThatCannotBeStoredHoldsUpNoOther(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved"), "b": mail("b", "a\x00b"), "c": mail("c", "returned")}, to: []Recipient{{UserID: "u1"}}}
	a := setup(r, nil)
	ends, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a", "b", "c"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []EffectEnd{{Key: "a", Outcome: "done"}, {Key: "b", Outcome: "failed", Code: mla.CodeUnknownValue}, {Key: "c", Outcome: "done"}}
	if diff := cmp.Diff(want, ends); diff != "" || r.mails["a/u1"] != "outbox" || r.mails["c/u1"] != "outbox" {
		t.Error(diff, r.mails)
	}
}

func TestARequestThatCannotBeReadFailsEachEffectForItself(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved"), "b": mail("b", "returned")}, failing: map[string]error{"snapshot": errors.New("down")}}
	a := setup(r, nil)
	ends, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a", "b"}})
	want := []EffectEnd{{Key: "a", Outcome: "failed", Code: "unavailable"}, {Key: "b", Outcome: "failed", Code: "unavailable"}}
	if diff := cmp.Diff(want, ends); err != nil || diff != "" || r.states["a"] != "failed" || r.states["b"] != "failed" {
		t.Error(err, diff, r.states)
	}
}

func TestASecondAttemptSendsOnlyWhatIsNotSent(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved")}, to: []Recipient{{UserID: "u1"}, {UserID: "u2"}}}
	down := true
	var sent []string
	a := setup(r, sends(func(m OutboxMail) error {
		if down && m.UserID == "u2" {
			return errors.New("connection refused")
		}
		sent = append(sent, m.MessageID)
		return nil
	}))
	in := EffectInput{RequestID: "r1", Keys: []string{"a"}}
	ends, err := a.PerformQuiet(t.Context(), in)
	if err != nil || ends[0].Outcome != "failed" || r.mails["a/u2"] != "failed" {
		t.Fatalf("%v %v %v", ends, err, r.mails)
	}
	down = false
	for range 2 { // the retry, and the retry of the retry
		if ends, err = a.PerformQuiet(t.Context(), in); err != nil || ends[0].Outcome != "done" {
			t.Fatalf("%v %v", ends, err)
		}
	}
	if !slices.Equal(sent, []string{"a/u1", "a/u2"}) {
		t.Errorf("sent %v: each once, with the same Message-ID", sent)
	}
}

func TestWithoutAServerMailsLieInTheOutbox(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"a": mail("a", "approved")}, to: []Recipient{{UserID: "u1"}}}
	a := setup(r, nil)
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"a"}}); err != nil || r.mails["a/u1"] != "outbox" {
		t.Errorf("%v %v", err, r.mails)
	}
}

func TestAnEffectThatARebuiltRequestNoLongerOwesIsSkipped(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{}}
	a := setup(r, nil)
	if ends, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"gone"}}); err != nil || len(ends) != 0 {
		t.Errorf("%v %v", ends, err)
	}
}

func TestALoudEffectThatIsNotOwedIsRefusedForGood(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{}}
	_, err := setup(r, nil).PoliceCopy(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"gone"}})
	var app interface{ NonRetryable() bool }
	if !errors.As(err, &app) || !app.NonRetryable() || !strings.Contains(err.Error(), mla.CodeNotFound) {
		t.Errorf("%v", err)
	}
}

func TestARefusedEffectIsFinalAndAnyOtherFailureIsTriedAgain(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"p": {Key: "p", Kind: mla.EffectPoliceCopy}}}
	a := setup(r, nil)
	var fails error
	a.Copies = copies(func() error { return fails })
	in := EffectInput{RequestID: "r1", Keys: []string{"p"}}
	for name, tc := range map[string]struct {
		err   error
		final bool
	}{
		"a refusal": {mla.Refuse("unknown_form", "form"), true},
		"an outage": {errors.New("no route: Alain EXEMPLE"), false},
	} {
		fails = tc.err
		_, err := a.PoliceCopy(t.Context(), in)
		var app interface{ NonRetryable() bool }
		if !errors.As(err, &app) || app.NonRetryable() != tc.final {
			t.Errorf("%s: %v", name, err)
		}
		if got := err.Error(); r.states["p"] != "failed" || strings.Contains(got, "EXEMPLE") {
			t.Errorf("%s: state %s, error %q", name, r.states["p"], got)
		}
	}
	fails = nil
	if end, err := a.PoliceCopy(t.Context(), in); err != nil || end.Outcome != "done" || r.states["p"] != "done" {
		t.Errorf("%v %v", end, err)
	}
}

type copies func() error

func (c copies) OpenPoliceCopy(context.Context, string, string) error { return c() }
