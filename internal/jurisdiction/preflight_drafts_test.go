package jurisdiction

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Drafts as busy people write them, in their own words: twenty that must not be
// stopped, and those that would come back, each with the causes of its author.
// Rules are those that block or warn; nothing else may.
func TestDraftsInTheirAuthorsWords(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/drafts.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name   string          `json:"name"`
		Good   bool            `json:"good"`
		Blocks bool            `json:"blocks"`
		Rules  []string        `json:"rules"`
		Draft  json.RawMessage `json:"draft"`
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	good := 0
	for _, c := range cases {
		if c.Good {
			good++
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			if faults := mla.DraftFaults(c.Draft); len(faults) > 0 {
				t.Fatal(faults)
			}
			d, err := mla.ParseDraft(bytes.NewReader(c.Draft))
			if err != nil {
				t.Fatal(err)
			}
			fs := law(t).Preflight(d, PreflightContext{Today: workday.MustDate("2026-11-25")})
			fs = slices.DeleteFunc(fs, func(f mla.Finding) bool { return f.Severity == mla.Info })
			got := map[string]bool{}
			for _, f := range fs {
				got[f.Rule] = true
			}
			if diff := cmp.Diff(c.Rules, slices.AppendSeq([]string{}, slices.Values(slices.Sorted(maps.Keys(got))))); diff != "" {
				t.Errorf("%s\n%v", diff, findingNames(fs))
			}
			if mla.Blocks(fs) != c.Blocks {
				t.Errorf("blocks %v: %v", !c.Blocks, findingNames(fs))
			}
			if c.Good && len(fs) > 1 {
				t.Errorf("a good draft is warned of %v", findingNames(fs))
			}
		})
	}
	if good < 20 || len(cases)-good < 25 {
		t.Errorf("%d good and %d defective drafts", good, len(cases)-good)
	}
}
