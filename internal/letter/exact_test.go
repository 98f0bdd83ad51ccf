package letter

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rogatory/rogatory/internal/typeset"
)

// bare text is compared without the spaces that a line's end takes or gives.
func withoutSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' {
			return -1
		}
		return r
	}, s)
}

// cellsOf are the texts of blocks, those of both columns of a pair included.
func cellsOf(blocks []typeset.Block) []string {
	var out []string
	for _, b := range blocks {
		out = append(append(out, cellsOf(b.Left)...), cellsOf(b.Right)...)
		for _, row := range b.Rows {
			for _, cell := range row {
				if s := withoutSpaces(cell.String()); s != "" {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// Every template in every language, and beside the French: what the letter says
// comes out of the file again, rune by rune, each text in one piece. A text of two
// columns that crosses a page is in two.
func TestEveryTextOfEveryLetterComesBackInOnePiece(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{"en": "Some words of a translation.", "ro": "Persoana cu reședința în țară, ștampilă, Țepeș.", "lo": laoText}
	eachLetter(t, func(t *testing.T, c Cover, _ Input) {
		in := l.previewInput(c.Form, c.Lang)
		beside := in
		beside.Lang, beside.Beside, beside.Translation = SourceLang, c.Lang, SampleTranslation(in, words[c.Lang])
		for _, in := range []Input{in, beside} {
			if in.Lang == in.Beside {
				continue
			}
			in.Draft.Persons = append(in.Draft.Persons[:0:0], in.Draft.Persons...)
			in.Draft.Persons[0].OtherNames = "श्रीमती प्रतिज्ञा क्षत्रिय"
			doc, err := l.compose(in)
			if err != nil {
				t.Fatal(err)
			}
			pdf, pages, err := typeset.Set(doc.doc)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "letter.pdf")
			if err := os.WriteFile(file, pdf, 0o600); err != nil {
				t.Fatal(err)
			}
			// between the head and the foot of the pages, in the order of the file
			out, err := exec.CommandContext(t.Context(), tool, "-raw", "-r", "72", "-x", "0", "-y", "72", "-W", "596", "-H", "700", file, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			got, crossing := withoutSpaces(string(out)), 0
			for _, want := range cellsOf(doc.doc.Blocks) {
				if strings.Contains(got, want) {
					continue
				}
				if crossing++; in.Beside == "" || crossing >= pages {
					t.Errorf("beside %q: %q is not in the file in one piece", in.Beside, want)
				}
			}
			if strings.ContainsRune(got, '◌') {
				t.Error("a mark stands on a dotted circle")
			}
		}
	})
}
