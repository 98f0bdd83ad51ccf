package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

// RequestHead is a request as the doctor compares it with its workflow.
type RequestHead struct {
	ID       string    `db:"id"`
	Seq      int64     `db:"seq"`
	Phase    mla.Phase `db:"phase"`
	Terminal bool      `db:"terminal"`
}

// AllRequests lists every opened request, by id.
func (s *Store) AllRequests(ctx context.Context) (out []RequestHead, err error) {
	defer wrap(&err, "AllRequests")
	rows, err := s.pool.Query(ctx, `SELECT id, seq, phase, terminal FROM requests WHERE phase <> '' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[RequestHead])
}

// Events reads the whole history of a request; an unknown one has none.
func (s *Store) Events(ctx context.Context, requestID string) (out []mla.Event, err error) {
	defer wrap(&err, "Events")
	err = s.asSystem(ctx, func(tx pgx.Tx) (err error) {
		out, err = eventsBetween(ctx, tx, requestID, 1, 1<<62)
		return err
	})
	return out, err
}

// ErrChain is what VerifyChain finds broken, with the event in the text.
var ErrChain = errors.New("store: the chain of events is broken")

// VerifyChain recomputes every hash of a request and compares the last with the
// one kept beside the projection, so that a cut end shows too. It wraps ErrChain
// where something was changed.
func (s *Store) VerifyChain(ctx context.Context, requestID string) (err error) {
	defer wrap(&err, "VerifyChain")
	return s.asSystem(ctx, func(tx pgx.Tx) error {
		var last []byte
		var seq int64
		if err := tx.QueryRow(ctx, `SELECT head, seq FROM requests WHERE id = $1 FOR SHARE`, requestID).Scan(&last, &seq); err != nil {
			return orNotFound(err, "request")
		}
		rows, err := tx.Query(ctx, `SELECT seq, event, prev_hash, hash FROM request_events WHERE request_id = $1 ORDER BY seq`, requestID)
		if err != nil {
			return err
		}
		want, at := genesis(requestID), int64(0)
		var n int64
		var event, prev, hash []byte
		_, err = pgx.ForEachRow(rows, []any{&n, &event, &prev, &hash}, func() error {
			at++
			if n != at || !bytes.Equal(prev, want) || !bytes.Equal(hash, tie(prev, event)) {
				return fmt.Errorf("%w at event %d", ErrChain, at)
			}
			want = bytes.Clone(hash)
			return nil
		})
		if err != nil {
			return err
		}
		if at != seq || at > 0 && !bytes.Equal(last, want) {
			return fmt.Errorf("%w at its end: %d events, %d expected", ErrChain, at, seq)
		}
		return nil
	})
}

// RebuildProjection folds the events of a request again and writes what follows
// from them. It reports whether anything differed. How quiet effects ended, drafts,
// texts and uploads are no projection and stay.
func (s *Store) RebuildProjection(ctx context.Context, requestID string) (differed bool, err error) {
	defer wrap(&err, "RebuildProjection")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		var caseID string
		if err := tx.QueryRow(ctx, `SELECT case_id FROM requests WHERE id = $1 FOR NO KEY UPDATE`, requestID).Scan(&caseID); err != nil {
			return orNotFound(err, "request")
		}
		before, err := dumpProjection(ctx, tx, requestID)
		if err != nil {
			return err
		}
		if err := rebuild(ctx, tx, requestID, caseID); err != nil {
			return err
		}
		after, err := dumpProjection(ctx, tx, requestID)
		differed = !bytes.Equal(before, after)
		return err
	})
	return differed, err
}

func rebuild(ctx context.Context, tx pgx.Tx, requestID, caseID string) error {
	events, err := eventsBetween(ctx, tx, requestID, 1, 1<<62)
	if err != nil || len(events) == 0 {
		return err
	}
	var hash []byte
	if err := tx.QueryRow(ctx, `SELECT hash FROM request_events WHERE request_id = $1 ORDER BY seq DESC LIMIT 1`, requestID).Scan(&hash); err != nil {
		return err
	}
	var after mla.State
	var held []string
	for _, ev := range events {
		after = mla.Evolve(after, ev)
		held = addHolder(held, &after)
	}
	b := &pgx.Batch{}
	for _, table := range []string{"obligations", "hops", "evidence", "deliveries"} {
		b.Queue(`DELETE FROM `+table+` WHERE request_id = $1`, requestID)
	}
	p := projection{b: b, id: requestID, caseID: caseID, before: &mla.State{}, after: &after, held: held}
	if err := p.queue(hash); err != nil {
		return err
	}
	for _, ev := range events {
		for _, d := range p.documentsOf(ev) {
			p.document(d)
		}
	}
	if err := p.rebuildEffects(); err != nil {
		return err
	}
	return tx.SendBatch(ctx, b).Close()
}

// rebuildEffects brings back effects that are missing, and the fate of those
// that an event tells; one under way is left alone.
func (p projection) rebuildEffects() error {
	for _, e := range p.after.Effects {
		if err := p.effectOwed(e); err != nil {
			return err
		}
		switch e.State {
		case mla.EffectDone, mla.EffectFailed, mla.EffectIsUncertain:
			p.b.Queue(`UPDATE effects SET state = $3, code = $4 WHERE request_id = $1 AND key = $2 AND state <> 'attempting'`, p.id, e.Key, e.State, e.Code)
		}
	}
	return nil
}

// dumpProjection is everything that rebuild writes, as one comparable text.
func dumpProjection(ctx context.Context, tx pgx.Tx, requestID string) ([]byte, error) {
	var dump json.RawMessage
	err := tx.QueryRow(ctx, `
		SELECT json_build_array(
			(SELECT to_jsonb(r) FROM requests r WHERE r.id = $1),
			(SELECT jsonb_agg(to_jsonb(o) ORDER BY o.id) FROM obligations o WHERE o.request_id = $1),
			(SELECT jsonb_agg(to_jsonb(h) ORDER BY h.idx) FROM hops h WHERE h.request_id = $1),
			(SELECT jsonb_agg(to_jsonb(e) ORDER BY e.id) FROM evidence e WHERE e.request_id = $1),
			(SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM deliveries d WHERE d.request_id = $1),
			(SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM documents d WHERE d.request_id = $1),
			(SELECT jsonb_agg(to_jsonb(f) - 'body' ORDER BY f.key) FROM effects f WHERE f.request_id = $1))`, requestID).Scan(&dump)
	return dump, err
}
