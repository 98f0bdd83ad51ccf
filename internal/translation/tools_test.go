package translation

import (
	"path/filepath"
	"regexp"
	"testing"
)

var (
	regexpUnit = regexp.MustCompile(`<unit [^>]*>`)
	regexpName = regexp.MustCompile(`<ph id="name1"[^>]*/>`)
)

// fixtures are files that other tools returned.
func fixtures(t testing.TB) []string {
	names, err := filepath.Glob("testdata/*.xlf")
	if err != nil {
		t.Fatal(err)
	}
	return names
}
