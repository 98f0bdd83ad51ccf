package typeset

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

// glyphsOf shapes a word of one script and says for each glyph, from left to
// right, whether it is the nominal one of a character of the word.
func glyphsOf(t *testing.T, face faceID, rtl bool, word string) *run {
	t.Helper()
	s := takeShaper()
	defer s.release()
	return s.shape(face, rtl, "fr", word)
}

func TestDevanagariIsShaped(t *testing.T) {
	t.Parallel()
	if r := glyphsOf(t, devanagari, false, "क्ष"); len(r.glyphs) != 1 || r.glyphs[0].text != "क्ष" {
		t.Errorf("the conjunct of ka and ssa is %d glyphs", len(r.glyphs))
	}
	r := glyphsOf(t, devanagari, false, "कि") // the vowel is typed after its consonant and stands before it
	ka := glyphsOf(t, devanagari, false, "क")
	if len(r.glyphs) != 2 || r.glyphs[1].id != ka.glyphs[0].id || r.plain {
		t.Errorf("the vowel i does not stand before ka: %+v", r.glyphs)
	}
	if r.glyphs[0].text != "कि" || r.glyphs[1].text != "" {
		t.Errorf("read glyph by glyph it says %q, %q", r.glyphs[0].text, r.glyphs[1].text)
	}
}

func TestArabicLettersJoin(t *testing.T) {
	t.Parallel()
	lam, both := glyphsOf(t, arabic, true, "ل"), glyphsOf(t, arabic, true, "لا")
	if both.advance >= lam.advance+glyphsOf(t, arabic, true, "ا").advance || both.glyphs[len(both.glyphs)-1].id == lam.glyphs[0].id {
		t.Error("lam and alef stand apart")
	}
	r := glyphsOf(t, arabic, true, "ببب")
	if len(r.glyphs) != 3 || r.glyphs[0].id == r.glyphs[1].id || r.glyphs[1].id == r.glyphs[2].id {
		t.Errorf("first, middle and last beh look alike: %+v", r.glyphs)
	}
	for _, g := range r.glyphs {
		if g.text != "ب" {
			t.Errorf("a form of beh stands for %q", g.text)
		}
	}
}

func TestHebrewPointsStandOnTheirLetter(t *testing.T) {
	t.Parallel()
	r := glyphsOf(t, hebrew, true, "בַג")
	if r.plain || len(r.glyphs) != 3 || r.glyphs[0].text != "ג" {
		t.Errorf("%+v", r.glyphs)
	}
}

// What the glyphs of a run stand for, cluster by cluster in reading order, is its text.
func TestGlyphsStandForTheirText(t *testing.T) {
	t.Parallel()
	s := takeShaper()
	defer s.release()
	set := &setter{shaper: s, lang: "lo"}
	for _, text := range []string{frenchSample, laoSample, devanagariSample, hebrewSample + " שָׁלוֹם", arabicSample + " مُحَمَّد", "ﬁ “fin” ffi Ștefan"} {
		tokens, err := set.tokens(Text{{Text: Normalise(text)}}, false)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, tk := range tokens {
			runes := []rune(tk.run.text)
			var parts []string
			tk.run.clusters(len(runes), func(i, j, from, to int) {
				parts = append(parts, string(runes[from:to]))
				sum := ""
				for _, g := range tk.run.glyphs[i:j] {
					sum += g.text
				}
				if len(sum) != len(string(runes[from:to])) {
					t.Errorf("%q: the glyphs of %q stand for %q", tk.run.text, string(runes[from:to]), sum)
				}
			})
			if tk.run.rtl {
				for i := len(parts) - 1; i >= 0; i-- {
					all.WriteString(parts[i])
				}
			} else {
				all.WriteString(strings.Join(parts, ""))
			}
		}
		if want := strings.ReplaceAll(Normalise(text), "\u200B", ""); all.String() != want {
			t.Errorf("drawn %q\nwant %q", all.String(), want)
		}
	}
}

func TestEveryScriptComesBackOutOfTheFile(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	file := filepath.Join(t.TempDir(), "scripts.pdf")
	if err := os.WriteFile(file, set(t, "scripts", scripts()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	squeeze := func(s string) string {
		s = strings.NewReplacer("\u202A", "", "\u202B", "", "\u202C", "", "\u200B", "").Replace(s) // the reader's own marks
		return strings.Join(strings.Fields(s), "")
	}
	got := squeeze(string(out))
	for _, want := range []string{devanagariSample, laoSample, "مرحبا", "بالعالم", "لا", "שלום", "עולם", "Ελληνικά και Кириллица, Ștefan Țepeș, œuvre, “fin”"} {
		if !strings.Contains(got, squeeze(want)) {
			t.Errorf("%q is not in the extracted text\n%s", want, out)
		}
	}
}

func TestWhatNoFaceCoversIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"an emoji": "Bravo 😀", "Chinese": "漢", "a lost character": "a\uFFFDb", "private use": "\uE001"} {
		_, _, err := Set(document(Block{Kind: Para, Rows: [][]Text{{{{Text: text, Field: "facts"}}}}}))
		var refusal *mla.Error
		if !errors.As(err, &refusal) || refusal.Code != "missing_glyph" || refusal.Field != "facts" || refusal.Args["rune"] == "" {
			t.Errorf("%s: %v, want a refusal that names the rune and the field", name, err)
		}
	}
	if _, _, err := Set(document(plain(Para, "№ ½ ≥ … → − ✓ ☑ ★ ₱ ₹ ₭ €"), plain(Heading, "≥ ☑"))); err != nil {
		t.Errorf("common signs: %v", err)
	}
}
