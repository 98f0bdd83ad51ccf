package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/fixture"
)

// environment is the shared product's configuration as production would give it.
func (p *product) environment(t *testing.T) []string {
	t.Helper()
	key := func(name string) string {
		b, err := os.ReadFile(filepath.Join(p.dir, "keys", name+".hex"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(b))
	}
	cfg := p.l.app.cfg
	return []string{
		"DATABASE_URL=" + cfg.DatabaseURL, "TEMPORAL_ADDRESS=" + cfg.TemporalAddress, "TEMPORAL_NAMESPACE=" + cfg.TemporalNamespace, "BASE_URL=" + cfg.BaseURL,
		"ROGATORY_DOCS=" + cfg.DocsDir, "ROGATORY_DOCS_KEY_FILE=" + cfg.DocsKeyFile,
		"ROGATORY_MASTER_KEY=" + hex.EncodeToString(cfg.master[0]), "ROGATORY_CODEC_KEYS=" + key("codec"),
		"ROGATORY_LINK_KEY=" + hex.EncodeToString(cfg.linkKey), "CASE_URL=" + cfg.CaseURL, "CASE_WEBHOOK_SECRET=" + cfg.webhook,
		"CASE_FOLDER=" + cfg.CaseFolder, "SEAL_CERT_FILE=" + cfg.Seal.source.CertFile, "SEAL_KEY_FILE=" + cfg.Seal.source.KeyFile,
	}
}

func TestAWorkerKilledInTheMiddleOfCommandsLosesNone(t *testing.T) {
	p := shared.use(t)
	ctx := within(t, 2*time.Minute)
	tr := p.opened(t, fixture.Judicial("RO"))
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p.l.worker.Stop()
	back := sync.OnceFunc(func() {
		if p.l.worker, err = p.l.app.startWorker(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(back)

	var log lockedBuffer
	other, err := productCommand("worker")
	if err != nil {
		t.Fatal(err)
	}
	other.Env = append(other.Env, p.environment(t)...)
	other.Stderr = &log
	other.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Process.Kill(); _ = other.Wait() })
	eventually(t, 30*time.Second, "the other worker works", func() (bool, error) {
		return strings.Contains(log.String(), `"working"`), nil
	})

	ids := make([]string, 40)
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i := range ids {
		ids[i] = tr.commandID(fmt.Sprint("note ", i))
		wg.Go(func() {
			errs[i] = tr.give(ctx, fmt.Sprint("note ", i), "officier", "note", func() (map[string]any, error) {
				return map[string]any{"text": "Note."}, nil
			})
		})
	}
	eventually(t, 30*time.Second, "it carries out commands", func() (bool, error) {
		now, err := tr.read(ctx)
		return now.Seq > v.Seq+3, err
	})
	_ = other.Process.Kill()
	back()
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if n := p.count(t, v.ID, id); n != 1 {
			t.Errorf("a note was recorded %d times", n)
		}
	}
	if err := p.l.app.store.VerifyChain(ctx, v.ID); err != nil {
		t.Error(err)
	}
}
