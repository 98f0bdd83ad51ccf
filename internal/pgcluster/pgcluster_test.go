package pgcluster

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/pgcluster/child"
)

// testDir is a directory that the unprivileged user of a test run as root can reach; t.TempDir is.
func testDir(t *testing.T) string {
	t.Helper()
	needPostgres(t)
	if os.Getuid() == 0 {
		openUp(t)
	}
	return filepath.Join(t.TempDir(), "pg")
}

// openUp lets others pass through the test's temporary directory, which the testing package creates with mode 0777 and
// the umask, while a strict umask is the tester's business.
func openUp(t *testing.T) {
	t.Helper()
	if err := os.Chmod(filepath.Dir(t.TempDir()), 0o755); err != nil {
		t.Fatal(err)
	}
}

func needPostgres(t *testing.T) {
	t.Helper()
	if _, err := findBinaries(0); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func mustStart(t *testing.T, opts Options) *Cluster {
	t.Helper()
	opts.Fast, opts.Logf = true, t.Logf
	c, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

func query(t *testing.T, c *Cluster, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.SuperURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, " ")
}

func TestRestartKeepsData(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	c := mustStart(t, Options{Dir: dir})
	query(t, c, "CREATE TABLE kept (word text)")
	query(t, c, "INSERT INTO kept VALUES ('still here')")
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if child.PortTaken(c.Port) {
		t.Error("the port is still taken after Stop")
	}
	c = mustStart(t, Options{Dir: dir})
	if got := query(t, c, "SELECT word FROM kept"); got != "still here" {
		t.Errorf("after a restart the table holds %q", got)
	}
}

func TestClusterIsPrivate(t *testing.T) {
	t.Parallel()
	c := mustStart(t, Options{Dir: testDir(t)})
	for name, want := range map[string]string{
		"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "data_checksums": "on",
		"password_encryption": "scram-sha-256", "synchronous_commit": "on", "max_connections": "200",
		"server_encoding": "UTF8", "log_error_verbosity": "terse", "TimeZone": "UTC",
	} {
		if got := query(t, c, "SELECT current_setting('"+name+"')"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	info, err := os.Stat(filepath.Join(c.Dir, "password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("password file: %v, %v", info.Mode(), err)
	}
	_, err = pgx.Connect(t.Context(), strings.Replace(c.SuperURL(), c.password, "guess", 1))
	if !isWrongPassword(err) {
		t.Errorf("a wrong password answers %v", err)
	}
}

func TestDatabaseIsCreatedOnce(t *testing.T) {
	t.Parallel()
	c := mustStart(t, Options{Dir: testDir(t)})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := c.EnsureDatabase(t.Context(), "case-files"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := query(t, c, "SELECT datname::text FROM pg_database WHERE datname = 'case-files'"); got != "case-files" {
		t.Errorf("databases: %q", got)
	}
	if !strings.Contains(c.URL("case-files"), "/case-files?") {
		t.Error("URL does not name the database")
	}
}

func TestTakenPortGivesAnother(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	wanted := l.Addr().(*net.TCPAddr).Port
	c := mustStart(t, Options{Dir: dir, Port: wanted})
	if c.Port == wanted {
		t.Fatalf("listens on %d, which is taken", wanted)
	}
	if err := errors.Join(c.Stop(t.Context()), l.Close()); err != nil {
		t.Fatal(err)
	}
	if c = mustStart(t, Options{Dir: dir, Port: wanted}); c.Port != wanted {
		t.Errorf("listens on %d although %d is free again", c.Port, wanted)
	}
}

func TestTwoStartsShareOneServer(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	clusters := make([]*Cluster, 2)
	var both sync.WaitGroup
	for i := range clusters {
		both.Go(func() {
			var err error
			if clusters[i], err = Start(t.Context(), Options{Dir: dir, Fast: true, Logf: t.Logf}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if t.Failed() {
		t.FailNow()
	}
	owner, guest := clusters[0], clusters[1]
	if owner.Adopted {
		owner, guest = guest, owner
	}
	if owner.Adopted || !guest.Adopted || owner.Port != guest.Port {
		t.Fatalf("adopted %v and %v, ports %d and %d", owner.Adopted, guest.Adopted, owner.Port, guest.Port)
	}
	if err := guest.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := query(t, owner, "SELECT 'up'"); got != "up" {
		t.Error("the guest stopped the server under its owner")
	}
	if err := errors.Join(owner.Stop(t.Context()), owner.Stop(t.Context())); err != nil {
		t.Fatal(err)
	}
	if !child.PortTaken(owner.Port) {
		return
	}
	t.Error("the server still runs after its owner stopped it")
}

func TestServerLeftByACrashIsAdoptedAndStopped(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	c := mustStart(t, Options{Dir: dir})
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What a crash leaves where the system does not end children with their parent: a server nobody supervises.
	bin, err := findBinaries(0)
	if err != nil {
		t.Fatal(err)
	}
	h, err := findHome(dir, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	left := exec.Command(bin.postgres(), serverArguments(h, c.Port, Options{Fast: true, MaxConnections: 20})...)
	left.SysProcAttr, left.Dir, left.Env = h.attributes(), "/", environment()
	left.SysProcAttr.Setpgid = true
	if err := left.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = left.Wait(); close(ended) }()
	awaitFile(t, filepath.Join(dir, "data", "postmaster.pid"))

	adopted := mustStart(t, Options{Dir: dir})
	if !adopted.Adopted || adopted.process.PID != left.Process.Pid || adopted.Port != c.Port {
		t.Errorf("adopted %v, process %d on %d; left was %d on %d", adopted.Adopted, adopted.process.PID, adopted.Port, left.Process.Pid, c.Port)
	}
	if err := adopted.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "the adopted server ends", ended)
	await(t, "Done closes", adopted.Done())
}

func TestKilledSupervisorIsRecoveredFrom(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	helper, port := startHelper(t, dir)
	if err := helper.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = helper.Wait()
	// Its server is shutting down, gone, or on other systems still up: whichever, the next start gets a server.
	c := mustStart(t, Options{Dir: dir, Port: port})
	if got := query(t, c, "SELECT word FROM kept"); got != "committed" {
		t.Errorf("after the crash the table holds %q", got)
	}
}

func TestNumberOfAnotherProgramIsNotBelieved(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	c := mustStart(t, Options{Dir: dir})
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	stale := strconv.Itoa(os.Getpid()) + "\n" + filepath.Join(dir, "data") + "\n0\n1\n\n127.0.0.1\n0 0\nready   \n"
	if err := os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	if c = mustStart(t, Options{Dir: dir}); c.Adopted {
		t.Error("took this test for a PostgreSQL")
	}
}

func TestProcessesOfAKilledServerAreWaitedFor(t *testing.T) {
	t.Parallel()
	if _, known := processesIn("/nowhere"); !known {
		t.Skip("without /proc nobody knows who works in a directory")
	}
	dir := testDir(t)
	c := mustStart(t, Options{Dir: dir})
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What a killed server leaves: its file, whose number is still taken (here by ourselves, there by a process that
	// nobody has waited for), and a process that works in the data for a moment more.
	data := filepath.Join(dir, "data")
	if err := os.WriteFile(filepath.Join(data, "postmaster.pid"), []byte(strconv.Itoa(os.Getpid())+"\n"+data+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	orphan := exec.Command("sleep", "0.7")
	orphan.Dir = data
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = orphan.Wait(); close(ended) }()
	c = mustStart(t, Options{Dir: dir})
	select {
	case <-ended:
	default:
		t.Error("a server was started beside the processes of the one before")
	}
	if got := query(t, c, "SELECT 'up'"); c.Adopted || got != "up" {
		t.Errorf("adopted %v, answers %q", c.Adopted, got)
	}
}

func TestHalfWrittenProcessFileIsNoObstacle(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	c := mustStart(t, Options{Dir: dir})
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	mustStart(t, Options{Dir: dir})
}

func TestInterruptedCreationIsBegunAnew(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	mustStart(t, Options{Dir: dir})
}

func TestUnexpectedEndIsSeen(t *testing.T) {
	t.Parallel()
	c := mustStart(t, Options{Dir: testDir(t)})
	if err := syscall.Kill(c.process.PID, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	await(t, "Done closes", c.Done())
}

func await(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("waited 20 s and not: %s", what)
	}
}

func awaitFile(t *testing.T, path string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("%s did not appear", path)
		case <-tick.C:
		}
	}
}
