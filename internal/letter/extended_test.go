package letter

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/templates"
)

// ruritania holds the letters and the words of the fifth State of
// docs/adding-a-state.md.
const ruritania = "../../docs/examples/ruritania/templates"

func ruritanian(t *testing.T) *library {
	t.Helper()
	l, err := openLibrary(extended{over: os.DirFS(ruritania), under: templates.LettersFS})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAFifthStateIsWrittenToInALanguageThatStands(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"fr", "en"} {
		in := sampleFor("XA", string(mla.FormMLA), lang)
		r, err := ruritanian(t).render(in)
		if err != nil || !bytes.HasPrefix(r.PDF, []byte("%PDF-")) {
			t.Fatalf("%s: %v", lang, err)
		}
		c, err := ruritanian(t).compose(in)
		if err != nil || !strings.Contains(textOf(c.doc), map[string]string{"fr": "Royaume de Ruritanie", "en": "Kingdom of Ruritania"}[lang]) {
			t.Errorf("%s: the letter does not name the State: %v", lang, err)
		}
	}
}

func TestALetterInANewLanguageNeedsItsFileAndItsWordsOnly(t *testing.T) {
	t.Parallel()
	in := sampleFor("XA", "cover", "eo")
	in.Translation = SampleTranslation(in, "Ekzempla teksto, ĉiuĵaŭde.")
	r, err := ruritanian(t).render(in)
	if err != nil || r.Reviewed {
		t.Fatalf("reviewed %v, %v", r.Reviewed, err)
	}
	c, err := ruritanian(t).compose(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Reĝlando Ruritanio", "Akompana letero", "2026-11-23"} {
		if !strings.Contains(textOf(c.doc), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	if c.doc.Label == "" {
		t.Error("a letter that nobody reviewed is not labelled a draft")
	}
}

func TestWithoutTheFolderTheFifthStateIsUnknownToLetters(t *testing.T) {
	t.Parallel()
	missing, err := MissingNames(map[string][]string{"XA": {"fr", "en", "tlh"}, "PH": {"fr", "en"}})
	if err != nil || !slices.Equal(missing, []string{"state/XA in fr", "state/XA in en"}) {
		t.Errorf("names that lack: %v, %v", missing, err)
	}
	var fault *Fault
	if _, err := Compose(sampleFor("XA", string(mla.FormMLA), "en")); !errors.As(err, &fault) || fault.Code != FaultTerm || fault.What != "state/XA" {
		t.Errorf("got %v", err)
	}
	var refused *mla.Error
	if _, err := Compose(sampleFor("PH", "cover", "eo")); !errors.As(err, &refused) || refused.Code != "no_template" {
		t.Errorf("got %v", err)
	}
}

func TestAFolderAddsWordsAndLeavesTheOthers(t *testing.T) {
	t.Parallel()
	l := ruritanian(t)
	if l.glossary["page"]["fr"] != "page" || l.glossary["page"]["eo"] != "paĝo" || l.glossary["state/PH"]["en"] == "" {
		t.Errorf("page is %v", l.glossary["page"])
	}
	shipped, err := embedded()
	if err != nil || slices.Contains([]string{"paĝo"}, shipped.glossary["page"]["eo"]) {
		t.Error("the folder's words reached the library shipped")
	}
}

// textOf is all the text of a letter.
func textOf(d typeset.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		for _, row := range block.Rows {
			for _, cell := range row {
				b.WriteString(cell.String() + "\n")
			}
		}
	}
	return b.String()
}
