package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rogatory/rogatory/internal/devserver"
	"github.com/rogatory/rogatory/internal/pgcluster"
)

// stack is the private PostgreSQL and the private Temporal of the demo, the tour
// and the end-to-end tests, both children of this process.
type stack struct {
	pg       *pgcluster.Cluster
	temporal *devserver.Server
	logf     func(string, ...any)
}

// stackOptions say where the private servers live.
type stackOptions struct {
	// Dir holds data, logs and passwords.
	Dir string
	// Devstack is the binary of the Temporal server.
	Devstack string
	// UI starts Temporal's web page too.
	UI   bool
	Fast bool
	Logf func(format string, args ...any)
}

// startStack starts both, PostgreSQL first. Ports that are taken are replaced by
// free ones, and it says so.
func startStack(ctx context.Context, o stackOptions) (*stack, error) {
	if o.Logf == nil {
		o.Logf = func(string, ...any) {}
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return nil, err
	}
	s := &stack{logf: o.Logf}
	var err error
	if s.pg, err = pgcluster.Start(ctx, pgcluster.Options{Dir: filepath.Join(o.Dir, "pg"), Port: 15433, Fast: o.Fast, Logf: o.Logf}); err != nil {
		return nil, err
	}
	if err := s.startTemporal(ctx, o); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *stack) startTemporal(ctx context.Context, o stackOptions) error {
	ui := -1
	if o.UI {
		ui = 8233
	}
	var err error
	s.temporal, err = devserver.Start(ctx, devserver.Options{
		Binary: o.Devstack, Dir: filepath.Join(o.Dir, "temporal"), PostgresURL: s.pg.SuperURL(), GRPCPort: 17233, UIPort: ui, Logf: o.Logf,
	})
	return err
}

// stop ends both, Temporal first.
func (s *stack) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var errs []error
	if s.temporal != nil {
		errs = append(errs, s.temporal.Stop(ctx))
	}
	if s.pg != nil {
		errs = append(errs, s.pg.Stop(ctx))
	}
	return errors.Join(errs...)
}

// devstackBinary finds the Temporal server: beside this binary, or in bin/.
func devstackBinary() (string, error) {
	var tried []string
	if p := os.Getenv("ROGATORY_DEVSTACK"); p != "" {
		tried = append(tried, p)
	}
	if exe, err := os.Executable(); err == nil {
		tried = append(tried, filepath.Join(filepath.Dir(exe), "devstack"))
	}
	tried = append(tried, filepath.Join("bin", "devstack"), filepath.Join("..", "..", "bin", "devstack"))
	for _, p := range tried {
		if fi, err := os.Stat(p); err == nil && !fi.IsDir() {
			return filepath.Abs(p)
		}
	}
	return "", fmt.Errorf("%w: run 'make devstack' first", devserver.ErrNotBuilt)
}
