package typeset

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
)

func letterSample() Document {
	blocks := append([]Block{plain(Title, "Demande d’entraide pénale internationale")}, bilingual(3)...)
	blocks = append(blocks, plain(Sub, "ຂໍ້ມູນ (1) \\"), plain(Para, devanagariSample+" "+arabicSample), accounts(40))
	doc := document(blocks...)
	doc.Proof = Proof{"FR-2026-LA-0042", "mla_request", strings.Repeat("0a1b2c3d", 8), "mla_request/fr 1.0.0 <&>", "fr"}
	return doc
}

func TestTheCrossReferencesLeadToTheirObjects(t *testing.T) {
	t.Parallel()
	pdf := set(t, "letter", letterSample())
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	xref, err := strconv.Atoi(strings.Fields(string(pdf[at+10:]))[0])
	if err != nil || !bytes.HasPrefix(pdf[xref:], []byte("xref\n0 ")) {
		t.Fatalf("startxref %d leads nowhere", xref)
	}
	entries := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(pdf[xref:], -1)
	for i, e := range entries {
		off, _ := strconv.Atoi(string(e[1]))
		if !bytes.HasPrefix(pdf[off:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Errorf("object %d is not at %d", i+1, off)
		}
	}
	for _, m := range regexp.MustCompile(`(\d+) 0 R`).FindAllSubmatch(pdf, -1) {
		if n, _ := strconv.Atoi(string(m[1])); n < 1 || n > len(entries) {
			t.Errorf("a reference to object %d of %d", n, len(entries))
		}
	}
	for _, want := range []string{"%PDF-1.7\n", "/Lang (fr)", "/DisplayDocTitle true", "/Metadata ", "/Outlines ", "/ID [<"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if bytes.Contains(pdf, []byte("StandIn")) {
		t.Error("a font is still a stand-in")
	}
}

func TestHeadingsAreBookmarksInAnyScript(t *testing.T) {
	t.Parallel()
	pdf := set(t, "letter", letterSample())
	var titles []string
	for _, m := range regexp.MustCompile(`/Title <FEFF([0-9A-F]+)>`).FindAllSubmatch(pdf, -1) {
		raw, err := hex.DecodeString(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		var units []uint16
		for i := 0; i < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		titles = append(titles, string(utf16.Decode(units)))
	}
	want := []string{"Demande d’entraide pénale internationale", "Exposé des faits", "Exposé des faits", "Exposé des faits", "ຂໍ້ມູນ (1) \\"}
	if strings.Join(titles, "|") != strings.Join(want, "|") {
		t.Errorf("bookmarks %q", titles)
	}
}

func TestOutlineLevelsAreNested(t *testing.T) {
	t.Parallel()
	objects := outlineObjects([]entry{{"T", 0, 0, 30}, {"A", 1, 0, 50}, {"a", 2, 0, 60}, {"b", 2, 0, 70}, {"B", 1, 1, 30}}, []int{3, 5}, 10)
	for i, want := range []string{
		"/First 11 0 R /Last 11 0 R /Count 3 ",
		"/Parent 10 0 R /First 12 0 R /Last 15 0 R /Count 2 ",
		"/Parent 11 0 R /Next 15 0 R /First 13 0 R /Last 14 0 R /Count -2 ",
		"/Parent 12 0 R /Next 14 0 R ",
		"/Parent 12 0 R /Prev 13 0 R ",
		"/Parent 11 0 R /Prev 12 0 R /Dest [5 0 R",
	} {
		if !strings.Contains(string(objects[i]), want) {
			t.Errorf("object %d: %s, want %s", 10+i, objects[i], want)
		}
	}
	if got := outlineOf([]page{{{row: row{mark: &bookmark{"deep", 2}}}}}); len(got) != 1 || got[0].level != 0 {
		t.Errorf("a first heading of the third level stands at %+v", got)
	}
}

func TestOtherReadersAcceptTheFile(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is not installed")
	}
	for name, doc := range map[string]Document{"letter": letterSample(), "scripts": scripts(), "empty": document()} {
		file := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(file, set(t, name, doc), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), tool, "--check", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestSameDocumentSameBytesWarmColdAndTogether(t *testing.T) {
	t.Parallel()
	doc := letterSample()
	want := set(t, "letter", doc)
	cold := &shaper{buf: takeShaper().buf, cache: map[runKey]*run{}}
	pages, err := layout(cold, doc)
	if err != nil {
		t.Fatal(err)
	}
	for i := range pages {
		r, err := furniture(setter{shaper: cold, lang: doc.Lang}, doc, i+1, len(pages))
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = append(pages[i], placed{row: r})
	}
	drawn, err := draw(cold, doc, pages)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := finish(drawn, doc, outlineOf(pages)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("with an empty cache the bytes differ (%v)", err)
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			if i%2 == 0 {
				set(t, "scripts", scripts()) // another document between
			}
			if got := set(t, "letter", doc); !bytes.Equal(got, want) {
				t.Error("set again, the bytes differ")
			}
		})
	}
	wg.Wait()
	doc.Proof.DraftSHA256 = strings.Repeat("0", 64)
	if bytes.Equal(set(t, "other", doc), want) {
		t.Error("another proof gave the same bytes")
	}
}
