package names

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

var (
	officer    = mla.Actor{ID: "u-officer", Role: mla.Officer}
	translator = mla.Actor{ID: "u-translator", Role: mla.Translator}
	another    = mla.Actor{ID: "u-other", Role: mla.Translator}
	now        = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
)

// ids gives n1, n2 …
func ids() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("n%d", n) }
}

func change(t *testing.T, entries []desk.NameEntry, who mla.Actor, changes ...desk.NameChange) []desk.NameEntry {
	t.Helper()
	done, err := Apply(entries, changes, who, now, ids())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range done {
		entries = slices.DeleteFunc(slices.Clone(entries), func(e desk.NameEntry) bool { return e.ID == r.ID })
		if !r.Gone {
			entries = append(entries, r.NameEntry)
		}
	}
	return entries
}

func refusedWith(t *testing.T, err error, code, field string) {
	t.Helper()
	var refusal *mla.Error
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Field != field {
		t.Errorf("got %v, want %s (%s)", err, code, field)
	}
}

func person(name string) desk.NameEntry {
	return desk.NameEntry{Kind: mla.NamePerson, Canonical: name}
}

func TestDraftsGiveTheirNamesEachOnce(t *testing.T) {
	t.Parallel()
	a := mla.Draft{
		Persons: []mla.Person{{
			Label: "P1", Name: " Robin  SAMPLE ", OtherNames: "Robyn SAMPLE; alias Bobby / ໂຣບິນ ແຊມເປິນ", BornAt: "Vientiane, Laos", Address: "12 rue Exemple, 99000 Vauclair, quartier nord",
		}},
		Victims:  []mla.Victim{{Label: "V1"}},
		Measures: []mla.Measure{{Custodian: "Isla Wallet Services Inc.", Place: "14 Example Street, Barangay Sampaguita, Cebu City"}, {Custodian: "—"}},
	}
	b := mla.Draft{Persons: []mla.Person{{Name: "Robin SAMPLE"}, {Name: ""}}}
	got := Collect([]Draft{{"FR-1", a}, {"FR-2", b}})
	want := []desk.NameMet{
		{Kind: mla.NamePerson, Text: "Robin SAMPLE", Variants: []string{"Robyn SAMPLE"}, Forms: map[string]string{"lo": "ໂຣບິນ ແຊມເປິນ"}, References: []string{"FR-1", "FR-2"}},
		{Kind: mla.NamePlace, Text: "Vientiane", References: []string{"FR-1"}},
		{Kind: mla.NamePlace, Text: "Laos", References: []string{"FR-1"}},
		{Kind: mla.NameOrganisation, Text: "Isla Wallet Services Inc.", References: []string{"FR-1"}},
		{Kind: mla.NamePlace, Text: "Barangay Sampaguita", References: []string{"FR-1"}},
		{Kind: mla.NamePlace, Text: "Cebu City", References: []string{"FR-1"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNearSpellingsAreAskedAboutUntilSomebodyAnswers(t *testing.T) {
	t.Parallel()
	met := []desk.NameMet{{Kind: mla.NamePerson, Text: "Jean DUPOND", References: []string{"FR-1"}}, {Kind: mla.NamePerson, Text: "Jeanne DURAND"}}
	entries := change(t, nil, officer, desk.NameChange{Action: Add, Entry: person("Jean DUPONT")})
	reg := func() desk.NameRegister { return desk.NameRegister{Entries: entries, Met: met} }
	want := []Question{{Kind: mla.NamePerson, A: Side{EntryID: "n1", Revision: 1, Text: "Jean DUPONT"}, B: Side{Text: "Jean DUPOND", References: []string{"FR-1"}}}}
	if diff := cmp.Diff(want, Questions(reg())); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	// "Another person" is remembered, by spelling and so whatever becomes of it.
	apart := change(t, entries, officer, desk.NameChange{Action: Different, Entry: desk.NameEntry{ID: "n1", Revision: 1, Different: []string{"Jean DUPOND"}}})
	if q := Questions(desk.NameRegister{Entries: apart, Met: met}); len(q) > 0 {
		t.Errorf("asked again: %+v", q)
	}
	apart = append(apart, desk.NameEntry{ID: "n9", Revision: 1, Kind: mla.NamePerson, Canonical: "Jean DUPOND"})
	if q := Questions(desk.NameRegister{Entries: apart}); len(q) > 0 {
		t.Errorf("asked again once registered: %+v", q)
	}
	// "The same" makes it a variant, which is no news any more.
	entries = change(t, entries, officer, desk.NameChange{Action: Edit, Entry: Absorb(entries[0], met[0])})
	if q := Questions(reg()); len(q) > 0 {
		t.Errorf("asked again: %+v", q)
	}
	if got := Unregistered(reg()); len(got) != 1 || got[0].Text != "Jeanne DURAND" {
		t.Errorf("unregistered: %+v", got)
	}
	// Two that are only met are asked about too.
	if q := Questions(desk.NameRegister{Met: []desk.NameMet{{Kind: mla.NamePlace, Text: "Brașov"}, {Kind: mla.NamePlace, Text: "Brasov"}}}); len(q) != 1 {
		t.Errorf("two spellings of the drafts: %+v", q)
	}
}

func TestMergingKeepsEverySpellingAndForm(t *testing.T) {
	t.Parallel()
	entries := change(t, nil, officer,
		desk.NameChange{Action: Add, Entry: desk.NameEntry{Kind: mla.NamePerson, Canonical: "Jean DUPONT", Forms: map[string]desk.NameForm{"en": {Text: "John DUPONT"}}}},
		desk.NameChange{Action: Add, Entry: desk.NameEntry{Kind: mla.NamePerson, Canonical: "Jean DUPOND", Variants: []string{"J. DUPOND"}, Forms: map[string]desk.NameForm{"en": {Text: "x"}, "lo": {Text: "ຈອງ"}}}},
	)
	after := change(t, entries, officer, Merging(entries[0], entries[1])...)
	if len(after) != 1 {
		t.Fatalf("%d entries", len(after))
	}
	e := after[0]
	if e.Canonical != "Jean DUPONT" || !slices.Equal(e.Variants, []string{"Jean DUPOND", "J. DUPOND"}) || e.Forms["en"].Text != "John DUPONT" || e.Forms["lo"].Text != "ຈອງ" || e.Revision != 2 {
		t.Errorf("%+v", e)
	}
	_, err := Apply(entries, Merging(entries[0], entries[0]), officer, now, ids())
	if err == nil {
		t.Error("an entry is merged with itself")
	}
}

func TestATranslatorSetsAFormAndNeverOverwritesOne(t *testing.T) {
	t.Parallel()
	form := func(e desk.NameEntry, text string) desk.NameChange {
		return desk.NameChange{Action: Form, Entry: desk.NameEntry{ID: e.ID, Revision: e.Revision, Forms: map[string]desk.NameForm{"lo": {Text: text, Source: "passport_mrz"}}}}
	}
	e := change(t, nil, officer, desk.NameChange{Action: Add, Entry: person("Robin SAMPLE")})
	e = change(t, e, translator, form(e[0], "ໂຣບິນ"))
	if f := e[0].Forms["lo"]; f.Text != "ໂຣບິນ" || f.By != translator.ID || f.Source != "translator" {
		t.Fatalf("%+v", f)
	}
	e = change(t, e, translator, form(e[0], "ໂຣບີນ"))
	if e[0].Forms["lo"].Text != "ໂຣບີນ" || len(e[0].Proposed) > 0 {
		t.Errorf("their own form is not theirs to correct: %+v", e[0])
	}
	e = change(t, e, another, form(e[0], "ໂລບິນ"))
	if e[0].Forms["lo"].Text != "ໂຣບີນ" || e[0].Proposed["lo"].Text != "ໂລບິນ" {
		t.Errorf("another translator: %+v", e[0])
	}
	e = change(t, e, officer, form(e[0], "ໂລບິນ"))
	if f := e[0].Forms["lo"]; f.Text != "ໂລບິນ" || f.By != officer.ID || len(e[0].Proposed) > 0 {
		t.Errorf("decided: %+v", e[0])
	}
	for _, action := range []string{Add, Edit, Merge, Merged, Different, Remove} {
		_, err := Apply(e, []desk.NameChange{{Action: action, Entry: e[0]}}, translator, now, ids())
		refusedWith(t, err, mla.CodeNotAllowed, "names")
	}
	for _, role := range []mla.Role{mla.Auditor, mla.Clerk, mla.Admin} {
		_, err := Apply(e, []desk.NameChange{form(e[0], "x")}, mla.Actor{ID: "u", Role: role}, now, ids())
		refusedWith(t, err, mla.CodeNotAllowed, "names")
	}
}

func TestAnEditKeepsWhoSetAFormThatStays(t *testing.T) {
	t.Parallel()
	e := change(t, nil, officer, desk.NameChange{Action: Add, Entry: person("Robin SAMPLE")})
	e = change(t, e, translator, desk.NameChange{Action: Form, Entry: desk.NameEntry{ID: "n1", Revision: 1, Forms: map[string]desk.NameForm{"lo": {Text: "ໂຣບິນ"}}}})
	asked := e[0]
	asked.Note, asked.Forms = "lu au passeport", map[string]desk.NameForm{"lo": {Text: "ໂຣບິນ"}, "en": {Text: "Robin SAMPLE", Source: "passport_mrz"}}
	e = change(t, e, officer, desk.NameChange{Action: Edit, Entry: asked})
	if e[0].Forms["lo"].By != translator.ID || e[0].Forms["en"].By != officer.ID || e[0].Note != "lu au passeport" {
		t.Errorf("%+v", e[0])
	}
}

func TestWhatIsNoNameIsRefusedWithItsField(t *testing.T) {
	t.Parallel()
	for why, tc := range map[string]struct {
		make        func(*desk.NameEntry)
		code, field string
	}{
		"empty":                       {func(e *desk.NameEntry) { e.Canonical = " \u00a0 " }, mla.CodeRequired, "canonical"},
		"300 letters":                 {func(e *desk.NameEntry) { e.Canonical = strings.Repeat("é", 300) }, CodeTooLong, "canonical"},
		"a control character":         {func(e *desk.NameEntry) { e.Canonical = "Robin\u0007" }, CodeInvisible, "canonical"},
		"a direction override":        {func(e *desk.NameEntry) { e.Canonical = "Robin \u202eELPMAS" }, CodeInvisible, "canonical"},
		"an invisible blank":          {func(e *desk.NameEntry) { e.Variants = []string{"Rob\u200bin"} }, CodeInvisible, "variants"},
		"broken UTF-8":                {func(e *desk.NameEntry) { e.Canonical = "Robin\xff" }, mla.CodeInvalidText, "canonical"},
		"signs only":                  {func(e *desk.NameEntry) { e.Canonical = "— …" }, CodeNoLetter, "canonical"},
		"an unknown kind":             {func(e *desk.NameEntry) { e.Kind = "ship" }, mla.CodeUnknownValue, "kind"},
		"an unknown source":           {func(e *desk.NameEntry) { e.Source = "rumour" }, mla.CodeUnknownValue, "source"},
		"an unknown language":         {func(e *desk.NameEntry) { e.Forms = map[string]desk.NameForm{"xx": {Text: "a"}} }, mla.CodeUnknownValue, "lang"},
		"a form of 300 letters":       {func(e *desk.NameEntry) { e.Forms = map[string]desk.NameForm{"lo": {Text: strings.Repeat("ກ", 300)}} }, CodeTooLong, "forms.lo"},
		"a control char in a form":    {func(e *desk.NameEntry) { e.Forms = map[string]desk.NameForm{"lo": {Text: "ກ\u0000"}} }, CodeInvisible, "forms.lo"},
		"a note of 501 letters":       {func(e *desk.NameEntry) { e.Note = strings.Repeat("x", 501) }, mla.CodeTooLong, "note"},
		"31 variants":                 {func(e *desk.NameEntry) { e.Variants = many(31) }, CodeTooMany, "variants"},
		"the same again":              {func(e *desk.NameEntry) { e.Canonical = "sample Robin" }, CodeDuplicate, "canonical"},
		"the same as a variant":       {func(e *desk.NameEntry) { e.Canonical = "Robyn SAMPLE" }, CodeDuplicate, "canonical"},
		"a variant that is another's": {func(e *desk.NameEntry) { e.Variants = []string{"Robyn Sample"} }, CodeDuplicate, "variants"},
		"free marks, composed first":  {func(e *desk.NameEntry) { e.Canonical = "Rene\u0301e MODE\u0300LE" }, CodeDuplicate, "canonical"},
	} {
		entries := change(t, nil, officer,
			desk.NameChange{Action: Add, Entry: desk.NameEntry{Kind: mla.NamePerson, Canonical: "Robin SAMPLE", Variants: []string{"Robyn SAMPLE"}}},
			desk.NameChange{Action: Add, Entry: person("Renée MODÈLE")})
		e := person("Dana FICTIVE")
		tc.make(&e)
		_, err := Apply(entries, []desk.NameChange{{Action: Add, Entry: e}}, officer, now, func() string { return "fresh" })
		t.Run(why, func(t *testing.T) { refusedWith(t, err, tc.code, tc.field) })
	}
	full := make([]desk.NameEntry, MaxEntries)
	_, err := Apply(full, []desk.NameChange{{Action: Add, Entry: person("Dana FICTIVE")}}, officer, now, ids())
	refusedWith(t, err, CodeTooMany, "names")
}

func many(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("Variante %d", i))
	}
	return out
}

func TestWhatOnlyLooksWrongIsTaken(t *testing.T) {
	t.Parallel()
	e := desk.NameEntry{Kind: mla.NamePerson, Canonical: "N’GUYEN-O'BRIEN d’Été (Jr.)", Forms: map[string]desk.NameForm{
		"lo": {Text: "ໂຣ\u200bບິນ"}, "hi": {Text: "क्\u200dष"}, "en": {Text: "Робин"},
	}}
	got := change(t, nil, officer, desk.NameChange{Action: Add, Entry: e})
	if w := WrongScript(got[0]); !slices.Equal(w, []string{"en"}) {
		t.Errorf("wrong scripts: %v", w)
	}
	if f := got[0].Forms["lo"]; f.Text != "ໂຣ\u200bບິນ" {
		t.Errorf("the word space of Lao is gone: %q", f.Text)
	}
	// The same name may be a person's and a place's.
	change(t, got, officer, desk.NameChange{Action: Add, Entry: desk.NameEntry{Kind: mla.NamePlace, Canonical: e.Canonical}})
}

func TestAChangeOnAnOlderRevisionIsRefused(t *testing.T) {
	t.Parallel()
	e := change(t, nil, officer, desk.NameChange{Action: Add, Entry: person("Robin SAMPLE")})
	e = change(t, e, officer, desk.NameChange{Action: Edit, Entry: e[0]})
	old := e[0]
	old.Revision = 1
	for _, action := range []string{Edit, Form, Different, Merge, Remove} {
		_, err := Apply(e, []desk.NameChange{{Action: action, Entry: old}}, officer, now, ids())
		refusedWith(t, err, CodeConflict, "revision")
	}
	_, err := Apply(e, []desk.NameChange{{Action: Remove, Entry: desk.NameEntry{ID: "none"}}}, officer, now, ids())
	refusedWith(t, err, mla.CodeNotFound, "name")
	if gone := change(t, e, officer, desk.NameChange{Action: Remove, Entry: e[0]}); len(gone) != 0 {
		t.Errorf("%+v", gone)
	}
}

func TestATranslatorSeesTheNamesOfTheirDraftOnly(t *testing.T) {
	t.Parallel()
	entries := []desk.NameEntry{
		{ID: "a", Kind: mla.NamePerson, Canonical: "Robin SAMPLE"}, {ID: "b", Kind: mla.NamePerson, Canonical: "Dana FICTIVE", Variants: []string{"Dannah FIKTIVE"}},
		{ID: "c", Kind: mla.NamePlace, Canonical: "Cebu City"}, {ID: "d", Kind: mla.NamePerson, Canonical: "Ana SAMPLE"},
	}
	d := mla.Draft{Facts: "Selon la pièce, dannah fiktive a écrit.", Persons: []mla.Person{{Name: "ROBIN Sample"}}, Measures: []mla.Measure{{Place: "Barangay Exemple, Cebu City"}}}
	var got []string
	for _, e := range NamedIn(entries, d) {
		got = append(got, e.ID)
	}
	if !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("%v", got)
	}
}

func TestPassportLine(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ștefan EXEMPLE-ȚEPEȘ":  "EXEMPLE<TEPES<<STEFAN",
		"Renée LÉGER":           "LEGER<<RENEE",
		"Jürgen GRÖSSE":         "GROESSE<<JUERGEN",
		"Jürgen Größe":          "JUERGEN<GROESSE",
		"Zoë Œuvre":             "ZOE<OEUVRE",
		"Niamh O’BRIEN":         "OBRIEN<<NIAMH",
		"Maria Cruz DE LA PEÑA": "DE<LA<PENA<<MARIA<CRUZ",
		"ໂຣບິນ":                 "",
		"":                      "",
	} {
		if got := Passport(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
