package translation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told writes issues as code(args), "!" before those that block.
func told(issues []Issue) []string {
	var out []string
	for _, i := range issues {
		s := i.Code
		for _, k := range []string{"kind", "term", "expected", "found", "source", "target"} {
			if v := i.Args[k]; v != "" {
				s += " " + k + "=" + v
			}
		}
		if i.Blocking {
			s = "!" + s
		}
		out = append(out, s)
	}
	return out
}

func checkOne(source, target string, o Options) []string {
	u := Unit{ID: "facts/0-1", Place: "facts", Source: source}
	return told(Check([]Unit{u}, map[string]string{u.ID: target}, o))
}

func TestTranslationsAreCheckedAgainstTheirSource(t *testing.T) {
	t.Parallel()
	names := map[string]string{"Ștefan Exemple": "ສະເຕຟານ ເອັກຊຳ", "Maria Modèle": "", "Exempleville": ""}
	latin := map[string]string{"Ștefan Exemple": "", "Maria Modèle": "", "Exempleville": "Exempleville",
		"Juge d’instruction, Tribunal judiciaire de Vauclair": "", "Tribunal judiciaire de Vauclair": "", "Example Remittance Services Pvt. Ltd.": "", "Department of Justice": ""}
	for name, c := range map[string]struct {
		to, source, target string
		want               []string
	}{
		"clean English":                         {"en", "Le 3 février 2026, P1 a versé 1 234,56 euros à V1.", "On 3 February 2026 P1 paid 1,234.56 euros to V1.", nil},
		"clean Romanian":                        {"ro", "Le 3 février 2026, P1 a versé 1 234,56 euros.", "La 3 februarie 2026, P1 a plătit 1.234,56 euro.", nil},
		"clean Lao, in its digits":              {"lo", "Le 3 février 2026, onze transferts de 1 234,50 euros ont été relevés.", "ວັນທີ ໓ ກຸມພາ ໒໐໒໖ ພົບການໂອນເງິນ ໑໑ ຄັ້ງ ຈຳນວນ ໑.໒໓໔,໕໐ ເອີໂຣ", nil},
		"clean Lao, months in figures":          {"lo", "Le 3 février 2026, les fonds ont été reçus.", "ວັນທີ 3/2/2026 ໄດ້ຮັບເງິນ", nil},
		"clean Hindi":                           {"hi", "Le 3 février 2026, 12 transferts.", "३ फ़रवरी २०२६ को १२ अंतरण।", nil},
		"nothing yet":                           {"en", "Un fait.", " \n", []string{"!untranslated"}},
		"another number":                        {"en", "Onze virements de 1 500 euros.", "Eleven transfers of 1,050 euros.", []string{"!number_differs expected=1,500 found=1,050"}},
		"a decimal comma kept in English":       {"en", "Un taux de 12,345 par jour.", "A rate of 12,345 per day.", []string{"!number_differs expected=12.345 found=12,345"}},
		"a number lost":                         {"en", "Il a versé 300 euros en espèces.", "He paid some euros in cash.", []string{"!number_differs expected=300"}},
		"a number added is a warning":           {"en", "Il a versé des euros en espèces.", "He paid 300 euros in cash.", []string{"number_differs found=300"}},
		"numbers in words":                      {"en", "Les 11 virements et les vingt et une pièces.", "The eleven transfers and the 21 exhibits.", nil},
		"hours of the other half of the day":    {"en", "À 14 h 30, il a appelé.", "At 2:30 p.m. he called.", nil},
		"a range in words":                      {"en", "Un enfant de 10-14 ans.", "A child aged 10 to 14.", nil},
		"an article stays":                      {"en", "L’article 121-7 du code pénal.", "Article 121‑7 of the Penal Code.", nil},
		"an article changed":                    {"en", "L’article 121-7 du code pénal.", "Article 121-6 of the Penal Code.", []string{"!placeholder_missing kind=reference expected=121-7", "placeholder_added kind=reference found=121-6"}},
		"another date":                          {"en", "Le 3 février 2026, il a payé.", "On 3 March 2026 he paid.", []string{"!date_differs expected=3 February 2026 found=3 March 2026"}},
		"the Buddhist era is another year":      {"lo", "Le 3 février 2026, il a payé.", "ວັນທີ 3 ກຸມພາ 2569 ລາວໄດ້ຈ່າຍເງິນ", []string{"!date_differs expected=3 ກຸມພາ 2026 found=3 ກຸມພາ 2569"}},
		"a month left in French":                {"en", "Le 3 février 2026, il a payé.", "On 3 février 2026 he paid.", []string{"!date_differs expected=3 February 2026"}},
		"days and months in the American order": {"en", "Le 3 février 2026, il a payé.", "On 02/03/2026 he paid.", []string{"date_ambiguous found=02/03/2026"}},
		"a span of days":                        {"en", "Du 3 au 19 mai 2026, il a payé.", "From 3 May to 19 May 2026 he paid.", nil},
		"a month and a year":                    {"ro", "Entre juin et décembre 2025.", "Între iunie și decembrie 2025.", nil},
		"an identifier changed":                 {"en", "L’adresse 192.0.2.17 est visée.", "The address 192.0.2.71 is concerned.", []string{"!placeholder_missing kind=ip expected=192.0.2.17", "!placeholder_added kind=ip found=192.0.2.71"}},
		"an IBAN with other blanks":             {"en", "Le compte FR76 3000 6000 0112 3456 7890 189 est visé.", "The account FR7630006000011234567890189 is concerned.", nil},
		"a label lost":                          {"en", "P1 a visé V1 et V2.", "P1 aimed at V1.", []string{"!placeholder_missing kind=label expected=V2"}},
		"a placeholder left by a tool":          {"en", "Le témoin parle.", "The witness ⟦name1⟧ speaks.", []string{"!placeholder_added kind=name found=⟦name1⟧"}},
		"a name in its registered form":         {"lo", "Ștefan Exemple a payé.", "ສະເຕຟານ ເອັກຊຳ ໄດ້ຈ່າຍເງິນ", nil},
		"a name in another form":                {"lo", "Ștefan Exemple a payé.", "ສະຕີເວັນ ໄດ້ຈ່າຍເງິນ", []string{"!placeholder_missing kind=name expected=ສະເຕຟານ ເອັກຊຳ"}},
		"a name without a registered form":      {"lo", "Maria Modèle a payé.", "ມາເຣຍ ໄດ້ຈ່າຍເງິນ", []string{"placeholder_missing kind=name expected=Maria Modèle"}},
		"a name lost":                           {"en", "Ștefan Exemple a payé.", "He paid the amount.", []string{"!placeholder_missing kind=name expected=Ștefan Exemple"}},
		"a name with a Romanian ending":         {"ro", "Le compte de Maria Modèle est clos.", "Contul Mariei Modèle este închis.", nil},
		"an authority may be translated":        {"en", "Le Tribunal judiciaire de Vauclair a saisi la Justice.", "The Vauclair judicial court has seized the courts.", nil},
		"but not the town of an authority":      {"en", "Le Tribunal judiciaire de Vauclair est saisi.", "The judicial court of Beauval is seized.", []string{"!placeholder_missing kind=name expected=Tribunal judiciaire de Vauclair"}},
		"a word that a company also has":        {"en", "Les envois de fonds ont cessé.", "Remittance services have ceased.", nil},
		"a long sentence of a request": {"en",
			"Le 14 mars 2025 vers 22 h 40 (soit le 15 mars à 05 h 40 à Manille), Ștefan Exemple, né le 2 avr. 1970, a viré 12 500 PHP (env. 205,30 €), réf. MTCN 123-456-7890, selon l’art. 4, al. 1er.",
			"On 14 March 2025 at about 10:40 p.m. (i.e. 15 March at 5:40 a.m. in Manila), Ștefan Exemple, born on 2 April 1970, wired PHP 12,500 (approx. EUR 205.30), ref. MTCN 123-456-7890, under Art. 4, para. 1.", nil},
		"a sentence left as it was":              {"en", "Les faits sont établis.", "Les faits sont établis.", []string{"same_as_source"}},
		"what has no words may stay":             {"en", "V1, 192.0.2.17", "V1, 192.0.2.17", nil},
		"Lao without a Lao letter":               {"lo", "Les faits sont établis.", "The facts are established.", []string{"!script expected=lo"}},
		"half of it":                             {"en", "Les éléments demandés sont le seul moyen d’établir l’identité du bénéficiaire des fonds.", "The only means.", []string{"length_odd source=88 target=15"}},
		"a question":                             {"en", "Qui a retiré les fonds ?", "Who withdrew the funds.", []string{"punctuation expected=? found=."}},
		"Lao asks with a word":                   {"lo", "Qui a retiré les fonds ?", "ໃຜເປັນຜູ້ຖອນເງິນ", nil},
		"Lao sets no point":                      {"lo", "Les faits sont établis.", "ຂໍ້ເທັດຈິງໄດ້ຮັບການຢືນຢັນ", nil},
		"a bracket without its pair":             {"en", "Les faits (établis) sont anciens.", "The facts (established are old.", []string{"bracket found=("}},
		"a quotation in the signs of a language": {"ro", "Il a écrit « oui ».", "A scris „da”.", nil},
		"a glossary term":                        {"en", "L’autorité requérante informe.", "The requesting authority informs.", nil},
		"a glossary term in another word":        {"en", "Les autorités requérantes informent.", "The demanding authorities inform.", []string{"term_missing term=autorité requérante expected=requesting authority"}},
		"no term: another word with its letters": {"en", "Il leur aurait adressé des paiements.", "He allegedly sent them payments.", nil},
		"a term in the plural":                   {"en", "Leurs adresses sont connues.", "Their places are known.", []string{"term_missing term=Adresse expected=Address"}},
		"a forbidden word":                       {"en", "La commission rogatoire est jointe.", "The rogatory commission is attached.", []string{"!term_forbidden expected=letter rogatory found=rogatory commission"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Options{
				SourceLang: "fr", TargetLang: c.to, Names: latin,
				Glossary:  []Term{{Source: "autorité requérante", Target: "requesting authority"}, {Source: "Adresse", Target: "Address"}},
				Forbidden: []Forbidden{{"rogatory commission", "letter rogatory"}},
			}
			if c.to == "lo" {
				o.Names, o.Glossary = names, nil
			}
			if diff := cmp.Diff(c.want, checkOne(c.source, c.target, o)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswersAreCheckedInTheOtherDirection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, source, target string
		names                map[string]string
		want                 []string
	}{
		{"ro", "La 3 februarie 2026, contul a primit 1.234,56 lei.", "Le 3 février 2026, le compte a reçu 1 234,56 lei.", nil, nil},
		{"lo", "ວັນທີ ໓ ກຸມພາ ໒໐໒໖ ທ້າວ ຕົວຢ່າງ ໄດ້ຮັບ ໕໐໐ ໂດລາ", "Le 3 février 2026, Thao Tuayang a reçu 500 dollars.", map[string]string{"ທ້າວ ຕົວຢ່າງ": "Thao Tuayang"}, nil},
		{"lo", "ວັນທີ ໓ ກຸມພາ ໒໐໒໖ ໄດ້ຮັບ ໕໐໐ ໂດລາ", "Le 3 février 2026, il a reçu 50 dollars.", nil, []string{"!number_differs expected=500 found=50"}},
		{"ro", "Prin ordonanța nr. 12/2026 s-a dispus audierea.", "L’ordonnance n° 12/2026 a prescrit l’audition.", nil, nil},
	} {
		got := checkOne(c.source, c.target, Options{SourceLang: c.from, TargetLang: "fr", Names: c.names})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.source, diff)
		}
	}
}

func TestTermsOfTheGlossaryThatDifferInNumberAreOne(t *testing.T) {
	t.Parallel()
	o := Options{SourceLang: "fr", TargetLang: "lo", Glossary: []Term{
		{Source: "Infraction", Target: "ການກະທຳຜິດ"}, {Source: "Infractions", Target: "ຄວາມຜິດ"}, {Source: "Autre", Target: "ອື່ນໆ"}, {Source: "autre", Target: "ອື່ນໆ"},
	}}
	if got := checkOne("Une autre infraction est visée.", "ຄວາມຜິດ ອື່ນໆ", o); got != nil {
		t.Error(got)
	}
	want := []string{"term_missing term=Infraction expected=ການກະທຳຜິດ", "term_missing term=Autre expected=ອື່ນໆ"}
	if diff := cmp.Diff(want, checkOne("Une autre infraction est visée.", "ຂໍ້ຄວາມ ທີ່ແປແລ້ວ", o)); diff != "" {
		t.Error(diff)
	}
}

func TestValuesOfTheCaseAreKept(t *testing.T) {
	t.Parallel()
	o := Options{SourceLang: "fr", TargetLang: "en", Identifiers: []string{"grandlys", "EX-4471-0093"}}
	if got := checkOne("Le profil grandlys est visé.", "The profile grandlys is concerned.", o); got != nil {
		t.Error(got)
	}
	got := checkOne("Le profil grandlys est visé.", "The profile big lily is concerned.", o)
	if diff := cmp.Diff([]string{"!placeholder_missing kind=account expected=grandlys"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersOfTwoLanguagesAreTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, la, b, lb string
		same         bool
	}{
		{"1 234,56", "fr", "1,234.56", "en", true},
		{"1\u202f234,56", "fr", "1.234,56", "ro", true},
		{"1.234", "ro", "1,234", "en", true},
		{"1.234", "ro", "1.234", "en", false},
		{"1,234", "fr", "1,234", "en", false},
		{"1,5", "fr", "1.50", "en", true},
		{"12,34,567", "en", "1 234 567", "fr", true},
		{"1'234", "fr", "1,234", "en", true},
		{"1.234", "lo", "1 234", "fr", true},
		{"1.234", "lo", "1,234", "fr", true}, // Lao is written both ways
		{"007", "fr", "7", "en", true},
		{"0,500", "fr", "0.5", "en", true},
		{"12.34.56", "fr", "123456", "en", false},
	} {
		if got := sameNumber(readNumber(c.a, c.la), readNumber(c.b, c.lb)); got != c.same {
			t.Errorf("%s (%s) and %s (%s): same %v", c.a, c.la, c.b, c.lb, got)
		}
	}
}

func TestNumberWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, text, value string }{
		{"fr", "soixante et onze", "71"},
		{"fr", "quatre-vingt-dix-neuf", "99"},
		{"fr", "quatre-vingts", "80"},
		{"fr", "vingt et une", "21"},
		{"en", "forty-two", "42"},
		{"ro", "douazeci si cinci", "25"},
		{"ro", "doua", "2"},
		{"lo", "ສິບເອັດຄັ້ງ", "11"},
		{"lo", "ຊາວຫ້າ", "25"},
	} {
		if !speaks(fold(c.text), c.value, c.lang) {
			t.Errorf("%s does not spell %s", c.text, c.value)
		}
	}
	if speaks("onzieme", "10", "fr") || speaks("dixieme", "11", "fr") {
		t.Error("a word spells another number")
	}
}

func TestSimilarity(t *testing.T) {
	t.Parallel()
	a := "Communiquer le relevé des transferts reçus pendant la période."
	for _, c := range []struct {
		b        string
		min, max int
	}{
		{a, 100, 100},
		{"Communiquer  le relevé des\u00a0transferts reçus pendant la période. ", 100, 100},
		{"communiquer le relevé des transferts reçus pendant la période.", 90, 99},
		{"Communiquer le relevé des transferts émis pendant la période.", 80, 99},
		{"Entendre le témoin sur les faits.", 0, 35},
		{"", 0, 0},
	} {
		if n := Similarity(a, c.b); n < c.min || n > c.max || n != Similarity(c.b, a) {
			t.Errorf("%q: %d, want %d–%d both ways", c.b, n, c.min, c.max)
		}
	}
	got := Rank(a, []string{"rien", "Communiquer le relevé des transferts émis.", a, "Communiquer le relevé des transferts émis."}, 50, 3)
	if len(got) != 3 || got[0] != (Match{2, 100}) || got[1].Index != 1 || got[2].Index != 3 {
		t.Errorf("ranked %v", got)
	}
}

// thirtyPages is a request of 2,000 sentences with names, numbers and dates.
func thirtyPages() ([]Unit, map[string]string, Options) {
	var fr, en strings.Builder
	for i := range 500 {
		fmt.Fprintf(&fr, "Le %d février 2026, Ștefan Exemple a adressé à V%d un transfert de %d 234,56 euros depuis l’adresse 192.0.2.%d. ", i%28+1, i%9+1, i%9+1, i%250)
		fr.WriteString("L’exploitation du matériel saisi a révélé des échanges datés et des ordres de transfert correspondant aux références ci-dessous. ")
		fmt.Fprintf(&fr, "La demande FR-2026-PH-%04d vise l’art. 121-7 du C. pén. et le compte EX-%04d ouvert à Exempleville. ", i, i)
		fr.WriteString("Une personne résidant en France est soupçonnée de faits de complicité d’infractions commises à distance.\n")
		fmt.Fprintf(&en, "On %d February 2026, Ștefan Exemple sent V%d a transfer of %d,234.56 euros from the address 192.0.2.%d. ", i%28+1, i%9+1, i%9+1, i%250)
		en.WriteString("The examination of the seized equipment revealed dated exchanges and transfer orders corresponding to the references below. ")
		fmt.Fprintf(&en, "The request FR-2026-PH-%04d concerns Art. 121-7 of the Penal Code and the account EX-%04d opened in Exempleville. ", i, i)
		en.WriteString("A person residing in France is suspected of complicity in offences committed remotely.\n")
	}
	units, targets := Split("facts", "fr", fr.String()), Split("facts", "en", en.String())
	target := map[string]string{}
	for i, u := range units {
		target[u.ID] = targets[i].Source
	}
	names := map[string]string{"Ștefan Exemple": "", "Exempleville": "", "Claire Modèle": ""}
	for i := range 20 {
		names[fmt.Sprintf("%d place de l’Exemple, 99000 Exempleville", i)] = ""
	}
	var glossary []Term
	for i := range 100 {
		glossary = append(glossary, Term{Source: fmt.Sprintf("terme juridique %c%c", 'a'+i%26, 'a'+i/26), Target: "legal term"})
	}
	return units, target, Options{SourceLang: "fr", TargetLang: "en", Names: names, Glossary: glossary}
}

func TestThirtyPagesAreClean(t *testing.T) {
	t.Parallel()
	units, target, o := thirtyPages()
	if len(units) != 2000 {
		t.Fatalf("%d units", len(units))
	}
	if got := told(Check(units, target, o)); len(got) > 0 {
		t.Errorf("%d issues, first %v", len(got), got[0])
	}
}

func BenchmarkSplitAndCheckThirtyPages(b *testing.B) {
	units, target, o := thirtyPages()
	text, _ := Join(units, sourcesOf(units))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if got := Check(Split("facts", "fr", text), target, o); len(got) > 0 {
			b.Fatal(got[0])
		}
	}
}

func sourcesOf(units []Unit) map[string]string {
	m := map[string]string{}
	for _, u := range units {
		m[u.ID] = u.Source
	}
	return m
}

func BenchmarkRankTenThousand(b *testing.B) {
	units, _, _ := thirtyPages()
	var all []string
	for range 5 {
		all = append(all, sources(units)...)
	}
	b.ResetTimer()
	for range b.N {
		Rank(units[3].Source, all, 60, 5)
	}
}
