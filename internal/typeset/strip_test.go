package typeset

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// rawText is the text of a file in the order in which it is written.
func rawText(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	file := filepath.Join(t.TempDir(), "text.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestACellIsWrittenWholeBeforeTheOneBesideIt(t *testing.T) {
	t.Parallel()
	label := "Autorité compétente à laquelle la décision a été transmise, le cas échéant"
	doc := document(
		cells(Field, label, frenchSample),
		Block{Kind: Table, Head: true, Rows: [][]Text{
			{{{Text: "Intitulé"}}, {{Text: "Observation"}}},
			{{{Text: frenchSample}}, {{Text: "À " + frenchSample}}},
		}},
		plain(Para, "Fin."),
	)
	got := rawText(t, set(t, "strip", doc))
	for _, want := range []string{label + " " + frenchSample, frenchSample + " À " + frenchSample + " Fin."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is broken up in %q", want, got)
		}
	}
}

func TestAnotherRowEndsAStrip(t *testing.T) {
	t.Parallel()
	one, two := &strip{cells: 2}, &strip{cells: 2}
	p := page{{row: row{strip: one}}, {row: row{strip: one}}, {row: row{strip: two}}, {row: row{}}, {row: row{}}}
	var got []int
	for len(p) > 0 {
		n := stripEnd(p)
		got, p = append(got, n), p[n:]
	}
	if len(got) != 4 || got[0] != 2 {
		t.Errorf("%v rows, want 2, 1, 1 and 1", got)
	}
}
