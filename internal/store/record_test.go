package store_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

func TestARequestIsRecordedFromOpeningToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().delivered()
	if r.s.Phase != mla.PhaseClosed {
		t.Fatalf("phase %s", r.s.Phase)
	}
	got, err := w.Request(t.Context(), w.officer, r.ref)
	w.ok(err)
	if diff := cmp.Diff(r.s, got.State); diff != "" {
		t.Errorf("the stored state differs from the folded one:\n%s", diff)
	}
	if diff := cmp.Diff(*r.p, got.Profile); diff != "" {
		t.Errorf("the stored law differs:\n%s", diff)
	}
	stored, err := w.Events(t.Context(), r.id)
	w.ok(err)
	if diff := cmp.Diff(r.events, stored); diff != "" {
		t.Errorf("the stored events differ:\n%s", diff)
	}
	kinds := map[string]int{}
	for _, d := range got.Documents {
		kinds[d.Kind]++
	}
	want := map[string]int{"request": 1, "signed": 1, "translation": 1, "acknowledgement": 1, "evidence": 1, "evidence_translation": 1}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("documents:\n%s", diff)
	}
	if got.Names["u-magistrate"] != "Name of u-magistrate" || len(got.Effects) == 0 || got.Case.Ref != "24/00123" {
		t.Errorf("names %v, %d effects, case %+v", got.Names, len(got.Effects), got.Case)
	}
	w.ok(w.VerifyChain(t.Context(), r.id))
}

func TestTheSameCommandTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	in := r.decide(w.officer, "note-1", mla.Note{Text: r.text(w.officer, "a remark")})
	first, err := w.Record(t.Context(), in)
	w.ok(err)
	r.keep(first.Events)
	r.do(w.officer, mla.Note{Text: r.text(w.officer, "another")})
	again, err := w.Record(t.Context(), in)
	w.ok(err)
	if again.Kind != activities.Committed || !cmp.Equal(first.Events, again.Events) || again.StoreSeq != r.s.Seq {
		t.Errorf("first %+v\nagain %+v", first, again)
	}
}

func TestACommandIdWithOtherContentIsReused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	r.doAs(w.officer, "note-1", mla.Note{Text: r.text(w.officer, "a remark")})
	a, err := w.Record(t.Context(), r.decide(w.officer, "note-1", mla.Note{Text: r.text(w.officer, "something else")}))
	w.ok(err)
	if a.Kind != activities.Reused || len(a.Events) != 0 {
		t.Errorf("%+v", a)
	}
}

func TestABehindWriterGetsWhatItMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	stale := r.decide(w.officer, "late", mla.DeclareDanger{})
	missed := r.do(w.officer, mla.Note{Text: r.text(w.officer, "a remark")})
	a, err := w.Record(t.Context(), stale)
	w.ok(err)
	if a.Kind != activities.Behind || !cmp.Equal(missed, a.Events) {
		t.Errorf("%+v", a)
	}
}

func TestAStoreThatLostEventsWritesNothingAndCallsAnOperator(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	kept := r.s.Seq
	in := r.decide(w.officer, "lost", mla.Note{Text: r.text(w.officer, "a remark")})
	for i := range in.Events {
		in.Events[i].Seq += 5
	}
	in.ExpectedSeq += 5
	for range 2 {
		a, err := w.Record(t.Context(), in)
		w.ok(err)
		if a.Kind != activities.Ahead || a.StoreSeq != kept {
			t.Errorf("%+v", a)
		}
	}
	in.RequestID = "never-heard-of"
	a, err := w.Record(t.Context(), in)
	w.ok(err)
	if a.Kind != activities.Ahead || a.StoreSeq != 0 {
		t.Errorf("of an unknown request: %+v", a)
	}
	alerts, err := w.Alerts(t.Context())
	w.ok(err)
	if len(alerts) != 2 || alerts[0].RequestID != r.id {
		t.Fatalf("alerts %+v", alerts)
	}
	w.ok(w.CloseAlert(t.Context(), alerts[0].ID))
	events, err := w.Events(t.Context(), r.id)
	w.ok(err)
	if int64(len(events)) != kept {
		t.Errorf("%d events, want %d", len(events), kept)
	}
}

func TestASubmissionOfAnOldDraftIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	first, err := w.Draft(t.Context(), w.officer, r.id, 1)
	w.ok(err)
	d := draft()
	d.Facts = "Other facts."
	second, err := w.SaveDraft(t.Context(), w.colleague, r.id, 1, d)
	w.ok(err)
	submit := func(d desk.Draft, contributors ...string) mla.Submit {
		return mla.Submit{Revision: d.Revision, DraftSHA256: d.SHA256, PDF: doc("x"), Contributors: contributors, Measures: d.Body.MeasureIDs()}
	}
	for name, tc := range map[string]struct {
		s     mla.Submit
		field string
	}{
		"an earlier revision":            {submit(first, "u-officer", "u-colleague"), "draft_sha256"},
		"another text":                   {submit(desk.Draft{Revision: 2, SHA256: digest("x"), Body: d}, "u-officer", "u-colleague"), "draft_sha256"},
		"a contributor left out of four": {submit(second, "u-officer"), "contributors"},
	} {
		a, err := w.Record(t.Context(), r.decide(w.officer, "submit/"+name, tc.s))
		w.ok(err)
		if a.Kind != activities.Refused || a.Refusal.Code != mla.CodeStaleDraft || a.Refusal.Field != tc.field {
			t.Errorf("%s: %+v", name, a)
		}
	}
	r.do(w.officer, submit(second, "u-officer", "u-colleague"))
	_, err = w.SaveDraft(t.Context(), w.officer, r.id, 2, draft())
	refused(t, err, mla.CodeWrongPhase, "phase")
}

func TestOfTwoWritersOneCommits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	for round := range 5 {
		const writers = 4
		answers := make([]activities.RecordAnswer, writers)
		var wg sync.WaitGroup
		for i := range writers {
			in := r.decide(w.officer, fmt.Sprintf("race-%d-%d", round, i), mla.Note{Text: r.text(w.officer, "x")})
			wg.Go(func() {
				var err error
				if answers[i], err = w.Record(t.Context(), in); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		count := map[string]int{}
		for _, a := range answers {
			if count[a.Kind]++; a.Kind == activities.Committed {
				r.keep(a.Events)
			}
		}
		if count[activities.Committed] != 1 || count[activities.Behind] != writers-1 {
			t.Fatalf("round %d: %v", round, count)
		}
	}
	w.ok(w.VerifyChain(t.Context(), r.id))
}

func TestOpening(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := &request{w: w, id: "r-new", p: profile()}
	open := mla.Open{
		RequestID: "r-new", Reference: "FR-2026-PH-9000", CaseID: w.c.ID, Officer: w.officer.ID, Track: mla.Judicial, Form: mla.FormEIO,
		State: "PH", Measures: draft().MeasureIDs(),
	}
	t.Run("of a case that does not exist is refused", func(t *testing.T) {
		b := open
		b.CaseID = "no-case"
		a, err := w.Record(t.Context(), r.decide(w.officer, "1", b))
		w.ok(err)
		if a.Kind != activities.Refused || a.Refusal.Code != mla.CodeNotFound {
			t.Errorf("%+v", a)
		}
	})
	t.Run("without a reservation makes the row, at once from two sides", func(t *testing.T) {
		in := r.decide(mla.Automaton, "2", open)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if a, err := w.Record(t.Context(), in); err != nil || a.Kind != activities.Committed {
					t.Errorf("%+v, %v", a, err)
				}
			})
		}
		wg.Wait()
	})
	t.Run("under a reference in use is refused", func(t *testing.T) {
		b := open
		b.RequestID = "r-other"
		other := &request{w: w, id: "r-other", p: profile()}
		a, err := w.Record(t.Context(), other.decide(w.officer, "3", b))
		w.ok(err)
		if a.Kind != activities.Refused || a.Refusal.Field != "reference" {
			t.Errorf("%+v", a)
		}
	})
	t.Run("other than what was reserved is refused", func(t *testing.T) {
		res := w.reserve("reserve-1")
		b := open
		b.RequestID = res.RequestID
		reserved := &request{w: w, id: res.RequestID, p: profile()}
		a, err := w.Record(t.Context(), reserved.decide(w.officer, "4", b))
		w.ok(err)
		if a.Kind != activities.Refused || a.Refusal.Field != "reference" {
			t.Errorf("%+v", a)
		}
	})
}

func TestACallersMistakeIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	in := r.decide(w.officer, "gap", mla.Note{Text: r.text(w.officer, "x")})
	in.Events[0].Seq++
	if _, err := w.Record(t.Context(), in); err == nil {
		t.Error("events with a gap were taken")
	}
}

func TestWhatPostgreSQLCannotHoldIsRefusedForGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	// An error would be tried again for ever, and the request would stand still.
	// The domain lets none pass; a history written by an older one might hold it.
	in := r.decide(w.officer, "nul", mla.Acknowledge{ReceivedOn: r.today(), ForeignRef: "PH-0"})
	in.Events[0].Body = mla.Acknowledged{Acknowledge: mla.Acknowledge{ReceivedOn: r.today(), ForeignRef: "PH\x001"}}
	a, err := w.Record(t.Context(), in)
	if err != nil || a.Kind != activities.Refused || a.StoreSeq != r.s.Seq || a.Refusal.Code != mla.CodeUnknownValue {
		t.Errorf("%+v, %v", a, err)
	}
	r.do(w.officer, mla.Acknowledge{ReceivedOn: r.today(), ForeignRef: "PH-1"})
	_, err = w.Requests(t.Context(), w.officer, desk.Filter{Search: "\x00"})
	refused(t, err, mla.CodeUnknownValue, "text")
	_, err = w.AddUpload(t.Context(), w.officer, r.id, "attachment", "a.pdf", "f\x00r", doc("z"))
	refused(t, err, mla.CodeUnknownValue, "text")
	_, err = w.Requests(t.Context(), mla.Actor{ID: "a\x00b", Role: mla.Officer}, desk.Filter{})
	refused(t, err, mla.CodeUnknownValue, "actor")
}

func TestARequestOpensWithItsLaw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := &request{w: w, id: "r-1", p: profile()}
	in := r.decide(w.officer, "1", mla.Open{
		RequestID: "r-1", Reference: "FR-2026-PH-0001", CaseID: w.c.ID, Officer: w.officer.ID, Track: mla.Judicial, Form: mla.FormEIO, State: "PH",
	})
	in.Profile = nil
	if _, err := w.Record(t.Context(), in); err == nil {
		t.Error("taken without")
	}
}

func TestACalendarRefreshedGovernsFromThenOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	in := r.decide(mla.Automaton, "calendar/1", mla.RefreshCalendar{Home: r.p.HomeCalendar, Abroad: r.p.AbroadCalendar, Cause: "import-1"})
	p := *r.p
	p.HomeCalendar.AsOf = "2026-03-01"
	in.Profile = &p
	_, err := w.Record(t.Context(), in)
	w.ok(err)
	got, err := w.CurrentProfile(t.Context(), r.id)
	w.ok(err)
	if diff := cmp.Diff(p, got); diff != "" {
		t.Error(diff)
	}
	if _, err := w.ProfileByHash(t.Context(), p.Hash); err != nil {
		t.Error(err)
	}
	_, err = w.ProfileByHash(t.Context(), "no such")
	refused(t, err, mla.CodeNotFound, "profile")
}
