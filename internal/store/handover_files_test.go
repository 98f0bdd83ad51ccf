package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestTheQueueOfHandOversReadsWhatEachRequestWouldSay compares the one reading of
// several requests with the reading of each.
func TestTheQueueOfHandOversReadsWhatEachRequestWouldSay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	held, passed, draft := w.open().ready(), w.open().delivered(), w.open()
	ids := []string{held.id, passed.id, draft.id, "no such request"}
	files, err := w.HandoverFiles(t.Context(), w.registry, ids)
	w.ok(err)
	if len(files) != 2 {
		t.Errorf("%d requests are read, want the two that the registry held", len(files))
	}
	for _, id := range []string{held.id, passed.id} {
		req, err := w.Request(t.Context(), w.registry, id)
		w.ok(err)
		if diff := cmp.Diff(req.Documents, files[id].Documents, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("documents of %s (-request +queue)\n%s", req.Reference, diff)
		}
		if got := files[id].State; got.Seq != req.State.Seq || got.Holder != req.State.Holder || len(got.Hops) != len(req.State.Hops) {
			t.Errorf("state of %s: %+v", req.Reference, got)
		}
	}
	none, err := w.HandoverFiles(t.Context(), w.registry, nil)
	w.ok(err)
	if len(none) != 0 {
		t.Errorf("nothing was asked, and %d came", len(none))
	}
}
