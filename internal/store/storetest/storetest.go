// Package storetest gives tests a migrated store of their own on a real PostgreSQL.
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/pgcluster"
	"github.com/rogatory/rogatory/internal/store"
)

// DB is a database of one test.
type DB struct {
	*store.Store
	// OwnerURL signs in as the owner, AppURL as the application's role.
	OwnerURL, AppURL string
	// MasterKey is the key that wraps the keys of cases.
	MasterKey []byte
	// Clock is what the store's Now returns; tests move it.
	Clock *Clock
}

// Clock is a virtual clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Start is where every test's clock begins.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Now is the virtual instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set puts the clock at an instant.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// role and password of the application in test databases. All of them share the
// role, as do the test binaries that share a server.
const (
	role     = "rogatory_app_test"
	password = "test-only"
)

// server is the PostgreSQL of the test binary with its migrated template.
type server struct {
	superURL string
	template string
	err      error
}

var start = sync.OnceValue(func() server {
	s := server{superURL: os.Getenv("ROGATORY_TEST_DATABASE_URL")}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if s.superURL == "" {
		if s.superURL, s.err = private(ctx); s.err != nil {
			return s
		}
	}
	s.template = "rogatory_template_" + random()
	s.err = s.create(ctx, s.template, "template0")
	if s.err == nil {
		s.err = store.Migrate(ctx, store.MigrateOptions{
			OwnerURL: s.url(s.template), AppRole: role, AppPassword: password, Demo: true, Anchor: Start,
		})
	}
	server := stop
	stop = func() {
		_ = s.exec(context.Background(), "DROP DATABASE IF EXISTS "+pgx.Identifier{s.template}.Sanitize()+" WITH (FORCE)")
		server()
	}
	return s
})

// private starts a cluster of our own. Main stops it; where a package has no
// Main the server ends with the test binary, and the next run sweeps its files.
func private(ctx context.Context) (string, error) {
	sweep()
	dir, err := os.MkdirTemp("", fmt.Sprintf("rogatory-storetest-%d-", os.Getpid()))
	if err != nil {
		return "", err
	}
	// PostgreSQL runs as another user where the tests run as root.
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	c, err := pgcluster.Start(ctx, pgcluster.Options{Dir: dir + "/pg", Fast: true})
	if err != nil {
		_ = os.RemoveAll(dir)
		return "", err
	}
	stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		_ = c.Stop(ctx)
		_ = os.RemoveAll(dir)
	}
	return c.SuperURL(), nil
}

var stop = func() {}

// sweep removes what earlier test binaries left behind.
func sweep() {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "rogatory-storetest-*-*"))
	for _, dir := range old {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), "rogatory-storetest-%d-", &pid); err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			_ = os.RemoveAll(dir)
		}
	}
}

// Main runs the tests of a package and stops the private server afterwards. Use
// it as os.Exit(storetest.Main(m)) in TestMain.
func Main(m *testing.M) int {
	defer func() { stop() }()
	return m.Run()
}

// New returns an empty, migrated store on a database of its own, gone with the
// test. Without PostgreSQL the test is skipped, and fails where CI=true.
func New(t testing.TB) *DB {
	t.Helper()
	s := start()
	if s.err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("PostgreSQL for tests: %v", s.err)
		}
		t.Skipf("PostgreSQL for tests: %v", s.err)
	}
	ctx := context.Background()
	name := "rogatory_test_" + random()
	if err := s.create(ctx, name, s.template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.drop(t, name) })
	db := &DB{OwnerURL: s.url(name), MasterKey: make([]byte, 32), Clock: &Clock{now: Start}}
	_, _ = rand.Read(db.MasterKey)
	var err error
	if db.AppURL, err = store.AppURL(db.OwnerURL, role, password); err != nil {
		t.Fatal(err)
	}
	db.Store = db.Reopen(t)
	return db
}

// Reopen opens another store on the same database, as a second process would.
func (db *DB) Reopen(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{URL: db.AppURL, Keys: [][]byte{db.MasterKey}, Now: db.Clock.Now, MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Owner connects as the owner, for what the application may not do.
func (db *DB) Owner(t testing.TB) *pgx.Conn { return connect(t, db.OwnerURL) }

// App connects as the application's role, past the store.
func (db *DB) App(t testing.TB) *pgx.Conn { return connect(t, db.AppURL) }

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func (s server) url(database string) string {
	u, err := url.Parse(s.superURL)
	if err != nil {
		return s.superURL
	}
	u.Path = "/" + database
	return u.String()
}

// copying lets one test at a time copy the template: PostgreSQL refuses a source in use.
var copying sync.Mutex

func (s server) create(ctx context.Context, name, template string) error {
	copying.Lock()
	defer copying.Unlock()
	return s.exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", pgx.Identifier{name}.Sanitize(), pgx.Identifier{template}.Sanitize()))
}

func (s server) drop(t testing.TB, name string) {
	if err := s.exec(context.Background(), "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
		t.Errorf("drop the test's database: %v", err)
	}
}

func (s server) exec(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.superURL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
