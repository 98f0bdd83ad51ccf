package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

// append writes everything that follows from the events in one round trip.
func (s *Store) append(ctx context.Context, tx pgx.Tx, h *head, in activities.RecordInput) error {
	chain, err := links(h.ID, h.Hash, in.Events)
	if err != nil {
		return err
	}
	after, held := h.state, h.HeldOrgs
	for _, ev := range in.Events {
		after = mla.Evolve(after, ev)
		held = addHolder(held, &after)
	}
	b := &pgx.Batch{}
	queueEvents(b, h, in.Events, chain)
	if len(in.Events) > 0 {
		p := projection{b: b, id: h.ID, caseID: h.CaseID, before: &h.state, after: &after, held: held}
		if err := p.queue(chain[len(chain)-1].hash); err != nil {
			return err
		}
		if err := p.queueFromEvents(in.Events); err != nil {
			return err
		}
	}
	if in.Profile != nil {
		if err := queueProfile(b, h, after.Seq, in.Profile); err != nil {
			return err
		}
	}
	s.queueOutcome(b, h, &after, in)
	b.Queue(`SELECT pg_notify($1, $2)`, Channel, h.ID)
	return tx.SendBatch(ctx, b).Close()
}

// queueEvents appends all events with one statement.
func queueEvents(b *pgx.Batch, h *head, events []mla.Event, chain []link) {
	if len(events) == 0 {
		return
	}
	n := len(events)
	seqs, kinds, ats := make([]int64, n), make([]string, n), make([]time.Time, n)
	actors, commands := make([]string, n), make([]string, n)
	bodies, prevs, hashes := make([]string, n), make([][]byte, n), make([][]byte, n)
	for i, ev := range events {
		seqs[i], kinds[i], ats[i], actors[i], commands[i] = ev.Seq, string(ev.Body.EventKind()), ev.At, ev.Actor.ID, ev.Command
		bodies[i], prevs[i], hashes[i] = string(chain[i].event), chain[i].prev, chain[i].hash
	}
	b.Queue(`
		INSERT INTO request_events (request_id, case_id, seq, kind, at, actor_id, command_id, event, prev_hash, hash)
		SELECT $1, $2, e.seq, e.kind, e.at, e.actor, e.command, e.event::json, e.prev, e.hash
		FROM unnest($3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[])
		  AS e (seq, kind, at, actor, command, event, prev, hash)`,
		h.ID, h.CaseID, seqs, kinds, ats, actors, commands, bodies, prevs, hashes)
}

// queueProfile keeps the law that governs from seq on. It is stored by the digest
// of its content: a refreshed calendar keeps the hash of the data it came from.
func queueProfile(b *pgx.Batch, h *head, seq int64, p *mla.Profile) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:])
	b.Queue(`INSERT INTO profiles (digest, hash, version, state, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		digest, p.Hash, p.Version, p.State, string(body))
	b.Queue(`INSERT INTO request_profiles (request_id, seq, case_id, digest) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		h.ID, seq, h.CaseID, digest)
	return nil
}

func (s *Store) queueOutcome(b *pgx.Batch, h *head, after *mla.State, in activities.RecordInput) {
	now := s.now()
	b.Queue(`
		INSERT INTO command_outcomes (request_id, command_id, case_id, kind, digest, actor_id, first_seq, last_seq, phase, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		h.ID, in.CommandID, h.CaseID, in.CommandKind, in.Digest, in.Actor.ID, h.Seq+1, h.Seq+int64(len(in.Events)), after.Phase, now)
	if in.Actor.Role == mla.System {
		b.Queue(`UPDATE inbox SET done_at = $3 WHERE request_id = $1 AND command_id = $2 AND done_at IS NULL`, h.ID, in.CommandID, now)
	} else {
		b.Queue(`DELETE FROM commands_received WHERE command_id = $1 AND actor_id = $2`, in.CommandID, in.Actor.ID)
	}
}
