package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
)

func TestTamperingShows(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"an event's body":          `UPDATE request_events SET event = replace(event::text, 'u-magistrate', 'u-officer')::json WHERE request_id = $1 AND kind = 'approved'`,
		"a body with its own hash": `UPDATE request_events SET event = '{}', hash = sha256(prev_hash || '{}'::bytea) WHERE request_id = $1 AND seq = 3`,
		"an event taken out":       `DELETE FROM request_events WHERE request_id = $1 AND seq = 3`,
		"the last event":           `DELETE FROM request_events WHERE request_id = $1 AND seq = (SELECT max(seq) FROM request_events WHERE request_id = $1)`,
		"all events":               `DELETE FROM request_events WHERE request_id = $1`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.open().ready()
			w.ok(w.VerifyChain(t.Context(), r.id))
			// Only the owner can, and only past the trigger.
			owner := w.Owner(t)
			for _, stmt := range []string{`SET session_replication_role = replica`} {
				if _, err := owner.Exec(t.Context(), stmt); err != nil {
					t.Fatal(err)
				}
			}
			tag, err := owner.Exec(t.Context(), sql, r.id)
			w.ok(err)
			if tag.RowsAffected() == 0 {
				t.Fatal("nothing was tampered with")
			}
			if err := w.VerifyChain(t.Context(), r.id); !errors.Is(err, store.ErrChain) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAChainDoesNotVerifyUnderAnotherRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.open(), w.open()
	owner := w.Owner(t)
	for _, stmt := range []string{
		`SET session_replication_role = replica`,
		`DELETE FROM request_events WHERE request_id = '` + b.id + `'`,
		`UPDATE request_events SET request_id = '` + b.id + `' WHERE request_id = '` + a.id + `'`,
		`UPDATE requests SET head = (SELECT head FROM requests WHERE id = '` + a.id + `') WHERE id = '` + b.id + `'`,
	} {
		_, err := owner.Exec(t.Context(), stmt)
		w.ok(err)
	}
	if err := w.VerifyChain(t.Context(), b.id); !errors.Is(err, store.ErrChain) {
		t.Errorf("got %v", err)
	}
	refused(t, w.VerifyChain(t.Context(), "no such"), mla.CodeNotFound, "request")
}

func TestHistoryIsAppendOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open()
	app, owner := w.App(t), w.Owner(t)
	for _, table := range []string{"request_events", "draft_revisions", "sealed_access"} {
		for verb, sql := range map[string]string{
			"update": `UPDATE ` + table + ` SET case_id = 'x'`, "delete": `DELETE FROM ` + table, "truncate": `TRUNCATE ` + table,
		} {
			denied(t, table+": "+verb+" by the application", func() error { _, err := app.Exec(t.Context(), sql); return err }, "permission denied")
			// The trigger holds whoever has the grants.
			denied(t, table+": "+verb+" by the owner", func() error { _, err := owner.Exec(t.Context(), sql); return err }, "append-only")
		}
	}
}

func TestTheApplicationOwnsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	app := w.App(t)
	for _, sql := range []string{
		`DROP TABLE request_events`, `ALTER TABLE request_events DISABLE TRIGGER append_only`, `CREATE TABLE x (y int)`,
		`DELETE FROM requests`, `DELETE FROM users`, `DELETE FROM cases`, `UPDATE settings SET demo = false`, `DELETE FROM settings`,
		`TRUNCATE requests CASCADE`, `SET session_replication_role = replica`, `UPDATE command_outcomes SET digest = ''`,
		`UPDATE documents SET sha256 = ''`,
	} {
		denied(t, sql, func() error { _, err := app.Exec(t.Context(), sql); return err }, "")
	}
}

func denied(t *testing.T, what string, do func() error, says string) {
	t.Helper()
	err := do()
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "42501" || !strings.Contains(pg.Message, says) {
		t.Errorf("%s: got %v", what, err)
	}
}
