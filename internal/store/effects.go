package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
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

// BeginEffects marks effects as being attempted and returns them, in the order of
// their keys, with the state each was in: owed, attempting (an earlier attempt
// never came back), failed, uncertain or done. One that is done stays done, one
// that is not owed is left out.
func (s *Store) BeginEffects(ctx context.Context, requestID string, keys []string) (out []activities.BegunEffect, err error) {
	defer wrap(&err, "BeginEffects")
	rows, err := s.pool.Query(ctx, `
		WITH before AS (
			SELECT request_id, key, state FROM effects WHERE request_id = $1 AND key = ANY ($2) ORDER BY key FOR UPDATE
		)
		UPDATE effects e SET
			state = CASE b.state WHEN 'done' THEN b.state ELSE 'attempting' END,
			attempts = e.attempts + CASE b.state WHEN 'done' THEN 0 ELSE 1 END
		FROM before b WHERE e.request_id = b.request_id AND e.key = b.key
		RETURNING e.body, b.state`, requestID, keys)
	if err != nil {
		return nil, err
	}
	out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (b activities.BegunEffect, err error) {
		return b, row.Scan(&b.Effect, &b.Was)
	})
	slices.SortFunc(out, func(a, b activities.BegunEffect) int {
		return cmp.Compare(slices.Index(keys, a.Effect.Key), slices.Index(keys, b.Effect.Key))
	})
	return out, err
}

// FinishEffects records how each effect ended: done, failed or uncertain. One
// that is done stays done. mla.CodeNotFound when one of them is not owed; the
// others are recorded all the same.
func (s *Store) FinishEffects(ctx context.Context, requestID string, ends []activities.EffectEnd) (err error) {
	defer wrap(&err, "FinishEffects")
	keys, states, codes := make([]string, len(ends)), make([]string, len(ends)), make([]string, len(ends))
	for i, e := range ends {
		if e.Outcome == attempting || e.Outcome == "owed" {
			return mla.Refuse(mla.CodeUnknownValue, "state", "value", e.Outcome)
		}
		keys[i], states[i], codes[i] = e.Key, e.Outcome, e.Code
	}
	tag, err := s.pool.Exec(ctx, `
		WITH held AS (
			SELECT key FROM effects WHERE request_id = $1 AND key = ANY ($2) ORDER BY key FOR UPDATE
		)
		UPDATE effects e SET
			state = CASE e.state WHEN 'done' THEN e.state ELSE x.state END,
			code = CASE e.state WHEN 'done' THEN e.code ELSE x.code END,
			done_at = CASE WHEN e.state = 'done' THEN e.done_at WHEN x.state = 'done' THEN $5::timestamptz END
		FROM held JOIN unnest($2::text[], $3::text[], $4::text[]) AS x (key, state, code) ON x.key = held.key
		WHERE e.request_id = $1 AND e.key = held.key`, requestID, keys, states, codes, s.now())
	if isCheck(err) {
		return mla.Refuse(mla.CodeUnknownValue, "state", "value", strings.Join(states, " "))
	}
	if err == nil && tag.RowsAffected() < int64(len(ends)) {
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
