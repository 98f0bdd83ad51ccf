package typeset

import (
	"strings"
	"testing"
)

// broken sets a text in a width of millimetres and gives its lines.
func broken(t *testing.T, lang, text string, mm float64) []string {
	t.Helper()
	s := takeShaper()
	defer s.release()
	set := &setter{shaper: s, lang: lang}
	width := mm / (bodySize * ptToMM)
	lines, err := set.wrap(Text{{Text: Normalise(text)}}, false, width)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, ln := range lines {
		if ln.width > width+1e-9 {
			t.Errorf("a line of %.1f em in a column of %.1f", ln.width, width)
		}
		var b strings.Builder
		for _, tk := range ln.tokens {
			b.WriteString(tk.run.text)
		}
		out = append(out, b.String())
	}
	return out
}

func TestLongThingsBreakSomewhereSane(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("0a1b2c3d", 8)
	url := "https://service.exemple.invalid/" + strings.Repeat("chemin/vers_une-ressource?cle=valeur&", 14)[:468]
	for name, tt := range map[string]struct {
		text string
		ok   func(line string) bool
	}{
		"a digest at multiples of eight": {digest, func(l string) bool { return len(l)%8 == 0 }},
		"an address after a sign":        {url, func(l string) bool { return strings.ContainsAny(l[len(l)-1:], "-/?&=._") }},
		"a name of one word anywhere":    {strings.Repeat("Exemple", 43)[:300], func(string) bool { return true }},
		"a name of many words at spaces": {strings.TrimSpace(strings.Repeat("Rakotoarimanana Exemple-Fictif ", 10)), func(l string) bool {
			return strings.HasSuffix(l, "Rakotoarimanana") || strings.HasSuffix(l, "Exemple-Fictif") || strings.HasSuffix(l, "-")
		}},
		"an accented name never before its accent": {strings.Repeat("x\u0323", 150), func(l string) bool { return strings.HasSuffix(l, "\u0323") }},
	} {
		lines := broken(t, "fr", tt.text, 40)
		if len(lines) < 2 {
			t.Errorf("%s: %d lines", name, len(lines))
		}
		for _, l := range lines[:len(lines)-1] {
			if !tt.ok(l) {
				t.Errorf("%s: a line ends %q", name, l)
			}
		}
		if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.ReplaceAll(Normalise(tt.text), " ", "") {
			t.Errorf("%s: text was lost", name)
		}
	}
}

func TestFrenchKeepsHighPunctuationOnTheLine(t *testing.T) {
	t.Parallel()
	for mm := 34.0; mm < 110; mm += 0.5 { // wide enough for “Mme Exemple !”
		for _, l := range broken(t, "fr", "Le motif : « les pièces » sont-elles utiles ? Oui ; voyez l’art. 18 et le n° 12, soit 1 250 euros le 3 mai pour Mme Exemple !", mm) {
			if strings.ContainsAny(l[:1], ":;!?") || strings.HasPrefix(l, "»") || strings.HasSuffix(l, "«") ||
				strings.HasSuffix(l, "art.") || strings.HasSuffix(l, "n°") || strings.HasSuffix(l, " 1") ||
				strings.HasSuffix(l, " 3") || strings.HasSuffix(l, "Mme") {
				t.Errorf("in %.1f mm a line reads %q", mm, l)
			}
		}
	}
}

func TestFrenchThatIsQuotedKeepsItsPunctuationInEveryLanguage(t *testing.T) {
	t.Parallel()
	begins := map[string]bool{}
	for _, lang := range []string{"en", "ro", "lo"} {
		for mm := 15.0; mm < 60; mm += 0.5 {
			for _, l := range broken(t, lang, "les pièces utiles ; « le motif » : oui ? – non ! fin", mm) {
				begins[strings.Fields(l)[0]] = true
				if strings.HasSuffix(l, "«") {
					t.Errorf("%s, in %.1f mm a line reads %q", lang, mm, l)
				}
			}
		}
	}
	for _, mark := range []string{";", ":", "?", "!", "»"} {
		if begins[mark] {
			t.Errorf("a line begins with %s", mark)
		}
	}
	if !begins["–"] {
		t.Error("no line begins with a dash, so this test finds nothing")
	}
}

func TestLaoBreaksBetweenWordsWhereTheTextMarksThem(t *testing.T) {
	t.Parallel()
	const marked = "ການ\u200Bຊ່ວຍເຫຼືອ\u200Bທາງ\u200Bກົດໝາຍ\u200Bໃນ\u200Bຄະດີ\u200Bອາຍາ"
	words := strings.Split(marked, "\u200B")
	for mm := 18.0; mm < 60; mm += 2 {
		rest := words
		for _, l := range broken(t, "lo", marked, mm) {
			for l != "" {
				if len(rest) == 0 || !strings.HasPrefix(l, rest[0]) {
					t.Fatalf("in %.0f mm a word is broken: %q is left of a line, %q should begin it", mm, l, rest)
				}
				l, rest = strings.TrimPrefix(l, rest[0]), rest[1:]
			}
		}
	}
	unmarked := broken(t, "lo", strings.ReplaceAll(marked, "\u200B", ""), 18)
	if len(unmarked) < 3 {
		t.Errorf("without marks it does not break between syllables: %q", unmarked)
	}
}

func TestLaoPunctuationStaysOnItsLine(t *testing.T) {
	t.Parallel()
	for mm := 15.0; mm < 50; mm++ {
		for _, l := range broken(t, "lo", "ຄຳຮ້ອງຂໍ, ຊ່ວຍເຫຼືອ. (ກົດໝາຍ) ຜູ້ເຍົາ: ອົງການ", mm) {
			if strings.ContainsAny(l[:1], ".,):") || strings.HasSuffix(l, "(") {
				t.Errorf("in %.0f mm a line reads %q", mm, l)
			}
		}
	}
}

func TestAShortWordDoesNotEndAParagraphAlone(t *testing.T) {
	t.Parallel()
	alone := 0
	for mm := 75.0; mm < 170; mm += 0.5 {
		lines := broken(t, "fr", "Les éléments demandés sont le seul moyen d’établir l’identité du bénéficiaire des fonds et la date à laquelle il a ouvert le compte, ainsi que les adresses utilisées par lui", mm)
		if last := lines[len(lines)-1]; last == "lui" {
			alone++
		}
		if len(lines) < 2 {
			t.Fatal("one line")
		}
	}
	if alone > 0 {
		t.Errorf("in %d widths the last word stands alone", alone)
	}
	if got := broken(t, "fr", "Oui\nnon, pas du tout, et cela depuis le premier jour de la mesure ordonnée par le juge\nlui", 80); got[len(got)-1] != "lui" {
		t.Errorf("a line that was typed took a word from another one: %q", got)
	}
}
