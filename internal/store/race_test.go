package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

// Whoever is first, the text that the magistrate reads is the last one.
func TestSubmittingWhileAColleagueSaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for round := range 8 {
		r := w.open()
		first, err := w.Draft(t.Context(), w.officer, r.id, 1)
		w.ok(err)
		in := r.decide(w.officer, "submit", mla.Submit{
			Revision: 1, DraftSHA256: first.SHA256, PDF: doc("pdf"), Contributors: first.Contributors, Measures: first.Body.MeasureIDs(),
		})
		var answer activities.RecordAnswer
		var recordErr, saveErr error
		var wg sync.WaitGroup
		wg.Go(func() { answer, recordErr = w.Record(t.Context(), in) })
		wg.Go(func() {
			d := draft()
			d.Facts = fmt.Sprint("round ", round)
			_, saveErr = w.SaveDraft(t.Context(), w.colleague, r.id, 1, d)
		})
		wg.Wait()
		w.ok(recordErr)
		latest, err := w.Draft(t.Context(), w.officer, r.id, 0)
		w.ok(err)
		switch {
		case answer.Kind == activities.Committed && latest.Revision == 1:
			refused(t, saveErr, mla.CodeWrongPhase, "phase")
		case answer.Kind == activities.Refused && latest.Revision == 2:
			w.ok(saveErr)
		default:
			t.Errorf("round %d: %s, revision %d, %v", round, answer.Kind, latest.Revision, saveErr)
		}
	}
}

// An attempt that is cut off anywhere leaves all or nothing, and the next one
// answers the same.
func TestRecordCutOffAnywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	ref := r.text(w.officer, "x")
	for i := range 30 {
		in := r.decide(w.officer, fmt.Sprintf("cut-%d", i), mla.Note{Text: ref})
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*100*time.Microsecond)
		_, _ = w.Record(ctx, in)
		cancel()
		events, err := w.Events(t.Context(), r.id)
		w.ok(err)
		if n := int64(len(events)); n != r.s.Seq && n != r.s.Seq+int64(len(in.Events)) {
			t.Fatalf("%d events: neither all nor nothing", n)
		}
		a, err := w.Record(t.Context(), in)
		w.ok(err)
		if a.Kind != activities.Committed || len(a.Events) != len(in.Events) {
			t.Fatalf("%+v", a)
		}
		r.keep(a.Events)
	}
	w.ok(w.VerifyChain(t.Context(), r.id))
	if differed, err := w.RebuildProjection(t.Context(), r.id); differed || err != nil {
		t.Errorf("%v, %v", differed, err)
	}
}
