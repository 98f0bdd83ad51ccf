package api

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

var inputs = regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"`)

// typed is the form of a page as a browser would send it back.
func typed(body string, more ...string) url.Values {
	out := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(body, -1) {
		if m[1] != "back" {
			out.Set(m[1], m[2])
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		out.Set(more[i], more[i+1])
	}
	return out
}

const theFile = "/demandes/" + theRef

func TestSignInTellsNothingAndBrakes(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	hash, err := auth.HashPassword("une phrase assez longue")
	if err != nil {
		t.Fatal(err)
	}
	w.desk.userByLogin = func(login string) (desk.User, error) {
		if login != "officier" {
			return desk.User{}, mla.Refuse(mla.CodeNotFound, "user")
		}
		u := w.users["u-officer"]
		u.PasswordHash = hash
		return u, nil
	}
	try := func(login, password string) *httptest.ResponseRecorder {
		return w.asked("", "fr", http.MethodPost, "/connexion", url.Values{"login": {login}, "password": {password}, "suite": {"//evil.example/"}})
	}
	unknown, wrong := try("personne", "x"), try("officier", "x")
	if a, b := strings.ReplaceAll(unknown.Body.String(), "personne", "L"), strings.ReplaceAll(wrong.Body.String(), "officier", "L"); a != b || unknown.Code != wrong.Code {
		t.Error("an unknown login and a wrong password are told apart")
	}
	ok := try("officier", "une phrase assez longue")
	if ok.Code != http.StatusSeeOther || ok.Header().Get("Location") != "/" {
		t.Fatalf("signed in: %d %q", ok.Code, ok.Header().Get("Location"))
	}
	for range 5 {
		try("personne", "x")
	}
	if braked := try("personne", "x"); braked.Code != http.StatusTooManyRequests || !strings.Contains(braked.Body.String(), "Attendez") {
		t.Errorf("guessing goes on: %d", braked.Code)
	}
}

func TestVisitorIsSentToSignInAndBack(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("", "fr", http.MethodGet, theFile, nil)
	if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || to != "/connexion?suite="+url.QueryEscape(theFile) {
		t.Errorf("%d %q", got.Code, to)
	}
}

func TestSearchForAReferenceOpensTheFile(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("u-officer", "fr", http.MethodGet, "/demandes?q="+strings.ToLower(theRef), nil)
	if got.Header().Get("Location") != theFile {
		t.Errorf("%d %q", got.Code, got.Header().Get("Location"))
	}
}

func TestANoteIsGivenOnceWhateverTheClicks(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	form := typed(w.asked("u-officer", "fr", http.MethodGet, theFile+"/note", nil).Body.String(), "text", "Appel du 23.")
	before := len(w.reqs[theRequest].events)
	for range 2 {
		if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/note", form); got.Header().Get("Location") != theFile+"?fait=note" {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
	}
	if n := len(w.reqs[theRequest].events) - before; n != 1 {
		t.Errorf("%d events", n)
	}
	if page := w.asked("u-officer", "fr", http.MethodGet, theFile, nil).Body.String(); !strings.Contains(page, "<blockquote>Appel du 23.</blockquote>") {
		t.Error("the note is not in the history")
	}
}

func TestARefusedFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.live(mla.PhaseReady)
	form := typed(w.asked("u-clerk", "fr", http.MethodGet, theFile+"/hand-over", nil).Body.String(), "to_hop", "1", "proof.kind", "bordereau", "proof.number", "B-17", "proof.on", "2027-01-01")
	got := w.asked("u-clerk", "fr", http.MethodPost, theFile+"/hand-over", form)
	body := got.Body.String()
	if got.Code != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", got.Code, body)
	}
	for _, want := range []string{`value="B-17"`, `value="2027-01-01"`, "1er janvier 2027", `aria-describedby="f-proof-on-e"`, form.Get("command_id")} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
	form.Set("proof.on", "2026-11-23")
	if got := w.asked("u-clerk", "fr", http.MethodPost, theFile+"/hand-over", form); got.Code != http.StatusSeeOther || w.reqs[theRequest].state.Holder != 1 {
		t.Errorf("%d, holder %d", got.Code, w.reqs[theRequest].state.Holder)
	}
}

func TestEveryMissingFieldIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.live(mla.PhaseReady)
	form := typed(w.asked("u-clerk", "en", http.MethodGet, theFile+"/hand-over", nil).Body.String())
	body := w.asked("u-clerk", "en", http.MethodPost, theFile+"/hand-over", form).Body.String()
	for _, want := range []string{"Kind of proof: please fill this in", "Number of the proof: please fill this in"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
}

func TestTheEngineGoneKeepsTheFormAndSaysSo(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.engine.ping = func() error { return ErrUnreachable }
	w.engine.do = func(string, mla.Command) (desk.Outcome, error) { return desk.Outcome{}, ErrUnreachable }
	page := w.asked("u-officer", "fr", http.MethodGet, theFile, nil)
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Le moteur des demandes est injoignable") {
		t.Errorf("%d: reading does not go on", page.Code)
	}
	form := typed(w.asked("u-officer", "fr", http.MethodGet, theFile+"/note", nil).Body.String(), "text", "Garder ceci.")
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/note", form)
	if got.Code != http.StatusServiceUnavailable || !strings.Contains(got.Body.String(), "Garder ceci.") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestAnUnansweredCommandWaitsOnItsPage(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.engine.do = func(string, mla.Command) (desk.Outcome, error) { return desk.Outcome{}, ErrUnanswered }
	form := typed(w.asked("u-officer", "fr", http.MethodGet, theFile+"/note", nil).Body.String(), "text", "Plus tard.")
	to := w.asked("u-officer", "fr", http.MethodPost, theFile+"/note", form).Header().Get("Location")
	if to != "/commandes/"+form.Get("command_id")+"?ref="+theRef {
		t.Fatalf("sent to %q", to)
	}
	got := w.asked("u-officer", "fr", http.MethodGet, to, nil)
	if got.Code != http.StatusAccepted || !strings.Contains(got.Body.String(), "Reçu, pas encore confirmé") || !strings.Contains(got.Body.String(), `http-equiv="refresh"`) {
		t.Errorf("%d", got.Code)
	}
	out := w.done[form.Get("command_id")]
	out.Status = statusDone
	w.done[form.Get("command_id")] = out
	if got := w.asked("u-officer", "fr", http.MethodGet, to, nil); got.Header().Get("Location") != theFile+"?fait=note" {
		t.Errorf("confirmed: %d %q", got.Code, got.Header().Get("Location"))
	}
}

func TestTheMagistrateApprovesTheFileThatWasRead(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseAwaitingApproval)
	page := w.asked("u-magistrate", "fr", http.MethodGet, theFile+"/lecture", nil).Body.String()
	if !strings.Contains(page, r.state.Frozen.PDF.SHA256) || !strings.Contains(page, "Alix Morel") {
		t.Error("the page lacks the digest or a contributor")
	}
	form, _, _ := strings.Cut(page[strings.Index(page, "/approve"):], "</form>")
	if own := w.asked("u-writer", "fr", http.MethodGet, theFile+"/lecture", nil).Body.String(); strings.Contains(own, `/approve"`) {
		t.Error("a contributor is offered the approval")
	}
	stale := typed(form, "pdf_sha256", strings.Repeat("a", 64))
	if got := w.asked("u-magistrate", "fr", http.MethodPost, theFile+"/approve", stale); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "pas le fichier en vigueur") {
		t.Errorf("another file: %d", got.Code)
	}
	if got := w.asked("u-magistrate", "fr", http.MethodPost, theFile+"/approve", typed(form)); got.Code != http.StatusSeeOther || r.state.Phase != mla.PhaseApproved {
		t.Errorf("%d, phase %s", got.Code, r.state.Phase)
	}
}

func TestARefusedUploadIsKeptAndCanBeSentAgain(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseApproved)
	form := typed(w.asked("u-clerk", "fr", http.MethodGet, theFile+"/attach-signed", nil).Body.String(), "signed_on", "2030-01-01")
	got := w.posted("u-clerk", theFile+"/attach-signed", form, "scan", "%PDF-1.7 original")
	body := got.Body.String()
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `name="keep.scan"`) {
		t.Fatalf("%d %s", got.Code, body)
	}
	again := typed(body, "signed_on", "2026-11-23")
	if got := w.posted("u-clerk", theFile+"/attach-signed", again, "", ""); got.Code != http.StatusSeeOther || r.state.SignedDoc.IsZero() {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

// posted posts a multipart form, with a file or without.
func (w *world) posted(user, path string, form url.Values, field, content string) *httptest.ResponseRecorder {
	var buf bytes.Buffer
	mp := multipart.NewWriter(&buf)
	for name, vs := range form {
		for _, v := range vs {
			_ = mp.WriteField(name, v)
		}
	}
	if field != "" {
		part, _ := mp.CreateFormFile(field, "original.pdf")
		_, _ = part.Write([]byte(content))
	}
	mp.Close()
	r := httptest.NewRequest(http.MethodPost, path, &buf)
	r.Header.Set("Content-Type", mp.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+tokenOf(user))
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}

func TestAResponseWithTwoItems(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseReceived)
	path := theFile + "/record-response"
	form := typed(w.asked("u-officer", "fr", http.MethodGet, path, nil).Body.String(), "extent", "partial", "received_on", "2026-12-12")
	fill := func(i string) {
		for _, kv := range [][2]string{{"name", "Relevé " + i}, {"measure", "M1"}, {"language", "en"}, {"allowed_use", "case_only"}} {
			form.Set("evidence."+i+"."+kv[0], kv[1])
		}
	}
	fill("0")
	form.Set("do", "add:evidence")
	body := w.posted("u-officer", path, form, "evidence.0.doc", "%PDF-1.7 a").Body.String()
	if !strings.Contains(body, `name="evidence.1.name"`) || !strings.Contains(body, "keep.evidence.0.doc") {
		t.Fatalf("no second row, or the first file is lost: %s", body)
	}
	form.Set("keep.evidence.0.doc", typed(body).Get("keep.evidence.0.doc"))
	form.Del("do")
	fill("1")
	got := w.posted("u-officer", path, form, "evidence.1.doc", "%PDF-1.7 b")
	if got.Code != http.StatusSeeOther || len(r.state.Evidence) != 2 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if w.text[r.state.Evidence[1].Detail.ID] != "Relevé 1" {
		t.Errorf("detail %q", w.text[r.state.Evidence[1].Detail.ID])
	}
}

func TestTodaysLawIsBroughtByAPerson(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	form := typed(w.asked("u-officer", "fr", http.MethodGet, theFile+"/refresh-profile", nil).Body.String(), "reason", "Nouvelle version.")
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/refresh-profile", form)
	if got.Code != http.StatusSeeOther {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}
