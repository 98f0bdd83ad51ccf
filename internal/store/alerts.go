package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
)

// Alert is something an operator has to look at.
type Alert struct {
	ID        int64           `db:"id"`
	Kind      string          `db:"kind"`
	RequestID string          `db:"request_id"`
	Detail    json.RawMessage `db:"detail"`
	At        time.Time       `db:"at"`
}

// alertAhead tells that a workflow knows more than the store: a backup was restored.
func (s *Store) alertAhead(ctx context.Context, tx pgx.Tx, in activities.RecordInput, seq int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO operator_alerts (kind, request_id, detail, at)
		VALUES ('store_behind_workflow', $1, jsonb_build_object('store_seq', $2::bigint, 'workflow_seq', $3::bigint), $4)
		ON CONFLICT DO NOTHING`, in.RequestID, seq, in.ExpectedSeq, s.now())
	return err
}

// Alerts lists what is open, oldest first.
func (s *Store) Alerts(ctx context.Context) (out []Alert, err error) {
	defer wrap(&err, "Alerts")
	rows, err := s.pool.Query(ctx, `SELECT id, kind, request_id, detail, at FROM operator_alerts WHERE done_at IS NULL ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Alert])
}

// CloseAlert marks one as dealt with; again is harmless.
func (s *Store) CloseAlert(ctx context.Context, id int64) (err error) {
	defer wrap(&err, "CloseAlert")
	_, err = s.pool.Exec(ctx, `UPDATE operator_alerts SET done_at = $2 WHERE id = $1 AND done_at IS NULL`, id, s.now())
	return err
}
