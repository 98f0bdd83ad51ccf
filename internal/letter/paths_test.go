package letter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

var update = flag.Bool("update-page", false, "write docs/letters.md anew")

func law(t *testing.T) *jurisdiction.Book {
	t.Helper()
	b, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// written are the languages of each template.
func written(t *testing.T) map[string][]string {
	t.Helper()
	covers, err := letter.Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, c := range covers {
		out[c.Form] = append(out[c.Form], c.Lang)
	}
	return out
}

func TestEveryDocumentOfEveryPathIsWrittenInItsLanguages(t *testing.T) {
	t.Parallel()
	have, seen := written(t), map[string]bool{}
	for _, s := range law(t).States() {
		for _, r := range s.Routes() {
			for _, f := range r.Documents {
				for _, d := range f.Documents {
					template := d.ID
					if template == string(letter.KindCourtesy) {
						template = string(f.Form)
					}
					seen[template] = true
					for _, lang := range d.Langs {
						if !slices.Contains(have[template], lang) {
							t.Errorf("%s %s %s: no %s in %s", s.Code(), r.ID, f.Form, template, lang)
						}
					}
				}
			}
		}
	}
	for _, o := range law(t).Occasions() {
		seen[o.ID] = true
		for _, lang := range []string{"fr", "en", "ro", "lo"} {
			if !slices.Contains(have[o.ID], lang) {
				t.Errorf("no %s in %s", o.ID, lang)
			}
		}
	}
	// The translation desk asks for these, whatever the path.
	seen[string(letter.KindEvidenceTranslation)], seen[string(letter.KindCertificate)] = true, true
	for form := range have {
		// The forms that every State of today has a package in the place of.
		if !seen[form] && form != string(mla.FormMLA) && form != string(mla.FormLetterRogatory) {
			t.Errorf("nothing asks for %s", form)
		}
	}
}

// A letter abroad cites its article in its own language, not in the French of the data.
func TestEveryArticleThatARungCitesHasItsWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range law(t).States() {
		for _, form := range s.Forms() {
			p, err := law(t).Profile(jurisdiction.ProfileInput{State: s.Code(), Form: form})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range p.Clocks {
				for _, r := range p.Ladders[c.Ladder] {
					if r.Basis == "" || seen[r.Basis] {
						continue
					}
					seen[r.Basis] = true
					for _, lang := range []string{"en", "ro", "lo"} {
						in := letter.SampleLetter(s.Code(), "reminder", lang)
						in.Profile = p
						in.Draft.LegalBasis = nil
						in.Reminder = &letter.ReminderInfo{Clock: c.ID, Rung: r.ID}
						doc, err := letter.Compose(in)
						if err != nil {
							t.Fatal(err)
						}
						cited := ""
						for _, b := range doc.Blocks {
							if b.Kind == "field" && len(b.Rows[0]) == 2 && len(b.Rows[0][1]) == 1 && b.Rows[0][1][0].Field == "" {
								cited += b.Rows[0][1].String()
							}
						}
						if strings.Contains(cited, r.Basis) || cited == "" {
							t.Errorf("%s in %s is cited as %q", r.Basis, lang, cited)
						}
					}
				}
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d articles were looked at", len(seen))
	}
}

const lettersPage = `# The documents of each path

Rendered from ` + "`internal/jurisdiction/data/papers.yaml`" + ` and the templates; ` + "`go test ./internal/letter -run TestLettersPage -update-page`" + ` writes it anew.

Each line is a document, the template it is made from, the languages in which the path makes it, and where its *structure* comes from: *sourced* with the number in
` + "`sources.yaml`" + `, *memory* (known, not verified against the official text) or *design* (ours). The words are ours everywhere. Where a form exists and its official text was not at hand, the page itself
says *structure after (source), not the official form*, and the pre-flight says it too (R22). A template carries *draft, not reviewed* until somebody released that version in that language; nobody has
reviewed the Romanian and the Lao.

When a document is made:

- **The request** when it is submitted (French) and when its translation is certified. What is approved is a file: it is never made again.
- **Papers that go with it** by the last French clerk before the one they are for, when the file comes to that clerk's desk; an embassy has no desk here, so its note verbale is prepared at the BEPI. A slip is made
  at every hand-over and lists what travels, with digests. An undertaking of reciprocity goes only where reciprocity is offered. Every paper is made in the language of its reader, and in French too where ` + "`langs`" + ` says so.
- **Letters of an occasion** when a rung of a ladder, an answer, or a withdrawal asks for one. A clerk hands them over with proof: no machine writes to an authority abroad.
- **The sealed annex** on demand, by the officer in charge and the magistrates of the case only. It is kept nowhere; the log holds who had it made and its digest. It is never part of another file.

`

func TestLettersPageIsWhatTheDataSays(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(lettersPage)
	mark := func(s mla.Source) string {
		if s.Mark == mla.Sourced {
			return "sourced, " + s.Ref
		}
		return string(s.Mark)
	}
	for _, s := range law(t).States() {
		fmt.Fprintf(&b, "## %s\n\n| path | form | document | template | languages | structure |\n| --- | --- | --- | --- | --- | --- |\n", s.Name().EN)
		for _, r := range s.Routes() {
			for _, f := range r.Documents {
				for n, d := range f.Documents {
					path, form := "", ""
					if n == 0 {
						path, form = "`"+r.ID+"`", "`"+string(f.Form)+"`"
					}
					name := d.Name.EN
					if d.Reciprocity {
						name += " (where reciprocity is offered)"
					}
					fmt.Fprintf(&b, "| %s | %s | %s | `%s` | %s | %s |\n", path, form, name, d.ID, strings.Join(d.Langs, ", "), mark(d.Source))
				}
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("## On an occasion, on every path\n\n| document | template | tracks | languages | structure |\n| --- | --- | --- | --- | --- |\n")
	have := written(t)
	for _, o := range law(t).Occasions() {
		tracks := "all"
		if len(o.Tracks) > 0 {
			tracks = ""
			for _, tr := range o.Tracks {
				tracks += string(tr)
			}
		}
		slices.Sort(have[o.ID])
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", o.Name.EN, o.ID, tracks, strings.Join(have[o.ID], ", "), mark(o.Source))
	}
	page := filepath.Join("..", "..", "docs", "letters.md")
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), b.String()); diff != "" {
		t.Errorf("docs/letters.md is not what the data says; run with -update-page:\n%s", diff)
	}
}
