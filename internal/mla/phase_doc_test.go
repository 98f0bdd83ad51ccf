package mla

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/phases.md anew")

func TestPhasesPage(t *testing.T) {
	t.Parallel()
	page := filepath.Join("..", "..", "docs", "phases.md")
	want := TableMarkdown()
	if *update {
		if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/phases.md is not what the table says; run with -update:\n%s", diff)
	}
}

func TestTheTableIsSound(t *testing.T) {
	t.Parallel()
	type key struct {
		Track Track
		From  Phase
		On    CommandKind
		When  Guard
		To    Phase
	}
	seen := map[key]bool{}
	reached := map[Track]map[Phase]bool{}
	for _, r := range Table {
		k := key{r.Track, r.From, r.On, r.When, r.To}
		if seen[k] {
			t.Errorf("twice: %+v", k)
		}
		seen[k] = true
		if _, ok := guardWords[r.When]; !ok {
			t.Errorf("the guard %q has no words", r.When)
		}
		if len(r.By) == 0 || r.From.Terminal() {
			t.Errorf("nobody, or from an end: %+v", r)
		}
		if reached[r.Track] == nil {
			reached[r.Track] = map[Phase]bool{PhaseDraft: true}
		}
		reached[r.Track][r.To] = true
	}
	for _, r := range Table {
		if r.From != anyPhase && !reached[r.Track][r.From] {
			t.Errorf("nothing leads to %s of %s", r.From, r.Track)
		}
	}
	// Every phase that is no end can be left otherwise than by withdrawal.
	for track, phases := range reached {
		for p := range phases {
			left := p.Terminal()
			for _, r := range Table {
				left = left || r.Track == track && r.From == p && r.To != p && r.On != KindWithdraw
			}
			if !left {
				t.Errorf("%s of %s is a dead end", p, track)
			}
		}
	}
}

// A guard refused as a row's first has words of its own; one that no state
// satisfies would be a dead row.
func TestEveryGuardIsKnown(t *testing.T) {
	t.Parallel()
	for g := range guardWords {
		yes := false
		for _, s := range guardStates() {
			for _, body := range []CommandBody{Assess{Final: true}, Assess{}} {
				d := &decision{s: s, cmd: Command{Body: body}}
				yes = yes || d.holds(g)
			}
		}
		if !yes {
			t.Errorf("%q never holds", g)
		}
	}
	if (&decision{}).holds("no_such_guard") {
		t.Error("an unknown guard holds")
	}
}

func guardStates() []State {
	en := []Evidence{{ID: "E1", EvidenceIn: EvidenceIn{Language: "en"}}}
	return []State{
		{}, {Paper: true}, {TranslateTo: "en"}, {Paper: true, TranslateTo: "en"}, {Full: true, Responses: 1, Evidence: en},
		{Deliveries: []Delivery{{Status: "acknowledged"}, {Status: "waived"}}}, {FollowUpOn: day("2026-03-02")},
	}
}
