// Package pgcluster runs a private PostgreSQL as a child process, from the PostgreSQL that is installed on the machine:
// what the demo and the tests use where production has DATABASE_URL. Nothing is downloaded, nothing outside the given
// directory is written, and the server listens on loopback only, behind a password that lies beside the data.
package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// superuser owns the cluster. The application's own roles are created by its migrations.
const superuser = "rogatory"

// Options say which cluster is wanted. Only Dir is required.
type Options struct {
	// Dir holds data, password, log and locks. It is created when missing. See Cluster.Dir for when root gets another.
	Dir string
	// Port is tried first; when it is taken, or 0, a free one is used. A server found running keeps the port it has.
	Port int
	// Fast gives up durability for speed: fsync off. For tests only, a crash of the machine may cost the cluster.
	Fast bool
	// MaxConnections defaults to 200.
	MaxConnections int
	// Logf, when set, is told in English what takes time or is not as asked for.
	Logf func(format string, args ...any)
}

// Cluster is a running server that accepts connections.
type Cluster struct {
	// Dir is where the cluster lies: Options.Dir, or for root a directory under /var/lib when the unprivileged user
	// that PostgreSQL runs as cannot reach that one.
	Dir string
	// Port is the port on 127.0.0.1.
	Port int
	// Adopted is true for a server that was already running, left behind by a crash or in use by another process.
	Adopted bool

	password string
	process  *child.Process
	users    *child.Lock
}

// Start makes sure that the cluster in opts.Dir runs and accepts connections: it creates the cluster the first time,
// starts it, or adopts the server that already runs there. Processes that start the same cluster at the same time wait
// for each other. ctx bounds the start only; without a deadline it is given two minutes.
//
// Errors to expect: ErrNoPostgres when nothing suitable is installed, ErrWrongVersion when the data belong to another
// major version, ErrForeignData when another user's data lie there.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if opts.MaxConnections == 0 {
		opts.MaxConnections = 200
	}
	if opts.Logf == nil {
		opts.Logf = func(string, ...any) {}
	}
	h, err := findHome(opts.Dir, opts.Logf)
	if err != nil {
		return nil, err
	}
	starting, err := child.OpenLock(filepath.Join(h.dir, "start.lock"), 0o600)
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	defer starting.Release()
	if err := starting.Wait(ctx); err != nil {
		return nil, fmt.Errorf("private PostgreSQL: another process is starting it: %w", err)
	}

	c, err := adoptOrLaunch(ctx, h, opts)
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	if err := c.joinUsers(); err != nil {
		return nil, errors.Join(err, c.process.Stop(ctx, syscall.SIGINT, syscall.SIGQUIT))
	}
	return c, nil
}

func adoptOrLaunch(ctx context.Context, h home, opts Options) (*Cluster, error) {
	for attempt := 1; ; attempt++ {
		c, err := adopt(ctx, h, opts)
		if err != nil || c != nil {
			return c, err
		}
		c, err = launch(ctx, h, opts)
		if err == nil {
			return c, nil
		}
		// A server whose supervisor was killed while starting it shows up only now.
		if _, running := runningServer(h.data()); !running || attempt == 3 {
			return nil, err
		}
	}
}

// joinUsers notes that we use the server, so that another process that adopted it does not stop it under us.
func (c *Cluster) joinUsers() error {
	users, err := child.OpenLock(filepath.Join(c.Dir, "users.lock"), 0o600)
	if err != nil {
		return err
	}
	if _, err := users.Share(); err != nil {
		users.Release()
		return err
	}
	c.users = users
	return nil
}

// URL is the connection string of the superuser for a database. It carries the password: never log it.
func (c *Cluster) URL(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, c.password),
		Host: net.JoinHostPort(child.Loopback, strconv.Itoa(c.Port)), Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

// SuperURL is URL for the maintenance database, which always exists.
func (c *Cluster) SuperURL() string { return c.URL("postgres") }

// EnsureDatabase creates a database when it is missing. It may be called by several processes at once.
func (c *Cluster) EnsureDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.SuperURL())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	if isDuplicate(err) {
		return nil
	}
	return err
}

// Done is closed when the server has ended, expected or not.
func (c *Cluster) Done() <-chan struct{} { return c.process.Done() }

// Stop ends the server: open transactions are rolled back and everything committed is on disk. When ctx ends before
// that, or after thirty seconds, the server is told to quit at once, which costs a recovery at the next start and no
// data. A server we adopted and another process still uses is left running. Stop may be called more than once.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.users != nil {
		alone, err := c.users.Try()
		c.users.Release()
		c.users = nil
		if c.Adopted && err == nil && !alone {
			return nil
		}
	} else if c.Adopted {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return c.process.Stop(ctx, syscall.SIGINT, syscall.SIGQUIT)
}
