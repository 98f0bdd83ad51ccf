package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// postmortem tells, when the test has failed, what a tour left unfinished: a
// random point of killing does not come twice.
func postmortem(t *testing.T, dir string) {
	t.Helper()
	t.Cleanup(func() {
		if !t.Failed() {
			return
		}
		tellLog(t, filepath.Join(dir, "rogatory.log"))
		tellLog(t, filepath.Join(dir, "temporal", "temporal.log"))
		inCluster(t, dir, "rogatory", func(ctx context.Context, conn *pgx.Conn) error {
			for _, q := range []string{
				`SELECT 'request', reference, phase, seq::text, id FROM requests WHERE NOT terminal ORDER BY reference`,
				`SELECT 'delivery', d.status, d.id, d.body::text, r.reference FROM deliveries d JOIN requests r ON r.id = d.request_id WHERE NOT r.terminal`,
				`SELECT 'effect', e.state, e.key, e.code, e.attempts::text FROM effects e JOIN requests r ON r.id = e.request_id WHERE NOT r.terminal AND e.state <> 'done'`,
				`SELECT 'inbox', command_id, at::text, '', request_id FROM inbox WHERE done_at IS NULL`,
				`SELECT 'event', r.reference, e.seq::text, e.kind, e.at::text FROM request_events e JOIN requests r ON r.id = e.request_id
					WHERE NOT r.terminal AND e.seq > r.seq - 12 ORDER BY r.reference, e.seq`,
			} {
				rows, err := conn.Query(ctx, q)
				if err != nil {
					return err
				}
				lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
					var f [5]string
					err := row.Scan(&f[0], &f[1], &f[2], &f[3], &f[4])
					return strings.Join(f[:], "  "), err
				})
				if err != nil {
					return err
				}
				t.Log("\n" + strings.Join(lines, "\n"))
			}
			return nil
		})
	})
}

// tellLog shows the last warnings and errors of a log.
func tellLog(t *testing.T, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Log(err)
		return
	}
	defer f.Close()
	var last []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		low := strings.ToLower(lines.Text())
		if strings.Contains(low, `"level":"warn"`) || strings.Contains(low, `"level":"error"`) {
			last = append(last, lines.Text())
		}
	}
	t.Log(filepath.Base(path) + ":\n" + strings.Join(last[max(0, len(last)-25):], "\n"))
}
