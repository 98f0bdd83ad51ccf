package translation

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sentence is one meaning in every language, with placeholders.
var sentence = map[string]string{
	"fr": "Le ⟦date1⟧, ⟦name1⟧ a versé ⟦number1⟧ euros à ⟦label1⟧ depuis ⟦ip1⟧ selon ⟦reference1⟧.",
	"en": "On ⟦date1⟧ ⟦name1⟧ paid ⟦number1⟧ euros to ⟦label1⟧ from ⟦ip1⟧ under ⟦reference1⟧.",
	"ro": "La ⟦date1⟧, ⟦name1⟧ a plătit ⟦number1⟧ euro lui ⟦label1⟧ de la ⟦ip1⟧ conform ⟦reference1⟧.",
	"lo": "ວັນທີ ⟦date1⟧ ⟦name1⟧ ໄດ້ຈ່າຍ ⟦number1⟧ ເອີໂຣ ໃຫ້ ⟦label1⟧ ຈາກ ⟦ip1⟧ ຕາມ ⟦reference1⟧.",
	"hi": "⟦date1⟧ को ⟦name1⟧ ने ⟦number1⟧ यूरो ⟦label1⟧ को ⟦ip1⟧ से ⟦reference1⟧ के तहत दिए।",
}

// number draws a number as each language writes it.
func number(t *rapid.T, lang string) string {
	n, cents := rapid.IntRange(0, 99_999_999).Draw(t, "n"), rapid.IntRange(-1, 99).Draw(t, "cents")
	group, divide := map[string][2]string{"fr": {"\u202f", ","}, "en": {",", "."}, "ro": {".", ","}, "lo": {".", ","}, "hi": {",", "."}}[lang], ""
	s := fmt.Sprint(n)
	if len(s) > 3 && rapid.Bool().Draw(t, "grouped") {
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + group[0] + s[i:]
		}
	}
	if cents >= 0 {
		divide = fmt.Sprintf("%s%02d", group[1], cents)
	}
	return s + divide
}

// What Fill writes in a language, MaskTarget reads back and Check accepts, from
// any language into any other; and another number or day is found.
func TestFillMaskTargetAndCheckAgree(t *testing.T) {
	t.Parallel()
	langs := []string{"fr", "en", "ro", "lo", "hi"}
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.SampledFrom(langs).Draw(t, "from"), rapid.SampledFrom(langs).Draw(t, "to")
		name := map[string]string{"fr": "Ștefan Exemple", "en": "Ștefan Exemple", "ro": "Ștefan Exemple", "lo": "ສະເຕຟານ ຕົວຢ່າງ", "hi": "स्तेफान उदाहरण"}
		date := civil{rapid.IntRange(0, 1).Draw(t, "year") * 2026, rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")}
		amount := number(t, from)
		source := strings.NewReplacer("⟦date1⟧", date.in(from), "⟦name1⟧", name[from], "⟦number1⟧", amount,
			"⟦label1⟧", "V1", "⟦ip1⟧", "192.0.2.17", "⟦reference1⟧", "FR-2026-PH-0042").Replace(sentence[from])
		names := map[string]string{name[from]: name[to]}
		masked, values := Mask(source, from, []string{name[from]})
		if masked != sentence[from] {
			t.Fatalf("%q was masked as %q", source, masked)
		}
		target := Fill(sentence[to], values, from, to, names)
		if back, ok := MaskTarget(target, to, values, from, names); !ok || back != sentence[to] {
			t.Fatalf("%q became %q and was masked as %v %q", source, target, ok, back)
		}
		o := Options{SourceLang: from, TargetLang: to, Names: names}
		for _, i := range told(Check([]Unit{{ID: "1", Source: source}}, map[string]string{"1": target}, o)) {
			if i != "same_as_source" {
				t.Fatalf("%q and %q: %s", source, target, i)
			}
		}
		other := Fill(sentence[to], change(values, amount, date, from), from, to, names)
		if got := strings.Join(told(Check([]Unit{{ID: "1", Source: source}}, map[string]string{"1": other}, o)), " "); !strings.Contains(got, "!number_differs") || !strings.Contains(got, "!date_differs") {
			t.Fatalf("%q and %q: %s", source, other, got)
		}
	})
}

// change gives the values with another amount and another month.
func change(values []Token, amount string, date civil, lang string) []Token {
	out := append([]Token(nil), values...)
	for i, v := range out {
		switch v.Kind {
		case KindNumber:
			out[i].Text = "7" + strings.TrimLeft(strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return '7'
				}
				return r
			}, amount), "7") + "77"
			if amount == out[i].Text {
				out[i].Text += "7"
			}
		case KindDate:
			out[i].Text = civil{date.y, date.m%12 + 1, date.d}.in(lang)
		}
	}
	return out
}
