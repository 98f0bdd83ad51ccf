package letter

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
)

const laoText = "ຂໍ້ຄວາມນີ້ຖືກໃສ່ໂດຍນັກແປ ນ້ຳ ຄຳຮ້ອງຂໍ ຊ່ວຍເຫຼືອ ຜູ້ເຍົາ"

// sampleFor is the sample of a form or kind in a language, with stand-in
// translations.
func sampleFor(state, form, lang string) Input {
	in := SampleLetter(state, form, lang)
	text := map[string]string{"en": "Example text.", "ro": "Text de exemplu, șapte țări.", "lo": laoText}[lang]
	in.Translation = SampleTranslation(in, text)
	return in
}

// TestEveryLetterRenders renders every template for every State. With
// LETTER_OUT set, the files are kept for reading.
func TestEveryLetterRenders(t *testing.T) {
	t.Parallel()
	covers, err := Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covers {
		for _, state := range []string{"PH", "RO", "IN", "LA"} {
			t.Run(c.Form+"/"+c.Lang+"/"+state, func(t *testing.T) {
				t.Parallel()
				r, err := Render(sampleFor(state, c.Form, c.Lang))
				if err != nil {
					t.Fatal(err)
				}
				if r.Pages < 1 || !bytes.HasPrefix(r.PDF, []byte("%PDF-")) {
					t.Errorf("pages %d, %d bytes", r.Pages, len(r.PDF))
				}
				if !strings.HasPrefix(r.TemplateVersion, c.Version) || r.Reviewed { // a certificate may follow
					t.Errorf("version %q reviewed %v", r.TemplateVersion, r.Reviewed)
				}
				if dir := os.Getenv("LETTER_OUT"); dir != "" {
					_ = os.WriteFile(filepath.Join(dir, c.Form+"_"+c.Lang+"_"+state+".pdf"), r.PDF, 0o600)
				}
			})
		}
	}
}

func TestEveryKindAndFormHasAFrenchTemplate(t *testing.T) {
	t.Parallel()
	covers, err := Coverage("fr")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, c := range covers {
		have[c.Form] = true
	}
	for _, f := range Forms() {
		if !have[string(f)] {
			t.Errorf("no template for form %s", f)
		}
	}
	for _, k := range Kinds() {
		if k != KindRequest && k != KindCourtesy && !have[string(k)] {
			t.Errorf("no template for kind %s", k)
		}
	}
}

func TestSameInputGivesSameBytesAlsoConcurrently(t *testing.T) {
	t.Parallel()
	in := sampleFor("LA", "mla_request", "lo")
	want, err := Render(in)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 3 {
				got, err := Render(in)
				if err != nil || !bytes.Equal(got.PDF, want.PDF) {
					t.Errorf("rendered differently (err %v)", err)
				}
			}
		})
	}
	wg.Wait()
	in.Reference = "FR-2026-LA-0043"
	if other, err := Render(in); err != nil || bytes.Equal(other.PDF, want.PDF) {
		t.Errorf("another reference gave the same bytes (err %v)", err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lang  string
		spoil func(*Input)
		code  string
		field string
		args  map[string]string
	}{
		"a rune without a glyph names rune and field": {
			"fr", func(in *Input) { in.Draft.Facts = "Virement 漢 reçu" },
			"missing_glyph", "facts", map[string]string{"rune": "U+6F22", "char": "漢"},
		},
		"a lost character is not printed as a box": {
			"fr", func(in *Input) { in.Draft.Measures[1].Identifiers[0].Value = "a\uFFFDb" },
			"missing_glyph", "measures[1].identifiers[0].value", map[string]string{"rune": "U+FFFD"},
		},
		"a rune in a translation is traced to its segment": {
			"en", func(in *Input) { in.Translation["facts"] = "漢" },
			"missing_glyph", "translation/facts", nil,
		},
		"a segment without a translation": {
			"en", func(in *Input) { delete(in.Translation, "measures/M3/questions/2") },
			"missing_translation", "measures[2].questions[1]", map[string]string{"segment": "measures/M3/questions/2", "lang": "en"},
		},
		"a translation of blanks is none": {
			"en", func(in *Input) { in.Translation["facts"] = " \n" }, "missing_translation", "facts", nil,
		},
		"a minor under a name instead of a label": {
			"fr", func(in *Input) { in.Draft.Victims[1].Label = "Name" }, "minor_label", "victims[1].label", nil,
		},
		"an instrument that the profile does not hold": {
			"fr", func(in *Input) { in.Draft.LegalBasis[0].Instrument = "X" }, mla.CodeUnknownValue, "legal_basis[0].instrument", nil,
		},
		"a language without a template": {
			"fr", func(in *Input) { in.Lang = "de" }, "no_template", "lang", nil,
		},
		"a reminder about nothing": {
			"fr", func(in *Input) { in.Kind, in.Reminder = KindReminder, nil }, mla.CodeRequired, "reminder", nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := sampleFor("PH", "mla_request", tt.lang)
			tt.spoil(&in)
			_, err := Render(in)
			var refusal *mla.Error
			if !errors.As(err, &refusal) {
				t.Fatalf("err = %v, want a refusal", err)
			}
			if refusal.Code != tt.code || refusal.Field != tt.field {
				t.Errorf("refused %s (%s), want %s (%s)", refusal.Code, refusal.Field, tt.code, tt.field)
			}
			for k, want := range tt.args {
				if refusal.Args[k] != want {
					t.Errorf("arg %s = %q, want %q", k, refusal.Args[k], want)
				}
			}
		})
	}
}

func TestTextComesBackOutOfThePDF(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for lang, wants := range map[string][]string{
		"fr": {"Demande d’entraide pénale internationale", "ordonnées et payées en ligne", "Ștefan EXEMPLE-ȚEPEȘ", "FR-2026-LA-0042", "3f9a0c513f9a0c51", "PROJET NON RELU"},
		"lo": {laoText, "ຄຳຮ້ອງຂໍການຊ່ວຍເຫຼືອທາງກົດໝາຍໃນຄະດີອາຍາ", "Ștefan EXEMPLE-ȚEPEȘ", "ຮ່າງ ຍັງບໍ່ໄດ້ກວດ", "ຜູ້ພິພາກສາສືບສວນ"},
	} {
		r, err := Render(sampleFor("LA", "mla_request", lang))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "letter.pdf")
		if err := os.WriteFile(file, r.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), tool, file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		got := squeeze(string(out))
		for _, want := range wants {
			if !strings.Contains(got, squeeze(want)) {
				t.Errorf("%s: %q is not in the extracted text", lang, want)
			}
		}
	}
}

func TestALetterTakesLittleTime(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("measured without the race detector")
	}
	in := sampleFor("LA", "mla_request", "lo")
	if _, err := Render(in); err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	for range 5 {
		start := time.Now()
		_, _ = Render(in)
		best = min(best, time.Since(start))
	}
	if best > 250*time.Millisecond { // 50 ms on an idle machine; the bound leaves room for a busy one
		t.Errorf("best of five: %v", best)
	}
}

func BenchmarkRender(b *testing.B) {
	in := sampleFor("LA", "mla_request", "lo")
	for b.Loop() {
		if _, err := Render(in); err != nil {
			b.Fatal(err)
		}
	}
}
