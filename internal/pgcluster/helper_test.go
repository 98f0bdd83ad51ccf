package pgcluster

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// helperDir makes the test binary another process that starts the cluster there and then only waits to be killed.
const helperDir = "PGCLUSTER_TEST_HELPER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		if err := help(dir); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func help(dir string) error {
	ctx := context.Background()
	c, err := Start(ctx, Options{Dir: dir, Fast: true})
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, c.SuperURL())
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE TABLE kept AS SELECT 'committed'::text AS word"); err != nil {
		return err
	}
	fmt.Println("port", c.Port)
	select {} // with the connection open, as a killed application has them
}

// startHelper answers the running helper and the port of its server.
func startHelper(t *testing.T, dir string) (*exec.Cmd, int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	port, isPort := strings.CutPrefix(strings.TrimSpace(line), "port ")
	if err != nil || !isPort {
		t.Fatalf("the helper said %q, %v", line, err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return cmd, n
}
