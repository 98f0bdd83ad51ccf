package main

import (
	"maps"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

// plain is a tour that nothing disturbs; the others are compared with it. It
// runs beside them and belongs to none of them: a test that fails early must not
// end it for the rest.
var plain plainTours

type plainTours struct {
	once sync.Once
	dir  string
	tour *childTour
	err  error
}

func plainTour(t *testing.T) *childTour {
	t.Helper()
	plain.once.Do(func() {
		if plain.dir, plain.err = openDir("rogatory-tour-"); plain.err != nil {
			return
		}
		plain.tour, plain.err = launchTour(plain.dir, 6)
	})
	if plain.err != nil {
		t.Fatal(plain.err)
	}
	return plain.tour
}

func (p *plainTours) close() error {
	if p.tour != nil {
		p.tour.kill()
	}
	if p.dir == "" {
		return nil
	}
	return os.RemoveAll(p.dir)
}

func TestATourHoldsEveryExpectation(t *testing.T) {
	needServers(t)
	t.Parallel()
	s := plainTour(t).result(t)
	if len(s.Trips) != 6 || len(s.Expectations) < 20 || len(s.failed()) > 0 {
		t.Errorf("%d trips, %d expectations, not held: %v", len(s.Trips), len(s.Expectations), s.failed())
	}
	for _, tr := range s.Trips {
		t.Logf("%-16s %d phases, %d events, %d workflow events in %d runs", tr.Name, len(tr.Phases), tr.Events, tr.WorkflowEvents, tr.WorkflowRuns)
	}
}

// silentOn are the clocks that a trip lets run out on purpose, or the rungs of a
// clock that it waits for: every one must fire in every tour. Others fire when
// people are late, which depends on how fast the machine is and for how long it
// was down; the preservation's fourth is one of those, the follow-up mostly comes before it.
var silentOn = map[string][]string{
	"PH preservation": {"BUD_PRESERVE_INT/r1", "BUD_PRESERVE_INT/r2", "BUD_PRESERVE_INT/r3"},
	"RO judicial":     {"EIO_ACK", "EIO_DECISION"},
	"IN judicial":     {"APPROVE_DUTY"},
	"LA judicial":     {"HOP_EXPECTED"},
	"PH police":       {"INTERPOL_24_7_URGENT", "SAFEGUARD_OUTCOME"},
}

// same fails where a disturbed tour brought about anything else than the plain one.
func same(t *testing.T, plain, disturbed summary) {
	t.Helper()
	by := map[string]tripSummary{}
	for _, tr := range disturbed.Trips {
		by[tr.Name] = tr
	}
	for _, want := range plain.Trips {
		got := by[want.Name]
		if diff := cmp.Diff(phases(want), phases(got)); diff != "" {
			t.Errorf("%s: phases (-plain +disturbed):\n%s", want.Name, diff)
		}
		if diff := cmp.Diff(steadyLetters(want), steadyLetters(got)); diff != "" {
			t.Errorf("%s: documents (-plain +disturbed):\n%s", want.Name, diff)
		}
		if want.Evidence != got.Evidence || want.Deliveries != got.Deliveries || want.Acknowledged != got.Acknowledged {
			t.Errorf("%s: evidence %d, deliveries %d/%d, want %d, %d/%d", want.Name,
				got.Evidence, got.Acknowledged, got.Deliveries, want.Evidence, want.Acknowledged, want.Deliveries)
		}
		if n := got.Letters["reminder"] + got.Letters["status_request"]; n != got.LetterRungs {
			t.Errorf("%s: %d letters for %d rungs that ask for one", want.Name, n, got.LetterRungs)
		}
		for rung, n := range got.Rungs {
			if n != 1 {
				t.Errorf("%s: rung %s fired %d times", want.Name, rung, n)
			}
		}
		have := clockRungs(got)
		for _, silence := range silentOn[want.Name] {
			due := map[string]bool{silence: true}
			if !strings.Contains(silence, "/") {
				due = clockRungs(want)
				maps.DeleteFunc(due, func(rung string, _ bool) bool { return !strings.HasPrefix(rung, silence+"/") })
			}
			for rung := range due {
				if !have[rung] {
					t.Errorf("%s: rung %s never fired", want.Name, rung)
				}
			}
		}
	}
}

func phases(tr tripSummary) []mla.Phase {
	var out []mla.Phase
	for _, p := range tr.Phases {
		out = append(out, p.Phase)
	}
	return out
}

// steadyLetters are the documents whose number does not depend on how late people were.
func steadyLetters(tr tripSummary) map[string]int {
	out := maps.Clone(tr.Letters)
	delete(out, "reminder")
	delete(out, "status_request")
	return out
}

// clockRungs are the fired rungs as clock/rung.
func clockRungs(tr tripSummary) map[string]bool {
	out := map[string]bool{}
	for id := range tr.Rungs {
		obligation, rung, _ := strings.Cut(id, "/")
		out[obligation[:strings.LastIndexByte(obligation, '-')]+"/"+rung] = true
	}
	return out
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
