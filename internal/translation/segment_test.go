package translation

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func sources(units []Unit) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.Source)
	}
	return out
}

func TestTextIsCutIntoSentences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lang, text string
		want       []string
	}{
		"French articles, courts and titles keep their points": {"fr",
			"Vu l’art. 121-7 et l’al. 2 du C. pén., M. J. Exemple et Mme A.-B. Modèle sont visés. Les faits sont établis (cf. p. 12, n° 3).",
			[]string{"Vu l’art. 121-7 et l’al. 2 du C. pén., M. J. Exemple et Mme A.-B. Modèle sont visés.", "Les faits sont établis (cf. p. 12, n° 3)."}},
		"articles of the French codes": {"fr",
			"Sont applicables les art. L. 121-1, R. 645-1 et 706-47 C. pr. pén. La Cour l’a jugé (Crim. 3 févr. 2021, Bull. crim. n° 14).",
			[]string{"Sont applicables les art. L. 121-1, R. 645-1 et 706-47 C. pr. pén.", "La Cour l’a jugé (Crim. 3 févr. 2021, Bull. crim. n° 14)."}},
		"etc. ends a sentence only before a word that begins one": {"fr",
			"Relevés, factures, etc. Les pièces sont jointes. Comptes, cartes, etc. Exempleville est citée.",
			[]string{"Relevés, factures, etc.", "Les pièces sont jointes.", "Comptes, cartes, etc. Exempleville est citée."}},
		"quotations stay whole": {"fr",
			"Il a écrit : « Envoie. Vite ! » Puis il a payé. « C’est fait. » Rien d’autre.",
			[]string{"Il a écrit : « Envoie. Vite ! »", "Puis il a payé.", "« C’est fait. »", "Rien d’autre."}},
		"questions and ellipses": {"fr",
			"Qui a retiré les fonds ? À quelles dates ?… Il hésite… puis répond. Fin... Autre.",
			[]string{"Qui a retiré les fonds ?", "À quelles dates ?…", "Il hésite… puis répond.", "Fin...", "Autre."}},
		"numbers, addresses and times": {"fr",
			"Le compte https://exemple.invalid/a.b?c=1. Suite à 1.234,56 euros. Adresse 192.0.2.17. Il est 18.30 h.",
			[]string{"Le compte https://exemple.invalid/a.b?c=1.", "Suite à 1.234,56 euros.", "Adresse 192.0.2.17.", "Il est 18.30 h."}},
		"a numbered list keeps its numbers": {"fr",
			"1. Entendre le témoin.\n2. Saisir les pièces.\nA. Annexe\n   – un point",
			[]string{"1. Entendre le témoin.", "2. Saisir les pièces.", "A. Annexe", "– un point"}},
		"companies": {"fr", "La société Exemple S.A. détient le compte. Exemple S.A. Le compte est clos.",
			[]string{"La société Exemple S.A. détient le compte.", "Exemple S.A.", "Le compte est clos."}},
		"English": {"en",
			"See Sec. 4(c)(2) of Rep. Act No. 9775, e.g. Art. 5. Mr. J. Sample was heard at 9 a.m. on site. He left. Sample v. State applies.",
			[]string{"See Sec. 4(c)(2) of Rep. Act No. 9775, e.g. Art. 5.", "Mr. J. Sample was heard at 9 a.m. on site.", "He left.", "Sample v. State applies."}},
		"amounts, wards and reported cases": {"en", "Rs. 1,50,000 were paid at Brgy. 5, Cebu City. G.R. No. 123456 applies, cf. R.A. 10364. It is final.",
			[]string{"Rs. 1,50,000 were paid at Brgy. 5, Cebu City.", "G.R. No. 123456 applies, cf. R.A. 10364.", "It is final."}},
		"Romanian": {"ro",
			"Potrivit art. 48 alin. (1) lit. b) din C.p. și dl. Exemplu, nr. 12/2026. S-a dispus audierea. A primit 1.234,56 lei. Contul este închis.",
			[]string{"Potrivit art. 48 alin. (1) lit. b) din C.p. și dl. Exemplu, nr. 12/2026.", "S-a dispus audierea.", "A primit 1.234,56 lei.", "Contul este închis."}},
		"Lao is cut at lines and wide gaps only": {"lo",
			"ຂໍໃຫ້ສົ່ງເອກະສານ. ພ້ອມດ້ວຍ ສຳເນົາ  ວັນທີ 3 ກຸມພາ 2026\nຂໍຂອບໃຈ",
			[]string{"ຂໍໃຫ້ສົ່ງເອກະສານ. ພ້ອມດ້ວຍ ສຳເນົາ", "ວັນທີ 3 ກຸມພາ 2026", "ຂໍຂອບໃຈ"}},
		"an unclosed quotation does not swallow the text": {"fr", "Il dit « oui. Elle dit non. Fin.", []string{"Il dit « oui.", "Elle dit non.", "Fin."}},
		"blanks alone are no units":                       {"fr", " \n\t ", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, sources(Split("facts", c.lang, c.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnitsKeepTheirNamesWhenOthersChange(t *testing.T) {
	t.Parallel()
	before := Split("facts", "fr", "Premier fait. Deuxième fait. Répété. Répété. Dernier fait.")
	after := Split("facts", "fr", "Dernier fait. Nouveau. Premier fait.\n\nDeuxième  fait, corrigé. Répété. Répété.")
	ids := map[string]string{}
	for _, u := range before {
		if ids[u.ID] != "" {
			t.Errorf("%s names two units", u.ID)
		}
		ids[u.ID] = u.Source
	}
	kept := 0
	for _, u := range after {
		if ids[u.ID] == u.Source {
			kept++
		} else if slices.Contains(sources(before), u.Source) {
			t.Errorf("%q is unchanged and has another name", u.Source)
		}
	}
	if kept != 4 {
		t.Errorf("%d units kept their names, want 4", kept)
	}
	a, b := Split("facts", "fr", "L'enquête est close."), Split("facts", "fr", "L’enquête\u00a0est close.")
	if a[0].ID != b[0].ID {
		t.Error("another apostrophe or blank is not another sentence")
	}
	if Split("purpose", "fr", "L'enquête est close.")[0].ID == a[0].ID {
		t.Error("the same sentence in another place is another unit")
	}
}

func TestJoinPutsParagraphsBackAndNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	units := Split("facts", "fr", "  Un fait. Deux faits.\n\nTrois faits.\n")
	target := map[string]string{units[0].ID: "One fact.", units[2].ID: " Three facts. "}
	text, missing := Join(units, target)
	if want := "  One fact. \n\nThree facts.\n"; text != want {
		t.Errorf("joined %q, want %q", text, want)
	}
	if !slices.Equal(missing, []string{units[1].ID}) {
		t.Errorf("missing %v", missing)
	}
}

// legalText draws texts out of what trips a segmenter.
func legalText() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"Le témoin", "M. ", "art. ", "n° 3", ". ", "! ", "? ", "… ", "\n", "\r\n", "\u00a0", "«\u00a0", "\u00a0»", "(", ")", "\"", "1.234,56", "J. ", "S.A. ", "etc. ",
		"Exemple", "3 février 2026", "192.0.2.17", "https://exemple.invalid/x", "ຂໍໃຫ້", "  ", "໒໐໒໖", "⟦", "⟧", "⟦name1⟧", "Ștefan EXEMPLE-ȚEPEȘ", "V1", "+33 1 99 00 00 00",
		"मई", "\u200b", "’", "'", "-", "FR-2026-PH-0042", "@", "/", ":", ";", "\t", "\u2028", "é", "e\u0301", "\xff", "\x00", "10 000", "%",
	})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "") })
}

func TestSplitLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(legalText(), rapid.String()).Draw(t, "text")
		lang := rapid.SampledFrom([]string{"fr", "en", "ro", "lo", "hi", "xx"}).Draw(t, "lang")
		checkSplit(t, lang, text)
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkSplit(t failer, lang, text string) {
	units := Split("facts", lang, text)
	if isBlank(text) {
		if units != nil {
			t.Fatalf("units of blanks: %v", units)
		}
		return
	}
	var b strings.Builder
	own, ids := map[string]string{}, map[string]bool{}
	for _, u := range units {
		b.WriteString(u.Source + u.Sep)
		own[u.ID] = u.Source
		if ids[u.ID] || isBlank(u.Source) || !isBlank(u.Sep) || strings.TrimRight(u.Source, " \n\t") != u.Source {
			t.Fatalf("unit %+v of %q", u, text)
		}
		ids[u.ID] = true
	}
	if want := lineEnds.Replace(text); b.String() != want {
		t.Fatalf("%q came back as %q", want, b.String())
	}
	if joined, missing := Join(units, own); joined != b.String() || missing != nil {
		t.Fatalf("%q joined as %q, missing %v", b.String(), joined, missing)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("fr", "M. J. Exemple, art. 3. « Oui. » Fin…")
	f.Add("lo", "ຂໍໃຫ້  ສົ່ງ")
	f.Fuzz(func(t *testing.T, lang, text string) { checkSplit(t, lang, text) })
}
