package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster"
)

// The tests of this package are end to end: a real PostgreSQL, a real Temporal,
// the product itself. Tours run as child processes, which is the test binary
// again, so that they can be killed; everything else shares one product that is
// started in this process when a test first asks for it.

// asProduct makes the test binary the product.
const asProduct = "ROGATORY_TEST_AS_PRODUCT"

func TestMain(m *testing.M) {
	if os.Getenv(asProduct) != "" {
		main()
		os.Exit(0)
	}
	flag.Parse()
	code := m.Run()
	if err := errors.Join(shared.close(), plain.close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// needServers skips on a machine that lacks PostgreSQL or the Temporal server,
// and fails where nothing may be lacking.
func needServers(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("end to end, not in short mode")
	}
	reason := ""
	if _, err := devstackBinary(); err != nil {
		reason = err.Error()
	}
	if err := pgcluster.Available(); err != nil {
		reason = err.Error()
	}
	switch {
	case reason == "":
	case os.Getenv("CI") == "true":
		t.Fatal(reason)
	default:
		t.Skip(reason)
	}
}

// newDir is a directory that the unprivileged user of PostgreSQL can reach.
func newDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openDir is such a directory for more than one test, which has to be removed.
func openDir(prefix string) (string, error) {
	dir, err := os.MkdirTemp("", prefix)
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// shared is the product that tests without a tour of their own share. Its clock
// runs ten minutes a second: a case system that is down is tried again soon, and
// no deadline passes by accident.
var shared product

const sharedSpeed = 600

type product struct {
	// turn is held by the test whose turn it is: some stop the servers.
	turn   sync.Mutex
	once   sync.Once
	dir    string
	l      *local
	people map[string]caller
	err    error
}

// use gives the test the shared product for itself, until it ends.
func (p *product) use(t *testing.T) *product {
	t.Helper()
	needServers(t)
	t.Parallel() // with the tours
	p.turn.Lock()
	t.Cleanup(p.turn.Unlock)
	p.once.Do(func() { p.err = p.open() })
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p
}

func (p *product) open() error {
	dir, err := openDir("rogatory-e2e-")
	if err != nil {
		return err
	}
	p.dir = dir
	log, err := newLog(slog.LevelInfo, filepath.Join(dir, "rogatory.log"))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	p.l, err = startLocal(ctx, localOptions{
		Dir: dir, Speed: sharedSpeed, Listen: "127.0.0.1:0", Demo: true, Log: log,
		Say: func(format string, args ...any) { log.Info(fmt.Sprintf(format, args...)) },
	})
	if err != nil {
		return err
	}
	p.people, err = callers(ctx, p.l.app, dir, p.l.base)
	return err
}

func (p *product) close() error {
	if p.dir == "" {
		return nil
	}
	p.l.close()
	return os.RemoveAll(p.dir)
}

// trip begins a request of its own, with command ids of its own.
func (p *product) trip(t *testing.T) *trip {
	return newTrip(p.l.app, t.Name(), p.dir, p.people)
}

// within bounds a step of a test.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// eventually polls until ok, and says what it waited for when the time is over.
func eventually(t *testing.T, d time.Duration, what string, ok func() (bool, error)) {
	t.Helper()
	var last error
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		done, err := ok()
		if err == nil && done {
			return
		}
		last = err
	}
	t.Fatal(errors.Join(fmt.Errorf("not within %s: %s", d, what), last))
}

// request builds a call of the API, for caller.once.
func request(t *testing.T, c caller, method, path string, body any) *http.Request {
	t.Helper()
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), method, c.base+path, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}
