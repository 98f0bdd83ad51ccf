package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

func TestDraftRevisions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	d := draft()
	d.Facts = "First\r\nsecond"
	second, err := w.SaveDraft(t.Context(), w.colleague, r.id, 1, d)
	w.ok(err)
	if second.Revision != 2 || !slices.Equal(second.Contributors, []string{"u-colleague", "u-officer"}) {
		t.Errorf("%+v", second)
	}
	read, err := w.Draft(t.Context(), w.magistrate, r.id, 0)
	w.ok(err)
	if diff := cmp.Diff(second, read); diff != "" {
		t.Errorf("read back: %s", diff)
	}
	sha, err := read.Body.Digest()
	w.ok(err)
	if sha != read.SHA256 {
		t.Error("the stored text is not what its digest says")
	}
	first, err := w.Draft(t.Context(), w.officer, r.id, 1)
	w.ok(err)
	if first.Body.Facts != draft().Facts || !slices.Equal(first.Contributors, []string{"u-officer"}) {
		t.Errorf("the first revision: %+v", first)
	}
	_, err = w.SaveDraft(t.Context(), w.officer, r.id, 1, draft())
	refused(t, err, "draft_conflict", "base")
	same, err := w.SaveDraft(t.Context(), w.officer, r.id, 2, d)
	w.ok(err)
	if same.Revision != 2 {
		t.Errorf("the same text made revision %d", same.Revision)
	}
	_, err = w.SaveDraft(t.Context(), w.auditor, r.id, 2, d)
	refused(t, err, mla.CodeNotAllowed, "actor")
	_, err = w.SaveDraft(t.Context(), w.strangeOfficer, r.id, 2, d)
	refused(t, err, mla.CodeNotFound, "request")
	_, err = w.Draft(t.Context(), w.officer, r.id, 9)
	refused(t, err, mla.CodeNotFound, "draft")
	for field, change := range map[string]func(*mla.Draft){
		"state": func(d *mla.Draft) { d.State = "RO" }, "case_ref": func(d *mla.Draft) { d.CaseRef = "25/00999" },
		"form": func(d *mla.Draft) { d.Form = mla.FormMLA }, "track": func(d *mla.Draft) { d.Track = mla.Police },
	} {
		other := d
		change(&other)
		_, err = w.SaveDraft(t.Context(), w.officer, r.id, 2, other)
		refused(t, err, mla.CodeUnknownValue, field)
	}
}

func TestTwoAuthorsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	var mu sync.Mutex
	var wg sync.WaitGroup
	saved := 0
	for i := range 6 {
		wg.Go(func() {
			d := draft()
			d.Facts = fmt.Sprintf("version %d", i)
			_, err := w.SaveDraft(t.Context(), w.officer, r.id, 1, d)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				saved++
			} else {
				refused(t, err, "draft_conflict", "base")
			}
		})
	}
	wg.Wait()
	if saved != 1 {
		t.Errorf("%d saved on the same base", saved)
	}
}

func TestReferencesHaveNoGapsAndNoDoubles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const n = 24
	refs := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			// Every command comes twice, as from a retried form; every third one fails.
			if i%3 == 0 {
				bad := draft()
				bad.CaseRef = "no such case"
				if _, err := w.Reserve(t.Context(), w.officer, fmt.Sprintf("bad-%d", i), bad); err == nil {
					t.Error("a case that does not exist was taken")
				}
			}
			a, err := w.Reserve(t.Context(), w.officer, fmt.Sprintf("cmd-%d", i/2), draft())
			if err != nil {
				t.Error(err)
			}
			refs[i] = a.Reference
		})
	}
	wg.Wait()
	slices.Sort(refs)
	var want []string
	for i := range n / 2 {
		ref := fmt.Sprintf("FR-2026-PH-%04d", i+1)
		want = append(want, ref, ref)
	}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Error(diff)
	}
}

func TestReserve(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.reserve("cmd-1")
	if first.CaseID != w.c.ID || first.Draft.Revision != 1 || first.Draft.Body.Purpose == "" {
		t.Errorf("%+v", first)
	}
	if diff := cmp.Diff(first, w.reserve("cmd-1")); diff != "" {
		t.Errorf("again: %s", diff)
	}
	d := draft()
	d.Facts = "other"
	_, err := w.Reserve(t.Context(), w.officer, "cmd-1", d)
	refused(t, err, mla.CodeCommandReused, "command_id")
	_, err = w.Reserve(t.Context(), w.colleague, "cmd-1", draft())
	refused(t, err, mla.CodeCommandReused, "command_id")
	_, err = w.Reserve(t.Context(), w.strangeOfficer, "cmd-2", draft())
	refused(t, err, mla.CodeNotFound, "case_ref")
	_, err = w.Reserve(t.Context(), w.magistrate, "cmd-3", draft())
	refused(t, err, mla.CodeNotAllowed, "actor")
	machine, err := w.Reserve(t.Context(), mla.Automaton, "police/1", draft())
	w.ok(err)
	if machine.Reference != "FR-2026-PH-0002" {
		t.Errorf("the automaton's reference is %s", machine.Reference)
	}
	// A reservation is nobody's request yet, and its author's draft.
	page, err := w.Requests(t.Context(), w.officer, desk.Filter{})
	w.ok(err)
	if len(page.Rows) != 0 {
		t.Error("a reservation is listed")
	}
	_, err = w.Request(t.Context(), w.officer, first.Reference)
	refused(t, err, mla.CodeNotFound, "request")
	if _, err := w.SaveDraft(t.Context(), w.officer, first.RequestID, 1, d); err != nil {
		t.Error(err)
	}
	_, err = w.Draft(t.Context(), w.magistrate, first.RequestID, 0)
	refused(t, err, mla.CodeNotFound, "request")
}
