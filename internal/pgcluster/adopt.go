package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// postmaster is what a server writes into postmaster.pid for as long as it runs.
type postmaster struct {
	pid, port int
	status    string // begun (no process known yet), starting, ready, stopping
}

// orphansWithin is how long the processes of a killed server may take to end.
const orphansWithin = 20 * time.Second

// adopt answers the server that already runs on the data, or nil when none does. One that is just starting or just
// stopping is waited for: after a crash of ours the old server is told to shut down by the kernel, and the next start
// comes while it is still at it.
func adopt(ctx context.Context, h home, opts Options) (*Cluster, error) {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	begun := time.Now()
	for {
		pm, ok := runningServer(h.data())
		if !ok && pm.status == "begun" && time.Since(begun) < time.Second {
			<-tick.C // a server is just writing the file, or one ended while it did
			continue
		}
		if !ok {
			// The processes of a server that was killed end by themselves, within a moment or, on a busy machine, some.
			if pm.pid != 0 && time.Since(begun) < orphansWithin && workersLeft(h.data()) {
				select {
				case <-ctx.Done():
				case <-tick.C:
					continue
				}
			}
			return nil, clearStale(h.data())
		}
		if pm.status == "ready" {
			c, err := adoptReady(ctx, h, pm)
			if err == nil {
				opts.Logf("using the PostgreSQL that already runs on port %d", c.Port)
				return c, nil
			}
			if isWrongPassword(err) {
				return nil, fmt.Errorf("a server (process %d) runs on %s and refuses the password beside it", pm.pid, h.data())
			}
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("a server (process %d) runs on %s, is %s and does not answer: %w", pm.pid, h.data(), pm.status, ctx.Err())
		case <-tick.C:
		}
	}
}

func adoptReady(ctx context.Context, h home, pm postmaster) (*Cluster, error) {
	password, err := readPassword(h)
	if err != nil {
		return nil, err
	}
	c := &Cluster{Dir: h.dir, Port: pm.port, Adopted: true, password: password}
	if err := c.ping(ctx); err != nil {
		return nil, err
	}
	c.process = child.Attach(pm.pid, func() bool {
		now, ok := readPostmaster(h.data())
		return ok && now.pid == pm.pid && child.Alive(pm.pid)
	})
	return c, nil
}

// runningServer reads postmaster.pid and believes it only when that process exists and is a server on these data: after
// a restart of the machine or of a container the same number often belongs to somebody else.
func runningServer(data string) (postmaster, bool) {
	pm, ok := readPostmaster(data)
	if !ok || !child.Alive(pm.pid) {
		return pm, false
	}
	return pm, strings.Contains(commandLine(pm.pid), data)
}

// readPostmaster parses the file: process on line 1, port on line 4, status on line 8. A server that has only begun has
// written the first lines only, or none.
func readPostmaster(data string) (postmaster, bool) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(text), "\n")
	line := func(n int) string {
		if n > len(lines) {
			return ""
		}
		return strings.TrimSpace(lines[n-1])
	}
	pm := postmaster{status: line(8)}
	if pm.pid, err = strconv.Atoi(line(1)); err != nil || !strings.Contains(string(text), "\n") {
		return postmaster{status: "begun"}, true
	}
	pm.port, _ = strconv.Atoi(line(4))
	if pm.status == "" {
		pm.status = "starting"
	}
	return pm, true
}

// commandLine asks /proc where there is one, and ps elsewhere.
func commandLine(pid int) string {
	if _, err := os.Stat("/proc/self/cmdline"); err == nil {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		return strings.ReplaceAll(string(text), "\x00", " ")
	}
	text, _ := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return string(text)
}

// clearStale removes a postmaster.pid that says nothing, or whose number another program now has; PostgreSQL itself
// would refuse to start. A file whose process is gone is left to PostgreSQL, which also looks whether its shared memory
// is still in use. To be as careful, the file stays when some process still works in the directory.
func clearStale(data string) error {
	pm, ok := readPostmaster(data)
	if !ok || pm.pid != 0 && !child.Alive(pm.pid) {
		return nil
	}
	if left, known := processesIn(data); left || !known {
		return fmt.Errorf("processes of a server that was killed may still work in %s: end them, then remove postmaster.pid there", data)
	}
	err := os.Remove(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// workersLeft reports whether processes of a server still work in data, as far as this system tells.
func workersLeft(data string) bool {
	left, known := processesIn(data)
	return left && known
}

// processesIn reports whether a process has its working directory in data, as every process of PostgreSQL has. Without
// /proc that is not known. A process that ended and that nobody has waited for yet has no directory any more.
func processesIn(data string) (left, known bool) {
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, link := range links {
		if dir, err := os.Readlink(link); err == nil && dir == data {
			return true, true
		}
	}
	return false, len(links) > 0
}
