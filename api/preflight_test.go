package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// foundCauses lists rule@field of an answer's findings.
func foundCauses(t *testing.T, raw []byte) []string {
	t.Helper()
	var v preflightView
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range v.Findings {
		out = append(out, f.Rule+"@"+f.Field)
	}
	return out
}

func TestADraftIsExaminedWithoutBeingStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := goodDraft()
	d.Certified = false
	d.Measures[0].Identifiers = []mla.Identifier{{Kind: "ip", Value: "192.0.2.7", At: "2026-01-14 03:22"}}
	d.Attachments = []mla.Attachment{{Title: "Pièce", Doc: mla.DocRef{SHA256: strings.Repeat("a", 64), Size: 12, MIME: "image/png"}}}
	a := w.call("u-officer", http.MethodPost, "/api/v1/preflight", d)
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	got := foundCauses(t, a.raw)
	for _, want := range []string{"R07@certified", "R09@measures.0.identifiers.0.at", "R18@attachments.0.doc.mime"} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s: %v", want, got)
		}
	}
	if len(w.reqs) != 1 || len(w.reqs[theRequest].drafts) != 1 {
		t.Error("something was stored")
	}
	if a := w.call("u-officer", http.MethodPost, "/api/v1/preflight", map[string]any{"state": "XX", "surprise": 1}); a.status != http.StatusBadRequest {
		t.Errorf("an unknown field: %d %s", a.status, a.raw)
	}
}

func TestTheRequestsOwnPreflightKnowsItsCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.reqs[theRequest]
	first.drafts[0].Body.Measures[0].Identifiers = []mla.Identifier{{Kind: "wallet", Value: "EX-1"}}
	other := *first
	other.id, other.ref, other.state.Track = "3"+theRequest[1:], "FR-2026-PH-0050", mla.Police
	w.reqs[other.id] = &other
	w.desk.requests = func(_ mla.Actor, f desk.Filter) (desk.RequestPage, error) {
		row := w.row(&other)
		row.CaseID, row.Track, row.Reference, row.State = f.CaseID, mla.Police, other.ref, "PH"
		return desk.RequestPage{Rows: []desk.RequestRow{w.row(first), row}}, nil
	}
	a := w.call("u-officer", http.MethodGet, "/api/v1/requests/"+theRef+"/preflight", nil)
	if a.status != http.StatusOK || !slices.Contains(foundCauses(t, a.raw), "R20@measures.0") || !strings.Contains(string(a.raw), other.ref) {
		t.Errorf("%d %s", a.status, a.raw)
	}
}

func TestABlockingCauseRefusesTheSubmissionAndNamesTheCure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := goodDraft()
	d.Facts, d.Measures[0].PeriodFrom = "", d.Measures[0].PeriodTo
	d.Measures[0].Coercive = true
	w.addDraft(w.reqs[theRequest], "u-officer", d)
	a := w.call("u-officer", http.MethodPost, "/api/v1/requests/"+theRef+"/submit", map[string]any{"command_id": newID(), "revision": 2})
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	var p Problem
	if err := json.Unmarshal(a.raw, &p); err != nil {
		t.Fatal(err)
	}
	byField := map[string]FieldProblem{}
	for _, e := range p.Errors {
		byField[e.Field] = e
	}
	if e := byField["measures.0.authorisation"]; e.Code != codePreflight || e.Rule != "R11" || e.Cure == "" || !strings.Contains(e.Detail, "coercive") {
		t.Errorf("%+v", e)
	}
	if e := byField["facts"]; e.Code != mla.CodeRequired || e.Rule != "R02" || e.Cure == "" {
		t.Errorf("%+v", e)
	}
}

func TestHistoryKnowsWhatWasWarned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.call("u-officer", http.MethodPost, "/api/v1/requests/"+theRef+"/submit", map[string]any{"command_id": newID(), "revision": 1})
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	for _, ev := range w.reqs[theRequest].events {
		if b, ok := ev.Event.Body.(mla.Submitted); ok {
			if !slices.Contains(b.Warned, "R04") {
				t.Errorf("warned %v", b.Warned)
			}
			return
		}
	}
	t.Error("no submission")
}

func TestTheEditorShowsFindingsBesideTheirFields(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	before := len(w.reqs[theRequest].drafts)
	form := w.editor("u-officer", "do", "preflight", "authority.email", "cabinet3", "facts", "Trop peu.")
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form)
	body := got.Body.String()
	for _, want := range []string{
		`role="status"`, `href="#f-authority-email"`, `id="f-authority-email-n"`, `aria-describedby="f-authority-email-n"`, "Trop peu.", "cabinet3",
		"R17", "à vérifier", "remède", `data-preflight="` + theFile + `/brouillon/controle"`,
	} {
		if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
			t.Errorf("lacks %s", want)
		}
	}
	if got.Code != http.StatusOK || len(w.reqs[theRequest].drafts) != before {
		t.Errorf("%d, %d revisions: checking saved something", got.Code, len(w.reqs[theRequest].drafts))
	}
	panel := w.asked("u-officer", "en", http.MethodPost, theFile+"/brouillon/controle", form)
	if p := panel.Body.String(); panel.Code != http.StatusOK || strings.Contains(p, "<html") || !strings.Contains(p, `data-at="f-authority-email"`) || !strings.Contains(p, "to check") {
		t.Errorf("%d %s", panel.Code, p)
	}
}

func TestABlockedSubmissionKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	form := w.editor("u-officer", "do", "submit", "measures.0.coercive", "on", "measures.0.authorisation", "")
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", form)
	body := got.Body.String()
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "R11") || !strings.Contains(body, `id="f-measures-0-authorisation-n"`) || !strings.Contains(body, form.Get("facts")[:10]) {
		t.Errorf("%d %s", got.Code, body)
	}
}

func TestTheMagistrateSeesFindingsWithSeverityAndSource(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/brouillon", w.editor("u-officer", "do", "submit")); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	body := w.asked("u-magistrate", "fr", http.MethodGet, theFile+"/lecture", nil).Body.String()
	for _, want := range []string{"Contrôle avant envoi", "à vérifier", "R04", "règle de la maison"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
}
