package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// newYear is the zone in which the year of a reference changes: Paris is one
// hour ahead of UTC at every turn of the year.
var newYear = time.FixedZone("CET", 3600)

// Reserve gives the next reference of the year and State, and stores the first
// revision of the draft. The same command id with the same draft gives what it
// gave before; with another draft, or from another person, it is
// mla.CodeCommandReused. References have no gaps: one that fails is given again.
func (s *Store) Reserve(ctx context.Context, who mla.Actor, commandID string, d mla.Draft) (out desk.Reserved, err error) {
	defer wrap(&err, "Reserve")
	if who.Role != mla.Officer && who.Role != mla.System {
		return out, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", string(mla.KindOpen))
	}
	if commandID == "" {
		return out, mla.Refuse(mla.CodeRequired, "command_id")
	}
	if d.State == "" {
		return out, mla.Refuse(mla.CodeRequired, "state")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		// Two tries of one form wait for each other here.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "reserve/"+commandID); err != nil {
			return err
		}
		var found bool
		if out, found, err = s.reserved(ctx, tx, who, commandID, d); err != nil || found {
			return err
		}
		out, err = s.reserve(ctx, tx, who, commandID, d)
		return err
	})
	return out, err
}

// reserved finds what the command id reserved before.
func (s *Store) reserved(ctx context.Context, tx pgx.Tx, who mla.Actor, commandID string, d mla.Draft) (desk.Reserved, bool, error) {
	var out desk.Reserved
	var officer, by string
	err := tx.QueryRow(ctx, `
		SELECT r.id, r.reference, r.case_id, r.officer_id, d.by_id
		FROM requests r JOIN draft_revisions d ON d.request_id = r.id AND d.revision = 1
		WHERE r.command_id = $1`, commandID).Scan(&out.RequestID, &out.Reference, &out.CaseID, &officer, &by)
	if errors.Is(err, pgx.ErrNoRows) {
		return out, false, nil
	}
	if err != nil {
		return out, false, err
	}
	sha, err := d.Digest()
	if err != nil {
		return out, false, err
	}
	c, err := s.cipher(ctx, tx, out.CaseID)
	if err != nil {
		return out, false, err
	}
	if out.Draft, err = readDraft(ctx, tx, c, out.RequestID, 1); err != nil {
		return out, false, err
	}
	if by != who.ID || out.Draft.SHA256 != sha {
		return desk.Reserved{}, false, mla.Refuse(mla.CodeCommandReused, "command_id")
	}
	return out, true, nil
}

func (s *Store) reserve(ctx context.Context, tx pgx.Tx, who mla.Actor, commandID string, d mla.Draft) (desk.Reserved, error) {
	var out desk.Reserved
	err := tx.QueryRow(ctx, `SELECT c.id FROM cases c WHERE c.ref = $1 AND `+memberCases(who), d.CaseRef).Scan(&out.CaseID)
	if err != nil {
		return out, orNotFound(err, "case_ref")
	}
	c, err := s.cipher(ctx, tx, out.CaseID)
	if err != nil {
		return out, err
	}
	if c.erased {
		return out, notFound("case_ref")
	}
	now := s.now()
	year := now.In(newYear).Year()
	var n int
	// The counter's row is locked until this transaction ends: no gap, no double.
	err = tx.QueryRow(ctx, `
		INSERT INTO reference_counters AS c (year, state, n) VALUES ($1, $2, 1)
		ON CONFLICT (year, state) DO UPDATE SET n = c.n + 1 RETURNING n`, year, d.State).Scan(&n)
	if err != nil {
		return out, err
	}
	officer := who.ID
	if who.Role == mla.System {
		officer = ""
	}
	out.RequestID, out.Reference = uuid.NewString(), fmt.Sprintf("FR-%d-%s-%04d", year, d.State, n)
	_, err = tx.Exec(ctx, `
		INSERT INTO requests (id, reference, case_id, command_id, officer_id, state, track, form, urgent, phase_at, opened_on, reserved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10::timestamptz::date, $10)`,
		out.RequestID, out.Reference, out.CaseID, commandID, officer, d.State, d.Track, d.Form, d.Urgency.Level == "urgent", now)
	if err != nil {
		return out, err
	}
	out.Draft, err = s.writeDraft(ctx, tx, c, out.RequestID, 1, who.ID, d)
	return out, err
}
