package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

const situationPH = "case_ref=JIRS-2026-0117&state=PH&measures=subscriber_data&measures=bank_transactions&stage=judicial_information&offence=child_exploitation&organised_group=on&transnational=on"

func TestTheGuidedChoiceNeedsNoScript(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	page := func(query string) string {
		got := w.asked("u-officer", "fr", http.MethodGet, "/demandes/nouvelle?"+query, nil)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", query, got.Code)
		}
		return got.Body.String()
	}
	for _, tc := range []struct {
		name, query string
		want        []string
		not         string
	}{
		{"first the State", "", []string{`<form method="get" action="/demandes/nouvelle"`, `name="state"`}, `name="measures"`},
		{"then its measures, with what it needs", "state=PH", []string{`value="bank_identity"`, `value="bank_transactions"`, "WDCD", "AMLC", ">S45<"}, `value="bank_records"`},
		{"a measure that is not there says what is", "state=IN", []string{"n’existe pas dans cet État", "portail du fournisseur"}, ""},
		{"then the paths, with basis, hops, clocks and gates", situationPH, []string{
			"Sur le fondement de la Convention de Budapest", "à titre subsidiaire de la réciprocité", "Office of Cybercrime", "Lettre de réciprocité", `class="mark sourced"`, `value="PH/budapest"`,
			"Pourquoi ce chemin plutôt que le premier",
		}, ""},
		{"what is issued elsewhere cannot be opened here", "state=RO&measures=subscriber_data&stage=trial", []string{"Injonction européenne de production", "émis ailleurs", "pas encore utilisable"}, `value="RO/digital">`},
		{"a missing stage is asked for", "state=PH&measures=search", []string{"à remplir"}, "Chemins proposés"},
		{"an unknown measure is refused in words", "state=PH&measures=telepathy&stage=trial", []string{`class="alert"`}, "Chemins proposés"},
	} {
		body := page(tc.query)
		for _, want := range tc.want {
			if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), want) {
				t.Errorf("%s: lacks %q", tc.name, want)
			}
		}
		if tc.not != "" && strings.Contains(strings.Split(body, "<details class=\"card\"")[0], tc.not) {
			t.Errorf("%s: has %q", tc.name, tc.not)
		}
	}
}

// postOption opens by the option of a form and channel.
func postOption(w *world, form, channel, reason string) (*mla.Draft, int) {
	values, _ := url.ParseQuery(situationPH)
	values.Set("command_id", newID())
	values.Set("form", form)
	values.Set("channel", channel)
	values.Set("path_choice.reason", reason)
	got := w.asked("u-officer", "fr", http.MethodPost, "/demandes/nouvelle", values)
	for id, r := range w.reqs {
		if id != theRequest && len(r.drafts) > 0 {
			return &r.drafts[0].Body, got.Code
		}
	}
	return nil, got.Code
}

func TestChoosingAnOptionPrefillsTheDraft(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	d, status := postOption(w, "letter_rogatory", "PH/budapest", "")
	if d == nil || status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	if d.Form != mla.FormLetterRogatory || d.Channel != "budapest" || d.Proceedings.Nature != "judicial_information" || len(d.Measures) != 2 || d.Measures[1].Kind != "bank_transactions" {
		t.Errorf("%+v", d)
	}
	if len(d.LegalBasis) != 3 || d.LegalBasis[0].Instrument != "ETS185" || d.LegalBasis[1].Instrument != "UNTOC" || !d.ReciprocityOffered {
		t.Errorf("basis %+v", d.LegalBasis)
	}
	if d.PathChoice == nil || d.Deviates() {
		t.Errorf("the first proposal is no deviation: %+v", d.PathChoice)
	}
}

func TestChoosingOtherwiseIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	d, status := postOption(w, "letter_rogatory", "PH/formal", "Le poste l’a demandé.")
	if d == nil || status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	if !d.Deviates() || d.PathChoice.Proposed.Channel != "budapest" || d.PathChoice.Reason != "Le poste l’a demandé." {
		t.Errorf("%+v", d.PathChoice)
	}
}

func TestTheMagistrateReadsTheChoice(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.reqs[theRequest]
	r.drafts[len(r.drafts)-1].Body.PathChoice = &mla.PathChoice{Proposed: mla.PathRef{Form: mla.FormPoliceMessage, Channel: "police"}, Reason: "Preuve exigée par la chambre."}
	w.live(mla.PhaseAwaitingApproval)
	body := w.asked("u-magistrate", "fr", http.MethodGet, theFile+"/lecture", nil).Body.String()
	for _, want := range []string{"Chemin choisi", "INTERPOL", "autre chemin choisi", "Preuve exigée par la chambre."} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
}

func TestTheEditorKeepsAnOldKindAndTheChoice(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.reqs[theRequest]
	body := &r.drafts[len(r.drafts)-1].Body
	body.Measures[0].Kind = "bank_records"
	body.PathChoice = &mla.PathChoice{Proposed: mla.PathRef{Form: body.Form, Channel: "formal"}}
	if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", w.editor("u-officer", "do", "save", "path_choice.reason", "Plus rapide.")); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	saved := r.drafts[len(r.drafts)-1].Body
	if saved.Measures[0].Kind != "bank_records" || saved.PathChoice == nil || saved.PathChoice.Reason != "Plus rapide." || saved.PathChoice.Proposed.Channel != "formal" {
		t.Errorf("%+v %+v", saved.Measures[0], saved.PathChoice)
	}
}

func TestReciprocityIsABasisOnlyAlone(t *testing.T) {
	t.Parallel()
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	for offence, want := range map[string]string{"other": "RECIPROCITY", "child_exploitation": "OPSC"} {
		p, err := book.Propose(jurisdiction.ProposalInput{State: "LA", Measures: []string{"witness_hearing"}, Stage: "trial", Offence: offence})
		if err != nil {
			t.Fatal(err)
		}
		basis, offered := basisOf(p.Options[0].Instruments)
		if len(basis) != 1 || basis[0].Instrument != want || !offered {
			t.Errorf("%s: %+v", offence, basis)
		}
	}
}
