package mla

import "testing"

func TestWordsAreFoundWithoutAccentsAndQuotedAsTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, word, want string }{
		{"Communiquer toutes les Données détenues.", "toutes les données", "toutes les Données"},
		{"Le parquet d’Œuvre", "oeuvre$", "Œuvre"},
		{"Écoutes téléphoniques", "écoute", "Écoutes"},
		{"École  élémentaire", "ecole elementaire", "École  élémentaire"},
		{"ສະບາຍດີ barangay San Roque", "barangay", "barangay"},
		{"un bancal", "ban$", ""},
		{"", "x", ""},
	} {
		w := says(fold(c.text), Folded([]string{c.word}))
		if (w == "") != (c.want == "") {
			t.Errorf("%q in %q: found %q", c.word, c.text, w)
			continue
		}
		if w != "" && quote(c.text, w) != c.want {
			t.Errorf("%q in %q is quoted %q", c.word, c.text, quote(c.text, w))
		}
	}
}

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"le 1er août 2026": "2026-08-01", "03/12/2025": "2025-12-03", "2026-02-29": "", "31/02/2026": "", "le 15 février 2027.": "2027-02-15",
		"on 3 May 2026": "2026-05-03", "en mai 2026": "",
	} {
		got := ""
		for _, d := range datesIn(text) {
			got = d.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCheckDigits(t *testing.T) {
	t.Parallel()
	for iban, ok := range map[string]bool{"RO49AAAA1B31007593840000": true, "FR1420041010050500013M02606": true, "RO49AAAA1B31007593840001": false, "RO49AAAA1B310075938400": false, "GB82WEST12345698765432": true} {
		if ibanChecks(iban) != ok {
			t.Errorf("%s: %v", iban, !ok)
		}
	}
	for imei, ok := range map[string]bool{"490154203237518": true, "490154203237519": false} {
		if luhn(imei) != ok {
			t.Errorf("%s: %v", imei, !ok)
		}
	}
}
