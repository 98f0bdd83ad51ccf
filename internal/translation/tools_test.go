package translation

import (
	"path/filepath"
	"regexp"
	"testing"
)

var (
	regexpUnit     = regexp.MustCompile(`<unit [^>]*>`)
	regexpNotes    = regexp.MustCompile(`(?s)<notes>.*?</notes>`)
	regexpOriginal = regexp.MustCompile(` original="[^"]*"`)
	regexpFile     = regexp.MustCompile(`<file id="[^"]*"`)
	regexpName     = regexp.MustCompile(`<ph id="name1"[^>]*/>`)
)

// fixtures are files that other tools returned.
func fixtures(t testing.TB) []string {
	names, err := filepath.Glob("testdata/*.xlf")
	if err != nil {
		t.Fatal(err)
	}
	return names
}
