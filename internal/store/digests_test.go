package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDigestsGatherWhatIsDueSoon(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open().submit()
	w.open().ready()
	w.open().abroad()
	gather := func(days int) map[string][]string {
		t.Helper()
		now := w.Clock.Now()
		all, err := w.Digests(t.Context(), now, now.AddDate(0, 0, days))
		w.ok(err)
		out := map[string][]string{}
		for _, d := range all {
			for _, l := range d.Lines {
				text := l.Reference + " " + l.Clock + " " + l.DueDate.String()
				if l.Overdue {
					text += " overdue"
				}
				out[d.Email] = append(out[d.Email], text)
			}
		}
		return out
	}
	if got := gather(1); len(got) != 0 {
		t.Errorf("nothing is due tomorrow: %v", got)
	}
	want := map[string][]string{
		"u-magistrate@example.org": {"FR-2026-PH-0001 APPROVE_DUTY 2026-03-09"},
		"u-registry@example.org":   {"FR-2026-PH-0002 HANDOVER_DUTY 2026-03-09"},
		"u-officer@example.org":    {"FR-2026-PH-0003 ACK 2026-03-09"},
	}
	if diff := cmp.Diff(want, gather(8)); diff != "" {
		t.Error(diff)
	}
	w.Clock.Advance(8 * 24 * 3600e9)
	w.ok(w.SetDisabled(t.Context(), "u-registry", true))
	delete(want, "u-registry@example.org")
	for who := range want {
		want[who][0] += " overdue"
	}
	if diff := cmp.Diff(want, gather(1)); diff != "" {
		t.Error(diff)
	}
}
