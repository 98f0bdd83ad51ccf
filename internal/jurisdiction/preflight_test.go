package jurisdiction

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

func flight(t testing.TB, d mla.Draft, around ...func(*PreflightContext)) []mla.Finding {
	t.Helper()
	c := PreflightContext{Today: flightDay}
	for _, f := range around {
		f(&c)
	}
	return law(t).Preflight(d, c)
}

// ofTheDraft leaves out what is always said of some forms: that our print is not
// the official one.
func ofTheDraft(fs []mla.Finding) []mla.Finding {
	return slices.DeleteFunc(fs, func(f mla.Finding) bool { return f.Check == "structure_only" && f.Severity == mla.Info })
}

func law(t testing.TB) *Book {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func findingNames(fs []mla.Finding) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Rule+"."+f.Check+"@"+f.Field)
	}
	return out
}

func TestAGoodRequestComesBackForNothing(t *testing.T) {
	t.Parallel()
	for state, forms := range goodForms {
		for _, form := range forms {
			fs := ofTheDraft(flight(t, good(state, form)))
			if len(fs) > 0 {
				t.Errorf("%s %s: %v", state, form, findingNames(fs))
			}
		}
	}
}

// Texts that look like a defect and are none.
func TestWhatIsSaidOfOthersIsNotHeldAgainstAMinor(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"P1, demeurant 12 rue Imaginaire à Valmont, a reçu des images de faits commis sur la mineure V1.",
		"V1 a été vue par P1, qui habite au 12 rue Imaginaire.",
		"P1, professeur à l’école Exemple, a échangé avec des tiers au sujet de V1.",
		"P1 a été condamné à Lyon (3 ans) puis à Rennes, 5 ans après.",
		"P1 encourt une peine : Emprisonnement, 7 ans. Il a quitté Valmont, 12 ans plus tôt.",
		"P1 a séjourné dans les petites Antilles pendant 3 ans.",
		"L’identité de V1 figure en annexe scellée.",
		"P1, né le 4 mai 1971, a demandé que V1 soit filmée.",
		"Le parquet, section des mineurs, a été avisé.",
	} {
		d := good("PH", ph)
		d.Facts += " " + text
		if fs := ofTheDraft(flight(t, d)); len(fs) > 0 {
			t.Errorf("%s: %v", text, findingNames(fs))
		}
	}
}

func TestAnAddressMayHoldASemicolon(t *testing.T) {
	t.Parallel()
	d := good("PH", ph)
	d.ExecutingAuthority = "Department of Justice, Office of Cybercrime; Padre Faura Street, Ermita; Manila"
	if fs := ofTheDraft(flight(t, d)); len(fs) > 0 {
		t.Error(findingNames(fs))
	}
}

func TestEveryDefectIsFound(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, c := range defects {
		key, _, _ := strings.Cut(c.want, "@")
		covered[key] = true
		t.Run(c.state+" "+c.want, func(t *testing.T) {
			t.Parallel()
			d := good(c.state, c.form)
			c.make(&d)
			fs := flight(t, d, c.around)
			i := slices.Index(findingNames(fs), c.want)
			if i < 0 {
				t.Fatalf("not found among %v", findingNames(fs))
			}
			if fs[i].Severity != c.sev {
				t.Errorf("severity %s, want %s", fs[i].Severity, c.sev)
			}
			for _, s := range []string{fs[i].Message.FR, fs[i].Message.EN, fs[i].Explanation.FR, fs[i].Explanation.EN, fs[i].Cure.FR, fs[i].Cure.EN} {
				if s == "" || strings.ContainsAny(s, "{}") {
					t.Errorf("a text is missing or has an unfilled place: %q", s)
				}
			}
		})
	}
	for rule, checks := range mla.PreflightChecks {
		for _, c := range checks {
			if !covered[rule+"."+c] {
				t.Errorf("no request has the defect %s.%s", rule, c)
			}
		}
	}
}

func TestCompositeDefectsGiveTheirCausesAndNoOther(t *testing.T) {
	t.Parallel()
	for name, c := range composites {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := good(c.state, c.form)
			c.make(&d)
			got := map[string]bool{}
			fs := flight(t, d)
			for _, f := range fs {
				got[f.Rule] = true
			}
			if diff := cmp.Diff(c.rules, slices.Sorted(maps.Keys(got))); diff != "" {
				t.Errorf("%s\n%v", diff, findingNames(fs))
			}
		})
	}
}

func TestOnlyWhatIsSourcedOrOursBlocks(t *testing.T) {
	t.Parallel()
	for _, c := range defects {
		d := good(c.state, c.form)
		c.make(&d)
		for _, f := range flight(t, d, c.around) {
			if f.Severity == mla.Block && (f.Source.Mark == mla.Memory || f.Source.Mark == mla.Design && !f.House) {
				t.Errorf("%s.%s blocks on %s, house %v", f.Rule, f.Check, f.Source.Mark, f.House)
			}
		}
	}
}

func FuzzPreflight(f *testing.F) {
	for state, forms := range goodForms {
		for _, form := range forms {
			text, err := good(state, form).Canonical()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Add(`{"state":"PH","form":"eio","measures":[{"period_from":"0001-01-01","period_to":"9999-12-31","identifiers":[{"kind":"iban","value":"RO"},{"kind":"ip","value":"::","at":"9999-12-31T23:59:59Z"}]}],"persons":[{"born_on":"9999-12-31","name":"Ā́"}]}`)
	b := law(f)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := mla.ParseDraft(strings.NewReader(text))
		if err != nil {
			return
		}
		fs := b.Preflight(d, PreflightContext{Today: flightDay})
		if _, err := json.Marshal(fs); err != nil {
			t.Error(err)
		}
		for _, x := range fs {
			if x.Field == "" || x.Message.FR == "" {
				t.Errorf("a finding without field or words: %+v", x)
			}
		}
	})
}

// A full request: two pages of facts, eight measures. The limit is 5 ms.
func BenchmarkPreflight(b *testing.B) {
	d := good("PH", ph)
	d.Facts = strings.Repeat(d.Facts+"\n", 12)
	for range 2 {
		d.Measures = append(d.Measures, d.Measures...)
	}
	book := law(b)
	b.ReportAllocs()
	for b.Loop() {
		book.Preflight(d, PreflightContext{Today: flightDay})
	}
}
