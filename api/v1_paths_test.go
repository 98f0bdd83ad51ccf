package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func TestPathsAreProposedThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tc := range []struct {
		name  string
		body  map[string]any
		first string
	}{
		{"preservation first, Philippines", map[string]any{"state": "PH", "measures": []string{"preservation", "subscriber_data"}, "stage": "judicial_information"}, "budapest_29/preserve"},
		{"an EIO, with an EPOC beside it, Romania", map[string]any{"state": "RO", "measures": []string{"subscriber_data", "joint_team"}, "stage": "preliminary_inquiry", "three_years": true}, "eio/eio"},
		{"the police where no art. 29 exists, India", map[string]any{"state": "IN", "measures": []string{"preservation"}, "stage": "trial", "local_suspect": true}, "police_message/police"},
		{"a note verbale, Laos", map[string]any{"state": "LA", "measures": []string{"witness_hearing"}, "stage": "flagrancy", "on": "2026-01-05"}, "mla_request/formal"},
	} {
		a := w.call("u-officer", http.MethodPost, "/api/v1/paths/propose", tc.body).want(t, http.StatusOK)
		if got := a.body["options"].([]any)[0].(map[string]any)["id"]; got != tc.first {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
	for _, tc := range []struct {
		name, body  string
		status      int
		code, field string
	}{
		{"an unknown State", `{"state":"ZZ","measures":["search"],"stage":"trial"}`, 422, "unknown_state", "state"},
		{"an unknown measure", `{"state":"PH","measures":["telepathy"],"stage":"trial"}`, 422, "unknown_measure_kind", "measures"},
		{"no measure", `{"state":"PH","measures":[],"stage":"trial"}`, 422, "required", "measures"},
		{"no stage", `{"state":"PH","measures":["search"]}`, 422, "required", "stage"},
		{"an unknown stage", `{"state":"PH","measures":["search"],"stage":"appeal"}`, 422, "unknown_value", "stage"},
		{"a field nobody knows", `{"state":"PH","measures":["search"],"stage":"trial","speed":"fast"}`, 400, "unknown_field", "speed"},
		{"a day that is none", `{"state":"PH","measures":["search"],"stage":"trial","on":"2026-02-31"}`, 422, "invalid_date", "on"},
	} {
		a := w.call("u-officer", http.MethodPost, "/api/v1/paths/propose", tc.body)
		if a.status != tc.status || a.str("code") != tc.code || a.str("field") != tc.field || strings.Contains(a.str("detail"), "<no value>") {
			t.Errorf("%s: %s", tc.name, a.raw)
		}
	}
	if a := w.call("", http.MethodPost, "/api/v1/paths/propose", `{}`); a.status != http.StatusUnauthorized {
		t.Errorf("nobody signed in: %d", a.status)
	}
}

func TestASimulationThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	at := "/api/v1/requests/" + theRef + "/simulation"
	a := w.call("u-officer", http.MethodGet, at+"?from=2026-02-02", nil).want(t, http.StatusOK)
	if a.str("from") != "2026-02-02" || a.body["estimate"] != true || len(a.body["steps"].([]any)) < 4 {
		t.Errorf("%s", a.raw)
	}
	if b := w.call("u-officer", http.MethodGet, at, nil).want(t, http.StatusOK); b.str("from") != "2026-11-23" {
		t.Errorf("today by default: %s", b.str("from"))
	}
	if bad := w.call("u-officer", http.MethodGet, at+"?from=demain", nil); bad.status != 422 || bad.str("field") != "from" {
		t.Errorf("%s", bad.raw)
	}
	if bad := w.call("u-officer", http.MethodGet, at+"?form=2026-02-02", nil); bad.str("code") != "unknown_field" {
		t.Errorf("%s", bad.raw)
	}
	if gone := w.call("u-officer", http.MethodGet, "/api/v1/requests/FR-2026-PH-9999/simulation", nil); gone.status != 404 {
		t.Errorf("%s", gone.raw)
	}
}

func TestASimulationWarnsOfThePreservationItFollows(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	child := w.reqs[theRequest]
	parent := *child
	parent.id, parent.ref = "00000000-0000-4000-8000-000000000099", "FR-2026-PH-0099"
	parent.state.Until = workday.MustDate("2026-12-01")
	w.reqs[parent.id] = &parent
	child.state.Parent = parent.id
	a := w.call("u-officer", http.MethodGet, "/api/v1/requests/"+theRef+"/simulation", nil).want(t, http.StatusOK)
	if a.str("lapse_risk") != "certain" {
		t.Errorf("submitted on 23 November it arrives after 1 December: %s", a.raw)
	}
}

func TestAnotherPathNeedsAReasonAtSubmission(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := goodDraft()
	d.PathChoice = &mla.PathChoice{Proposed: mla.PathRef{Form: mla.FormLetterRogatory, Channel: "formal"}}
	at := "/api/v1/requests/" + theRef
	w.call("u-officer", http.MethodPut, at+"/draft", map[string]any{"base_revision": 1, "draft": d}).want(t, http.StatusOK)
	refused := w.call("u-officer", http.MethodPost, at+"/submit", map[string]any{"command_id": newID(), "revision": 2})
	if refused.status != 422 || refused.str("code") != mla.CodePathReason || refused.str("field") != "path_choice.reason" {
		t.Fatalf("%s", refused.raw)
	}
	d.PathChoice.Reason = "Le parquet conduit l’enquête."
	w.call("u-officer", http.MethodPut, at+"/draft", map[string]any{"base_revision": 2, "draft": d}).want(t, http.StatusOK)
	w.call("u-officer", http.MethodPost, at+"/submit", map[string]any{"command_id": newID(), "revision": 3}).want(t, http.StatusOK)
	read := w.call("u-magistrate", http.MethodGet, at+"/draft", nil).want(t, http.StatusOK)
	if !strings.Contains(string(read.raw), "Le parquet conduit") {
		t.Errorf("the magistrate reads the reason: %s", read.raw)
	}
}
