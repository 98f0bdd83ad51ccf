package letter

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func TestWhatWasTypedAsACodeIsReadAsAWord(t *testing.T) {
	t.Parallel()
	paris := workday.Zone{Name: "Europe/Paris", Transitions: []workday.Transition{
		{OffsetSeconds: 3600}, {From: time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC), OffsetSeconds: 7200},
	}}
	kolkata := workday.Zone{Name: "Asia/Kolkata", Transitions: []workday.Transition{{OffsetSeconds: 19800}}}
	for lang, want := range map[string][]string{
		"fr": {"français, filipino, ouolof du bourg", "française", "Allemagne", "Europe/Paris (UTC+1, UTC+2 en heure d’été)", "19\u00a0mai\u00a02026 à\u00a013:04:11.25\u00a0UTC"},
		"en": {"French, Filipino, ouolof du bourg", "French", "Germany", "Europe/Paris (UTC+1, UTC+2 in summer time)", "19\u00a0May\u00a02026, 13:04:11.25\u00a0UTC"},
		"ro": {"franceză, filipineză, ouolof du bourg", "franceză", "Germania", "Europe/Paris (UTC+1, UTC+2 ora de vară)", "19\u00a0mai\u00a02026, 13:04:11.25\u00a0UTC"},
		"lo": {"ຝຣັ່ງ, ຟີລິປີໂນ, ouolof du bourg", "ຝຣັ່ງ", "ເຢຍລະມັນ", "Europe/Paris (UTC+1, UTC+2 ໃນລະດູຮ້ອນ)", "19\u00a0ພຶດສະພາ\u00a02026, 13:04:11.25\u00a0UTC"},
	} {
		template := map[string]string{"fr": "budapest_29", "en": "budapest_29", "ro": "budapest_29", "lo": "mla_request"}[lang]
		in := sampleFor("PH", template, lang)
		in.Profile.HomeZone, in.Profile.AbroadZone = paris, kolkata
		in.Draft.Authority.Languages = []string{"fr", "tl", "ouolof du bourg"}
		in.Draft.Persons = []mla.Person{{Label: "P1", Role: "witness", Nationality: "FR"}, {Label: "P2", Role: "witness", Nationality: "DE"}, {Label: "P3", Role: "witness", Nationality: "apatride"}}
		in.Draft.Measures[0].Identifiers = []mla.Identifier{{Kind: "ip", Value: "192.0.2.17", At: "2026-05-19T15:04:11.25+02:00", Port: 50211}}
		printed := textOfLetter(t, in)
		for _, w := range append(want, "apatride", "50211") {
			if !strings.Contains(printed, w) {
				t.Errorf("%s: %q is not printed", lang, w)
			}
		}
		for _, code := range []string{"fr, tl", "\nDE\n", "T15:04", "T13:04"} {
			if strings.Contains(printed, code) {
				t.Errorf("%s: prints the code %q", lang, code)
			}
		}
	}
}

func TestAMessageForMachinesKeepsItsCodes(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "police_text", "fr")
	in.Draft.Measures[0].Identifiers = []mla.Identifier{{Kind: "ip", Value: "192.0.2.17", At: "2026-05-19T13:04:11Z"}}
	printed := textOfLetter(t, in)
	for _, w := range []string{"2026-05-19T13:04:11Z", "Europe/Paris", "2026-11-23"} {
		if !strings.Contains(printed, w) {
			t.Errorf("%q is not printed", w)
		}
	}
}

func TestAnOffsetIsWrittenFromUTC(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int]string{0: "UTC+0", 3600: "UTC+1", 19800: "UTC+5:30", -12600: "UTC−3:30"} {
		if got := fromUTC(seconds); got != want {
			t.Errorf("%d: %s, want %s", seconds, got, want)
		}
	}
}

// No text that somebody typed, and somebody else translated, is left out of a
// request: whatever its form, each segment stands in it.
func TestARequestPrintsAllThatWasTyped(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"eio", "mla_request", "letter_rogatory", "budapest_29", "budapest_31", "police_message", "ph_annex_c", "in_package", "la_package"} {
		t.Run(template, func(t *testing.T) {
			t.Parallel()
			in := full(sampleFor("IN", template, "fr"))
			doc, err := Compose(in)
			if err != nil {
				t.Fatal(err)
			}
			fields := map[string]bool{}
			for _, b := range doc.Blocks {
				for _, row := range b.Rows {
					for _, cell := range row {
						for _, s := range cell {
							fields[s.Field] = true
						}
					}
				}
			}
			var left []string
			for _, s := range Segments(in.Draft) {
				if !fields[s.Field] {
					left = append(left, s.Field)
				}
			}
			if diff := cmp.Diff([]string(nil), left); diff != "" {
				t.Errorf("typed and not printed:\n%s", diff)
			}
		})
	}
}

// textOfLetter is what a letter prints, a cell a line.
func textOfLetter(t *testing.T, in Input) string {
	t.Helper()
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, block := range doc.Blocks {
		for _, row := range block.Rows {
			for _, cell := range row {
				b.WriteString(cell.String() + "\n")
			}
		}
	}
	return b.String()
}

// What an EIO asks of persons and of ours stands where the form asks it, a
// company's seat where a person has an address.
func TestAnEIOSaysWhoComesAndWhatIsAskedOfAPerson(t *testing.T) {
	t.Parallel()
	in := sampleFor("RO", "eio", "fr")
	in.Draft.Officials = []mla.Official{{Name: "Camille EXEMPLE", Function: "officier de police judiciaire", Contact: "+33 1 00 00 00 02"}}
	in.Draft.Persons = []mla.Person{
		{Label: "P1", Role: "witness", Name: "A", Sex: "f", Workplace: "Atelier Exemple", Contact: "a@exemple.invalid", Address: "1, rue A"},
		{Label: "P2", Role: "third_party", Name: "B", Legal: true, LegalForm: "société anonyme", Registration: "RCS 1", Representative: "N. B", Address: "2, rue B", Sex: "m"},
	}
	printed := textOfLetter(t, in)
	for _, want := range []string{
		"Camille EXEMPLE\nofficier de police judiciaire\n+33 1 00 00 00 02\n", "Sexe\nféminin\n", "Lieu de travail\nAtelier Exemple\n",
		"Coordonnées\na@exemple.invalid\n", "Adresse\n1, rue A\n", "Forme juridique\nsociété anonyme\n", "Siège\n2, rue B\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not printed", want)
		}
	}
	for _, wrong := range []string{"masculin", "Aucun agent"} {
		if strings.Contains(printed, wrong) {
			t.Errorf("prints %q", wrong)
		}
	}
	in.Draft.Officials = nil
	if !strings.Contains(textOfLetter(t, in), "Aucun agent") {
		t.Error("does not say that nobody comes")
	}
}

func TestAnEIOLeavesOpenWhatItsMeasureMayBe(t *testing.T) {
	t.Parallel()
	in := sampleFor("RO", "eio", "en")
	if got := textOfLetter(t, in); !strings.Contains(got, "H6. Covert investigation\nNot applicable") {
		t.Error("H6 is left open where no other measure is asked")
	}
	in.Draft.Measures[0].Kind = "other"
	if got := textOfLetter(t, in); !strings.Contains(got, "H6. Covert investigation\nSee the measure described in Section C") {
		t.Error("H6 says that an other measure is no covert investigation")
	}
}

// A covering letter names each kind of measure once, and a registry its court.
func TestACoveringLetterNamesItsCourtAndEachKindOnce(t *testing.T) {
	t.Parallel()
	in := sampleFor("RO", "cover", "fr")
	in.Draft.Measures = append(in.Draft.Measures, in.Draft.Measures[0])
	in.Draft.Measures[len(in.Draft.Measures)-1].ID = "M4"
	in.Hop.FromID, in.Hop.From = "court_registry", "Greffe"
	printed := textOfLetter(t, in)
	if n := strings.Count(printed, "Données d’abonné ou de compte\n"); n != 1 {
		t.Errorf("names a kind %d times", n)
	}
	if !strings.Contains(printed, in.Draft.Authority.Name+"\nGreffe de la juridiction mandante\n") {
		t.Error("the registry does not say of which court")
	}
	in.Hop.FromID, in.Hop.From = "bepi", "BEPI"
	if strings.HasPrefix(textOfLetter(t, in), "RÉPUBLIQUE FRANÇAISE\n"+in.Draft.Authority.Name) {
		t.Error("the ministry writes in a court's name")
	}
}

func TestNamesOfTheDataHaveTheApostropheOfPrint(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "cover", "fr")
	in.Hop.FromID, in.Hop.From = "", "Parquet général (service de l'entraide internationale)"
	in.Draft.Authority.Name = "Tribunal judiciaire d'Exempleville"
	printed := textOfLetter(t, in)
	for _, want := range []string{"service de l’entraide internationale", "Tribunal judiciaire d'Exempleville"} { // what was typed stays
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not printed", want)
		}
	}
}

func TestAReasonIsPrintedWithoutUrgency(t *testing.T) {
	t.Parallel()
	for _, template := range []string{"eio", "mla_request", "ph_annex_c", "la_package", "in_package", "budapest_29", "budapest_31"} {
		in := sampleFor("PH", template, "fr")
		in.Draft.Urgency = mla.Urgency{Level: "normal", Reason: "La détention provisoire prend fin le 3 mai."}
		if printed := textOfLetter(t, in); !strings.Contains(printed, in.Draft.Urgency.Reason) {
			t.Errorf("%s leaves out why a date is asked for", template)
		}
	}
}
