package devserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster"
	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// place is a PostgreSQL and a directory for one test's server.
type place struct{ binary, dir, postgres string }

func newPlace(t *testing.T) place {
	t.Helper()
	binary, err := filepath.Abs("../../bin/devstack")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath(binary); err != nil {
		missing(t, "bin/devstack is not built")
	}
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	pg, err := pgcluster.Start(t.Context(), pgcluster.Options{Dir: filepath.Join(dir, "pg"), Fast: true, Logf: t.Logf})
	if errors.Is(err, pgcluster.ErrNoPostgres) {
		missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pg.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return place{binary: binary, dir: filepath.Join(dir, "temporal"), postgres: pg.SuperURL()}
}

// missing skips on a machine that lacks something, and fails where nothing may be lacking.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func (p place) options(t *testing.T) Options {
	return Options{Binary: p.binary, Dir: p.dir, PostgresURL: p.postgres, UIPort: -1, Logf: t.Logf}
}

func mustStart(t *testing.T, opts Options) *Server {
	t.Helper()
	begun := time.Now()
	s, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("up after %s, adopted %v", time.Since(begun).Round(time.Millisecond), s.Adopted)
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestMissingBinarySaysHowToBuildIt(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), Options{Binary: filepath.Join(t.TempDir(), "devstack"), Dir: t.TempDir()})
	if !errors.Is(err, ErrNotBuilt) || !strings.Contains(err.Error(), "make devstack") {
		t.Errorf("got %v", err)
	}
}

func TestTakenPortsGiveOthersAndTheUIAnswers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	opts := p.options(t)
	opts.GRPCPort = l.Addr().(*net.TCPAddr).Port
	opts.UIPort = opts.GRPCPort
	s := mustStart(t, opts)
	if s.Address == l.Addr().String() || strings.HasSuffix(s.UIURL, ":"+strconv.Itoa(opts.UIPort)) {
		t.Fatalf("serves %s and %s although the port is taken", s.Address, s.UIURL)
	}
	answer, err := http.Get(s.UIURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the UI answers %s", answer.Status)
	}
}

func TestTwoStartsShareOneServer(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	servers := make([]*Server, 2)
	var both sync.WaitGroup
	for i := range servers {
		both.Go(func() {
			var err error
			if servers[i], err = Start(t.Context(), p.options(t)); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if t.Failed() {
		t.FailNow()
	}
	owner, guest := servers[0], servers[1]
	if owner.Adopted {
		owner, guest = guest, owner
	}
	if owner.Adopted || !guest.Adopted || owner.Address != guest.Address {
		t.Fatalf("adopted %v and %v on %s and %s", owner.Adopted, guest.Adopted, owner.Address, guest.Address)
	}
	if err := guest.Stop(t.Context()); err != nil || !healthy(t.Context(), owner.Address) {
		t.Errorf("the guest stopped the server under its owner: %v", err)
	}
	if err := errors.Join(owner.Stop(t.Context()), owner.Stop(t.Context())); err != nil {
		t.Fatal(err)
	}
	if up, err := running(p.dir); up || err != nil {
		t.Errorf("still running %v, %v", up, err)
	}
}

// leave starts a server that nobody supervises: what a crash leaves where the system does not end children.
func leave(t *testing.T, p place) (*exec.Cmd, chan struct{}) {
	t.Helper()
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	left := exec.Command(p.binary, "--grpc-port", "0", "--ready-file", readyFile(p.dir), "--log-file", filepath.Join(p.dir, "temporal.log"))
	left.Env = append(os.Environ(), "DEVSTACK_POSTGRES_URL="+p.postgres)
	left.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := left.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = left.Wait(); close(ended) }()
	t.Cleanup(func() { _ = left.Process.Kill() })
	deadline := time.After(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if up, err := running(p.dir); up && err == nil {
			return left, ended // still starting: adoption has to wait for it
		}
		select {
		case <-ended:
			t.Fatal("devstack ended:", child.LogTail(filepath.Join(p.dir, "temporal.log")))
		case <-deadline:
			t.Fatal("devstack took no lock within a minute")
		case <-tick.C:
		}
	}
}

func TestServerLeftByACrashIsAdoptedAndStopped(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	left, ended := leave(t, p)
	s := mustStart(t, p.options(t))
	if !s.Adopted || s.process.PID != left.Process.Pid {
		t.Errorf("adopted %v, process %d, left was %d", s.Adopted, s.process.PID, left.Process.Pid)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "the adopted server ends", ended)
	await(t, "Done closes", s.Done())
}

func TestServerOfAMovedPostgresIsReplaced(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	_, ended := leave(t, p)
	moved := newPlace(t)
	moved.dir = p.dir
	s := mustStart(t, moved.options(t))
	if s.Adopted {
		t.Error("adopted a server whose state lies elsewhere")
	}
	await(t, "the old server ends", ended)
}

func await(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("waited 20 s and not: %s", what)
	}
}
