package api

import (
	"io/fs"
	"testing"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/templates"
)

func TestEveryLetterThatIsShippedHasANameInBothLanguages(t *testing.T) {
	t.Parallel()
	entries, err := fs.ReadDir(templates.LettersFS, "letters")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		for _, lang := range i18n.Languages {
			if name := letterName(lang, e.Name()); name == e.Name() {
				t.Errorf("%s has no name in %s: give it letter.%s", e.Name(), lang, e.Name())
			}
		}
	}
}
