package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/verify"
)

var sealedAt = time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC)

// sealedPaper is a paper, the same with the demo's seal, and where the demo's
// authority lies.
func sealedPaper(t *testing.T) (plain, sealed []byte, ca string) {
	t.Helper()
	dir := t.TempDir()
	cfg, err := demoSeal(dir, sealedAt)
	if err != nil {
		t.Fatal(err)
	}
	s, err := cfg.sealer(func() time.Time { return sealedAt }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err = paper("FR-2026-RO-0001"); err != nil {
		t.Fatal(err)
	}
	if sealed, err = s.Seal(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	return plain, sealed, cfg.trustFile
}

// verified runs the verb on a file with these bytes.
func verified(t *testing.T, content []byte, change func(*verifyCmd)) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "reçu.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := verifyCmd{File: path, Lang: "fr", out: &out, now: func() time.Time { return sealedAt }}
	if change != nil {
		change(&c)
	}
	err := c.Run(context.Background())
	return out.String(), err
}

func TestVerifyExitsByWhatTheFileIs(t *testing.T) {
	t.Parallel()
	plain, sealed, ca := sealedPaper(t)
	changed := bytes.Clone(sealed)
	changed[len(plain)/2] ^= 1
	with := func(c *verifyCmd) { c.CA = []string{ca} }
	for name, c := range map[string]struct {
		content []byte
		change  func(*verifyCmd)
		exit    error
		says    string
	}{
		"sealed, by an authority that is named": {sealed, with, nil, "Ce fichier est intact – cachet intact"},
		"sealed, and nobody named":              {sealed, nil, exitUndecided, "signataire inconnu"},
		"one byte changed":                      {changed, with, exitAltered, "octets modifiés"},
		"something added":                       {append(bytes.Clone(sealed), "%"...), with, exitAltered, "ajout après le cachet"},
		"cut short":                             {sealed[:len(sealed)-20], with, exitAltered, "fichier tronqué"},
		"not sealed":                            {plain, with, exitUndecided, "sans cachet"},
		"a text":                                {[]byte("Bonjour"), with, exitUndecided, "pas un PDF"},
		"nothing at all":                        {nil, with, exitUndecided, "pas un PDF"},
		"an authority that is no certificate":   {sealed, func(c *verifyCmd) { c.CA = []string{c.File} }, exitNoVerdict, ""},
		"a file that is not there":              {sealed, func(c *verifyCmd) { c.File += ".gone" }, exitNoVerdict, ""},
		"a folder":                              {sealed, func(c *verifyCmd) { c.File = filepath.Dir(c.File) }, exitNoVerdict, ""},
	} {
		out, err := verified(t, c.content, c.change)
		if !errors.Is(err, c.exit) || !strings.Contains(out, c.says) {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
	out, _ := verified(t, sealed, with)
	for _, want := range []string{"Rogatory DEMO – sans valeur (reconnu)", "n’est pas la signature du magistrat", "SHA-256"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestVerifyPrintsJSON(t *testing.T) {
	t.Parallel()
	_, sealed, ca := sealedPaper(t)
	out, err := verified(t, sealed, func(c *verifyCmd) { c.CA, c.JSON = []string{ca}, true })
	var r verify.Result
	if err != nil || json.Unmarshal([]byte(out), &r) != nil || r.Conclusion != verify.Intact || r.Searched || r.Seal.Size != int64(len(sealed)) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestVerifyAsksAServerWithTheDigestAlone sets the environment, so it runs alone.
func TestVerifyAsksAServerWithTheDigestAlone(t *testing.T) {
	plain, _, ca := sealedPaper(t)
	t.Setenv("ROGATORY_TOKEN", "token-of-a-test")
	var asked string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.URL.RequestURI()
		if r.ContentLength > 0 || r.Header.Get("Authorization") != "Bearer token-of-a-test" {
			t.Errorf("%d bytes sent with %s", r.ContentLength, r.Header.Get("Authorization"))
		}
		_, _ = w.Write([]byte(`{"rows":[{"document_id":"d","reference":"FR-2026-RO-0001","phase":"ready","kind":"request","at":"2026-11-25T11:00:00Z","standing":"approved"}]}`))
	}))
	t.Cleanup(srv.Close)
	ask := func(c *verifyCmd) { c.CA, c.URL = []string{ca}, srv.URL }
	out, err := verified(t, plain, ask)
	if err != nil || !strings.Contains(out, "FR-2026-RO-0001") || !strings.Contains(out, "version approuvée") || !strings.HasPrefix(asked, "GET /api/v1/documents?sha256=") {
		t.Errorf("%v, asked %q\n%s", err, asked, out)
	}
}

func TestTheSealOfTheEnvironment(t *testing.T) {
	names := []string{"SEAL_CERT_FILE", "SEAL_KEY_FILE", "SEAL_PKCS12_FILE", "SEAL_PASSWORD", "SEAL_TSA_URL", "SEAL_TSA_REQUIRED", "SEAL_TRUST_FILE"}
	set := func(pairs ...string) {
		for _, n := range names {
			t.Setenv(n, "")
		}
		for i := 0; i < len(pairs); i += 2 {
			t.Setenv(pairs[i], pairs[i+1])
		}
	}
	for name, c := range map[string]struct {
		pairs []string
		says  string
	}{
		"nothing":                          {nil, ""},
		"certificate and key":              {[]string{"SEAL_CERT_FILE", "c", "SEAL_KEY_FILE", "k"}, ""},
		"a certificate alone, for serving": {[]string{"SEAL_CERT_FILE", "c"}, ""},
		"two certificates":                 {[]string{"SEAL_CERT_FILE", "c", "SEAL_PKCS12_FILE", "p"}, "keep one"},
		"a key alone":                      {[]string{"SEAL_KEY_FILE", "k"}, "SEAL_CERT_FILE is not"},
		"time stamps and nothing to stamp": {[]string{"SEAL_TSA_URL", "https://tsa.example"}, "no certificate"},
		"time stamps from no web address":  {[]string{"SEAL_CERT_FILE", "c", "SEAL_KEY_FILE", "k", "SEAL_TSA_URL", "ftp://user:mot-de-passe@tsa"}, "http:// or https://"},
		"neither true nor false":           {[]string{"SEAL_TSA_REQUIRED", "oui"}, "true or false"},
	} {
		set(c.pairs...)
		_, err := sealFromEnvironment()
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "mot-de-passe") {
			t.Errorf("%s: the password is told", name)
		}
	}
	alone := sealConfig{source: seal.Source{CertFile: "c"}}
	if _, err := alone.sealer(time.Now, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "SEAL_KEY_FILE is not") {
		t.Errorf("a worker starts with a certificate and no key: %v", err)
	}
	set("SEAL_CERT_FILE", filepath.Join(t.TempDir(), "gone"), "SEAL_KEY_FILE", "k")
	cfg, err := sealFromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.sealer(time.Now, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "the seal cannot be used") {
		t.Errorf("a worker starts with a certificate that is not there: %v", err)
	}
	var none sealConfig
	var log bytes.Buffer
	s, err := none.sealer(time.Now, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || s != nil || !strings.Contains(log.String(), "no seal is configured") {
		t.Errorf("%v, %v, %s", s, err, log.String())
	}
}

func TestTheDemoFindsItsSealAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := demoSeal(dir, sealedAt)
	if err != nil {
		t.Fatal(err)
	}
	again, err := demoSeal(dir, sealedAt.AddDate(0, 0, 7))
	if err != nil || again != first {
		t.Fatalf("%+v, %v", again, err)
	}
	now := func() time.Time { return sealedAt }
	for _, cfg := range []sealConfig{first, again} {
		s, err := cfg.sealer(now, slog.New(slog.DiscardHandler))
		if err != nil || s == activities.Sealer(nil) {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(first.source.KeyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
