package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := w.call("u-officer", http.MethodGet, "/api/v1/requests", nil).header
	for name, part := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Request-Id": "",
	} {
		if v := h.Get(name); v == "" || !strings.Contains(v, part) {
			t.Errorf("%s is %q", name, v)
		}
	}
}

// The canaries: nothing of what people look for, or of who they are, is in the log.
func TestTheLogNamesRoutesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call("u-officer", http.MethodGet, "/api/v1/requests?q=JIRS-SECRET", nil)
	w.call("u-officer", http.MethodGet, "/api/v1/requests/"+theRef, nil)
	w.call("u-officer", http.MethodPost, "/api/v1/requests/"+theRef+"/note", fields("text", "Canari"))
	w.bare("u-officer", http.MethodGet, "/api/v1/nothing/SECRET")
	w.bare("u-officer", http.MethodGet, "/SECRET/page?q=SECRET")
	w.bare("u-officer", http.MethodDelete, "/api/v1/requests/"+theRef)
	text := string(w.log.text)
	for _, canary := range []string{"SECRET", theRef, "Canari", "Prénom", "rgt_", "u-officer"} {
		if strings.Contains(text, canary) {
			t.Errorf("the log holds %q:\n%s", canary, text)
		}
	}
	if !strings.Contains(text, "route=/api/v1/requests/:ref/note") || !strings.Contains(text, "request_id=") {
		t.Errorf("the log does not name the route:\n%s", text)
	}
}

// browser signs a user in by cookie and sends a command as a page of the site would.
func browser(w *world, change func(*http.Request)) int {
	w.server.echo.GET("/test-sign-in", func(c echo.Context) error {
		if err := w.server.signIn(c.Request().Context(), w.users["u-officer"]); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/test-sign-in", nil))
	req := httptest.NewRequest(http.MethodPost, "/api/v1/requests/"+theRef+"/note", strings.NewReader(`{"command_id":"`+newID()+`","text":"x"}`))
	req.Header.Set("Content-Type", "application/json")
	for _, c := range rec.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Name != CookieName {
			w.t.Errorf("cookie %v", c)
		}
		req.AddCookie(c)
	}
	change(req)
	rec = httptest.NewRecorder()
	w.server.ServeHTTP(rec, req)
	return rec.Code
}

func TestAnotherSiteCannotActWithOurCookie(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"our own page", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }, 200},
		{"another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"another site, old browser", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		{"a trusted host", func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Origin", "https://office.example")
		}, 200},
		{"a token needs no such check", func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Del("Cookie")
			r.Header.Set("Authorization", "Bearer "+tokenOf("u-officer"))
		}, 200},
		{"a bad token is not saved by a good cookie", func(r *http.Request) { r.Header.Set("Authorization", "Bearer rgt_wrong") }, 401},
		{"no cookie", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := browser(newWorld(t), tc.change); got != tc.status {
				t.Errorf("status %d, want %d", got, tc.status)
			}
		})
	}
}

func TestADisabledAccountLosesItsSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := browser(w, func(*http.Request) {
		u := w.users["u-officer"]
		u.Disabled = true
		w.users[u.ID] = u
	})
	if got != http.StatusUnauthorized {
		t.Errorf("status %d", got)
	}
}

func TestFaultsSayNothingOfTheirCause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.desk.requests = func(mla.Actor, desk.Filter) (desk.RequestPage, error) {
		return desk.RequestPage{}, errors.New("relation secret")
	}
	a := w.call("u-officer", http.MethodGet, "/api/v1/requests", nil).want(t, http.StatusInternalServerError)
	if strings.Contains(string(a.raw), "secret") {
		t.Errorf("%s", a.raw)
	}
	w.desk.ping = func() error { return context.DeadlineExceeded }
	w.call("u-officer", http.MethodGet, "/api/v1/requests", nil).want(t, http.StatusServiceUnavailable)
	w.desk.requests = func(mla.Actor, desk.Filter) (desk.RequestPage, error) { panic("secret") }
	a = w.call("u-officer", http.MethodGet, "/api/v1/requests", nil).want(t, http.StatusInternalServerError)
	if strings.Contains(string(a.raw), "secret") || strings.Contains(string(w.log.text), "panic: secret") {
		t.Errorf("%s", a.raw)
	}
}

func TestReadinessNamesWhatIsDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.engine.ping = func() error { return errors.New("down") }
	a := w.call("", http.MethodGet, "/readyz", nil).want(t, http.StatusServiceUnavailable)
	if down := a.body["down"].([]any); len(down) != 1 || down[0] != "engine" {
		t.Errorf("%s", a.raw)
	}
	w.call("", http.MethodGet, "/healthz", nil).want(t, http.StatusOK)
}

func TestATokenIsShownOnceAndRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.call("u-officer", http.MethodPost, "/api/v1/tokens", map[string]any{"label": "export"}).want(t, http.StatusCreated)
	secret, id := a.str("token"), a.str("id")
	if list := w.call("u-officer", http.MethodGet, "/api/v1/tokens", nil).want(t, http.StatusOK); strings.Contains(string(list.raw), secret) {
		t.Error("the list shows the secret")
	}
	user := strings.TrimPrefix(secret, "rgt_")
	w.call(user, http.MethodGet, "/api/v1/cases", nil).want(t, http.StatusOK)
	w.call("u-officer", http.MethodDelete, "/api/v1/tokens/"+id, nil).want(t, http.StatusNoContent)
	w.call(user, http.MethodGet, "/api/v1/cases", nil).want(t, http.StatusUnauthorized)
}

func TestIdentitiesOfMinorsAreSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/api/v1/requests/" + theRef + "/sealed"
	w.call("u-officer", http.MethodPut, path, map[string]any{"label": "V1", "name": "Nom", "born_on": "2014-05-02"}).want(t, http.StatusNoContent)
	if a := w.call("u-officer", http.MethodGet, path, nil).want(t, http.StatusOK); !strings.Contains(string(a.raw), "2014-05-02") {
		t.Errorf("%s", a.raw)
	}
}
