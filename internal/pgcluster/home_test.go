package pgcluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRootWhoseDirectoryIsClosedGetsAnother(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root starts PostgreSQL as somebody else")
	}
	closed := t.TempDir()
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	var said []string
	logf := func(format string, args ...any) { said = append(said, format) }
	first, err := findHome(filepath.Join(closed, "checkout", "pg"), logf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(first.dir) })
	if !strings.HasPrefix(first.dir, "/var/lib/rogatory-") || first.as == nil || len(said) != 1 {
		t.Errorf("chose %s as %v and said %q", first.dir, first.as, said)
	}
	again, err := findHome(filepath.Join(closed, "checkout", "pg"), logf)
	if err != nil || again.dir != first.dir {
		t.Errorf("the next start chose %s, %v", again.dir, err)
	}
	if owner, _ := ownerOf(first.dir); owner.uid != first.as.uid {
		t.Errorf("%s belongs to %d, the server runs as %d", first.dir, owner.uid, first.as.uid)
	}
}

func TestDataOfSomebodyElseAreRefused(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("root becomes whoever owns the data")
	}
	if _, err := findHome("/usr", t.Logf); !errors.Is(err, ErrForeignData) {
		t.Errorf("got %v", err)
	}
}

func TestRootGoesOnAsTheOwnerOfTheData(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root starts PostgreSQL as somebody else")
	}
	dir := filepath.Join(t.TempDir(), "pg")
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(filepath.Join(dir, "data"), 4242, 4243); err != nil {
		t.Fatal(err)
	}
	got, err := serverAccount(dir)
	if err != nil || got != (account{uid: 4242, gid: 4243}) {
		t.Errorf("got %v, %v", got, err)
	}
}
