package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Outcome finds the actor's own command: done once recorded, received while it
// is not known to be. Others' commands are mla.CodeNotFound.
func (s *Store) Outcome(ctx context.Context, who mla.Actor, commandID string) (o desk.Outcome, err error) {
	defer wrap(&err, "Outcome")
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT o.command_id, o.request_id, r.reference, o.kind, o.digest, o.actor_id, 'done' AS status, o.last_seq AS seq, o.phase, o.at
			FROM command_outcomes o JOIN requests r ON r.id = o.request_id WHERE o.command_id = $1 AND o.actor_id = $2
			UNION ALL
			SELECT o.command_id, o.request_id, r.reference, o.kind, o.digest, o.actor_id, 'received', r.seq, r.phase, o.at
			FROM commands_received o JOIN requests r ON r.id = o.request_id WHERE o.command_id = $1 AND o.actor_id = $2
			ORDER BY status, at DESC LIMIT 1`, commandID, who.ID)
		if err != nil {
			return err
		}
		o, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByNameLax[desk.Outcome])
		return orNotFound(err, "command")
	})
	o.At = o.At.UTC()
	return o, err
}

// MarkReceived notes that a command was sent and not yet answered; again is
// harmless, and so is one that was recorded meanwhile.
func (s *Store) MarkReceived(ctx context.Context, who mla.Actor, requestID string, cmd mla.Command) (err error) {
	defer wrap(&err, "MarkReceived")
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO commands_received (command_id, actor_id, request_id, case_id, kind, digest, at, body)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8
			WHERE NOT EXISTS (SELECT FROM command_outcomes WHERE request_id = $3 AND command_id = $1)
			ON CONFLICT DO NOTHING`, cmd.ID, who.ID, r.ID, r.CaseID, cmd.Body.Kind(), cmd.Digest(), s.now(), cmd)
		return err
	})
}

// Received lists commands that were sent and never answered, oldest first: the
// engine keeps a command for certain only once it has accepted it.
func (s *Store) Received(ctx context.Context, limit int) (out []activities.InboxItem, err error) {
	defer wrap(&err, "Received")
	rows, err := s.pool.Query(ctx, `
		SELECT o.request_id, o.body FROM commands_received o
		WHERE NOT EXISTS (SELECT FROM command_outcomes d WHERE d.request_id = o.request_id AND d.command_id = o.command_id)
		ORDER BY o.at LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (it activities.InboxItem, err error) {
		err = row.Scan(&it.RequestID, &it.Command)
		return it, err
	})
}

// ForgetReceived drops the note of a command that was answered: what is done is
// in its outcome, and a refusal is not kept, so that the same id may be tried again.
func (s *Store) ForgetReceived(ctx context.Context, cmd mla.Command) (err error) {
	defer wrap(&err, "ForgetReceived")
	_, err = s.pool.Exec(ctx, `DELETE FROM commands_received WHERE command_id = $1 AND actor_id = $2`, cmd.ID, cmd.Actor.ID)
	return err
}

func isCheck(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23514"
}
