package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// fullDraft fills every field, so that a new one cannot be forgotten by the form.
func fullDraft() mla.Draft {
	d := richDraft()
	a := mla.Authority{Name: "TJ Paris", Capacity: "juge", Person: "X", Address: "1 rue\nParis", Phone: "+33", Email: "a@b.example", Hours: "9-17", Zone: "Europe/Paris", Languages: []string{"fr", "en"}}
	d.Authority, d.ValidatingAuthority, d.ExecutingAuthority = a, &a, "DOJ\nManila"
	d.Proceedings.Stage, d.Necessity, d.Formalities = "clôture", "Lien.", []string{"Enregistrement", "Copie certifiée"}
	d.Urgency.RequiredBy, d.ChildInDanger, d.Costs, d.Remedies = workday.MustDate("2027-01-15"), true, "aucun", "appel"
	d.TranslateTo, d.DataProtection, d.AssuranceRequired = "en", "art. 38", true
	d.Attachments = []mla.Attachment{{Title: "Ordonnance", Doc: mla.DocRef{SHA256: strings.Repeat("ab", 32), Size: 1234567, MIME: "application/pdf"}}}
	d.Offences = []mla.Offence{{Qualification: "Traite", Articles: []string{"225-4-1", "121-7"}, LawText: "Texte", MaxPenalty: "10 ans", Prescription: "20 ans", EIOCategory: "trafficking"}}
	d.Persons[0] = mla.Person{
		Label: "P1", Role: "suspect", Name: "Exemple Fictif", OtherNames: "E.", BornOn: workday.MustDate("1980-02-01"), BornAt: "Paris", Nationality: "FR",
		Document: "C1", Address: "ici", Languages: []string{"fr"}, Local: true,
		Sex: "f", Workplace: "là", Contact: "+33", Legal: true, LegalForm: "SARL", Registration: "RCS 1", Representative: "R.",
	}
	d.Officials = []mla.Official{{Name: "Camille Exemple", Function: "OPJ", Contact: "+33 2"}}
	m := &d.Measures[0]
	m.Expected, m.Custodian, m.PeriodFrom, m.PeriodTo = "Fiche", "Fournisseur", workday.MustDate("2026-01-01"), workday.MustDate("2026-02-01")
	m.Questions, m.Person, m.Coercive, m.Authorisation, m.Place = []string{"Qui ?", "Quand ?"}, "P1", true, "JLD 12", "Manille"
	m.Identifiers = append(m.Identifiers, mla.Identifier{Kind: "mtcn", Value: "0123456789"})
	d.Measures = append(d.Measures, mla.Measure{ID: "M2", Kind: "other", Description: "Autre."})
	return d
}

func TestDraftSurvivesTheForm(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]mla.Draft{"a full one": fullDraft(), "a bare one": {Schema: mla.DraftSchema, CaseRef: "A", State: "PH", Track: mla.Police, Form: mla.FormPoliceMessage}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values, err := draftValues(d)
			if err != nil {
				t.Fatal(err)
			}
			got, errs := draftFrom(compacted(values))
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			want, _ := d.Digest()
			have, _ := got.Digest()
			if diff := cmp.Diff(d, got, cmp.Comparer(func(a, b workday.Date) bool { return a == b })); name == "a full one" && (diff != "" || want != have) {
				t.Error(diff)
			}
		})
	}
}

func TestRowsAreAddedAndRemovedWithoutScript(t *testing.T) {
	t.Parallel()
	values, _ := draftValues(fullDraft())
	added := editRows(values, "add:persons")
	if added.Get("persons.1.label") != "P2" {
		t.Errorf("new person is %q", added.Get("persons.1.label"))
	}
	if sub := editRows(added, "add:measures.1.identifiers"); rowsIn(sub, "measures.1.identifiers") != 1 {
		t.Error("no identifier row in the second measure")
	}
	removed := editRows(added, "remove:measures.0")
	if removed.Get("measures.0.id") != "M2" || rowsIn(removed, "measures") != 1 {
		t.Errorf("after removal: %q", removed.Get("measures.0.id"))
	}
	if hostile := editRows(url.Values{"measures.999999999.id": {"M1"}, "measures.-1.id": {"M1"}, "a..b": {"x"}}, ""); rowsIn(hostile, "measures") != 0 {
		t.Error("a row beyond the limit was counted")
	}
}

// draftForm posts the editor of the request with changes.
func (w *world) editor(user string, change ...string) url.Values {
	values, _ := draftValues(w.reqs[theRequest].drafts[len(w.reqs[theRequest].drafts)-1].Body)
	page := w.asked(user, "fr", http.MethodGet, theFile+"/brouillon", nil).Body.String()
	for _, name := range []string{"command_id", "seen_seq", "base"} {
		values.Set(name, typed(page).Get(name))
	}
	for i := 0; i+1 < len(change); i += 2 {
		values.Set(change[i], change[i+1])
	}
	return values
}

func TestSavingMakesARevisionAndAnUnchangedTextNone(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.reqs[theRequest]
	form := w.editor("u-officer", "do", "save", "purpose", "Un autre objet.")
	for range 2 {
		if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		form.Set("base", "2")
	}
	if len(r.drafts) != 2 || r.drafts[1].Body.Purpose != "Un autre objet." {
		t.Errorf("%d revisions", len(r.drafts))
	}
}

func TestAConflictShowsBothAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	form := w.editor("u-officer", "do", "save", "purpose", "Le mien.")
	theirs := richDraft()
	theirs.Purpose = "Le leur."
	w.addDraft(w.reqs[theRequest], "u-writer", theirs)
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form)
	body := got.Body.String()
	if got.Code != http.StatusConflict || !strings.Contains(body, "Le mien.") || !strings.Contains(body, "Le leur.") {
		t.Fatalf("%d %s", got.Code, body)
	}
	again := typed(body[strings.Index(body, `class="actions"`):], "do", "save")
	if again.Get("base") != "2" {
		t.Errorf("base %q", again.Get("base"))
	}
	if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", again); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if last := w.reqs[theRequest].drafts[2].Body; last.Purpose != "Le mien." {
		t.Errorf("saved %q", last.Purpose)
	}
}

func TestAWrongDateStaysInTheEditor(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", w.editor("u-officer", "do", "save", "persons.0.born_on", "31/12/80", "victims.0.label", "Prénom"))
	body := got.Body.String()
	for _, want := range []string{`value="31/12/80"`, "Écrivez-la comme 2026-11-24", "V1, V2"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if got.Code != http.StatusUnprocessableEntity || len(w.reqs[theRequest].drafts) != 1 {
		t.Errorf("%d", got.Code)
	}
}

func TestSubmitNamesEverythingMissingThenSends(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.reqs[theRequest]
	form := w.editor("u-officer", "do", "submit", "facts", "", "certified", "")
	body := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form).Body.String()
	for _, want := range []string{"Exposé des faits : à remplir", "à corriger"} {
		if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), want) {
			t.Errorf("lacks %q", want)
		}
	}
	form = w.editor("u-officer", "do", "submit", "facts", "Des faits.", "certified", "on")
	if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form); got.Code != http.StatusSeeOther || r.state.Phase != mla.PhaseAwaitingApproval {
		t.Errorf("%d, phase %s: %s", got.Code, r.state.Phase, got.Body)
	}
}

func TestOpeningARequest(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	form := typed(w.asked("u-officer", "fr", http.MethodGet, "/demandes/nouvelle", nil).Body.String(),
		"case_ref", "JIRS-2026-0117", "state", "PH", "form", "budapest_31", "channel", "RO/eio")
	form.Del("child_in_danger")
	if got := w.asked("u-officer", "fr", http.MethodPost, "/demandes/nouvelle", form); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a channel of another State: %d", got.Code)
	}
	form.Set("channel", "PH/budapest")
	for range 2 {
		got := w.asked("u-officer", "fr", http.MethodPost, "/demandes/nouvelle", form)
		if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || !strings.HasSuffix(to, "/brouillon?fait=open") {
			t.Fatalf("%d %q %s", got.Code, to, got.Body)
		}
	}
	if len(w.reqs) != 2 {
		t.Errorf("%d requests", len(w.reqs))
	}
}
