package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
)

// TestAWorkerKilledWhileItSealsLeavesOneSealedFile kills a worker that waits for a
// time stamp; the next one seals, and the file is handed over.
func TestAWorkerKilledWhileItSealsLeavesOneSealedFile(t *testing.T) {
	p := shared.use(t)
	ctx := within(t, 2*time.Minute)
	tr := p.opened(t, fixture.Judicial("RO"))
	if err := tr.submit(ctx, "submit"); err != nil {
		t.Fatal(err)
	}
	asked, let := make(chan struct{}, 16), make(chan struct{})
	authority := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-let
	}))
	t.Cleanup(authority.Close)
	t.Cleanup(func() { close(let) })

	p.l.worker.Stop()
	back := sync.OnceFunc(func() {
		w, err := p.l.app.startWorker(context.Background())
		if err != nil {
			t.Error(err)
			return
		}
		p.l.worker = w
	})
	t.Cleanup(back)
	var log lockedBuffer
	other, err := productCommand("worker")
	if err != nil {
		t.Fatal(err)
	}
	other.Env = append(append(other.Env, p.environment(t)...), "SEAL_TSA_URL="+authority.URL)
	other.Stderr = &log
	other.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Process.Kill(); _ = other.Wait() })
	eventually(t, 30*time.Second, "the other worker works", func() (bool, error) {
		return strings.Contains(log.String(), `"working"`), nil
	})
	if err := tr.approve(ctx, "approve"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-asked:
	case <-ctx.Done():
		t.Fatal("no time stamp was asked for")
	}
	_ = other.Process.Kill()

	v, err := tr.read(ctx)
	if err != nil || !v.Sealing {
		t.Fatalf("sealing %v, %v", v.Sealing, err)
	}
	status, code := post(t, tr.callers["greffe"], "/api/v1/requests/"+tr.ref+"/hand-over", map[string]any{
		"command_id": tr.commandID("too early"), "to_hop": 1, "proof": map[string]any{"kind": "email_id", "number": "1", "on": tr.today(), "doc_sha256": v.Frozen.PDF.SHA256},
	})
	if status == http.StatusOK || code != mla.CodeSealPending && status != http.StatusAccepted {
		t.Errorf("handed over before it is sealed: %d %s", status, code)
	}
	back()
	if v, err = tr.until(ctx, "the seal", func(v view) bool { return !v.Sealing }); err != nil {
		t.Fatal(err)
	}
	var sealed []desk.Document
	for _, d := range v.Documents {
		if d.Kind == "sealed_request" {
			sealed = append(sealed, d)
		}
	}
	if len(sealed) != 1 || sealed[0].Doc.SHA256 != v.Travelling {
		t.Fatalf("%d sealed files; %s travels", len(sealed), v.Travelling)
	}
	r, err := p.l.app.files.Get(ctx, v.Travelling)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pdf, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	if err := addCertificates(trusted, p.l.app.cfg.Seal.trustFile); err != nil {
		t.Fatal(err)
	}
	rep, err := seal.Inspector{Trusted: trusted, Now: p.l.app.clock.Now}.Inspect(ctx, bytes.NewReader(pdf), int64(len(pdf)))
	if err != nil || rep.Verdict != seal.Intact {
		t.Errorf("%s, %v", rep.Verdict, err)
	}
	if err := tr.travel(ctx, 1<<10, ""); err != nil {
		t.Error(err)
	}
}
