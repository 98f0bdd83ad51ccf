package pgcluster

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// launch creates the cluster when there is none and starts a server of our own. The caller holds the start lock and
// knows that no server runs.
func launch(ctx context.Context, h home, opts Options) (*Cluster, error) {
	bin, err := findBinaries(dataMajor(h.data()))
	if err != nil {
		return nil, err
	}
	if dataMajor(h.data()) == 0 {
		opts.Logf("creating a private PostgreSQL %d in %s", bin.major, h.dir)
		if err := create(ctx, h, bin, opts.Fast); err != nil {
			return nil, err
		}
	}
	password, err := readPassword(h)
	if err != nil {
		return nil, err
	}
	wanted := opts.Port
	for attempt := 1; ; attempt++ {
		port, err := child.FreePort(wanted)
		if err != nil {
			return nil, err
		}
		if wanted != 0 && port != wanted {
			opts.Logf("port %d is taken, PostgreSQL listens on %d", wanted, port)
		}
		c := &Cluster{Dir: h.dir, Port: port, password: password}
		err = c.run(ctx, h, bin, opts)
		if err == nil {
			return c, nil
		}
		// Between asking for a free port and binding it somebody else may have taken it.
		if attempt == 3 || ctx.Err() != nil || !child.PortTaken(port) {
			return nil, err
		}
		wanted = 0
	}
}

// create makes the cluster beside its final place and moves it there when it is complete, so that an interrupted
// creation is begun anew instead of being taken for a cluster.
func create(ctx context.Context, h home, bin binaries, fast bool) error {
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	if err := os.WriteFile(h.password(), []byte(hex.EncodeToString(secret)+"\n"), 0o600); err != nil {
		return err
	}
	if err := h.give(h.password()); err != nil {
		return err
	}
	unfinished := h.data() + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	locale := "C.UTF-8"
	if runtime.GOOS == "darwin" {
		locale = "C" // not every release knows the other
	}
	args := []string{
		"--pgdata", unfinished, "--username", superuser, "--pwfile", h.password(), "--auth", "scram-sha-256",
		"--encoding", "UTF8", "--locale", locale, "--data-checksums",
	}
	if fast {
		args = append(args, "--no-sync")
	}
	if err := initdb(ctx, h, bin, args); err != nil {
		return err
	}
	return os.Rename(unfinished, h.data())
}

// initdb runs as a child like the server itself, so that none goes on writing after we were killed.
func initdb(ctx context.Context, h home, bin binaries, args []string) error {
	var out bytes.Buffer
	cmd := exec.Command(bin.initdb(), args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Env = h.attributes(), "/", environment()
	cmd.Stdout, cmd.Stderr = &out, &out
	process, err := child.Start(cmd, syscall.SIGKILL)
	if err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	select {
	case <-process.Done():
	case <-ctx.Done():
		return errors.Join(ctx.Err(), process.Stop(ctx, syscall.SIGTERM, syscall.SIGKILL))
	}
	if process.Err() != nil {
		return fmt.Errorf("initdb: %w: %s", process.Err(), strings.TrimSpace(out.String()))
	}
	return nil
}

func readPassword(h home) (string, error) {
	text, err := os.ReadFile(h.password())
	if err != nil {
		return "", fmt.Errorf("the data are there but their password is not: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// run starts the server and answers when it accepts connections, or with the end of its log.
func (c *Cluster) run(ctx context.Context, h home, bin binaries, opts Options) error {
	log, err := child.OpenLog(h.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	if err := h.give(h.log()); err != nil {
		return err
	}
	cmd := exec.Command(bin.postgres(), serverArguments(h, c.Port, opts)...)
	cmd.SysProcAttr, cmd.Dir, cmd.Env = h.attributes(), "/", environment()
	cmd.Stdout, cmd.Stderr = log, log
	// SIGINT is PostgreSQL's fast shutdown, which is what we want it to do when we are killed.
	if c.process, err = child.Start(cmd, syscall.SIGINT); err != nil {
		return err
	}
	if err := c.awaitConnections(ctx); err != nil {
		_ = c.process.Stop(ctx, syscall.SIGINT, syscall.SIGQUIT)
		return fmt.Errorf("%w; the log %s ends with:\n%s", err, h.log(), child.LogTail(h.log()))
	}
	return nil
}

// serverArguments are given on the command line rather than written to postgresql.conf, so that a newer version of
// Rogatory changes them without touching the cluster. synchronous_commit stays on: what we say is recorded is recorded.
func serverArguments(h home, port int, opts Options) []string {
	set := []string{
		"listen_addresses=" + child.Loopback,
		"unix_socket_directories=",
		"port=" + strconv.Itoa(port),
		"max_connections=" + strconv.Itoa(opts.MaxConnections),
		"timezone=UTC",
		"log_timezone=UTC",
		// A failing statement and its detail quote values, and values are people: the log tells the error only.
		"log_min_error_statement=panic",
		"log_error_verbosity=terse",
	}
	if opts.Fast {
		set = append(set, "fsync=off", "full_page_writes=off")
	}
	args := []string{"-D", h.data()}
	for _, s := range set {
		args = append(args, "-c", s)
	}
	return args
}

// environment is all that the server learns of ours: secrets in our environment are none of its business.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "LANG=C"}
}

// awaitConnections polls until the server lets us in. It gives up when the server ends or refuses our password.
func (c *Cluster) awaitConnections(ctx context.Context) error {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		err := c.ping(ctx)
		if err == nil {
			return nil
		}
		if isWrongPassword(err) {
			return errors.New("the server refuses the password in " + c.Dir)
		}
		select {
		case <-c.process.Done():
			return errors.New("the server ended while starting")
		case <-ctx.Done():
			return fmt.Errorf("the server did not come up: %w", err)
		case <-tick.C:
		}
	}
}

func (c *Cluster) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.SuperURL())
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

func isWrongPassword(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "28P01"
}

// isDuplicate recognises both ways in which a database turns out to exist when two processes create it at once.
func isDuplicate(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "42P04" || pg.Code == "23505")
}
