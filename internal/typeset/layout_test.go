package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pagesOf lays a document out and gives the lines of each page with their places.
func pagesOf(t *testing.T, doc Document) []page {
	t.Helper()
	s := takeShaper()
	defer s.release()
	pages, err := layout(s, doc)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pages {
		for _, r := range p {
			if r.top+r.height > bodyBottom+0.01 && r.height < bodyBottom-marginTop {
				t.Errorf("page %d: a row at %.1f mm runs over the footer", i+1, r.top)
			}
		}
	}
	return pages
}

func (r placed) text() string {
	var parts []string
	for _, op := range r.texts {
		var b strings.Builder
		for _, tk := range op.line.tokens {
			b.WriteString(tk.run.text)
		}
		parts = append(parts, b.String())
	}
	return strings.Join(parts, "|")
}

func (p page) texts() []string {
	var out []string
	for _, r := range p {
		if s := r.text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func accounts(n int) Block {
	b := Block{Kind: Table, Head: true, Widths: []int{2, 5, 4}, Rows: [][]Text{{{{Text: "Type"}}, {{Text: "Valeur"}}, {{Text: "Observation"}}}}}
	for i := range n {
		b.Rows = append(b.Rows, []Text{{{Text: "compte"}}, {{Text: fmt.Sprintf("exemple-%04d", i)}}, {{Text: "relevé joint, période entière, deux lignes de texte"}}})
	}
	return b
}

func TestATableRepeatsItsHeadOnEveryPage(t *testing.T) {
	t.Parallel()
	pages := pagesOf(t, document(plain(Heading, "Comptes"), accounts(500)))
	if len(pages) < 10 {
		t.Fatalf("%d pages", len(pages))
	}
	seen := 0
	for i, p := range pages {
		texts := p.texts()
		if i > 0 && texts[0] != "Type|Valeur|Observation" {
			t.Errorf("page %d begins %q", i+1, texts[0])
		}
		if n := len(slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s != "Type|Valeur|Observation" })); n != 1 {
			t.Errorf("page %d has %d heads", i+1, n)
		}
		if last := texts[len(texts)-1]; strings.HasPrefix(last, "compte|") {
			t.Errorf("page %d ends inside a row: %q", i+1, last)
		}
		seen += strings.Count(strings.Join(texts, "\n"), "exemple-")
	}
	if seen != 500 {
		t.Errorf("%d of 500 rows", seen)
	}
	if texts := pagesOf(t, document(accounts(2)))[0].texts(); len(texts) != 5 {
		t.Errorf("a short table has %d lines: %q", len(texts), texts)
	}
}

func TestARowLongerThanAPageIsBrokenByLine(t *testing.T) {
	t.Parallel()
	b := accounts(1)
	b.Rows[1][1] = Text{{Text: strings.Repeat("exemple-0000 ", 700)}}
	pages := pagesOf(t, document(b))
	if len(pages) < 2 || pages[1].texts()[0] != "Type|Valeur|Observation" {
		t.Errorf("%d pages", len(pages))
	}
}

func TestNoPageEndsWithAHeading(t *testing.T) {
	t.Parallel()
	for filler := range 60 {
		var blocks []Block
		for range filler {
			blocks = append(blocks, plain(Para, "Une ligne."))
		}
		blocks = append(
			blocks, plain(Heading, "TITRE"), plain(Sub, "SOUS-TITRE"), plain(Para, strings.Repeat("Trois lignes de texte courant. ", 8)),
			Block{Kind: Pair, Left: []Block{plain(Heading, "TITRE")}, Right: []Block{plain(Heading, "ຫົວຂໍ້")}},
			Block{Kind: Pair, Left: []Block{plain(Para, strings.Repeat("Texte long. ", 300))}, Right: []Block{plain(Para, laoSample)}},
			plain(Heading, "TITRE"), accounts(3),
		)
		for i, p := range pagesOf(t, document(blocks...)) {
			texts := p.texts()
			if last := texts[len(texts)-1]; strings.Contains(last, "TITRE") || strings.Contains(last, "ຫົວຂໍ້") || strings.HasPrefix(last, "Type|") {
				t.Fatalf("after %d lines page %d ends with %q", filler, i+1, last)
			}
		}
	}
}

func TestParagraphsLeaveNoWidowsAndOrphans(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Texte courant du paragraphe. ", 30)
	for filler := range 45 {
		var blocks []Block
		for range filler {
			blocks = append(blocks, plain(Para, "Une ligne."))
		}
		pages := pagesOf(t, document(append(blocks, plain(Para, text))...))
		if len(pages) < 2 {
			continue
		}
		for i, p := range pages {
			if n := strings.Count(strings.Join(p.texts(), "\n"), "paragraphe") - 0; n > 0 {
				lines := 0
				for _, l := range p.texts() {
					if l != "Une ligne." {
						lines++
					}
				}
				if lines < 2 {
					t.Errorf("after %d lines page %d has one line of the paragraph", filler, i+1)
				}
			}
		}
	}
}

func TestAListIsNotCutAtItsFirstOrLastEntry(t *testing.T) {
	t.Parallel()
	for filler := range 60 {
		var blocks []Block
		for range filler {
			blocks = append(blocks, plain(Para, "Une ligne."))
		}
		for i := range 6 {
			blocks = append(blocks, cells(Field, fmt.Sprint("champ ", i), "valeur"))
		}
		for i, p := range pagesOf(t, document(blocks...)) {
			if n := strings.Count(strings.Join(p.texts(), "\n"), "champ"); n == 1 || n == 5 {
				t.Errorf("after %d lines page %d has %d of 6 fields", filler, i+1, n)
			}
		}
	}
}

func TestColumnsBeginTogetherAndCrossPagesEachForItself(t *testing.T) {
	t.Parallel()
	pages := pagesOf(t, document(
		plain(Para, "avant"),
		Block{Kind: Pair, Left: []Block{plain(Para, strings.Repeat("Texte long. ", 600))}, Right: []Block{plain(Para, laoSample)}},
		plain(Para, "après"),
	))
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	left, right := pages[0][1], placed{}
	for _, r := range pages[0] {
		if r.x > 0 {
			right = r
			break
		}
	}
	if lb, rb := left.top+left.texts[0].y, right.top+right.texts[0].y; left.x != 0 || lb != rb {
		t.Errorf("the first lines stand at %.3f and %.3f mm", lb, rb)
	}
	for _, r := range pages[0] {
		for _, op := range r.texts {
			if end := op.x + op.line.width*op.size*ptToMM; r.x == 0 && r.text() != "avant" && end > (textWidth-pairGap)/2+0.01 {
				t.Errorf("the left column reaches %.1f mm", end)
			}
		}
	}
	last := pages[len(pages)-1].texts()
	if last[len(last)-1] != "après" || strings.Contains(strings.Join(last[:len(last)-1], ""), "ອ") {
		t.Errorf("the last page reads %q", last)
	}
}

func TestAColumnHoldsFieldsTablesAndLists(t *testing.T) {
	t.Parallel()
	side := []Block{cells(Field, "Nom", strings.Repeat("Exemple ", 12)), accounts(60), plain(Bullet, "un"), {Kind: Check, Checked: true, Rows: [][]Text{{{{Text: "coché"}}}}}}
	for i, p := range pagesOf(t, document(Block{Kind: Pair, Left: side, Right: side})) {
		if i > 0 && !strings.HasPrefix(p.texts()[0], "Type|") && i < 2 {
			t.Errorf("page %d begins %q", i+1, p.texts()[0])
		}
		for _, r := range p {
			for _, op := range r.texts {
				if op.x+op.line.width*op.size*ptToMM > (textWidth-pairGap)/2+0.01 {
					t.Errorf("%q leaves its column", r.text())
				}
			}
		}
	}
}

func TestNumbersOfThreeDigitsFit(t *testing.T) {
	t.Parallel()
	b := plain(Numbered, "Paragraphe.")
	b.Number = 124
	for _, p := range pagesOf(t, document(b)) {
		number, text := p[0].texts[0], p[0].texts[1]
		if end := number.x + number.line.width*bodySize*ptToMM; number.x < 0 || end > text.x-0.8 {
			t.Errorf("the number stands from %.1f to %.1f mm, the text at %.1f", number.x, end, text.x)
		}
	}
}

func TestTheFooterNeverRunsIntoThePageNumber(t *testing.T) {
	t.Parallel()
	doc := document(plain(Para, "texte"))
	doc.Reference = strings.Repeat("FR-2026-LA-0042/", 20)
	doc.Label = "PROJET NON RELU"
	s := takeShaper()
	defer s.release()
	r, err := furniture(setter{shaper: s, lang: "fr"}, doc, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.texts) != 5 { // label, reference, page number, two lines of footer
		t.Fatalf("%d texts", len(r.texts))
	}
	for i, a := range r.texts {
		for _, b := range r.texts[i+1:] {
			endA, endB := a.x+a.line.width*a.size*ptToMM, b.x+b.line.width*b.size*ptToMM
			if a.y == b.y && a.x < endB && b.x < endA {
				t.Errorf("%.1f–%.1f and %.1f–%.1f overlap at %.1f mm", a.x, endA, b.x, endB, a.y)
			}
		}
	}
	if got := (placed{row: r}).text(); !strings.Contains(got, "page 2/3") || !strings.Contains(got, "…") {
		t.Errorf("%q", got)
	}
}

func TestAColumnIsWidenedForItsLongestWord(t *testing.T) {
	t.Parallel()
	b := Block{Kind: Table, Widths: []int{1, 1, 10}, Rows: [][]Text{
		{{{Text: "Lettre d’accompagnement"}}, {{Text: "français"}}, {{Text: strings.Repeat("0a1b2c3d", 8)}}},
	}}
	texts := pagesOf(t, document(b))[0].texts()
	if !strings.HasPrefix(texts[0], "Lettre|français|") || !strings.HasPrefix(texts[1], "d’accompagnement") {
		t.Errorf("%q", texts)
	}
	words := make([]Text, 12)
	for i := range words {
		words[i] = Text{{Text: "inconstitutionnellement"}}
	}
	pagesOf(t, document(Block{Kind: Table, Rows: [][]Text{words}})) // no way to fit, and no harm
}

func TestATitleOfTwoLinesIsBalanced(t *testing.T) {
	t.Parallel()
	p := pagesOf(t, document(plain(Title, "Request for mutual legal assistance in criminal matters")))[0]
	if len(p) < 3 {
		t.Fatalf("%q", p.texts())
	}
	if a, b := p[0].texts[0].line.width, p[1].texts[0].line.width; min(a, b) < 0.6*max(a, b) {
		t.Errorf("%q: lines of %.0f and %.0f em", p.texts(), a, b)
	}
}

func TestASignatureNeverStandsAlone(t *testing.T) {
	t.Parallel()
	for filler := range 70 {
		var blocks []Block
		for i := range filler {
			blocks = append(blocks, plain(Para, fmt.Sprintf("Alinéa %d.", i)))
		}
		blocks = append(blocks, Block{Kind: Code, Symbol: QR, Data: reference}, Block{Kind: Sign, Rows: [][]Text{{{{Text: "Signature"}}, {{Text: "Cachet"}}}}})
		pages := pagesOf(t, document(blocks...))
		if last := pages[len(pages)-1].texts(); filler > 1 && (strings.HasPrefix(last[0], "Signature") || strings.Count(strings.Join(last, "\n"), "Alinéa") < 2) {
			t.Errorf("after %d paragraphs the last page reads %q", filler, last)
		}
	}
}

// A long entry in two columns begins where there is room for its first lines.
func TestALongPairLeavesNoPageHalfEmpty(t *testing.T) {
	t.Parallel()
	long := Block{Kind: Pair, Left: []Block{plain(Numbered, strings.Repeat("Texte long. ", 200))}, Right: []Block{plain(Numbered, laoSample)}}
	blocks := []Block{plain(Para, strings.Repeat("Texte courant. ", 150)), {Kind: Pair, Left: []Block{plain(Heading, "Faits")}, Right: []Block{plain(Heading, "ຂໍ້")}}, long, long, long}
	pages := pagesOf(t, document(blocks...))
	for i, p := range pages[:len(pages)-1] {
		end := 0.0
		for _, r := range p {
			end = max(end, r.top+r.height)
		}
		if end < bodyBottom-30 {
			t.Errorf("page %d ends at %.0f mm", i+1, end)
		}
	}
}
