// Package devserver runs the private Temporal of the demo and of end-to-end tests: the devstack binary as a child
// process, on the PostgreSQL it is given. Production sets TEMPORAL_ADDRESS instead and never comes here.
package devserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// ErrNotBuilt is returned when the devstack binary is missing. The text around it says how to build it.
var ErrNotBuilt = errors.New("the private Temporal server is not built")

// Options say how the server is run. Binary, Dir and PostgresURL are required.
type Options struct {
	// Binary is the devstack program.
	Binary string
	// Dir holds log, ready file and locks; the state itself is in PostgreSQL. It is created when missing.
	Dir string
	// PostgresURL may create databases: temporal and temporal_visibility are made and upgraded. It reaches the child
	// through its environment, never its arguments.
	PostgresURL string
	// GRPCPort is tried first; when it is taken, or 0, a free one is used.
	GRPCPort int
	// UIPort is the same for the web UI, with -1 for no UI.
	UIPort int
	// UICodec is the URL of a codec server with which the UI shows encrypted payloads; empty for none.
	UICodec string
	// Namespace defaults to "default".
	Namespace string
	// Logf, when set, is told in English what takes time or is not as asked for.
	Logf func(format string, args ...any)
}

// Server is a running Temporal with a namespace in which workflows can be started.
type Server struct {
	// Address is host:port of the frontend.
	Address string
	// UIURL is the address of the web UI, empty when there is none.
	UIURL string
	// Adopted is true for a server that was already running, left behind by a crash or in use by another process.
	Adopted bool

	process *child.Process
	users   *child.Lock
}

// Start makes sure that a server runs on that PostgreSQL: it starts one, or adopts the one that runs. Processes that
// start it at the same time wait for each other. The first start on a database creates the schema and takes some
// seconds. ctx bounds the start only; without a deadline it is given two minutes.
func Start(ctx context.Context, opts Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if opts.Logf == nil {
		opts.Logf = func(string, ...any) {}
	}
	if opts.Namespace == "" {
		opts.Namespace = "default"
	}
	if _, err := exec.LookPath(opts.Binary); err != nil {
		return nil, fmt.Errorf("%w: %s is missing, make it with: make devstack", ErrNotBuilt, opts.Binary)
	}
	s, err := start(ctx, opts)
	if err != nil {
		return nil, fmt.Errorf("private Temporal: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, opts Options) (*Server, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	opts.Dir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	starting, err := child.OpenLock(filepath.Join(dir, "start.lock"), 0o600)
	if err != nil {
		return nil, err
	}
	defer starting.Release()
	if err := starting.Wait(ctx); err != nil {
		return nil, fmt.Errorf("another process is starting it: %w", err)
	}
	s, err := adopt(ctx, opts)
	if err == nil && s == nil {
		s, err = launch(ctx, opts)
	}
	if err != nil {
		return nil, err
	}
	if s.users, err = child.OpenLock(filepath.Join(dir, "users.lock"), 0o600); err == nil {
		_, err = s.users.Share()
	}
	if err != nil {
		return nil, errors.Join(err, s.process.Stop(ctx, syscall.SIGINT, syscall.SIGKILL))
	}
	return s, nil
}

// launch starts a child and waits for its ready file. The caller holds the start lock and knows that none runs.
func launch(ctx context.Context, opts Options) (*Server, error) {
	for attempt := 1; ; attempt++ {
		grpc, err := pick("Temporal", opts.GRPCPort, opts.Logf)
		if err != nil {
			return nil, err
		}
		ui := 0
		if opts.UIPort >= 0 {
			if ui, err = pick("the Temporal UI", opts.UIPort, opts.Logf); err != nil {
				return nil, err
			}
		}
		s, err := run(ctx, opts, grpc, ui)
		if err == nil {
			return s, nil
		}
		// Between asking for a free port and binding it somebody else may have taken it; the inner services, whose
		// ports we do not see, can lose the same race.
		if attempt == 3 || ctx.Err() != nil {
			return nil, err
		}
		opts.Logf("Temporal did not start, trying again")
	}
}

func pick(what string, wanted int, logf func(string, ...any)) (int, error) {
	port, err := child.FreePort(wanted)
	if err == nil && wanted != 0 && port != wanted {
		logf("port %d is taken, %s listens on %d", wanted, what, port)
	}
	return port, err
}

func run(ctx context.Context, opts Options, grpc, ui int) (*Server, error) {
	logFile := filepath.Join(opts.Dir, "temporal.log")
	log, err := child.OpenLog(logFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(opts.Binary,
		"--grpc-port", strconv.Itoa(grpc), "--ui-port", strconv.Itoa(ui), "--ui-codec", opts.UICodec,
		"--namespace", opts.Namespace, "--log-file", logFile, "--ready-file", readyFile(opts.Dir))
	cmd.Dir = opts.Dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "DEVSTACK_POSTGRES_URL=" + opts.PostgresURL}
	cmd.Stdout, cmd.Stderr = log, log
	process, err := child.Start(cmd, syscall.SIGTERM)
	if err != nil {
		return nil, err
	}
	s, err := awaitReady(ctx, opts.Dir, process)
	if err != nil {
		_ = process.Stop(ctx, syscall.SIGINT, syscall.SIGKILL)
		return nil, fmt.Errorf("%w; the log %s ends with:\n%s", err, logFile, child.LogTail(logFile))
	}
	return s, nil
}

// awaitReady polls for the ready file of this very process.
func awaitReady(ctx context.Context, dir string, process *child.Process) (*Server, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if r, ok := readReady(dir); ok && r.PID == process.PID {
			return &Server{Address: r.GRPC, UIURL: r.UI, process: process}, nil
		}
		select {
		case <-process.Done():
			return nil, errors.New("the server ended while starting")
		case <-ctx.Done():
			return nil, fmt.Errorf("the server did not come up: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// Done is closed when the server has ended, expected or not.
func (s *Server) Done() <-chan struct{} { return s.process.Done() }

// Stop ends the server, within fifteen seconds or when ctx ends by force, which costs nothing: workflows are in
// PostgreSQL. Stop it before its PostgreSQL. A server we adopted and another process still uses is left running. Stop
// may be called more than once.
func (s *Server) Stop(ctx context.Context) error {
	if s.users == nil {
		return nil
	}
	alone, err := s.users.Try()
	s.users.Release()
	s.users = nil
	if s.Adopted && err == nil && !alone {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	return s.process.Stop(ctx, syscall.SIGINT, syscall.SIGKILL)
}
