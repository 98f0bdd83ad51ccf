package letter

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
)

// kinds is the bare structure of a letter.
func kinds(blocks []typeset.Block) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		out[i] = string(b.Kind)
	}
	return out
}

// Two columns are paired by position, so the templates of a form have the same
// blocks in all their languages.
func TestTheTemplatesOfAFormHaveTheSameBlocksInEveryLanguage(t *testing.T) {
	t.Parallel()
	covers, err := Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covers {
		if c.Lang == SourceLang {
			continue
		}
		t.Run(c.Form+"/"+c.Lang, func(t *testing.T) {
			t.Parallel()
			// A State that writes in the language; only Romania has rungs of an EIO.
			for _, state := range map[string][]string{"en": {"PH", "IN"}, "ro": {"RO"}, "lo": {"LA"}}[c.Lang] {
				in := sampleFor(state, c.Form, SourceLang)
				if state != "RO" {
					in.Reminder.Clock, in.Reminder.Rung = "", ""
				}
				french, err := Compose(in)
				if err != nil {
					t.Fatal(err)
				}
				in.Lang = c.Lang
				for _, s := range Segments(in.Draft) {
					in.Translation[s.ID] = s.Text // the same paragraphs
				}
				in.Translation[supplementText] = in.Supplement.Text
				other, err := Compose(in)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(kinds(french.Blocks), kinds(other.Blocks)); diff != "" {
					t.Errorf("%s: blocks (-fr +%s):\n%s", state, c.Lang, diff)
				}
			}
		})
	}
}

func TestALetterBesideItselfPairsItsBlocks(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "mla_request", "en")
	in.Beside = "fr"
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Lang != "en" || doc.BesideLang != "fr" {
		t.Errorf("languages %s, %s", doc.Lang, doc.BesideLang)
	}
	pairs, facts := 0, false
	for _, b := range doc.Blocks {
		switch b.Kind {
		case typeset.Title, typeset.Sign, typeset.Rule, typeset.Gap, typeset.Code, typeset.Break:
			continue
		case typeset.Pair:
		default:
			t.Errorf("a %s stands outside the columns", b.Kind)
			continue
		}
		pairs++
		if len(b.Left) != 1 || len(b.Right) > 1 {
			t.Fatalf("a pair of %d and %d blocks", len(b.Left), len(b.Right))
		}
		if len(b.Right) == 1 && b.Left[0].Kind != b.Right[0].Kind {
			t.Errorf("a %s beside a %s", b.Left[0].Kind, b.Right[0].Kind)
		}
		facts = facts || b.Left[0].Text().String() == "Example text." && b.Right != nil && len(b.Right[0].Text()) > 0 && b.Right[0].Text()[0].Field == "facts"
	}
	if pairs < 40 || !facts {
		t.Errorf("%d pairs; the facts beside their translation: %v", pairs, facts)
	}
}

func TestWhereTheSecondLanguageHasNoTranslationTheFirstStandsAlone(t *testing.T) {
	t.Parallel()
	in := sampleFor("LA", "mla_request", "fr")
	in.Beside = "lo"
	in.Translation = SampleTranslation(in, laoText)
	delete(in.Translation, "facts")
	delete(in.Translation, "authority/capacity") // a line of the letterhead, which stays
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	alone := 0
	for _, b := range doc.Blocks {
		if b.Kind == typeset.Pair && len(b.Right) == 0 {
			alone++
			cells := b.Left[0].Rows[0]
			if f := cells[len(cells)-1][0].Field; f != "facts" && f != "authority.capacity" {
				t.Errorf("%q stands alone", f)
			}
		}
	}
	if alone == 0 {
		t.Error("the facts do not stand alone")
	}
	in.Lang, in.Beside = "lo", "fr"
	if _, err := Compose(in); err == nil {
		t.Error("the first column was composed with a hole")
	}
}

func TestTheSurplusOfALongerColumnStandsAlone(t *testing.T) {
	t.Parallel()
	b := func(kinds ...typeset.BlockKind) (out []typeset.Block) {
		for _, k := range kinds {
			out = append(out, typeset.Block{Kind: k})
		}
		return out
	}
	left := b(typeset.Heading, typeset.Numbered, typeset.Numbered, typeset.Numbered, typeset.Heading, typeset.Para)
	right := b(typeset.Heading, typeset.Numbered, typeset.Heading, typeset.Para, typeset.Para)
	var got []string
	for _, p := range align(left, right, nil) {
		s := "-"
		if p[0] != nil {
			s = string(p[0].Kind)
		}
		if p[1] != nil {
			s += "=" + string(p[1].Kind)
		}
		got = append(got, s)
	}
	want := []string{"heading=heading", "numbered=numbered", "numbered", "numbered", "heading=heading", "para=para", "-=para"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestATemplateIsADraftUntilItsDigestIsReleased(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "mla_request", "en")
	in.Beside = "fr"
	digest := map[string]string{}
	covers, err := Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covers {
		if c.Form == string(mla.FormMLA) {
			digest[c.Lang] = c.Digest
		}
	}
	for name, tt := range map[string]struct {
		released map[string]bool
		label    bool
	}{
		"none":         {nil, true},
		"another":      {map[string]bool{"00": true, digest["lo"]: true}, true},
		"one of two":   {map[string]bool{digest["en"]: true}, true},
		"the other":    {map[string]bool{digest["fr"]: true}, true},
		"both columns": {map[string]bool{digest["en"]: true, digest["fr"]: true}, false},
	} {
		in.Released = tt.released
		r, err := Render(in)
		if err != nil {
			t.Fatal(err)
		}
		if r.Reviewed == tt.label || len(r.Templates) != 2 {
			t.Errorf("%s: released %v, made of %d templates", name, r.Reviewed, len(r.Templates))
		}
	}
}
