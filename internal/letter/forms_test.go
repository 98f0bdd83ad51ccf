package letter

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/internal/workday"
	"github.com/rogatory/rogatory/templates"
)

// bare is the least that a letter can be made of: what a draft holds on its first day.
func bare(in Input) Input {
	d := mla.Draft{Schema: in.Draft.Schema, State: in.Draft.State, Track: in.Draft.Track, Form: in.Draft.Form, Facts: "Faits."}
	d.Authority.Name = "Tribunal judiciaire d’Exempleville"
	in.Draft, in.Approval, in.Translation = d, nil, map[string]string{"facts": "Facts.", supplementText: "Text."}
	in.Hop = &HopInfo{From: "A", To: "B"}
	in.Reminder, in.Withdrawal, in.Thanks = &ReminderInfo{}, &WithdrawalInfo{}, &ThanksInfo{}
	in.Supplement, in.Sealed = &SupplementInfo{Text: "Texte."}, nil
	return in
}

// full has every field filled, long and hostile: markup, several lines, a name of
// 300 characters, a word that no line holds.
func full(in Input) Input {
	const hostile = "# titre\n| a | b |\n{{.Facts}} ** gras ** [x] coche\n\x02faux champ\x03"
	d := &in.Draft
	long := strings.TrimSpace(strings.Repeat("Nomtrèslong ", 25))
	d.Facts, d.Necessity, d.Purpose, d.Remedies = hostile, hostile, hostile, hostile
	d.Authority.Address = strings.Repeat("x", 300)
	d.ValidatingAuthority = &mla.Authority{Name: "Autorité de validation", Capacity: "juge", Address: hostile}
	d.ReciprocityOffered, d.ChildInDanger = true, true
	d.Persons = append(slices.Clone(d.Persons),
		mla.Person{Label: "P2", Role: "third_party", Name: long, Legal: true, Registration: "RCS 1", Representative: "Prénom NOM", Address: hostile},
		mla.Person{Label: "P3", Role: "expert", Name: "E", OtherNames: hostile, BornOn: workday.MustDate("1980-01-01")})
	d.References = append(slices.Clone(d.References), mla.Reference{Kind: "prior_request", Value: "A-1"}, mla.Reference{Kind: "preservation", Value: "A-2"}, mla.Reference{Kind: "investigators", Value: "A-3"})
	kinds := []string{
		"preservation", "subscriber_data", "traffic_data", "bank_identity", "bank_transactions", "remittance_records", "witness_hearing", "victim_hearing",
		"suspect_hearing", "video_hearing", "search", "rescue", "protection", "exhibit_copy", "provisional_measure", "interception", "custody_transfer", "other",
	}
	d.Measures = nil
	for i, k := range kinds {
		m := mla.Measure{
			ID: "M" + string(rune('A'+i)), Kind: k, Description: hostile, Expected: hostile, Custodian: long, Place: "Lieu", Person: "P3", Authorisation: "JLD 1",
			PeriodFrom: workday.MustDate("2026-01-01"), PeriodTo: workday.MustDate("2026-02-01"), Questions: []string{hostile, "Q"},
		}
		for range 3 {
			m.Identifiers = append(m.Identifiers, mla.Identifier{Kind: "account", Value: strings.Repeat("w", 120), At: "2026-01-01T00:00:00Z", Port: 1})
		}
		d.Measures = append(d.Measures, m)
	}
	text := map[string]string{"en": "Text | with # marks", "ro": "Text țară", "lo": laoText}[in.Lang]
	in.Translation = SampleTranslation(in, text)
	in.Names = map[string]string{long: "FORM", "Lieu": "PLACE"}
	return in
}

// eachLetter runs a test for every template, in every language it has.
func eachLetter(t *testing.T, run func(t *testing.T, c Cover, in Input)) {
	covers, err := Coverage("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covers {
		t.Run(c.Form+"/"+c.Lang, func(t *testing.T) {
			t.Parallel()
			state := map[string]string{"ro": "RO", "lo": "LA", "en": "PH", "fr": "IN"}[c.Lang]
			run(t, c, sampleFor(state, c.Form, c.Lang))
		})
	}
}

func TestEveryLetterIsWholeWithTheLeastAndWithTheMost(t *testing.T) {
	t.Parallel()
	eachLetter(t, func(t *testing.T, _ Cover, in Input) {
		for name, in := range map[string]Input{"bare": bare(in), "full": full(in)} {
			doc, err := Compose(in)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, f := range flaws(doc.Blocks) {
				t.Errorf("%s: %s", name, f)
			}
			if _, _, err := typeset.Set(doc); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// flaws are what a reader would stumble over: a heading with nothing under it, an
// empty table, a label without a value, a value that was read as markup, and Go's
// words for nothing.
func flaws(blocks []typeset.Block) []string {
	var out []string
	for i, b := range blocks {
		last := i == len(blocks)-1
		switch b.Kind {
		case typeset.Heading, typeset.Sub, typeset.Title:
			next := typeset.Heading
			if !last {
				next = blocks[i+1].Kind
			}
			deeper := b.Kind == typeset.Title || b.Kind == typeset.Heading && next == typeset.Sub
			if !deeper && (next == typeset.Heading || next == typeset.Sub || next == typeset.Title) {
				out = append(out, "nothing stands under "+b.Text().String())
			}
		case typeset.Table:
			if b.Head && len(b.Rows) < 2 {
				out = append(out, "a table of heads only")
			}
		}
		for _, row := range b.Rows {
			for _, cell := range row {
				s := cell.String()
				if strings.Contains(s, "<no value>") || strings.Contains(s, "<nil>") || strings.Contains(s, "%!") {
					out = append(out, "prints "+s)
				}
				for _, span := range cell {
					if span.Field == "" && strings.ContainsAny(span.Text, "{}\x01\x02\x03\x04") {
						out = append(out, "a mark is printed: "+span.Text)
					}
				}
			}
		}
		text := strings.TrimSpace(b.Text().String())
		if (b.Kind == typeset.Para || b.Kind == typeset.Bullet || b.Kind == typeset.Numbered) && strings.Trim(text, " ,;–-:") == "" {
			out = append(out, "an empty "+string(b.Kind))
		}
	}
	return out
}

func TestFlawsAreFound(t *testing.T) {
	t.Parallel()
	text := func(kind typeset.BlockKind, s string) typeset.Block {
		return typeset.Block{Kind: kind, Rows: [][]typeset.Text{{{{Text: s}}}}}
	}
	for name, tt := range map[string]struct {
		blocks []typeset.Block
		n      int
	}{
		"a heading, then a heading": {[]typeset.Block{text(typeset.Heading, "a"), text(typeset.Heading, "b"), text(typeset.Para, "c")}, 1},
		"a heading at the end":      {[]typeset.Block{text(typeset.Heading, "a")}, 1},
		"Go's nothing":              {[]typeset.Block{text(typeset.Para, "<no value>")}, 1},
		"a paragraph of commas":     {[]typeset.Block{text(typeset.Para, ", ")}, 1},
		"a clean letter":            {[]typeset.Block{text(typeset.Title, "t"), text(typeset.Heading, "a"), text(typeset.Sub, "b"), text(typeset.Para, "c")}, 0},
	} {
		if got := flaws(tt.blocks); len(got) != tt.n {
			t.Errorf("%s: %v", name, got)
		}
	}
}

var (
	actions  = regexp.MustCompile(`\{\{.*?\}\}`)
	straight = regexp.MustCompile(`\p{L}'\p{L}`)
	loose    = regexp.MustCompile(`[\p{L}\p{N})»\x{0}] [;:!?»](\s|$)|« `)
)

// frenchFaults are an apostrophe of a typewriter, and a mark that a line may begin with.
func frenchFaults(text string) []string {
	var out []string
	for i, line := range strings.Split(text, "\n") {
		line = actions.ReplaceAllString(line, "\x00")
		if m := straight.FindString(line) + loose.FindString(line); m != "" {
			out = append(out, line+" (line "+string(rune('0'+i%10))+"): "+m)
		}
	}
	return out
}

func TestFrenchLettersAreSetAsFrenchIs(t *testing.T) {
	t.Parallel()
	for bad, n := range map[string]int{"l'acte": 1, "l’acte": 0, "deux points :": 1, "deux points\u00a0:": 0, "« mot": 1, "! {{t \"a\"}} | b": 0} {
		if got := frenchFaults(bad); len(got) != n {
			t.Errorf("%q: %v", bad, got)
		}
	}
	paths, err := fs.Glob(templates.LettersFS, "letters/*/fr.tmpl")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d templates, %v", len(paths), err)
	}
	for _, p := range paths {
		src, err := fs.ReadFile(templates.LettersFS, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range frenchFaults(string(src)) {
			t.Errorf("%s: %s", p, f)
		}
	}
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for key, words := range l.glossary {
		for _, f := range frenchFaults(words["fr"]) {
			t.Errorf("glossary %s: %s", key, f)
		}
	}
}

func TestANameStandsBesideItsFormInTheScriptOfTheLetter(t *testing.T) {
	t.Parallel()
	in := sampleFor("LA", "la_package", "lo")
	in.Draft.Persons[0].Name, in.Draft.Persons[0].BornAt = "Somchai EXEMPLE", "Exempleville"
	in.Names = map[string]string{"Somchai EXEMPLE": "ສົມໄຊ", "Exempleville": "Exempleville", "other": "x"}
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range doc.Blocks {
		if b.Kind == typeset.Field && strings.Contains(b.Rows[0][1].String(), "EXEMPLE") || b.Kind == typeset.Field && strings.Contains(b.Rows[0][1].String(), "1979") {
			got = append(got, b.Rows[0][1].String())
		}
	}
	want := []string{"Somchai EXEMPLE (ສົມໄຊ)", "1\u00a0ກຸມພາ\u00a01979, Exempleville"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAStatesOwnFormGoesBeforeTheFormsLetter(t *testing.T) {
	t.Parallel()
	in := SampleInput("PH", mla.FormMLA)
	in.Profile.Template = "ph_annex_c"
	if got := in.form(); got != "ph_annex_c" {
		t.Errorf("form %s", got)
	}
	in.Draft.Form = mla.FormBudapest31 // the profile is that of another form: not refreshed yet
	if got := in.form(); got != "budapest_31" {
		t.Errorf("form %s", got)
	}
	in.Kind = KindCover
	if got := in.form(); got != "cover" {
		t.Errorf("form %s", got)
	}
}

func TestThePackageForIndiaNumbersOnlyTheAnnexesItHas(t *testing.T) {
	t.Parallel()
	heads := func(in Input) []string {
		doc, err := Compose(in)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, b := range doc.Blocks {
			if b.Kind == typeset.Heading && strings.HasPrefix(b.Text().String(), "Annexe ") {
				out = append(out, b.Text().String())
			}
		}
		return out
	}
	in := sampleFor("IN", "in_package", "fr")
	want := []string{
		"Annexe 1 – Faits", "Annexe 2 – Infractions reprochées", "Annexe 3 – Assistance demandée et pertinence", "Annexe 4 – Personnes et témoins",
		"Annexe 5 – Pièces demandées, avec leur détenteur", "Annexe 6 – Questionnaire", "Annexe 7 – Extraits de la loi française",
		"Annexe 8 – Engagements de l’autorité requérante",
	}
	if diff := cmp.Diff(want, heads(in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	in.Draft.Measures = slices.Clone(in.Draft.Measures)
	in.Draft.Measures[2].Questions, in.Draft.Offences[0].LawText = nil, ""
	want = append(want[:5:5], "Annexe 6 – Engagements de l’autorité requérante")
	if diff := cmp.Diff(want, heads(in)); diff != "" {
		t.Errorf("without questions and law (-want +got):\n%s", diff)
	}
}

func TestACategoryOfAnnexDIsTickedHoweverItWasTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"child_exploitation": "child_exploitation", "sexual_exploitation_of_children": "child_exploitation",
		"Exploitation sexuelle des enfants et pédopornographie": "child_exploitation", "Traite des êtres humains": "trafficking",
		"viol": "rape", "Computer-related crime": "computer_crime", "tapage nocturne": "", "": "",
	} {
		if got := annexDCode(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if len(annexD) != 32 {
		t.Errorf("%d categories", len(annexD))
	}
}

func TestAPoliceTextIsTaggedAndNothingTypedPassesForATag(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "police_text", "fr")
	in.Draft.Facts = "Premier fait.\nPRIORITY: NORMAL\n=== END FR-2026-PH-0042 ==="
	r, err := Render(in)
	if err != nil {
		t.Fatal(err)
	}
	text := string(r.Text)
	for _, want := range []string{
		"=== FR-2026-PH-0042 ===\n", "\nDATE: 2026-11-23\n", "; 1979-02-01; Exempleville;", "\nPRIORITY: URGENT\n", "\nMINOR: V1; 10 à 14 ans\n", "\nIDENTIFIER: adresse IP; 192.0.2.17; 2026-05-19T13:04:11Z; 50211\n",
		"\nFACTS: Premier fait.\n  PRIORITY: NORMAL\n  === END FR-2026-PH-0042 ===\n", "\nDRAFT-SHA256: " + in.DraftSHA256 + "\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	if strings.Count("\n"+text, "\nPRIORITY: ") != 1 || strings.Count("\n"+text, "\n=== END ") != 1 {
		t.Errorf("a tag was forged:\n%s", text)
	}
	in.Draft.Facts = "Un.\rPRIORITY: NORMAL\u2028PRIORITY: NORMAL\u0085PRIORITY: NORMAL\vPRIORITY: NORMAL"
	if r, err = Render(in); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.FieldsFunc(string(r.Text), func(r rune) bool { return strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r) }) {
		if line == "PRIORITY: NORMAL" {
			t.Errorf("a tag was forged by another line end:\n%q", r.Text)
		}
	}
	if in.Kind = KindCover; true {
		if r, err := Render(in); err != nil || r.Text != nil {
			t.Errorf("a cover has a text: %v", err)
		}
	}
}

func TestTheSealedAnnexIsTheOnlyLetterThatNamesAMinor(t *testing.T) {
	t.Parallel()
	eachLetter(t, func(t *testing.T, c Cover, in Input) {
		doc, err := Compose(in)
		if err != nil {
			t.Fatal(err)
		}
		named := false
		for _, b := range doc.Blocks {
			for _, row := range b.Rows {
				for _, cell := range row {
					named = named || strings.Contains(cell.String(), in.Sealed[0].Name)
				}
			}
		}
		if named != (c.Form == string(KindSealedAnnex)) {
			t.Errorf("names a minor: %v", named)
		}
	})
}

func TestTheBoxesOfTheEIOAreTickedByWhatTheDraftSays(t *testing.T) {
	t.Parallel()
	ticked := func(change func(*mla.Draft)) []string {
		in := sampleFor("RO", "eio", "fr")
		change(&in.Draft)
		doc, err := Compose(in)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, b := range doc.Blocks {
			if b.Kind == typeset.Check && b.Checked {
				out = append(out, b.Text().String())
			}
		}
		return out
	}
	before := ticked(func(*mla.Draft) {})
	for name, c := range map[string]struct {
		change     func(*mla.Draft)
		more, less []string
	}{
		"evidence is being destroyed": {
			func(d *mla.Draft) { d.Urgency.Ground = "concealment" },
			[]string{"Dissimulation ou destruction d’éléments de preuve"}, []string{"Autre motif"},
		},
		"nothing is urgent": {func(d *mla.Draft) { d.Urgency.Level = "normal" }, nil, []string{"Autre motif"}},
		"an expert is heard by the measure for witnesses": {
			func(d *mla.Draft) { d.Persons[0].Role = "expert" }, []string{"Audition d’un expert"}, []string{"Audition d’un témoin"},
		},
		"a suspect by video": {
			func(d *mla.Draft) { d.Measures[2].Kind = "video_hearing" },
			[]string{"Audition par visioconférence ou autre moyen audiovisuel\u00a0: personne soupçonnée ou poursuivie"}, []string{"Audition d’un témoin"},
		},
		"a company is prosecuted": {
			func(d *mla.Draft) { d.Persons[0].Legal = true },
			[]string{"d) procédure liée à une infraction dont une personne morale peut répondre"}, nil,
		},
		"another category of Annex D": {
			func(d *mla.Draft) { d.Offences[0].EIOCategory = "Escroquerie" },
			[]string{"escroquerie (Infraction 1)"}, []string{"exploitation sexuelle des enfants et pédopornographie (Infraction 1)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			after := ticked(func(d *mla.Draft) {
				d.Persons, d.Measures, d.Offences = slices.Clone(d.Persons), slices.Clone(d.Measures), slices.Clone(d.Offences)
				c.change(d)
			})
			missing := func(in, of []string) (out []string) {
				for _, x := range of {
					if !slices.Contains(in, x) {
						out = append(out, x)
					}
				}
				return out
			}
			if diff := cmp.Diff(c.more, missing(before, after)); diff != "" {
				t.Errorf("ticked (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.less, missing(after, before)); diff != "" {
				t.Errorf("no longer ticked (-want +got):\n%s", diff)
			}
		})
	}
}

func TestACourtesyCopySaysThatItsTextIsNotTranslated(t *testing.T) {
	t.Parallel()
	in := sampleFor("PH", "budapest_29", "en")
	in.Kind, in.Translation = KindCourtesy, nil
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, b := range doc.Blocks {
		all.WriteString(b.Text().String() + "\n")
	}
	for _, want := range []string{"Request for expedited preservation", "Courtesy copy: the free text is given as it was typed, in French.", "onze transferts de fonds"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%q is not in the copy", want)
		}
	}
	if in.Kind = KindRequest; true {
		if _, err := Compose(in); err == nil {
			t.Error("the request itself is made without its translation")
		}
	}
}
