package typeset

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// seen is a text in the order in which its characters stand on the page.
func seen(text string) string {
	runes := []rune(text)
	tokens := make([]token, len(runes))
	levels := bidiLevels(runes)
	for i, r := range runes {
		tokens[i].run = &run{text: string(r)}
		if levels != nil {
			tokens[i].level = levels[i]
		}
	}
	visual(tokens)
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.run.text)
	}
	return b.String()
}

func TestRightToLeftFragmentsAreSeenInTheirOrder(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ read, seen string }{
		"left to right alone":                   {"abc 12.", "abc 12."},
		"a quotation in a sentence":             {"il dit אבג hier", "il dit גבא hier"},
		"a sentence that begins with it":        {"אבג, dit-il.", "גבא, dit-il."},
		"two words keep their order":            {"x אב גד y", "x דג בא y"},
		"a number inside stays readable":        {"x אב 12.50 גד y", "x דג 12.50 בא y"},
		"a number after Latin belongs to it":    {"x 12 אב", "x 12 בא"},
		"Arabic digits stay readable":           {"x اب ١٢ y", "x ١٢ با y"},
		"brackets around Latin in Hebrew":       {"x אב (cd) גד y", "x בא (cd) דג y"},
		"brackets inside Hebrew":                {"x אב (גד) הו y", "x וה )דג( בא y"},
		"all of it from right to left":          {"אב גד.", ".דג בא"},
		"all of it, with a number":              {"אב 12", "12 בא"},
		"a mark stays behind its letter's side": {"x א\u05B7ב y", "x ב\u05B7א y"},
	} {
		if got := seen(tt.read); got != tt.seen {
			t.Errorf("%s: %q, want %q", name, got, tt.seen)
		}
	}
}

// The library knows directions, but not how deep they are nested; what it knows
// must agree. Brackets are left to the examples above: in "a(א)א" it turns the
// closing one alone, against rule N0.
func TestDirectionsAgreeWithTheLibrary(t *testing.T) {
	t.Parallel()
	alphabet := []rune("abcאבגابج0123٤٥ .,:;-+/%€$!«»")
	rapid.Check(t, func(t *rapid.T) {
		text := "a" + string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 30).Draw(t, "text"))
		var p bidi.Paragraph
		if _, err := p.SetString(text, bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(text)
		levels := bidiLevels(runes)
		at := 0
		for i := range order.NumRuns() {
			r := order.Run(i)
			for range []rune(r.String()) {
				rtl := levels != nil && levels[at]%2 == 1
				if rtl != (r.Direction() == bidi.RightToLeft) {
					t.Fatalf("%q: character %d (%q) right to left: %v, the library says otherwise", text, at, runes[at], rtl)
				}
				at++
			}
		}
	})
}

func TestMarksOfDirectionAreTakenOut(t *testing.T) {
	t.Parallel()
	if got := Normalise("a\u202Eb\u2066c\u200Fd\u061Ce\uFE0F"); got != "abcde" {
		t.Errorf("%+q", got)
	}
	if in := "क्\u200Dष ل\u200Cا"; Normalise(in) != in {
		t.Errorf("joiners that choose a form were lost: %+q", Normalise(in))
	}
	if got := Normalise("a\u200Db"); got != "ab" {
		t.Errorf("a joiner between Latin letters stayed: %+q", got)
	}
}
