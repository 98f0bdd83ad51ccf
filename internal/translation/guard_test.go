package translation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shown writes tokens as kind=text.
func shown(ts []Token) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Kind+"="+t.Text)
	}
	return out
}

func TestWhatMustNotBeTranslatedIsProtected(t *testing.T) {
	t.Parallel()
	names := []string{"Ștefan EXEMPLE-ȚEPEȘ", "Claire de la Modèle", "Exempleville", "Brașov", "petit_lys", "lune bleue", "ທ້າວ ຕົວຢ່າງ", "Nice"}
	for name, c := range map[string]struct {
		lang, text string
		want       []string
	}{
		"a name, whole, in capitals, turned round, without marks": {"fr",
			"ȘTEFAN Exemple-Țepeș, alias EXEMPLE-TEPES Stefan, dit Stefan Exemple Tepes",
			[]string{"name=ȘTEFAN Exemple-Țepeș", "name=EXEMPLE-TEPES Stefan", "name=Stefan Exemple Tepes"}},
		"a part of a name with a capital, never a particle or a small word": {"fr",
			"Le modèle de la Modèle, par exemple de Claire à Exempleville, est de la région.",
			[]string{"name=Modèle", "name=Claire", "name=Exempleville"}},
		"a place is no adjective":       {"en", "A nice day in Nice.", []string{"name=Nice"}},
		"pseudonyms written small":      {"fr", "Le profil petit_lys et la Lune Bleue ont écrit.", []string{"name=petit_lys", "name=Lune Bleue"}},
		"Lao names stand within a line": {"lo", "ວັນທີ 3 ກຸມພາ 2026 ທ້າວ ຕົວຢ່າງ ໄດ້ໂອນ", []string{"date=3 ກຸມພາ 2026", "name=ທ້າວ ຕົວຢ່າງ"}},
		"identifiers": {"fr",
			"IP 192.0.2.17:50211 et 2001:db8::1, IBAN FR76 3000 6000 0112 3456 7890 189, MTCN 000-000-0001, tél. +33 1 99 00 00 00 ou 01 99 00 00 00, greffe@exemple.invalid, https://exemple.invalid/a?b=1, @exemple_77, uid:8841-2207, compte 100084417702.",
			[]string{
				"ip=192.0.2.17:50211", "ip=2001:db8::1", "iban=FR76 3000 6000 0112 3456 7890 189", "mtcn=000-000-0001", "phone=+33 1 99 00 00 00", "phone=01 99 00 00 00",
				"email=greffe@exemple.invalid", "url=https://exemple.invalid/a?b=1", "account=@exemple_77", "account=uid:8841-2207", "account=100084417702",
			}},
		"hashes":                     {"fr", "SHA-256 " + strings.Repeat("3f9a0c51", 8) + ".", []string{"reference=SHA-256", "hash=" + strings.Repeat("3f9a0c51", 8)}},
		"labels":                     {"fr", "P1 a visé V1, V2 (M3).", []string{"label=P1", "label=V1", "label=V2", "label=M3"}},
		"references":                 {"fr", "Demande FR-2026-PH-0042, parquet 26/001/0001, art. L.121-7 et art.18, n°3.", []string{"reference=FR-2026-PH-0042", "reference=26/001/0001", "reference=L.121-7", "number=18", "number=3"}},
		"a moment as logs write it":  {"fr", "Connexion 2026-05-19T13:04:11Z.", []string{"reference=2026-05-19T13:04:11Z"}},
		"French numbers":             {"fr", "1 234,56 euros, 12 500 €, 3,5 %, le 2e point à 18h30, de 2025-2026.", []string{"number=1 234,56", "number=12 500", "number=3,5", "number=2", "number=18", "number=30", "number=2025", "number=2026"}},
		"English numbers":            {"en", "US$1,234.56 and PHP5,000 at 9:30 a.m., the 2nd time", []string{"number=1,234.56", "number=5,000", "number=9", "number=30", "number=2"}},
		"Lao digits and dates":       {"lo", "ວັນທີ ໓ ເດືອນ ກຸມພາ ປີ ໒໐໒໖ ຈຳນວນ ໑.໒໓໔ ໂດລາ", []string{"date=໓ ເດືອນ ກຸມພາ ປີ ໒໐໒໖", "number=໑.໒໓໔"}},
		"Lao dates without blanks":   {"lo", "ວັນທີ3ກຸມພາ2026ໄດ້ໂອນ 11ຄັ້ງ", []string{"date=3ກຸມພາ2026", "number=11"}},
		"Hindi dates":                {"hi", "३ फ़रवरी २०२६ को", []string{"date=३ फ़रवरी २०२६"}},
		"French dates":               {"fr", "Entre le 1er mars et le 19 mai 2026, en février 2026, le 03/02/2026 et 2026-02-03.", []string{"date=1er mars", "date=19 mai 2026", "date=février 2026", "date=03/02/2026", "date=2026-02-03"}},
		"English dates":              {"en", "On February 3, 2026, the 3rd of May 2026 and 4 June.", []string{"date=February 3, 2026", "date=3rd of May 2026", "date=4 June"}},
		"Romanian dates":             {"ro", "La 3 februarie 2026 și 04.05.2026", []string{"date=3 februarie 2026", "date=04.05.2026"}},
		"no date: an impossible day": {"fr", "le 31/02/2026", []string{"reference=31/02/2026"}},
		"paragraphs of an article":   {"en", "Sec. 4(a)(2), see 26/(1)", []string{"number=4", "number=2", "number=26", "number=1"}},
		"no part of another name":    {"fr", "né à Saint-Exemple", nil},
		"words are only words":       {"fr", "La personne aurait donné des instructions ; les faits sont établis.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, shown(Protect(c.text, c.lang, names))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMaskNamesTheSameValueOnce(t *testing.T) {
	t.Parallel()
	masked, values := Mask("V1 et P1 ; V1 le 3 mai 2026, 10 euros.", "fr", nil)
	if want := "⟦label1⟧ et ⟦label2⟧ ; ⟦label1⟧ le ⟦date1⟧, ⟦number1⟧ euros."; masked != want {
		t.Errorf("masked %q, want %q", masked, want)
	}
	if len(values) != 4 {
		t.Errorf("values %v", shown(values))
	}
}

func TestAPairOfSentencesIsMaskedAlike(t *testing.T) {
	t.Parallel()
	names := map[string]string{"Ștefan Exemple": "ສະເຕຟານ ເອັກຊຳ", "Modèle": ""}
	source := "Le 3 février 2026, Ștefan Exemple a remis 1 234,50 euros et V1 à Modèle (192.0.2.17)."
	masked, values := Mask(source, "fr", []string{"Ștefan Exemple", "Modèle"})
	for lang, target := range map[string]string{
		"en": "On 3 February 2026 Ștefan Exemple handed 1,234.50 euros and V1 to Modèle (192.0.2.17).",
		"ro": "La 3 februarie 2026, Ștefan Exemple a predat 1.234,50 euro și V1 lui Modèle (192.0.2.17).",
	} {
		got, ok := MaskTarget(target, lang, values, "fr", map[string]string{"Ștefan Exemple": "Ștefan Exemple", "Modèle": ""})
		if !ok || strings.ContainsAny(got, "0123456789") == false || strings.Contains(got, "Exemple") || strings.Contains(got, "2026") {
			t.Errorf("%s: %v %q", lang, ok, got)
		}
		if back := Fill(got, values, "fr", lang, map[string]string{"Ștefan Exemple": "Ștefan Exemple"}); back != target {
			t.Errorf("%s: filled %q, want %q", lang, back, target)
		}
	}
	lao := "ວັນທີ ⟦date1⟧ ⟦name1⟧ ⟦number1⟧ ⟦label1⟧ ⟦name2⟧ ⟦ip1⟧"
	filled := Fill(lao, values, "fr", "lo", names)
	if want := "ວັນທີ 3 ກຸມພາ 2026 ສະເຕຟານ ເອັກຊຳ 1.234,50 V1 Modèle 192.0.2.17"; filled != want {
		t.Errorf("filled %q, want %q", filled, want)
	}
	if back, ok := MaskTarget(filled, "lo", values, "fr", names); !ok || back != lao {
		t.Errorf("masked %v %q, want %q", ok, back, lao)
	}
	for what, target := range map[string]string{
		"another number": "On 3 February 2026 Ștefan Exemple handed 1,235 euros and V1 to Modèle (192.0.2.17).",
		"a lost label":   "On 3 February 2026 Ștefan Exemple handed 1,234.50 euros to Modèle (192.0.2.17).",
	} {
		if got, ok := MaskTarget(target, "en", values, "fr", names); ok {
			t.Errorf("%s: masked as %q", what, got)
		}
	}
	_ = masked
}

func TestAPseudonymOfTheSourceIsFoundInItsTranslation(t *testing.T) {
	t.Parallel()
	masked, values := Mask("Le profil grandlys a écrit à lune bleue.", "fr", []string{"grandlys", "lune bleue"})
	if want := "Le profil ⟦name1⟧ a écrit à ⟦name2⟧."; masked != want {
		t.Fatalf("masked %q, want %q", masked, want)
	}
	p := NewPair("fr", "en", map[string]string{"Claire Modèle": ""})
	got, ok := p.MaskTarget("The profile grandlys wrote to lune bleue.", values)
	if want := "The profile ⟦name1⟧ wrote to ⟦name2⟧."; !ok || got != want {
		t.Errorf("masked %v %q, want %q", ok, got, want)
	}
	if got, ok := p.MaskTarget("The profile wrote to lune bleue.", values); ok {
		t.Errorf("a lost pseudonym was masked as %q", got)
	}
}

func TestBracketsThatEncloseNoPlaceholderAreText(t *testing.T) {
	t.Parallel()
	_, values := Mask("V1 et P1", "fr", nil)
	for masked, want := range map[string]string{
		"⟦label1⟧ et ⟦label2⟧":     "V1 et P1",
		"⟦⟧ ⟦label1⟧":              "⟦⟧ V1",
		"⟦⟦label1⟧⟧ ⟦":             "⟦V1⟧ ⟦",
		"⟧ ⟦label3⟧ ⟦autre⟧ ⟦ x ⟧": "⟧ ⟦label3⟧ ⟦autre⟧ ⟦ x ⟧",
	} {
		if got := Unmask(masked, values); got != want {
			t.Errorf("%q became %q, want %q", masked, got, want)
		}
	}
}

func TestUnmaskIsTheInverseOfMask(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(legalText(), rapid.String()).Draw(t, "text")
		lang := rapid.SampledFrom([]string{"fr", "en", "ro", "lo", "hi", "xx"}).Draw(t, "lang")
		names := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]string{"Ștefan EXEMPLE-ȚEPEȘ", "Exemple", "ຂໍ", "name1", "a b", "«"}), rapid.String()), 0, 4).Draw(t, "names")
		checkMask(t, lang, text, names)
	})
}

func checkMask(t failer, lang, text string, names []string) {
	at := 0
	for _, k := range Protect(text, lang, names) {
		if k.Start < at || k.End <= k.Start || text[k.Start:k.End] != k.Text {
			t.Fatalf("token %+v of %q overlaps or is misplaced", k, text)
		}
		at = k.End
	}
	masked, values := Mask(text, lang, names)
	if back := Unmask(masked, values); back != text {
		t.Fatalf("%q was masked as %q and came back as %q", text, masked, back)
	}
}

func FuzzMask(f *testing.F) {
	f.Add("fr", "Le 3 mai 2026 ⟦name1⟧ a versé 1 234,56 € à J. Exemple", "J. Exemple")
	f.Fuzz(func(t *testing.T, lang, text, name string) { checkMask(t, lang, text, []string{name}) })
}

func TestOnlyWhatTellsNothingIsShared(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		"Communiquer le relevé des transferts reçus pendant la période et l’identité déclarée de leur bénéficiaire.": "",
		"Entre ⟦date1⟧ et ⟦date2⟧, ⟦number1⟧ transferts de fonds ont été relevés vers un même bénéficiaire.":         "",
		"L’enquête est menée selon le Code pénal et la Convention.":                                                  "",
		"⟦label1⟧ est mis en examen par le juge d’instruction.":                                                      "",
		"Dupont est soupçonné de complicité.":                                                                        "capital",
		"Une personne, Dupont, est soupçonnée.":                                                                      "capital",
		"Le dénommé DUPONT est soupçonné.":                                                                           "capital",
		"Il réside à Exempleville depuis longtemps.":                                                                 "capital",
		"Rose a été entendue par le service.":                                                                        "capital",
		"Le compte numéro 7 est clos depuis.":                                                                        "digit",
		"Le compte numéro ໗ est clos depuis.":                                                                        "digit",
		"Il a écrit « viens vite ici » au témoin.":                                                                   "quote",
		"Le compte @exemple est clos.":                                                                               "sign",
		"Le profil petit_lys est clos.":                                                                              "sign",
		"Le témoin ທ້າວ a été entendu.":                                                                              "script",
		"Procès-verbal d’audition.":                                                                                  "",
		"Non acquise":                                                                                                "short",
		"⟦name1⟧":                                                                                                    "short",
		"Relevé de la Banque Exemple pour la période.":                                                               "capital",
		"Le juge McExemple a ordonné la mesure.":                                                                     "capital",
		"Suivant ⟦reference1⟧, l’article punit de dix ans la peine":                                                  "word",
	} {
		ok, got := Shareable(text, "fr")
		if got != reason || ok != (reason == "") {
			t.Errorf("%q: shareable %v (%s), want %q", text, ok, got, reason)
		}
	}
	for _, c := range []struct{ source, from, target, to, reason string }{
		{"Entendre le témoin ⟦label1⟧.", "fr", "Examination of the witness ⟦label1⟧.", "en", "capital"}, // a first word it does not know: in doubt, no
		{"Joindre une attestation de conformité.", "fr", "Please attach a certificate of conformity.", "en", ""},
		{"Joindre une attestation de conformité.", "fr", "ຂໍໃຫ້ຄັດຕິດໃບຢັ້ງຢືນ.", "lo", ""},
		{"Joindre une attestation de conformité.", "fr", "ຂໍໃຫ້ຄັດຕິດໃບຢັ້ງຢືນ Exemple.", "lo", "capital"},
		{"Joindre une attestation de conformité.", "fr", "ຂໍໃຫ້ຄັດຕິດໃບຢັ້ງຢືນ ໓.", "lo", "digit"},
		{"Joindre l’attestation ⟦label1⟧ au dossier.", "fr", "ຂໍໃຫ້ຄັດຕິດ", "lo", "placeholder"},
		{"ຂໍໃຫ້ຄັດຕິດໃບຢັ້ງຢືນ", "lo", "Joindre une attestation de conformité.", "fr", "script"},
	} {
		if ok, got := ShareablePair(c.source, c.from, c.target, c.to); got != c.reason || ok != (c.reason == "") {
			t.Errorf("%q: shareable %v (%s), want %q", c.target, ok, got, c.reason)
		}
	}
}

// The canary: whatever is planted in a sentence, nothing of it is shared.
func TestNoNameNumberOrIdentifierLeavesItsCase(t *testing.T) {
	t.Parallel()
	planted := []string{"Dupont", "DUPONT", "Marie-Claire", "Exempleville", "0612345678", "+33 6 00 00 00 00", "exemple@exemple.invalid", "192.0.2.17", "FR7630006000011234567890189", "Q7-XK", "@canari", "canari_77", "rue des Lilas", "13 rue Neuve", "Xu", "K."}
	for _, p := range planted {
		for _, form := range []string{"Le témoin %s a remis les fonds au bénéficiaire.", "%s a remis les fonds au bénéficiaire.", "Les fonds ont été remis à %s.", "Remis (%s) au bénéficiaire des fonds."} {
			masked, _ := Mask(fmt.Sprintf(form, p), "fr", nil)
			// What is masked is no longer there; what is there must keep the sentence in.
			if ok, _ := Shareable(masked, "fr"); ok && strings.Contains(masked, p) {
				t.Errorf("%q would be shared", masked)
			}
		}
	}
}
