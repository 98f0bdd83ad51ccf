package jurisdiction

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

// namesDefect is a good request beside a register of names, changed.
func namesDefect(want string, names mla.NameBook, change func(*mla.Draft)) defect {
	return defect{"PH", ph, want, warn, change, func(c *PreflightContext) { c.Names = names }}
}

func person(canonical string, more ...string) mla.KnownName {
	return mla.KnownName{Kind: mla.NamePerson, Canonical: canonical, Variants: more}
}

func calledP2(name string) func(*mla.Draft) { return func(d *mla.Draft) { d.Persons[1].Name = name } }

var nameDefects = []defect{
	namesDefect("R08.register_differs@persons.1.name", mla.NameBook{person("Robin Marié-Sample")}, calledP2("Robin MARIE SAMPLE")),
	namesDefect("R08.register_near@persons.1.name", mla.NameBook{person("Robin SAMPLEZ")}, calledP2("Robin SAMPLES")),
	namesDefect("R08.register_text@facts", mla.NameBook{person("Robin SAMPLEZ", "Robyn Sampleze")}, says0("Robyn Sampleze a reçu les fonds en 2025.")),
}

func init() { defects = append(defects, nameDefects...) } // beside those of preflight_cases_test.go

func TestTheRegisterIsHeldAgainstEveryFieldThatNamesSomething(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		why, want, from, to string
		names               mla.NameBook
		make                func(*mla.Draft)
	}{
		{
			"a listed variant as the name", "R08.register_differs@persons.1.name", "Bobby EXAMPLE", "Robin SAMPLEZ",
			mla.NameBook{person("Robin SAMPLEZ", "Bobby EXAMPLE")}, calledP2("Bobby EXAMPLE"),
		},
		{
			"a place by its marks", "R08.register_differs@persons.1.born_at", "Brasov", "Brașov",
			mla.NameBook{{Kind: mla.NamePlace, Canonical: "Brașov"}}, func(d *mla.Draft) { d.Persons[1].BornAt = "Brasov, Roumanie" },
		},
		{
			"a part of an address", "R08.register_near@measures.1.place", "Barangay Sampagita", "Barangay Sampaguita",
			mla.NameBook{{Kind: mla.NamePlace, Canonical: "Barangay Sampaguita"}},
			func(d *mla.Draft) { d.Measures[1].Place = "14 Example Street, Barangay Sampagita, Cebu City" },
		},
		{
			"a custodian", "R08.register_near@measures.0.custodian", "Isla Walet Services Inc.", "Isla Wallet Services Inc.",
			mla.NameBook{{Kind: mla.NameOrganisation, Canonical: "Isla Wallet Services Inc."}},
			func(d *mla.Draft) { d.Measures[0].Custodian = "Isla Walet Services Inc." },
		},
		{
			"somebody whom the draft does not present, beside the given name", "R08.register_text@facts", "SAMPELZON", "SAMPLEZON",
			mla.NameBook{person("Robin SAMPLEZON")}, says0("Robin SAMPELZON a reçu les fonds en 2025."),
		},
		{
			"marks in a text", "R08.register_text@facts", "Brasov", "Brașov",
			mla.NameBook{{Kind: mla.NamePlace, Canonical: "Brașov", Variants: []string{"Brasov"}}}, says0("Le compte est tenu à Brasov depuis 2025."),
		},
		{
			"a question", "R08.register_text@measures.1.questions", "Robyn Sampleze", "Robin SAMPLEZ",
			mla.NameBook{person("Robin SAMPLEZ", "Robyn Sampleze")},
			func(d *mla.Draft) {
				d.Measures[1].Questions = append(d.Measures[1].Questions, "Que sait le témoin de Robyn Sampleze ?")
			},
		},
	} {
		d := good("PH", ph)
		tc.make(&d)
		fs := flight(t, d, func(c *PreflightContext) { c.Names = tc.names })
		i := slices.Index(findingNames(fs), tc.want)
		if i < 0 {
			t.Errorf("%s: %s not found among %v", tc.why, tc.want, findingNames(fs))
			continue
		}
		if r := fs[i].Replace; r == nil || r.From != tc.from || r.To != tc.to {
			t.Errorf("%s: replace %+v, want %q by %q", tc.why, r, tc.from, tc.to)
		}
		for _, s := range []string{fs[i].Message.FR, fs[i].Message.EN} {
			if !strings.Contains(s, tc.from) || !strings.Contains(s, tc.to) {
				t.Errorf("%s: %q does not show both spellings", tc.why, s)
			}
		}
	}
}

func TestWhatTheRegisterHasOrWasToldIsNotHeldAgainstTheRequest(t *testing.T) {
	t.Parallel()
	for why, tc := range map[string]struct {
		names mla.NameBook
		make  func(*mla.Draft)
	}{
		"the register's own spelling":     {mla.NameBook{person("Robin SAMPLEZ", "Robyn Sampleze")}, calledP2("Robin SAMPLEZ")},
		"the surname first, no capitals":  {mla.NameBook{person("Robin SAMPLEZ")}, calledP2("Samplez, Robin")},
		"another person, said to be so":   {mla.NameBook{{Kind: mla.NamePerson, Canonical: "Robin SAMPLEZ", Different: []string{"Robin SAMPLES"}}}, calledP2("Robin SAMPLES")},
		"brother and sister, both known":  {mla.NameBook{person("Mario RAMOS"), person("Maria RAMOS")}, calledP2("Maria RAMOS")},
		"a woman beside a registered man": {mla.NameBook{person("Mario RAMOS")}, calledP2("Maria RAMOS")},
		"a place of the same name":        {mla.NameBook{{Kind: mla.NamePlace, Canonical: "Robin SAMPLEZ"}}, calledP2("Robin SAMPLES")},
		"a variant among the other names": {mla.NameBook{person("Dana FICTIVE", "Dannah Fiktive")}, func(d *mla.Draft) {
			d.Persons[1].OtherNames = "Dannah Fiktive"
			d.Facts += " Le titulaire signe Dannah Fiktive en 2025."
		}},
		"a variant within the whole name":   {mla.NameBook{person("Dana Cruz FICTIVE", "Cruz FICTIVE")}, says0("Dana Cruz FICTIVE a reçu les fonds en 2025.")},
		"a word that only looks like a one": {mla.NameBook{person("Robin FONTAINE")}, says0("La Fontaines Société a répondu en 2025.")},
		"a short variant":                   {mla.NameBook{person("Dana FICTIVE", "Bo")}, says0("Le compte « Bo » a été vu en 2025.")},
	} {
		d := good("PH", ph)
		tc.make(&d)
		fs := flight(t, d, func(c *PreflightContext) { c.Names = tc.names })
		fs = slices.DeleteFunc(fs, func(f mla.Finding) bool { return f.Rule != "R08" })
		if len(fs) > 0 {
			t.Errorf("%s: %v %s", why, findingNames(fs), fs[0].Message.FR)
		}
	}
}

func TestAFormInTheRegisterIsTheNameInLocalScript(t *testing.T) {
	t.Parallel()
	d := good("LA", ph)
	d.Persons[1].OtherNames = ""
	known := person(d.Persons[1].Name)
	known.Forms = map[string]string{"lo": "ໂຣບິນ ແຊມເປິນ"}
	fs := flight(t, d, func(c *PreflightContext) { c.Names = mla.NameBook{known} })
	if slices.Contains(findingNames(fs), "R08.original_script@persons.1.name") {
		t.Error("the register's form is not seen")
	}
}

// register200 is a register of 200 names, a variant and a form each.
func register200() mla.NameBook {
	var out mla.NameBook
	kinds := []mla.NameKind{mla.NamePerson, mla.NamePerson, mla.NamePlace, mla.NameOrganisation}
	syllables := []string{"ba", "ko", "lin", "sur", "vette", "nam", "pho", "dri", "gal", "tes"}
	for i := range 200 {
		a, b, c := syllables[i%10], syllables[i/10%10], syllables[(i*7+3)%10]
		out = append(out, mla.KnownName{
			ID: fmt.Sprint(i), Kind: kinds[i%4], Canonical: strings.ToUpper(a[:1]) + a[1:] + b + " " + strings.ToUpper(c+a+b+syllables[i/100]),
			Variants: []string{strings.ToUpper(a[:1]) + a[1:] + b + "h " + strings.ToUpper(c+a+b+"z")}, Forms: map[string]string{"lo": "ໂຣບິນ"},
		})
	}
	return out
}

// The register costs the pre-flight under a millisecond: the two differ by it.
func BenchmarkPreflightWithARegisterOf200Names(b *testing.B) {
	d := good("PH", ph)
	d.Facts = strings.Repeat(d.Facts+" ", 4)
	for _, with := range []bool{false, true} {
		name, names := "without", mla.NameBook(nil)
		if with {
			name, names = "with", register200()
		}
		b.Run(name, func(b *testing.B) {
			book := law(b)
			b.ReportAllocs()
			for b.Loop() {
				book.Preflight(d, PreflightContext{Today: flightDay, Names: names})
			}
		})
	}
}

func TestNamesAreRegisteredInTheLanguagesOfTheStates(t *testing.T) {
	t.Parallel()
	for state, want := range map[string][]string{"LA": {"lo"}, "IN": {"en", "hi"}, "PH": {"en"}, "RO": {"ro", "en"}, "XX": nil} {
		if got := law(t).NameLanguages(state); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", state, got, want)
		}
	}
}
