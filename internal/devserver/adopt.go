package devserver

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// ready is what devstack writes once it serves, see devstack/ready.go.
type ready struct {
	PID      int    `json:"pid"`
	GRPC     string `json:"grpc"`
	UI       string `json:"ui"`
	Postgres string `json:"postgres"`
}

func readyFile(dir string) string { return filepath.Join(dir, "ready.json") }

func readReady(dir string) (ready, bool) {
	var r ready
	text, err := os.ReadFile(readyFile(dir))
	return r, err == nil && json.Unmarshal(text, &r) == nil && r.PID > 0
}

// running reports whether a devstack serves dir. It holds a lock for its life, which the kernel releases however it
// ends; its process id alone might by now belong to another program.
func running(dir string) (bool, error) {
	lock, err := child.OpenLock(readyFile(dir)+".lock", 0o600)
	if err != nil {
		return false, err
	}
	defer lock.Release()
	free, err := lock.Try()
	return !free, err
}

// adopt answers the server that already runs, or nil when none does. One that is just starting or just stopping is
// waited for. One that serves another PostgreSQL, which happens when that had to move to another port, or that does not
// answer any more is ended, so that a new one is started.
func adopt(ctx context.Context, opts Options) (*Server, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	patience, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	for {
		alive, err := running(opts.Dir)
		if err != nil || !alive {
			return nil, err
		}
		r, known := readReady(opts.Dir)
		if known && r.Postgres == hostPort(opts.PostgresURL) && healthy(ctx, r.GRPC) {
			opts.Logf("using the Temporal that already runs on %s", r.GRPC)
			return &Server{Address: r.GRPC, UIURL: r.UI, Adopted: true, process: attach(opts.Dir, r.PID)}, nil
		}
		if known && (r.Postgres != hostPort(opts.PostgresURL) || patience.Err() != nil) {
			return nil, attach(opts.Dir, r.PID).Stop(patience, syscall.SIGINT, syscall.SIGKILL)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("a server runs in %s and does not become ready: %w", opts.Dir, ctx.Err())
		case <-tick.C:
		}
	}
}

// attach follows a server by its lock.
func attach(dir string, pid int) *child.Process {
	return child.Attach(pid, func() bool {
		alive, err := running(dir)
		return err == nil && alive && child.Alive(pid)
	})
}

// healthy asks the frontend itself.
func healthy(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{
		Service: "temporal.api.workflowservice.v1.WorkflowService",
	})
	return err == nil && answer.GetStatus() == grpc_health_v1.HealthCheckResponse_SERVING
}

// hostPort is the database's address in the form in which devstack reports it.
func hostPort(postgresURL string) string {
	u, err := url.Parse(postgresURL)
	if err != nil {
		return ""
	}
	if u.Port() == "" {
		return net.JoinHostPort(u.Hostname(), "5432")
	}
	return u.Host
}
