package casesystem_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/rogatory/rogatory/internal/casesystem"
)

func post(t *testing.T, handler http.HandlerFunc) *casesystem.HTTP {
	t.Helper()
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	return client(t, srv.URL)
}

func client(t *testing.T, url string) *casesystem.HTTP {
	t.Helper()
	h, err := casesystem.NewHTTP(casesystem.HTTPConfig{
		URL: url, Source: "https://rogatory.example", Secret: secret, Now: clockAt(now),
		Links: casesystem.LinkSigner{Key: []byte(strings.Repeat("l", 32)), Base: "https://rogatory.example/api/v1/evidence"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHTTPPostsASignedCloudEvent(t *testing.T) {
	t.Parallel()
	d, _ := delivery(t)
	var header http.Header
	var body []byte
	h := post(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header.Clone()
		body, _ = io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `{"receipt":"R-1","duplicate":true}`)
	})
	got, err := h.Deliver(t.Context(), d, nil)
	if want := (casesystem.Receipt{ReceiverID: "R-1", At: now, Duplicate: true, Digest: d.Digest()}); err != nil || got != want {
		t.Fatalf("receipt = %+v, %v", got, err)
	}
	webhook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := webhook.VerifyIgnoringTimestamp(body, header); err != nil {
		t.Errorf("signature: %v", err)
	}
	if header.Get("webhook-id") != d.ID || header.Get("webhook-timestamp") != "1793606400" {
		t.Errorf("headers %v", header)
	}
	var e map[string]any
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatal(err)
	}
	for attribute, want := range map[string]string{
		"specversion": "1.0", "type": "org.rogatory.evidence.delivered.v1", "source": "https://rogatory.example",
		"id": d.ID, "subject": "FR-2026-PH-0042", "time": "2026-11-02T08:00:00Z", "datacontenttype": "application/json",
	} {
		if e[attribute] != want {
			t.Errorf("%s = %v, want %s", attribute, e[attribute], want)
		}
	}
	item := e["data"].(map[string]any)["items"].([]any)[0].(map[string]any)
	if item["sha256"] != d.Items[0].Doc.SHA256 || item["allowed_use"] != "this case only" || item["custodian"] != "Telco Inc." ||
		!strings.HasPrefix(item["href"].(string), "https://rogatory.example/api/v1/evidence/"+d.Items[0].Doc.SHA256+"?") {
		t.Errorf("item = %v", item)
	}
}

func TestHTTPReadsTheAnswer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		status  int
		body    string
		receipt string
		refused bool
	}{
		{"200 with a receipt", 200, `{"receipt":"R-1"}`, "R-1", false},
		{"202 with a receipt", 202, `{"receipt":"R-2"}`, "R-2", false},
		{"204 is its own receipt", 204, "", "HTTP 204, 2026-11-02T09:00:00Z", false},
		{"a sign-in page is no receipt", 200, "<html>Sign in</html>", "", false},
		{"a JSON answer without a receipt is none", 200, `{"ok":true}`, "", false},
		{"an endless answer is none", 200, `{"receipt":"` + strings.Repeat("x", 1<<20), "", false},
		{"a redirect is not followed", 302, "", "", false},
		{"400 is for good", 400, "", "", true},
		{"401, the signature refused, is for good", 401, "", "", true},
		{"404 is for good", 404, "", "", true},
		{"408 is worth another attempt", 408, "", "", false},
		{"409 is worth another attempt", 409, "", "", false},
		{"410 is for good", 410, "", "", true},
		{"422 is for good", 422, "", "", true},
		{"425 is worth another attempt", 425, "", "", false},
		{"429 is worth another attempt", 429, "", "", false},
		{"500 is worth another attempt", 500, "", "", false},
		{"503 is worth another attempt", 503, "", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, _ := delivery(t)
			var visits atomic.Int32
			h := post(t, func(w http.ResponseWriter, _ *http.Request) {
				visits.Add(1)
				w.Header().Set("Date", now.Add(time.Hour).Format(http.TimeFormat))
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(tc.status)
				_, _ = io.WriteString(w, tc.body)
			})
			got, err := h.Deliver(t.Context(), d, nil)
			if (err == nil) != (tc.receipt != "") || got.ReceiverID != tc.receipt {
				t.Errorf("receipt %+v, error %v", got, err)
			}
			if errors.Is(err, casesystem.ErrRefused) != tc.refused {
				t.Errorf("error = %v, want refused %v", err, tc.refused)
			}
			if visits.Load() != 1 {
				t.Errorf("%d visits", visits.Load())
			}
		})
	}
}

func TestHTTPWithNobodyThere(t *testing.T) {
	t.Parallel()
	d, _ := delivery(t)
	_, err := client(t, "http://127.0.0.1:1/inbox?token=canary").Deliver(t.Context(), d, nil)
	if err == nil || errors.Is(err, casesystem.ErrRefused) || strings.Contains(err.Error(), "canary") {
		t.Errorf("error = %v, want one worth retrying that hides the address", err)
	}
}

func TestHTTPGivesUpOnASilentReceiver(t *testing.T) {
	t.Parallel()
	d, _ := delivery(t)
	hold := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	t.Cleanup(srv.Close)
	t.Cleanup(func() { close(hold) })
	h, err := casesystem.NewHTTP(casesystem.HTTPConfig{
		URL: srv.URL, Source: "s", Secret: secret, Now: clockAt(now), Timeout: 20 * time.Millisecond,
		Links: casesystem.LinkSigner{Key: []byte(strings.Repeat("l", 32)), Base: "https://rogatory.example/e"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Deliver(t.Context(), d, nil); err == nil || errors.Is(err, casesystem.ErrRefused) {
		t.Errorf("error = %v, want one worth retrying", err)
	}
}

func TestNewHTTPRefusesBadSettings(t *testing.T) {
	t.Parallel()
	good := casesystem.HTTPConfig{
		URL: "https://case.example/inbox", Source: "s", Secret: secret, Now: clockAt(now),
		Links: casesystem.LinkSigner{Key: []byte(strings.Repeat("l", 32)), Base: "https://rogatory.example/e"},
	}
	if _, err := casesystem.NewHTTP(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*casesystem.HTTPConfig){
		"another scheme":         func(c *casesystem.HTTPConfig) { c.URL = "ftp://case.example" },
		"credentials in the URL": func(c *casesystem.HTTPConfig) { c.URL = "https://u:canary@case.example" },
		"a short secret":         func(c *casesystem.HTTPConfig) { c.Secret = casesystem.WebhookSecret([]byte("canary")) },
		"a secret unlike any":    func(c *casesystem.HTTPConfig) { c.Secret = "canary" },
		"a short link key":       func(c *casesystem.HTTPConfig) { c.Links.Key = []byte("canary") },
		"a relative link base":   func(c *casesystem.HTTPConfig) { c.Links.Base = "/e" },
		"no clock":               func(c *casesystem.HTTPConfig) { c.Now = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := good
			change(&cfg)
			if _, err := casesystem.NewHTTP(cfg); err == nil || strings.Contains(err.Error(), "canary") {
				t.Errorf("error = %v", err)
			}
		})
	}
}
