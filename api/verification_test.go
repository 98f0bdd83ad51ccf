package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/verify"
)

// fakeVerifier answers with what a test wants said of any file; documents of the
// fake requests are known to those who are of the case.
type fakeVerifier struct {
	w      *world
	result verify.Result
}

func (f *fakeVerifier) File(ctx context.Context, who mla.Actor, r io.ReaderAt, size int64) (verify.Result, error) {
	b, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return verify.Result{}, err
	}
	out := f.result
	if out.Seal.Verdict == "" {
		out.Seal.Verdict = seal.NotSealed
	}
	sum := sha256.Sum256(b)
	out.Seal.SHA256, out.Seal.Size, out.Searched = hex.EncodeToString(sum[:]), size, true
	found, err := f.Known(ctx, who, out.Seal.SHA256)
	out.Known = append([]desk.FoundDocument{}, found...)
	out.Conclusion = verify.Conclude(out.Seal.Verdict, len(found) > 0)
	return out, err
}

func (f *fakeVerifier) Known(_ context.Context, who mla.Actor, sha string) (out []desk.FoundDocument, err error) {
	for _, r := range f.w.reqs {
		for _, d := range r.docs {
			if d.Doc.SHA256 == sha && who.Role != mla.Admin {
				out = append(out, desk.FoundDocument{DocumentID: d.ID, Reference: r.ref, Phase: r.state.Phase, Kind: d.Kind, Lang: "fr", At: d.At, Standing: r.state.Standing(d.Kind, sha)})
			}
		}
	}
	return out, nil
}

// fileForm is a form with one file.
func fileForm(t *testing.T, field, name, content string) (body *bytes.Buffer, mediaType string) {
	t.Helper()
	body = &bytes.Buffer{}
	m := multipart.NewWriter(body)
	part, err := m.CreateFormFile(field, name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return body, m.FormDataContentType()
}

func (w *world) bring(user, path, lang, field, name, content string) *httptest.ResponseRecorder {
	w.t.Helper()
	body, mediaType := fileForm(w.t, field, name, content)
	req := httptest.NewRequest(http.MethodPost, path, body)
	req.Header.Set("Content-Type", mediaType)
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Accept-Language", lang)
	req.AddCookie(&http.Cookie{Name: langCookie, Value: lang})
	if user != "" {
		req.Header.Set("Authorization", "Bearer "+tokenOf(user))
	}
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, req)
	return rec
}

func TestAFileIsVerifiedAndNotKept(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.live(mla.PhaseReady)
	kept := len(w.files.byHash)
	got := w.bring("u-officer", "/api/v1/verifications", "fr", "file", "x.pdf", "%PDF-1.7 demande.pdf")
	if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"standing":"approved"`) || !strings.Contains(got.Body.String(), theRef) ||
		!strings.Contains(got.Body.String(), `"conclusion":"intact"`) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got = w.bring("u-admin", "/api/v1/verifications", "fr", "file", "x.pdf", "%PDF-1.7 demande.pdf"); strings.Contains(got.Body.String(), theRef) || !strings.Contains(got.Body.String(), `"conclusion":"undecided"`) {
		t.Errorf("an administrator is told of a request: %s", got.Body)
	}
	if len(w.files.byHash) != kept {
		t.Error("the upload was kept")
	}
	for name, c := range map[string]struct {
		user, field, file, content string
		status                     int
		code                       string
	}{
		"nobody":               {"", "file", "x.pdf", "x", 401, "unauthenticated"},
		"nothing in it":        {"u-officer", "file", "x.pdf", "", 422, "empty_file"},
		"larger than the rest": {"u-officer", "file", "x.pdf", strings.Repeat("x", 101<<10), 413, "too_large"},
		"under another name":   {"u-officer", "kind", "x.pdf", "x", 400, "unknown_field"},
	} {
		got := w.bring(c.user, "/api/v1/verifications", "fr", c.field, c.file, c.content)
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.code) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
}

func TestWhereAContentIsFiledIsToldToWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseReady)
	sha := r.state.Approval.PDFSHA256
	if got := w.call("u-officer", http.MethodGet, "/api/v1/documents?sha256="+sha, nil).want(t, http.StatusOK); len(got.body["rows"].([]any)) != 1 {
		t.Errorf("%v", got.body)
	}
	if got := w.call("u-officer", http.MethodGet, "/api/v1/documents?sha256="+strings.ToUpper(sha), nil).want(t, http.StatusOK); len(got.body["rows"].([]any)) != 1 {
		t.Error("a digest in capitals is not found")
	}
	if got := w.call("u-admin", http.MethodGet, "/api/v1/documents?sha256="+sha, nil).want(t, http.StatusOK); len(got.body["rows"].([]any)) != 0 {
		t.Errorf("%v", got.body)
	}
	w.call("u-officer", http.MethodGet, "/api/v1/documents?sha256=ABC", nil).want(t, http.StatusUnprocessableEntity)
	w.call("u-officer", http.MethodGet, "/api/v1/documents", nil).want(t, http.StatusUnprocessableEntity)
}

func TestThePageSaysWhatAFileIsInEveryCaseAndLanguage(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC)
	for _, lang := range i18n.Languages {
		w := newWebWorld(t)
		w.live(mla.PhaseReady)
		v := w.verifier
		for _, verdict := range seal.Verdicts {
			v.result = verify.Result{
				Seal: seal.Report{
					Verdict: verdict, Claimed: at, SealedSize: 7, Others: 1, Stamp: &seal.Stamp{At: at, By: "Horodatage"},
					Signer: &seal.Signer{Name: "Organisation d’essai", Issuer: "Autorité", NotBefore: at, NotAfter: at, Trusted: verdict == seal.Intact},
				},
				Says: &verify.Says{Reference: "FR-2026-PH-7777", Kind: "request", DraftSHA256: "ab", Template: "mla 1", Lang: "fr", Vouched: verdict == seal.Intact},
			}
			for _, content := range []string{"%PDF-1.7 demande.pdf", "%PDF-1.7 another"} {
				got := w.bring("u-officer", "/verifier", lang, "file", "x.pdf", content)
				page := got.Body.String()
				checkPage(t, lang, got.Code, http.StatusOK, page)
				known := strings.Contains(content, "demande")
				if strings.Contains(page, i18n.T(lang, "verify.unknown", nil)) == known || !strings.Contains(page, i18n.Label(lang, "sealverdict", string(verdict))) {
					t.Errorf("%s, %s: the page does not say it", lang, verdict)
				}
				if strings.Contains(page, i18n.T(lang, "verify.says_vouched", nil)) != (verdict == seal.Intact) {
					t.Errorf("%s, %s: what the file says is taken for what is proven, or the other way round", lang, verdict)
				}
			}
		}
		got := w.bring("u-officer", "/verifier", lang, "file", "x.pdf", "")
		checkPage(t, lang, got.Code, http.StatusUnprocessableEntity, got.Body.String())
	}
}

func TestTheRequestShowsTheFilesThatBelongTogether(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		phase mla.Phase
		seal  bool
		want  []string
		not   []string
	}{
		"before an approval":             {mla.PhaseAwaitingApproval, true, nil, []string{"Fichier de référence"}},
		"sealed, and signed on paper":    {mla.PhaseReady, true, []string{"Fichier de référence", "Avec le cachet", "Original signé (scan)", "n’est pas la signature du magistrat"}, []string{"non scellé"}},
		"approved without a certificate": {mla.PhaseReady, false, []string{"non scellé : aucun certificat"}, []string{"apposition en cours"}},
	} {
		w := newWebWorld(t)
		if c.seal {
			w.seal = func(r *record) mla.DocRef { return w.filed(r, "sealed_request", "scelle.pdf") }
		}
		w.live(c.phase)
		page := w.asked("u-officer", "fr", http.MethodGet, theFile, nil).Body.String()
		for _, s := range c.want {
			if !strings.Contains(page, s) {
				t.Errorf("%s: no %q", name, s)
			}
		}
		for _, s := range c.not {
			if strings.Contains(page, s) {
				t.Errorf("%s: %q", name, s)
			}
		}
	}
}
