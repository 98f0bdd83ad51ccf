package jurisdiction

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// shippedWith is the data with one text of the pre-flight replaced.
func shippedWith(t *testing.T, from, to string) fs.FS {
	t.Helper()
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	err = fs.WalkDir(data, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(data, p)
		out[p] = &fstest.MapFile{Data: text}
		return errors.Join(err)
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(out["preflight.yaml"].Data)
	if !strings.Contains(text, from) {
		t.Fatalf("preflight.yaml has no %q", from)
	}
	out["preflight.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	return out
}

func TestTheLoaderRefusesAPreflightThatNobodyCouldStandBehind(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ from, to, says string }{
		"a block on memory":             {"{id: not_asked, severity: warn, mark: memory,", "{id: not_asked, severity: block, why: x, mark: memory,", "(not_asked).severity: what rests on memory never blocks"},
		"a block of ours not named so":  {"{id: penalty_missing, severity: warn, mark: design,", "{id: penalty_missing, severity: block, why: x, mark: design,", "(penalty_missing).severity: a block of our own that is not named so. Cure: say house: true"},
		"a block that nobody justified": {"{id: penalty_missing, severity: warn, mark: design,", "{id: penalty_missing, severity: block, house: true, mark: design,", "(penalty_missing): a block that nobody justified"},
		"a severity that is none":       {"{id: penalty_missing, severity: warn,", "{id: penalty_missing, severity: fatal,", `unknown severity "fatal"`},
		"a check without words":         {"{id: penalty_missing,", "{id: penalty_mising,", "the check penalty_missing has no words"},
		"a check that nothing finds":    {"{id: penalty_missing,", "{id: penalty_mising,", `unknown check "penalty_mising"`},
		"a rule that is none":           {"- id: R25", "- id: R26", `(R26): unknown rule "R26"`},
		"a rule that is missing":        {"- id: R25", "- id: R26", "no rule R25"},
		"a text in one language":        {`en: "The e-mail address is missing."`, `en: ""`, "(email_missing): French and English are needed"},
		"a rule without a cure":         {`cure: {fr: "Compléter le contact de l’autorité requérante.", en: "Complete the requesting authority's contact."}`, "cure: {fr: x}", "(R17).cure: French and English are needed"},
		"a rule that nobody reviewed":   {`reviewed: {on: 2026-11-25, note: "Warns: practice, no text read."}`, `reviewed: {on: 2026-11-25}`, "(R04).reviewed: nobody reviewed"},
		"a parameter that is none":      {"min_facts: 200", "min_factz: 200", "min_factz"},
		"a State that is none":          {"    LA: [3712, 3839]", "    LA: [3712, 3839]\n  dummy: x", "dummy"},
		"a kind that is none":           {"on_site: [search,", "on_site: [serch,", `parameters.on_site[0]: unknown measure "serch"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := read(shippedWith(t, c.from, c.to))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	t.Run("all faults at once", func(t *testing.T) {
		t.Parallel()
		_, err := read(shippedWith(t, "- id: R25", "- id: R26"))
		if err == nil || strings.Count(err.Error(), "preflight.yaml") < 2 {
			t.Errorf("got %v", err)
		}
	})
}
