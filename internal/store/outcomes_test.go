package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestACommandWithoutAnAnswerCanBeSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	cmd := mla.Command{ID: "c-unanswered", Actor: w.officer, SeenSeq: r.s.Seq, Body: mla.Note{Text: r.text(w.officer, "x")}}
	for range 2 { // noted twice is noted once
		if err := w.MarkReceived(t.Context(), w.officer, r.id, cmd); err != nil {
			t.Fatal(err)
		}
	}
	items, err := w.Received(t.Context(), 10)
	if err != nil || len(items) != 1 || items[0].RequestID != r.id || !cmp.Equal(items[0].Command, cmd) {
		t.Fatalf("%+v %v", items, err)
	}
	r.doAs(w.officer, cmd.ID, cmd.Body)
	if items, err = w.Received(t.Context(), 10); err != nil || len(items) != 0 {
		t.Errorf("what is done is still to be sent: %+v %v", items, err)
	}
	if err := w.ForgetReceived(t.Context(), cmd); err != nil {
		t.Fatal(err)
	}
	if o, err := w.Outcome(t.Context(), w.officer, cmd.ID); err != nil || o.Status != "done" {
		t.Errorf("%+v %v", o, err)
	}
}

func TestARefusedCommandLeavesNoNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	cmd := mla.Command{ID: "c-refused", Actor: w.officer, Body: mla.Close{}}
	if err := w.MarkReceived(t.Context(), w.officer, r.id, cmd); err != nil {
		t.Fatal(err)
	}
	if err := w.ForgetReceived(t.Context(), cmd); err != nil {
		t.Fatal(err)
	}
	_, err := w.Outcome(t.Context(), w.officer, cmd.ID)
	refused(t, err, mla.CodeNotFound, "command")
}
