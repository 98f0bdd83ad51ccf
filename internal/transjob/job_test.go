package transjob

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/translation"
)

var key = desk.TextKey{RequestID: "r", From: "fr", To: "en"}

const sha = "3f9a"

func job(saved []desk.TranslationUnit, facts string) Job {
	return Build(key, "FR-2026-PH-0042", sha, []Part{{"facts", "facts", facts}, {"purpose", "purpose", "Identifier le titulaire."}}, saved, nil)
}

// typed saves a translation of every sentence, as the store would.
func typed(j Job, word string) []desk.TranslationUnit {
	var out []desk.TranslationUnit
	for _, u := range j.Units {
		out = append(out, desk.TranslationUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: word + " " + u.Source, State: desk.UnitChecked, Version: 1})
	}
	return out
}

const factsThen = "Des fonds ont été versés en mars. Le titulaire est inconnu. La banque n’a pas répondu."

func TestAnUnchangedSentenceKeepsItsTranslationWhenTheTextIsEdited(t *testing.T) {
	t.Parallel()
	before := job(nil, factsThen)
	if len(before.Units) != 4 {
		t.Fatalf("%d units", len(before.Units))
	}
	saved := typed(before, "T:")
	// A sentence is put before the others, the second is edited, the third stays.
	now := job(saved, "Une enquête est ouverte. Des fonds ont été versés en mars. Le titulaire reste inconnu. La banque n’a pas répondu.")
	var status []string
	for _, u := range now.Units {
		status = append(status, u.Status())
	}
	if diff := cmp.Diff([]string{"todo", "checked", "todo", "checked", "checked"}, status); diff != "" {
		t.Error(diff)
	}
	if u := now.Units[2]; u.Before == nil || u.Before.Source != "Le titulaire est inconnu." || u.Before.Target != "T: Le titulaire est inconnu." {
		t.Errorf("the edited sentence shows before: %+v", u.Before)
	}
	if u := now.Units[0]; u.Before != nil {
		t.Errorf("a new sentence shows another one's translation: %+v", u.Before)
	}
	if len(now.Gone) != 0 {
		t.Errorf("gone: %+v", now.Gone)
	}
	// Taken out altogether, its translation is kept apart, and nothing is lost.
	now = job(saved, "Des fonds ont été versés en mars. La banque n’a pas répondu.")
	if len(now.Gone) != 1 || now.Gone[0].Source != "Le titulaire est inconnu." {
		t.Errorf("gone: %+v", now.Gone)
	}
}

func TestTheDigestIsOfTheSourceAndOfEverySentence(t *testing.T) {
	t.Parallel()
	a := job(typed(job(nil, factsThen), "T:"), factsThen)
	same := job(typed(job(nil, factsThen), "T:"), factsThen)
	other := job(typed(job(nil, factsThen), "U:"), factsThen)
	source := same
	source.SourceSHA256 = "another"
	if a.Digest() != same.Digest() || a.Digest() == other.Digest() || a.Digest() == source.Digest() || len(a.Digest()) != 64 {
		t.Errorf("%s %s %s %s", a.Digest(), same.Digest(), other.Digest(), source.Digest())
	}
}

func TestPartsArePutTogetherAsTheSourceWasCut(t *testing.T) {
	t.Parallel()
	facts := "Premier alinéa. Suite.\n\nSecond alinéa."
	empty := job(nil, facts)
	var saved []desk.TranslationUnit
	for i, u := range empty.Units {
		saved = append(saved, desk.TranslationUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: []string{"First.", "More.", "Second.", "Identify."}[i], State: desk.UnitDraft, Version: 1})
	}
	j := job(saved, facts)
	if diff := cmp.Diff(map[string]string{"facts": "First. More.\n\nSecond.", "purpose": "Identify."}, j.Parts()); diff != "" {
		t.Error(diff)
	}
}

func TestAPartSavedWholeStandsBesideItsSentences(t *testing.T) {
	t.Parallel()
	parts := []Part{{"facts", "facts", "Une phrase. Une autre."}, {"purpose", "purpose", "Un but. Un autre but."}}
	j := Build(key, "n", sha, parts, nil, []desk.EarlierText{{Place: "facts", Target: "A sentence. Another."}, {Place: "purpose", Target: "Both aims at once."}})
	var got []string
	for _, u := range j.Units {
		got = append(got, u.Earlier)
	}
	if diff := cmp.Diff([]string{"A sentence.", "Another.", "Both aims at once.", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatStandsAgainstCertifyingIsNamedByNumber(t *testing.T) {
	t.Parallel()
	facts := "Le compte 000-111-2222 a reçu 1 234,56 euros. Le titulaire est inconnu."
	empty := job(nil, facts)
	saved := typed(empty, "")
	saved[0].Target = "Account 000-111-9999 received 1,234.56 euros."
	saved[1].Target = "The holder is unknown."
	saved[2].Target = ""
	j := job(saved, facts)
	j.Check(Words{Identifiers: []string{"000-111-2222"}})
	if got := j.Blocking(); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("blocking: %v, issues %+v", got, j.Units)
	}
	saved[0].Target, saved[2].Target = "Account 000-111-2222 received 1,234.56 euros.", "Identify the holder."
	j = job(saved, facts)
	j.Check(Words{Identifiers: []string{"000-111-2222"}})
	if got := j.Blocking(); len(got) != 0 {
		t.Errorf("clean, and flagged: %v %+v", got, j.Units)
	}
}

func TestAFreeTextIsOneUnit(t *testing.T) {
	t.Parallel()
	j := Free(key, "n/E1", sha, nil)
	j.Check(Words{})
	if got := j.Blocking(); !slices.Equal(got, []int{1}) {
		t.Errorf("an empty translation can be certified: %v", got)
	}
	j = Free(key, "n/E1", sha, []desk.TranslationUnit{{ID: FreeUnit, Place: FreeUnit, Target: "Texte traduit.", State: desk.UnitDraft, Version: 3}})
	j.Check(Words{})
	if len(j.Blocking()) != 0 || j.Text() != "Texte traduit." {
		t.Errorf("%v %q", j.Blocking(), j.Text())
	}
}

func TestTheRegisterGivesNamesTheirForm(t *testing.T) {
	t.Parallel()
	book := mla.NameBook{{Canonical: "Exemple Fictif", Variants: []string{"Fictif Exemple"}, Forms: map[string]string{"lo": "ເອັກຊອມ", "ro": "Exemplu Fictiv"}}}
	out, back := Words{Names: map[string]string{"Exemple Fictif": ""}}, Words{Names: map[string]string{}}
	out.Register(book, "fr", "lo")
	back.Register(book, "ro", "fr")
	if out.Names["Exemple Fictif"] != "ເອັກຊອມ" || out.Names["Fictif Exemple"] != "ເອັກຊອມ" || back.Names["Exemplu Fictiv"] != "Exemple Fictif" {
		t.Errorf("%v %v", out.Names, back.Names)
	}
}

func TestSuggestionsOfTheCaseTakeTheUnitsOwnNumbers(t *testing.T) {
	t.Parallel()
	j := job(nil, "Le versement de 500 euros du 3 février 2026 est établi.")
	w := Words{Names: map[string]string{"Exemple Fictif": ""}}
	in := []desk.MemoryEntry{
		{Source: "Le versement de 900 euros du 4 mars 2026 est établi.", Target: "The payment of 900 euros of 4 March 2026 is established.", Own: true},
		{Source: "Exemple Fictif nie le versement.", Target: "Exemple Fictif denies the payment.", Own: false},
	}
	got := NewFinder(&j, w).Suggest(j.Units, in, nil)[0]
	if len(got) != 1 || got[0].Score != 100 || got[0].From != FromCase || !strings.Contains(got[0].Target, "500") || !strings.Contains(got[0].Target, "3 February 2026") {
		t.Errorf("%+v", got)
	}
}

// A text of the case that the reader may not see serves a sentence that is the
// same, and shows nothing of itself.
func TestAHiddenTextOfTheCaseShowsNothingOfItself(t *testing.T) {
	t.Parallel()
	const secret = "Zyxwvut Canariensis"
	w := Words{Names: map[string]string{"Exemple Fictif": "", secret: ""}}
	facts := "Exemple Fictif a reçu les fonds. Exemple Fictif a ensuite reçu tous les fonds."
	j := job(nil, facts)
	in := []desk.MemoryEntry{{Source: secret + " a reçu les fonds.", Target: secret + " received the funds.", Own: false}}
	got := NewFinder(&j, w).Suggest(j.Units, in, nil)
	if len(got[0]) != 1 || got[0][0].Target != "Exemple Fictif received the funds." {
		t.Errorf("the same sentence gets %+v", got[0])
	}
	for _, gs := range got {
		for _, g := range gs {
			if strings.Contains(g.Source+g.Target, "Zyxwvut") {
				t.Errorf("shown: %+v", g)
			}
		}
	}
	if len(got[1]) != 0 {
		t.Errorf("a sentence that only resembles it gets %+v", got[1])
	}
}

// The canary: names, numbers and identifiers of a case never enter the memory that
// cases share.
func TestNothingOfACaseEntersTheSharedMemory(t *testing.T) {
	t.Parallel()
	w := Words{Names: map[string]string{"Zyxwvut Canariensis": "", "Banca Canaria": ""}, Identifiers: []string{"EX-4471-0093"}}
	facts := "Le titulaire du compte n’a pas répondu à la demande de la banque. Zyxwvut Canariensis a reçu les fonds. " +
		"Le compte EX-4471-0093 a été ouvert le 3 février 2026. Un certain Qponmlk a été entendu. Le pseudonyme « canari77 » a été relevé."
	english := []string{
		"The holder of the account did not answer the request of the bank.", "Zyxwvut Canariensis received the funds.",
		"Account EX-4471-0093 was opened on 3 February 2026.", "A certain Qponmlk was heard.", "The pseudonym “canari77” was found.", "Identify the holder.",
	}
	empty := job(nil, facts)
	saved := typed(empty, "")
	for i := range saved {
		saved[i].Target = english[i]
	}
	j := job(saved, facts)
	got := NewFinder(&j, w).Shareable()
	if len(got) == 0 || got[0].Source == "" || !strings.Contains(got[0].Target, "did not answer") {
		t.Fatalf("a plain sentence is not shared: %+v", got)
	}
	for _, e := range got {
		for _, canary := range []string{"Zyxwvut", "Canari", "canari", "4471", "2026", "février", "Qponmlk"} {
			if strings.Contains(e.Source+e.Target, canary) {
				t.Errorf("%q is shared in %q = %q", canary, e.Source, e.Target)
			}
		}
	}
}

func TestBandsFindWhatResemblesAndNothingElse(t *testing.T) {
	t.Parallel()
	common := func(a, b string) (n int) {
		x, y := Bands(a), Bands(b)
		for i := range x {
			if x[i] == y[i] {
				n++
			}
		}
		return n
	}
	const a = "le titulaire du compte n’a pas répondu à la demande de ⟦name1⟧ dans le délai imparti"
	if n := common(a, strings.ReplaceAll(strings.ToUpper(a), "NAME1", "name2")); n != len(Bands(a)) {
		t.Errorf("the same but for case and numbers: %d bands", n)
	}
	for _, b := range []string{
		"le titulaire du compte n’a pas encore répondu à la demande de ⟦name1⟧ dans le délai imparti",
		"les titulaires des comptes n’ont pas répondu à la demande de ⟦name1⟧ dans le délai imparti",
	} {
		if common(a, b) == 0 {
			t.Errorf("not found: %s", b)
		}
	}
	if n := common(a, "entendre le témoin sur les remises de fonds et sur l’usage du téléphone saisi"); n > 0 {
		t.Errorf("another sentence has %d bands in common", n)
	}
	const lao = "ຜູ້ຖືບັນຊີບໍ່ໄດ້ຕອບຄຳຮ້ອງຂໍພາຍໃນກຳນົດເວລາທີ່ກຳນົດໄວ້"
	if common(lao, strings.Replace(lao, "ພາຍໃນ", "ໃນ", 1)) == 0 {
		t.Error("a Lao sentence with a word changed is not found")
	}
}

func TestAFileTakesBackOnlyWhatTheTextHas(t *testing.T) {
	t.Parallel()
	j := job(nil, factsThen)
	units := j.File(Words{}).Units
	units[0].Target, units[0].State = "One.", translation.StateFinal
	units[1].Target, units[1].State = "Two.", translation.StateTranslated
	units = append(units, translation.JobUnit{ID: "elsewhere/1-1", Target: "x"})
	got := j.Taken(units)
	if len(got) != 5-1 || got[0].State != desk.UnitChecked || got[1].State != desk.UnitDraft {
		t.Errorf("%+v", got)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, was, now string
		want           []Span
	}{
		{"a word replaced", "Le titulaire est inconnu.", "Le titulaire reste inconnu.", []Span{{"same", "Le titulaire"}, {"removed", "est"}, {"added", "reste"}, {"same", "inconnu."}}},
		{"the same", "Un mot.", "Un mot.", []Span{{"same", "Un mot."}}},
		{"all new", "", "Un mot.", []Span{{"added", "Un mot."}}},
		{"all gone", "Un mot.", "", []Span{{"removed", "Un mot."}}},
	} {
		if diff := cmp.Diff(tc.want, Diff(tc.was, tc.now)); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
	long := strings.Repeat("mot ", 2000)
	if got := Diff(long+"a", long+"b"); len(got) != 2 {
		t.Errorf("a very long sentence: %d spans", len(got))
	}
}
