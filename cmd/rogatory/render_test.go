package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// rendered runs the verb on a draft from standard input.
func rendered(t *testing.T, state string, edit func(*renderCmd)) (renderReport, string, error) {
	t.Helper()
	text, err := fixture.Judicial(state).Canonical()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := renderCmd{File: "-", Out: filepath.Join(t.TempDir(), "letters"), Words: "fr", On: "2026-11-23", JSON: true, in: bytes.NewReader(text), out: &out}
	if edit != nil {
		edit(&c)
	}
	err = c.Run()
	var r renderReport
	if c.JSON && err != exitUnreadable {
		if jerr := json.Unmarshal(out.Bytes(), &r); jerr != nil {
			t.Fatalf("%v\n%s", jerr, out.String())
		}
	}
	return r, c.Out, err
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestRenderMakesTheLettersOfThePathInTheirLanguages(t *testing.T) {
	t.Parallel()
	for state, wants := range map[string][]string{
		"PH": {"request/fr", "request/en", "slip/fr", "cover/en", "withdrawal/en"},
		"RO": {"request/fr", "eio_form_b/ro", "reminder_eio_ack/ro", "slip/ro"},
		"IN": {"request/fr", "request/en", "cover/en"},
		"LA": {"request/fr", "request/lo", "note_verbale/lo", "withdrawal/lo"},
	} {
		r, dir, err := rendered(t, state, nil)
		if want := map[bool]error{true: nil, false: exitNotAll}[state == "RO"]; !errors.Is(err, want) {
			t.Errorf("%s: exit %v, want %v", state, err, want)
		}
		var got []string
		for _, l := range r.Letters {
			got = append(got, l.Kind+"/"+l.Lang)
			switch {
			case len(l.Missing) > 0:
				if l.File != "" || l.Kind != "request" || l.Lang == "fr" {
					t.Errorf("%s: %s/%s was made of what nobody translated", state, l.Kind, l.Lang)
				}
			case l.File == "" || l.Why != "" || l.Released || l.Template == "":
				t.Errorf("%s: %+v", state, l)
			default:
				pdf, err := os.ReadFile(filepath.Join(dir, l.File))
				if err != nil || l.Pages > 0 && !bytes.HasPrefix(pdf, []byte("%PDF-")) {
					t.Errorf("%s: %s: %v", state, l.File, err)
				}
			}
		}
		for _, want := range wants {
			if !slices.Contains(got, want) {
				t.Errorf("%s: no %s among %v", state, want, got)
			}
		}
	}
}

func TestRenderTakesTheTranslationOfThisDraftOnly(t *testing.T) {
	t.Parallel()
	skeleton := filepath.Join(t.TempDir(), "texts.json")
	if _, _, err := rendered(t, "PH", func(c *renderCmd) { c.Skeleton = skeleton }); !errors.Is(err, exitNotAll) {
		t.Fatal(err)
	}
	text, err := os.ReadFile(skeleton)
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]translated
	if err := json.Unmarshal(text, &texts); err != nil || len(texts) < 5 || texts["facts"].Source == "" {
		t.Fatalf("%d texts, %v", len(texts), err)
	}
	with := func(edit func(map[string]translated)) func(*renderCmd) {
		return func(c *renderCmd) {
			all := maps.Clone(texts)
			for id, x := range all {
				x.Text = "English text."
				all[id] = x
			}
			edit(all)
			b, _ := json.Marshal(all)
			c.Translation = filepath.Join(t.TempDir(), "done.json")
			if err := os.WriteFile(c.Translation, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, _, err := rendered(t, "PH", with(func(map[string]translated) {}))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, l := range r.Letters {
		found = found || l.Kind == "request" && l.Lang == "en" && l.Pages > 0
	}
	if !found {
		t.Error("the translated request was not made")
	}
	for name, edit := range map[string]func(map[string]translated){
		"a segment of another draft": func(m map[string]translated) { m["measures/M99/description"] = translated{Text: "x"} },
		"a source that changed":      func(m map[string]translated) { m["facts"] = translated{Source: "Autre chose.", Text: "x"} },
	} {
		if _, dir, err := rendered(t, "PH", with(edit)); !errors.Is(err, exitUnreadable) || len(filesIn(t, dir)) > 0 {
			t.Errorf("%s: %v, %v", name, err, filesIn(t, dir))
		}
	}
	if _, _, err := rendered(t, "PH", with(func(m map[string]translated) { delete(m, "facts") })); !errors.Is(err, exitNotAll) {
		t.Errorf("a missing text: %v", err)
	}
}

func TestRenderOverwritesNothingUnlessAsked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(c *renderCmd) { c.Out, c.Only = dir, []string{"request", "cover"} }
	if _, _, err := rendered(t, "RO", in); err != nil {
		t.Fatal(err)
	}
	first := filesIn(t, dir)
	own := filepath.Join(dir, first[0])
	if err := os.WriteFile(own, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, first[1])); err != nil {
		t.Fatal(err)
	}
	if _, _, err := rendered(t, "RO", in); !errors.Is(err, exitUnreadable) {
		t.Errorf("a file that is there: %v", err)
	}
	if b, err := os.ReadFile(own); err != nil || string(b) != "mine" || len(filesIn(t, dir)) != len(first)-1 {
		t.Errorf("something was written: %q %v %v", b, err, filesIn(t, dir))
	}
	if _, _, err := rendered(t, "RO", func(c *renderCmd) { in(c); c.Force = true }); err != nil {
		t.Errorf("with --force: %v", err)
	}
	if !slices.Equal(filesIn(t, dir), first) {
		t.Errorf("files %v, want %v: none is left over", filesIn(t, dir), first)
	}
}

func TestRenderSaysWhatItCannotDo(t *testing.T) {
	t.Parallel()
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	bad := func(text string) string {
		name := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	for name, edit := range map[string]func(*renderCmd){
		"no JSON":             func(c *renderCmd) { c.in = strings.NewReader(`{"facts":`) },
		"a fault of the text": func(c *renderCmd) { c.in = strings.NewReader(`{"purpos":"x"}`) },
		"a State that nobody covers": func(c *renderCmd) {
			c.in = strings.NewReader(strings.Replace(typed(t, func(*mla.Draft) {}), `"state":"PH"`, `"state":"XX"`, 1))
		},
		"no file":                          func(c *renderCmd) { c.File = filepath.Join(full, "none.json") },
		"a kind that the path has not":     func(c *renderCmd) { c.Only = []string{"eio_form_b"} },
		"a language that the path has not": func(c *renderCmd) { c.Langs = []string{"ro"} },
		"a day that is none":               func(c *renderCmd) { c.On = "demain" },
		"a reference that leaves":          func(c *renderCmd) { c.Reference = "../x" },
		"a folder that is a file":          func(c *renderCmd) { c.Out = filepath.Join(full, "file") },
		"a translation that is no JSON":    func(c *renderCmd) { c.Translation = bad("<xliff/>") },
		"a digest that is none":            func(c *renderCmd) { c.Released = bad("abc\n") },
	} {
		if _, _, err := rendered(t, "PH", edit); !errors.Is(err, exitUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRenderPrintsNoLabelOnWhatIsReleased(t *testing.T) {
	t.Parallel()
	covers, err := letter.Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	list := "# released\n"
	for _, c := range covers {
		list += c.Digest + "  # " + c.Version + "\n"
	}
	file := filepath.Join(t.TempDir(), "released")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	r, _, err := rendered(t, "RO", func(c *renderCmd) { c.Released = file })
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Letters {
		if !l.Released {
			t.Errorf("%s/%s is labelled", l.Kind, l.Lang)
		}
	}
}

func TestRenderIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	_, a, _ := rendered(t, "IN", nil)
	_, b, _ := rendered(t, "IN", nil)
	for _, name := range filesIn(t, a) {
		x, _ := os.ReadFile(filepath.Join(a, name))
		y, _ := os.ReadFile(filepath.Join(b, name))
		if len(x) == 0 || !bytes.Equal(x, y) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestTheSummaryIsReadInBothLanguages(t *testing.T) {
	t.Parallel()
	for lang, wants := range map[string][]string{"fr": {"projet non relu", "textes à traduire : ", "request-fr.pdf", "--skeleton"}, "en": {"draft, not reviewed", "texts to translate: "}} {
		var out bytes.Buffer
		_, _, err := rendered(t, "LA", func(c *renderCmd) { c.JSON, c.Words, c.out = false, lang, &out })
		if !errors.Is(err, exitNotAll) {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s lacks %q:\n%s", lang, want, out.String())
			}
		}
	}
}

func TestCheckTemplatesFindsNothingInWhatIsShipped(t *testing.T) {
	t.Parallel()
	for _, c := range []checkTextsCmd{{Lang: "fr"}, {Lang: "en", JSON: true}} {
		var out bytes.Buffer
		if err := c.run(&out); err != nil || out.Len() == 0 {
			t.Errorf("%v\n%s", err, out.String())
		}
	}
}
