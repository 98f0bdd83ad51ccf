package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/devserver"
	"github.com/rogatory/rogatory/internal/pgcluster"
)

// stack is the private PostgreSQL and the private Temporal of the demo, the tour
// and the end-to-end tests, both children of this process. One that is killed is
// started again at the same address. pg and temporal are the servers as they came
// up first: they say the address, which stays, and never whether one runs now.
type stack struct {
	pg       *pgcluster.Cluster
	temporal *devserver.Server
	database *keeper
	engine   *keeper
}

// stackOptions say where the private servers live.
type stackOptions struct {
	// Dir holds data, logs and passwords.
	Dir string
	// Devstack is the binary of the Temporal server.
	Devstack string
	// Namespace is the one of this directory's workflows, and of no other's.
	Namespace string
	// KnownPorts prefers the ports that people remember.
	KnownPorts bool
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
	s := &stack{}
	s.database = &keeper{name: "the private PostgreSQL", logf: o.Logf, start: func(ctx context.Context) (server, error) { return s.startPostgres(ctx, o) }}
	s.engine = &keeper{name: "the private Temporal", logf: o.Logf, start: func(ctx context.Context) (server, error) { return s.startTemporal(ctx, o) }}
	if err := s.database.begin(ctx); err != nil {
		return nil, err
	}
	if err := s.engine.begin(ctx); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *stack) startPostgres(ctx context.Context, o stackOptions) (server, error) {
	opts := pgcluster.Options{Dir: filepath.Join(o.Dir, "pg"), Fast: o.Fast, Logf: o.Logf}
	if s.pg == nil {
		if o.KnownPorts {
			opts.Port = 15433
		}
		first, err := pgcluster.Start(ctx, opts)
		s.pg = first
		return first, err
	}
	opts.Port = s.pg.Port
	again, err := pgcluster.Start(ctx, opts)
	if err != nil {
		return nil, err
	}
	return again, sameAddress(ctx, again, strconv.Itoa(again.Port), strconv.Itoa(s.pg.Port))
}

func (s *stack) startTemporal(ctx context.Context, o stackOptions) (server, error) {
	opts := devserver.Options{
		Binary: o.Devstack, Dir: filepath.Join(o.Dir, "temporal"), PostgresURL: s.pg.SuperURL(), Namespace: o.Namespace, UIPort: -1, Logf: o.Logf,
	}
	if o.UI {
		opts.UIPort = 0
	}
	if s.temporal == nil {
		if o.KnownPorts {
			opts.GRPCPort = 17233
			if o.UI {
				opts.UIPort = 8233
			}
		}
		first, err := devserver.Start(ctx, opts)
		s.temporal = first
		return first, err
	}
	opts.GRPCPort = portOf(s.temporal.Address)
	if u, err := url.Parse(s.temporal.UIURL); err == nil && o.UI {
		opts.UIPort = portOf(u.Host)
	}
	again, err := devserver.Start(ctx, opts)
	if err != nil {
		return nil, err
	}
	return again, sameAddress(ctx, again, again.Address, s.temporal.Address)
}

// portOf is the port of host:port, and 0, any port, where there is none.
func portOf(address string) int {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(port)
	return n
}

// stop ends both, Temporal first.
func (s *stack) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return errors.Join(s.engine.end(ctx), s.database.end(ctx))
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
