package api

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// unescaped is the form of a page with its values as a browser reads them.
func unescaped(body string) url.Values {
	out := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(body, -1) {
		if m[1] != "back" && m[1] != "lang" {
			out.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
		}
	}
	return out
}

func (w *world) canSignIn(t *testing.T, user, password string) {
	t.Helper()
	hash, err := auth.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	w.desk.userByLogin = func(login string) (desk.User, error) {
		if login != user {
			return desk.User{}, mla.Refuse(mla.CodeNotFound, "user")
		}
		u := w.users[user]
		u.PasswordHash = hash
		return u, nil
	}
}

func TestWhatWasTypedWhenTheSessionEndedComesBackAfterTheSignIn(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	const phrase = "une phrase assez longue"
	w.canSignIn(t, "u-officer", phrase)
	text := "Appel à l’autorité centrale.\n« Rien de nouveau » <avant lundi>"
	id, before := newID(), len(w.reqs[theRequest].events)
	ended := w.asked("", "fr", http.MethodPost, theFile+"/note", url.Values{"command_id": {id}, "text": {text}, "password": {"secret"}})
	if body := ended.Body.String(); ended.Code != http.StatusUnauthorized || !strings.Contains(body, "rien n’est perdu") || strings.Contains(body, "secret") {
		t.Fatalf("a form without a session: %d %s", ended.Code, body)
	}
	form := unescaped(ended.Body.String())

	// A wrong password loses nothing either.
	form.Set("login", "u-officer")
	form.Set("password", "fausse")
	wrong := w.asked("", "fr", http.MethodPost, "/connexion", form)
	if wrong.Code != http.StatusUnprocessableEntity || unescaped(wrong.Body.String()).Get(keptPrefix+"text") != text {
		t.Fatalf("after a wrong password: %d %s", wrong.Code, wrong.Body)
	}
	form = unescaped(wrong.Body.String())
	form.Set("login", "u-officer")
	form.Set("password", phrase)
	in := w.asked("", "fr", http.MethodPost, "/connexion", form)
	body := in.Body.String()
	if in.Code != http.StatusOK || !strings.Contains(body, `action="`+theFile+`/note"`) || !strings.Contains(body, "&lt;avant lundi&gt;</dd>") || strings.Contains(body, id+"</dd>") {
		t.Fatalf("after the sign-in: %d %s", in.Code, body)
	}
	if n := len(w.reqs[theRequest].events); n != before {
		t.Fatalf("%d events before the button was pressed, not %d", n, before)
	}
	sent := w.asked("u-officer", "fr", http.MethodPost, theFile+"/note", unescaped(body))
	if sent.Code != http.StatusSeeOther {
		t.Fatalf("sent: %d %s", sent.Code, sent.Body)
	}
	last := w.reqs[theRequest].events
	if ev := last[len(last)-1]; ev.Command != id {
		t.Errorf("recorded under %s, not under the command's own id", ev.Command)
	}
}

func TestFilesOfAnEndedSessionAreAskedForAgain(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.canSignIn(t, "u-clerk", "une phrase assez longue")
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField("signed_on", "2026-11-23")
	f, _ := m.CreateFormFile("scan", "nom confidentiel.pdf")
	_, _ = f.Write([]byte("%PDF-1.7 secret"))
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, theFile+"/attach-signed", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept", "text/html")
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	form := unescaped(rec.Body.String())
	if rec.Code != http.StatusUnauthorized || form.Get(keptPrefix+"signed_on") != "2026-11-23" || strings.Contains(rec.Body.String(), "confidentiel") {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	form.Set("login", "u-clerk")
	form.Set("password", "une phrase assez longue")
	in := w.asked("", "fr", http.MethodPost, "/connexion", form)
	if body := in.Body.String(); !strings.Contains(body, "redemandera") || !strings.Contains(body, "multipart/form-data") {
		t.Errorf("%d %s", in.Code, body)
	}
}

func TestAKeptFormGoesNowhereElse(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.canSignIn(t, "u-officer", "une phrase assez longue")
	in := w.asked("", "fr", http.MethodPost, "/connexion", url.Values{
		"login": {"u-officer"}, "password": {"une phrase assez longue"}, keptAction: {"//evil.example/steal"}, keptPrefix + "text": {"x"},
	})
	if strings.Contains(in.Body.String(), "evil") {
		t.Errorf("a form of ours would go elsewhere: %s", in.Body)
	}
}

func TestAFormTooLargeToCarryIsRefused(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField("text", strings.Repeat("x", maxBody+1))
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, theFile+"/note", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept", "text/html")
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	if rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}
