package api

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// fields makes a command's body.
func fields(kv ...any) map[string]any {
	out := map[string]any{"command_id": newID()}
	for i := 0; i+1 < len(kv); i += 2 {
		out[kv[i].(string)] = kv[i+1]
	}
	return out
}

// One request from its draft to its end, over HTTP, every exchange checked against the contract.
func TestARequestFromDraftToClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened := w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": newID(), "draft": goodDraft()}).want(t, http.StatusCreated)
	ref := opened.str("reference")
	if loc := opened.header.Get("Location"); loc != "/api/v1/requests/"+ref {
		t.Errorf("Location %q", loc)
	}
	base := "/api/v1/requests/" + ref
	give := func(user, verb string, body map[string]any) answered {
		t.Helper()
		a := w.call(user, http.MethodPost, base+"/"+verb, body).want(t, http.StatusOK)
		if a.str("at") != "2026-11-23T09:00:00Z" || a.str("reference") != ref {
			t.Errorf("%s: %s", verb, a.raw)
		}
		return a
	}
	get := func(user, path string) answered {
		t.Helper()
		return w.call(user, http.MethodGet, path, nil).want(t, http.StatusOK)
	}
	file := func(kind string) string {
		t.Helper()
		media, body := form(kind, "scan.pdf", []byte("%PDF-1.7 "+kind))
		return w.send("u-officer", http.MethodPost, base+"/files", media, body).want(t, http.StatusCreated).str("id")
	}
	d := goodDraft()
	d.Facts = "Des paiements répétés."
	w.call("u-officer", http.MethodPut, base+"/draft", map[string]any{"base_revision": 1, "draft": d}).want(t, http.StatusOK)
	if rev := get("u-officer", base+"/draft").body["revision"]; rev != 2.0 {
		t.Errorf("revision %v", rev)
	}
	get("u-officer", base+"/draft?revision=1")
	give("u-officer", "submit", fields("revision", 2))
	req := get("u-magistrate", base)
	frozen := req.body["frozen"].(map[string]any)
	pdf := frozen["pdf"].(map[string]any)["sha256"].(string)
	give("u-magistrate", "approve", fields("seen_seq", req.body["seq"], "pdf_sha256", pdf, "draft_sha256", frozen["draft_sha256"]))
	give("u-officer", "assign-translator", fields("translator", "u-translator"))
	w.translateAll("u-translator", base)
	give("u-translator", "certify-translation", fields())
	travelling := get("u-clerk", base).str("travelling_sha256")
	give("u-clerk", "hand-over", fields("to_hop", 1, "proof", map[string]any{
		"kind": "bordereau", "number": "B-1", "on": "2026-11-23", "person": "Mme la greffière", "doc_sha256": travelling,
	}))
	give("u-officer", "acknowledge", fields("received_on", "2026-11-23", "doc", map[string]any{"id": file("acknowledgement")}))
	give("u-officer", "response", fields("extent", "full", "received_on", "2026-11-23", "note", "Reçu par valise.", "evidence", []any{map[string]any{
		"doc": map[string]any{"id": file("evidence")}, "measure": "M1", "language": "fr", "allowed_use": "case_only", "name": "Relevé", "custodian": "Opérateur",
	}}))
	give("u-magistrate", "assess", fields("final", true, "verdict", "satisfied"))
	give("u-magistrate", "waive-delivery", fields("reason", "Remis en main propre."))
	give("u-officer", "close", fields())

	if got := get("u-officer", base); got.str("phase") != string(mla.PhaseClosed) {
		t.Errorf("phase %s", got.str("phase"))
	}
	for _, path := range []string{
		base + "/events", base + "/events?after=3", base + "/obligations", "/api/v1/requests?open=true&track=judicial&limit=10", "/api/v1/cases",
		"/api/v1/duties", "/api/v1/outbox", "/api/v1/users?role=translator", "/api/v1/documents/doc-1", "/healthz", "/readyz", "/api/openapi.json",
	} {
		get("u-officer", path)
	}
	w.reqs[theRequest] = w.reqs[opened.str("request_id")]
	file2 := get("u-officer", "/api/v1/cases/JIRS-2026-0117")
	item := file2.body["evidence"].([]any)[0].(map[string]any)
	if item["name"] != "Relevé" || item["custodian"] != "Opérateur" {
		t.Errorf("evidence %v", item)
	}
}

func TestRepeatedCommandsAreDoneOnce(t *testing.T) {
	t.Parallel()
	note := func(text string) map[string]any { return map[string]any{"text": text} }
	for _, tc := range []struct {
		name, verb, user string
		phase            mla.Phase
		body             map[string]any
	}{
		{"a note, whose text gets another reference each time", "note", "u-officer", mla.PhaseDraft, note("Appel du correspondant.")},
		{"a submission, whose PDF names its instant", "submit", "u-officer", mla.PhaseDraft, map[string]any{"revision": 1}},
		{"a rendered translation", "certify-translation", "u-translator", mla.PhaseInTranslation, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.reach(tc.phase)
			if tc.verb == "certify-translation" {
				w.translateAll(tc.user, "/api/v1/requests/"+theRef)
			}
			body := fields()
			maps.Copy(body, tc.body)
			first := w.call(tc.user, http.MethodPost, "/api/v1/requests/"+theRef+"/"+tc.verb, body).want(t, http.StatusOK)
			w.now = w.now.Add(3600e9)
			sent := w.sent
			second := w.call(tc.user, http.MethodPost, "/api/v1/requests/"+theRef+"/"+tc.verb, body).want(t, http.StatusOK)
			if second.body["seq"] != first.body["seq"] || w.sent != sent {
				t.Errorf("second answer %s after first %s, sent %d more", second.raw, first.raw, w.sent-sent)
			}
			other := w.call(tc.user, http.MethodPost, "/api/v1/requests/"+theRef+"/withdraw", map[string]any{"command_id": body["command_id"], "reason": "x"})
			if other.status != http.StatusConflict || other.str("code") != mla.CodeCommandReused {
				t.Errorf("other content under the id: %s", other.raw)
			}
		})
	}
}

func TestOpeningTwiceOpensOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := map[string]any{"command_id": newID(), "draft": goodDraft()}
	first := w.call("u-officer", http.MethodPost, "/api/v1/requests", body).want(t, http.StatusCreated)
	second := w.call("u-officer", http.MethodPost, "/api/v1/requests", body).want(t, http.StatusCreated)
	if first.str("reference") != second.str("reference") || w.sent != 1 {
		t.Errorf("%s and %s, sent %d", first.raw, second.raw, w.sent)
	}
	d := goodDraft()
	d.Facts = "Autre chose."
	if a := w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": body["command_id"], "draft": d}); a.str("code") != mla.CodeCommandReused {
		t.Errorf("another draft under the id: %s", a.raw)
	}
}

func TestOpeningTiesTheFollowUpToItsPreservation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := goodDraft()
	p.Track, p.Form = mla.Preservation, mla.FormBudapest29
	kept := w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": newID(), "draft": p}).want(t, http.StatusCreated)
	d := goodDraft()
	d.Form, d.References = mla.FormBudapest31, []mla.Reference{{Kind: "preservation", Value: kept.str("reference")}}
	w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": newID(), "draft": d}).want(t, http.StatusCreated)
	found := false
	for _, r := range w.reqs {
		found = found || r.state.Parent == kept.str("request_id")
	}
	if !found {
		t.Error("no request has the preservation as its parent")
	}
	d.References[0].Value = theRef // a judicial request preserves nothing
	a := w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": newID(), "draft": d}).want(t, http.StatusUnprocessableEntity)
	if a.str("field") != "references.0.value" {
		t.Errorf("%s", a.raw)
	}
}

func TestTextsOfARefusedCommandAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call("u-officer", http.MethodPost, "/api/v1/requests/"+theRef+"/waive-delivery", fields("reason", "Trop tôt.")).want(t, http.StatusConflict)
	if w.texts != 0 {
		t.Errorf("%d texts kept", w.texts)
	}
}

func TestUnreachableAndUnansweredDiffer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/api/v1/requests/" + theRef + "/recall"
	w.reach(mla.PhaseAwaitingApproval)
	body := fields()
	do := w.engine.do
	w.engine.do = func(string, mla.Command) (desk.Outcome, error) { return desk.Outcome{}, ErrUnreachable }
	a := w.call("u-officer", http.MethodPost, path, body).want(t, http.StatusServiceUnavailable)
	if a.header.Get("Retry-After") == "" || a.str("code") != codeUnreachable {
		t.Errorf("unreachable: %s", a.raw)
	}
	w.engine.do = func(string, mla.Command) (desk.Outcome, error) { return desk.Outcome{}, ErrUnanswered }
	a = w.call("u-officer", http.MethodPost, path, body).want(t, http.StatusAccepted)
	loc := a.header.Get("Location")
	if a.str("status") != statusReceived || !strings.HasSuffix(loc, body["command_id"].(string)) {
		t.Errorf("unanswered: %s at %s", a.raw, loc)
	}
	if got := w.call("u-officer", http.MethodGet, loc, nil).want(t, http.StatusOK); got.str("status") != statusReceived {
		t.Errorf("polled %s", got.raw)
	}
	w.engine.do = do // the first sending was lost: the same id is sent again, not taken for done
	if got := w.call("u-officer", http.MethodPost, path, body).want(t, http.StatusOK); got.str("status") != statusDone {
		t.Errorf("sent again: %s", got.raw)
	}
}
