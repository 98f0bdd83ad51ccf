package devserver

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/pgcluster"
)

// helperDir makes the test binary another process: one that starts both servers there, as the demo does, and then only
// waits to be killed.
const helperDir = "DEVSERVER_TEST_HELPER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		_, s, err := startBoth(context.Background(), dir, func(string, ...any) {})
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println("up", s.Address)
		select {}
	}
	os.Exit(m.Run())
}

func startBoth(ctx context.Context, dir string, logf func(string, ...any)) (*pgcluster.Cluster, *Server, error) {
	binary, err := filepath.Abs("../../bin/devstack")
	if err != nil {
		return nil, nil, err
	}
	pg, err := pgcluster.Start(ctx, pgcluster.Options{Dir: filepath.Join(dir, "pg"), Fast: true, Logf: logf})
	if err != nil {
		return nil, nil, err
	}
	s, err := Start(ctx, Options{Binary: binary, Dir: filepath.Join(dir, "temporal"), PostgresURL: pg.SuperURL(), UIPort: -1, Logf: logf})
	return pg, s, err
}

func TestBothServersComeBackAfterTheirParentWasKilled(t *testing.T) {
	t.Parallel()
	newPlace(t) // for its skips, and so that the directory can be reached
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	helper := exec.Command(self)
	helper.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := helper.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := helper.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = helper.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "up ") {
		t.Fatalf("the helper said %q, %v", line, err)
	}
	if err := helper.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = helper.Wait()

	begun := time.Now()
	pg, s, err := startBoth(t.Context(), dir, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("both up again after %s", time.Since(begun).Round(time.Millisecond))
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := pg.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if !healthy(t.Context(), s.Address) {
		t.Error("not healthy")
	}
}
