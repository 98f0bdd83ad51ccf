package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// attempting is the state around an attempt; only the store knows it.
const attempting = "attempting"

const effectsSQL = `SELECT key, kind, state, code, attempts, owed_at, done_at FROM effects WHERE request_id = $1 ORDER BY owed_at, key`

func scanEffect(row pgx.CollectableRow) (e desk.EffectRow, err error) {
	var done *time.Time
	err = row.Scan(&e.Key, &e.Kind, &e.State, &e.Code, &e.Attempts, &e.OwedAt, &done)
	e.OwedAt = e.OwedAt.UTC()
	if done != nil {
		e.DoneAt = done.UTC()
	}
	return e, err
}

// BeginEffect marks the effect as being attempted and returns it with the state
// it was in: owed, attempting (an earlier attempt never came back), failed,
// uncertain or done. One that is done stays done. mla.CodeNotFound when no such
// effect is owed.
func (s *Store) BeginEffect(ctx context.Context, requestID, key string) (e mla.Effect, was string, err error) {
	defer wrap(&err, "BeginEffect")
	err = s.pool.QueryRow(ctx, `
		WITH before AS (
			SELECT request_id, key, state FROM effects WHERE request_id = $1 AND key = $2 FOR UPDATE
		)
		UPDATE effects e SET
			state = CASE b.state WHEN 'done' THEN b.state ELSE 'attempting' END,
			attempts = e.attempts + CASE b.state WHEN 'done' THEN 0 ELSE 1 END
		FROM before b WHERE e.request_id = b.request_id AND e.key = b.key
		RETURNING e.body, b.state`, requestID, key).Scan(&e, &was)
	return e, was, orNotFound(err, "effect")
}

// FinishEffect records how it ended: done, failed or uncertain. One that is done stays done.
func (s *Store) FinishEffect(ctx context.Context, requestID, key, state, code string) (err error) {
	defer wrap(&err, "FinishEffect")
	if state == attempting || state == "owed" {
		return mla.Refuse(mla.CodeUnknownValue, "state", "value", state)
	}
	tag, err := s.pool.Exec(ctx, `
		UPDATE effects SET state = CASE state WHEN 'done' THEN state ELSE $3 END, code = CASE state WHEN 'done' THEN code ELSE $4 END,
			done_at = CASE WHEN state = 'done' THEN done_at WHEN $3 = 'done' THEN $5::timestamptz END
		WHERE request_id = $1 AND key = $2`, requestID, key, state, code, s.now())
	if isCheck(err) {
		return mla.Refuse(mla.CodeUnknownValue, "state", "value", state)
	}
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("effect")
	}
	return err
}

// LeftEffects lists the keys of quiet effects that are not done and whose failure
// no event has told yet: what a workflow resumed from events must take up.
func (s *Store) LeftEffects(ctx context.Context, requestID string) (keys []string, err error) {
	defer wrap(&err, "LeftEffects")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, mla.Automaton, requestID)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT key FROM effects WHERE request_id = $1 AND state <> 'done' ORDER BY owed_at, key`, r.ID)
		if err != nil {
			return err
		}
		left, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, key := range left {
			if e, ok := r.State.Effect(key); ok && e.Kind.Quiet() && e.State == mla.EffectPosted {
				keys = append(keys, key)
			}
		}
		return err
	})
	return keys, err
}
