package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// childTour is `rogatory tour` as a process of its own.
type childTour struct {
	dir    string
	cmd    *exec.Cmd
	stdout bytes.Buffer
	stderr lockedBuffer
	done   chan struct{}
	err    error
}

// lockedBuffer can be read while the process writes.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// productCommand is the product with these arguments.
func productCommand(args ...string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	devstack, err := devstackBinary()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProduct+"=1", "ROGATORY_DEVSTACK="+devstack)
	return cmd, nil
}

// startTour starts a tour, or goes on with the one that was cut off in dir.
func startTour(t *testing.T, dir string, days float64) *childTour {
	t.Helper()
	c, err := launchTour(dir, days)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	return c
}

func launchTour(dir string, days float64) (*childTour, error) {
	c := &childTour{dir: dir, done: make(chan struct{})}
	var err error
	c.cmd, err = productCommand("tour", "--json", "--dir", dir, "--days", strconv.FormatFloat(days, 'f', -1, 64), "--timeout", "4m")
	if err != nil {
		return nil, err
	}
	c.cmd.Stdout, c.cmd.Stderr = &c.stdout, &c.stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { c.err = c.cmd.Wait(); close(c.done) }()
	return c, nil
}

// kill ends the tour process and nothing else, at once.
func (c *childTour) kill() {
	_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
	<-c.done
}

func (c *childTour) ended() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// walks waits until the trips are under way, or the tour has ended.
func (c *childTour) walks(t *testing.T) {
	t.Helper()
	eventually(t, 90*time.Second, "the tour is on its way", func() (bool, error) {
		return c.ended() || strings.Contains(c.stderr.String(), "ready after"), nil
	})
}

// result waits for the end, which must be a good one.
func (c *childTour) result(t *testing.T) summary {
	t.Helper()
	select {
	case <-c.done:
	case <-time.After(4 * time.Minute):
		t.Fatalf("the tour does not end:\n%s", c.stderr.String())
	}
	if c.err != nil {
		t.Fatalf("the tour failed: %v\n%s", c.err, c.stderr.String())
	}
	var s summary
	if err := json.Unmarshal(c.stdout.Bytes(), &s); err != nil {
		t.Fatalf("%v in %s", err, c.stdout.String())
	}
	return s
}

// postgresPID and temporalPID are those of the tour's private servers, 0 for none.
func (c *childTour) postgresPID() int {
	b, _ := os.ReadFile(filepath.Join(c.dir, "pg", "data", "postmaster.pid"))
	line, _, _ := strings.Cut(string(b), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(line))
	return pid
}

func (c *childTour) temporalPID() int {
	var r struct {
		PID int `json:"pid"`
	}
	b, _ := os.ReadFile(filepath.Join(c.dir, "temporal", "ready.json"))
	_ = json.Unmarshal(b, &r)
	return r.PID
}

// killServer kills one server and waits until the tour has brought it back, or
// has ended meanwhile.
func (c *childTour) killServer(t *testing.T, name string, pid func() int) {
	t.Helper()
	was := pid()
	if was <= 0 {
		t.Fatalf("no process id of %s", name)
	}
	_ = syscall.Kill(was, syscall.SIGKILL)
	eventually(t, time.Minute, name+" is back", func() (bool, error) {
		now := pid()
		return c.ended() || now > 0 && now != was && child.Alive(now), nil
	})
}
