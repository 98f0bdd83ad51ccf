package store

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

// PutInbox keeps a machine command until it is recorded; idempotent by request
// and command id. An unknown request is mla.CodeNotFound.
func (s *Store) PutInbox(ctx context.Context, requestID string, cmd mla.Command) (err error) {
	defer wrap(&err, "PutInbox")
	body, err := json.Marshal(cmd)
	if err != nil {
		return err
	}
	return s.asSystem(ctx, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, mla.Automaton, requestID)
		if err != nil {
			return err
		}
		// A command recorded before must not wait again.
		_, err = tx.Exec(ctx, `
			INSERT INTO inbox (request_id, command_id, case_id, command, at, done_at)
			SELECT $1, $2, $3, $4, $5::timestamptz,
				(SELECT $5::timestamptz FROM command_outcomes WHERE request_id = $1 AND command_id = $2)
			ON CONFLICT DO NOTHING`, r.ID, cmd.ID, r.CaseID, string(body), s.now())
		return err
	})
}

// OpenInbox lists commands not yet done, oldest first.
func (s *Store) OpenInbox(ctx context.Context, limit int) (out []activities.InboxItem, err error) {
	defer wrap(&err, "OpenInbox")
	rows, err := s.pool.Query(ctx, `SELECT request_id, command FROM inbox WHERE done_at IS NULL ORDER BY n LIMIT $1`, limited(limit, 100, 1000))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (it activities.InboxItem, err error) {
		var body []byte
		if err := row.Scan(&it.RequestID, &body); err != nil {
			return it, err
		}
		return it, json.Unmarshal(body, &it.Command)
	})
}

// CloseInbox marks a command as done that led to no event, because it was
// refused or there was nothing left to do; again is harmless.
func (s *Store) CloseInbox(ctx context.Context, requestID, commandID string) (err error) {
	defer wrap(&err, "CloseInbox")
	_, err = s.pool.Exec(ctx, `UPDATE inbox SET done_at = $3 WHERE request_id = $1 AND command_id = $2 AND done_at IS NULL`, requestID, commandID, s.now())
	return err
}
