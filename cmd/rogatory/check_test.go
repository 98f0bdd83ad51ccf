package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

// checked runs the verb on a text from standard input.
func checked(t *testing.T, text string, asJSON bool) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c := checkCmd{File: "-", JSON: asJSON, Lang: "fr", On: "2026-03-02", in: strings.NewReader(text), out: &out}
	err := c.Run()
	return out.String(), err
}

func typed(t *testing.T, change func(*mla.Draft)) string { return typedFor(t, "PH", change) }

func typedFor(t *testing.T, state string, change func(*mla.Draft)) string {
	t.Helper()
	d := fixture.Judicial(state)
	change(&d)
	text, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCheckExitsByWhatItFinds(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text string
		exit error
		says []string
	}{
		"a clean request":            {typedFor(t, "IN", func(*mla.Draft) {}), nil, []string{"Rien ne ferait revenir"}},
		"a form that is not theirs":  {typed(t, func(*mla.Draft) {}), nil, []string{"POUR INFORMATION", "R22"}},
		"a warning does not block":   {typed(t, func(d *mla.Draft) { d.Authority.Phone = "" }), nil, []string{"À VÉRIFIER", "R17", "authority.phone", "remède"}},
		"what blocks exits 1":        {typed(t, func(d *mla.Draft) { d.Certified = false }), exitBlocks, []string{"BLOQUANT", "R07", "certified", "S9"}},
		"every fault of the text":    {`{"purpos":"x","facts":1,"measures":[{"kinds":"x","period_from":"hier"}]}`, exitUnreadable, []string{"purpos", "purpose", "facts", "measures.0.kinds", "measures.0.period_from"}},
		"no JSON":                    {`{"facts":`, exitUnreadable, []string{"JSON"}},
		"two values":                 {`{} {}`, exitUnreadable, []string{"JSON"}},
		"a State that nobody covers": {typed(t, func(d *mla.Draft) { d.State = "XX" }), exitUnreadable, []string{"XX", "PH, RO, IN, LA"}},
		"a time without its offset":  {typed(t, func(d *mla.Draft) { d.Measures[0].Identifiers[0].At = "2026-01-14 03:22" }), exitBlocks, []string{"R09", "measures.0.identifiers.0.at"}},
		"a form that no channel takes": {typed(t, func(d *mla.Draft) {
			d.State, d.Form, d.Channel, d.Track = "LA", mla.FormBudapest29, "", mla.Preservation
		}), exitBlocks, []string{"R01", "mla_request"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := checked(t, c.text, false)
			if !errors.Is(err, c.exit) {
				t.Errorf("exit %v, want %v\n%s", err, c.exit, out)
			}
			for _, s := range c.says {
				if !strings.Contains(out, s) {
					t.Errorf("does not say %q:\n%s", s, out)
				}
			}
		})
	}
}

func TestCheckPrintsJSON(t *testing.T) {
	t.Parallel()
	out, err := checked(t, typed(t, func(d *mla.Draft) { d.Certified = false }), true)
	if !errors.Is(err, exitBlocks) {
		t.Fatal(err)
	}
	var r checkReport
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) == 0 || !r.Blocks || r.Findings[0].Rule != "R07" || r.Findings[0].Cure.FR == "" || r.Findings[0].Source.Ref != "S9" {
		t.Errorf("%+v", r)
	}
	if out, _ := checked(t, typedFor(t, "IN", func(*mla.Draft) {}), true); !strings.Contains(out, `"findings": []`) {
		t.Error("no findings are not a list: " + out)
	}
}

func TestCheckReadsAFileAndNamesOneThatIsMissing(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "draft.json")
	if err := os.WriteFile(file, []byte(typed(t, func(*mla.Draft) {})), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&checkCmd{File: file, Lang: "en", On: "2026-03-02", in: strings.NewReader(""), out: &out}).Run(); err != nil {
		t.Errorf("%v: %s", err, out.String())
	}
	if err := (&checkCmd{File: file + ".none", Lang: "fr", in: strings.NewReader(""), out: &out}).Run(); !errors.Is(err, exitUnreadable) {
		t.Errorf("a missing file: %v", err)
	}
}
