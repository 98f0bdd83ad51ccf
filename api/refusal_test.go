package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

const someHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func TestRefusals(t *testing.T) {
	t.Parallel()
	draft := func(change func(*mla.Draft)) string {
		d := goodDraft()
		change(&d)
		raw, _ := json.Marshal(map[string]any{"command_id": newID(), "draft": d})
		return string(raw)
	}
	cmd := func(rest string) string { return `{"command_id":"` + newID() + `"` + rest + `}` }
	verb := "/api/v1/requests/" + theRef + "/"
	for _, tc := range []struct {
		name, user, method, path, body string
		phase                          mla.Phase
		status                         int
		code, field                    string
	}{
		{"unknown State", "u-officer", "POST", "/api/v1/requests", draft(func(d *mla.Draft) { d.State = "XX" }), "", 422, "unknown_value", "state"},
		{"unknown zone", "u-officer", "POST", "/api/v1/requests", draft(func(d *mla.Draft) { d.Authority.Zone = "Europe/Lutetia" }), "", 422, "unknown_value", "authority.zone"},
		{"attachment never uploaded", "u-officer", "POST", "/api/v1/requests", draft(func(d *mla.Draft) {
			d.Attachments = []mla.Attachment{{Title: "x", Doc: mla.DocRef{SHA256: someHash, Size: 1, MIME: "application/pdf"}}}
		}), "", 422, "unknown_value", "attachments.0.doc"},
		{"a minor by name", "u-officer", "POST", "/api/v1/requests", draft(func(d *mla.Draft) { d.Victims = []mla.Victim{{Label: "Léa"}} }), "", 422, "minor_by_label_only", "victims.0.label"},
		{"clerk opening", "u-clerk", "POST", "/api/v1/requests", draft(func(*mla.Draft) {}), "", 403, "not_allowed", "actor"},
		{"command id that is no UUID", "u-officer", "POST", verb + "note", `{"command_id":"x","text":"y"}`, "", 422, "invalid_id", "command_id"},
		{"no command id", "u-officer", "POST", verb + "note", `{"text":"y"}`, "", 422, "required", "command_id"},
		{"missing field", "u-officer", "POST", verb + "note", cmd(``), "", 422, "required", "text"},
		{"blank text", "u-officer", "POST", verb + "note", cmd(`,"text":"  "`), "", 422, "required", "text"},
		{"missing number among the nested", "u-clerk", "POST", verb + "hand-over", cmd(`,"to_hop":1,"proof":{"kind":"bordereau","on":"2026-11-23","doc_sha256":"` + someHash + `"}`), mla.PhaseReady, 422, "required", "proof.number"},
		{"wrong phase", "u-officer", "POST", verb + "close", cmd(``), "", 409, "wrong_phase", "phase"},
		{"ended", "u-officer", "POST", verb + "note", cmd(`,"text":"y"`), mla.PhaseWithdrawn, 409, "request_ended", ""},
		{"stale page", "u-magistrate", "POST", verb + "approve", cmd(`,"seen_seq":1,"pdf_sha256":"` + someHash + `","draft_sha256":"` + someHash + `"`), mla.PhaseAwaitingApproval, 409, "stale_page", "seen_seq"},
		{"stale file", "u-magistrate", "POST", verb + "approve", cmd(`,"pdf_sha256":"` + someHash + `","draft_sha256":"` + someHash + `"`), mla.PhaseAwaitingApproval, 409, "stale_file", "pdf_sha256"},
		{"contributor approving", "u-writer", "POST", verb + "approve", cmd(`,"pdf_sha256":"` + someHash + `","draft_sha256":"` + someHash + `"`), mla.PhaseAwaitingApproval, 403, "contributor_cannot_approve", "actor"},
		{"second approval", "u-magistrate", "POST", verb + "approve", cmd(`,"pdf_sha256":"` + someHash + `","draft_sha256":"` + someHash + `"`), mla.PhaseInTranslation, 409, "wrong_phase", "phase"},
		{"date before its predecessor", "u-officer", "POST", verb + "acknowledge", cmd(`,"received_on":"2026-11-01"`), mla.PhaseInTransit, 422, "date_before", "received_on"},
		{"date in the future", "u-officer", "POST", verb + "acknowledge", cmd(`,"received_on":"2027-11-01"`), mla.PhaseInTransit, 422, "date_in_future", "received_on"},
		{"31 February", "u-officer", "POST", verb + "acknowledge", cmd(`,"received_on":"2026-02-31"`), mla.PhaseInTransit, 422, "invalid_date", "received_on"},
		{"instant without zone", "u-officer", "POST", verb + "safeguard-outcome", cmd(`,"outcome":"child_safe","at":"2026-11-23T08:00:00"`), "", 422, "not_rfc3339", "at"},
		{"unknown ground", "u-officer", "POST", verb + "postpone", cmd(`,"until":"2027-01-01","ground":"mood"`), "", 422, "unknown_value", "ground"},
		{"document of nobody", "u-officer", "POST", verb + "acknowledge", cmd(`,"received_on":"2026-11-23","doc":{"sha256":"` + someHash + `"}`), mla.PhaseInTransit, 422, "unknown_value", "doc"},
		{"invalid JSON", "u-officer", "POST", verb + "note", `{"command_id":`, "", 400, "invalid_json", ""},
		{"two values", "u-officer", "POST", verb + "note", `{} {}`, "", 400, "invalid_json", ""},
		{"an array", "u-officer", "POST", verb + "note", `[]`, "", 400, "invalid_type", ""},
		{"unknown field", "u-officer", "POST", verb + "note", cmd(`,"text":"y","txet":"z"`), "", 400, "unknown_field", "txet"},
		{"unknown field of a draft", "u-officer", "PUT", verb + "draft", `{"base_revision":1,"draft":{"measures":[{"id":"M1","foo":1}]}}`, "", 400, "unknown_field", "measures.0.foo"},
		{"wrong type", "u-officer", "POST", verb + "note", cmd(`,"text":3`), "", 400, "invalid_type", "text"},
		{"null", "u-officer", "POST", verb + "return", cmd(`,"causes":null,"reason":"x"`), "", 400, "invalid_type", "causes"},
		{"a character that no database holds", "u-officer", "POST", verb + "reassign", cmd(`,"officer":"a\u0000b"`), "", 400, "invalid_text", "officer"},
		{"endless text", "u-officer", "POST", verb + "note", cmd(`,"text":"` + strings.Repeat("a", maxText+1) + `"`), "", 422, "too_long", "text"},
		{"a body without end", "u-officer", "POST", verb + "note", cmd(`,"text":"` + strings.Repeat("a", maxBody) + `"`), "", 413, "too_large", ""},
		{"another base", "u-officer", "PUT", verb + "draft", strings.Replace(draft(func(*mla.Draft) {}), `"command_id":"`, `"base_revision":7,"x":"`, 1), "", 400, "unknown_field", "x"},
		{"unknown request", "u-officer", "GET", "/api/v1/requests/FR-2026-PH-9999", "", "", 404, "not_found", "request"},
		{"unknown command", "u-officer", "GET", "/api/v1/commands/" + newID(), "", "", 404, "not_found", "command"},
		{"unknown track", "u-officer", "GET", "/api/v1/requests?track=scenic", "", "", 422, "unknown_value", "track"},
		{"mistyped filter", "u-officer", "GET", "/api/v1/requests?stat=PH", "", "", 400, "unknown_field", "stat"},
		{"limit of words", "u-officer", "GET", "/api/v1/requests?limit=many", "", "", 400, "invalid_type", "limit"},
		{"limit of a million", "u-officer", "GET", "/api/v1/requests?limit=1000000", "", "", 422, "out_of_range", "limit"},
		{"no role", "u-officer", "GET", "/api/v1/users", "", "", 422, "required", "role"},
		{"nobody", "", "GET", "/api/v1/requests", "", "", 401, "unauthenticated", ""},
		{"unknown token", "u-nobody", "GET", "/api/v1/requests", "", "", 401, "invalid_token", ""},
		{"disabled account", "u-gone", "GET", "/api/v1/requests", "", "", 401, "invalid_token", ""},
		{"sealed annex", "u-auditor", "GET", verb + "sealed", "", "", 404, "not_found", "request"},
		{"sealed under a name", "u-officer", "PUT", verb + "sealed", `{"label":"Léa","name":"x"}`, "", 422, "minor_by_label_only", "label"},
		{"forged link", "", "GET", "/api/v1/evidence/" + someHash + "?delivery=D1&sig=bad", "", "", 403, "link_refused", ""},
		{"token for ever", "u-officer", "POST", "/api/v1/tokens", `{"label":"x","days":9999}`, "", 422, "out_of_range", "days"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			switch tc.phase {
			case "":
			case mla.PhaseWithdrawn:
				w.call("u-officer", "POST", verb+"withdraw", fields("reason", "x")).want(t, http.StatusOK)
			default:
				w.reach(tc.phase)
			}
			var body any
			if tc.body != "" {
				body = tc.body
			}
			sent := w.sent
			a := w.call(tc.user, tc.method, tc.path, body)
			if a.status != tc.status || a.str("code") != tc.code || a.str("field") != tc.field {
				t.Errorf("answered %d %s %q, want %d %s %q: %s", a.status, a.str("code"), a.str("field"), tc.status, tc.code, tc.field, a.raw)
			}
			if w.sent != sent {
				t.Error("it was sent to the engine all the same")
			}
			if d := a.str("detail"); d == "" || d == tc.code {
				t.Errorf("no words: %q", d)
			}
		})
	}
}

func TestAllFaultsOfADraftAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := goodDraft()
	d.CaseRef, d.Authority.Zone, d.Measures[0].ID = "", "Mars", "X"
	a := w.call("u-officer", "POST", "/api/v1/requests", map[string]any{"command_id": newID(), "draft": d}).want(t, 422)
	if errs, _ := a.body["errors"].([]any); len(errs) != 3 {
		t.Errorf("%d errors: %s", len(errs), a.raw)
	}
}

func TestADraftKeepsWhatTheLawWasResolvedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	put := func(base int, change func(*mla.Draft)) answered {
		d := goodDraft()
		change(&d)
		return w.call("u-officer", "PUT", "/api/v1/requests/"+theRef+"/draft", map[string]any{"base_revision": base, "draft": d})
	}
	if a := put(1, func(d *mla.Draft) { d.State = "RO" }); a.status != 422 || a.str("field") != "state" || a.str("code") != codeFixed {
		t.Errorf("%s", a.raw)
	}
	if a := put(3, func(*mla.Draft) {}); a.status != 409 || a.str("code") != codeDraftConflict {
		t.Errorf("%s", a.raw)
	}
	w.reach(mla.PhaseAwaitingApproval)
	if a := put(1, func(*mla.Draft) {}); a.status != 409 || a.str("code") != mla.CodeWrongPhase {
		t.Errorf("%s", a.raw)
	}
}

func TestSubmittingAnIncompleteDraftNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := goodDraft()
	d.Facts, d.Certified = "", false
	w.addDraft(w.reqs[theRequest], "u-officer", d)
	a := w.call("u-officer", "POST", "/api/v1/requests/"+theRef+"/submit", fields("revision", 2)).want(t, 422)
	if !bytes.Contains(a.raw, []byte(`"facts"`)) || !bytes.Contains(a.raw, []byte(`"certified"`)) || len(w.files.byHash) != 0 {
		t.Errorf("%s; %d files", a.raw, len(w.files.byHash))
	}
}

func TestProblemsSpeakTheReadersLanguage(t *testing.T) {
	t.Parallel()
	if fr, en := ownWords("fr", mla.Refuse(codeEmpty, "file")), ownWords("en", mla.Refuse(codeEmpty, "file")); fr == en || fr == "" {
		t.Errorf("%q, %q", fr, en)
	}
	for code, pair := range wordings {
		if pair[0] == "" || pair[1] == "" {
			t.Errorf("%s has no words", code)
		}
	}
	for code := range statuses {
		if titleOf("fr", statusOf(code)) == titleOf("en", statusOf(code)) && statusOf(code) != http.StatusConflict {
			if statusOf(code) != 409 {
				t.Errorf("status %d has no French title", statusOf(code))
			}
		}
	}
}
