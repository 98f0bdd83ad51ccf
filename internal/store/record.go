package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

var _ activities.Recorder = (*Store)(nil)

// Record appends the events of one command, with all that follows from them, in
// one transaction of four round trips: begin, look, write, commit.
//
// It is idempotent by command id within a request: the same id with the same
// digest is answered with the events committed then. A command without events
// is kept too, so that its inbox row is done. An error is a failure to use the
// database, or a mistake of the caller; nothing was written. What the database
// can never hold is Refused rather than an error, which would be tried for ever.
func (s *Store) Record(ctx context.Context, in activities.RecordInput) (a activities.RecordAnswer, err error) {
	if err := contiguous(in); err != nil {
		wrap(&err, "Record")
		return a, err
	}
	err = s.As(ctx, in.Actor, func(tx pgx.Tx) (err error) {
		a, err = s.record(ctx, tx, in)
		return err
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.ConstraintName == "requests_reference_key" {
		err = mla.Refuse(mla.CodeAlreadyDone, "reference")
	}
	wrap(&err, "Record")
	var refusal *mla.Error
	if errors.As(err, &refusal) {
		return refusedRecord(in.ExpectedSeq, refusal), nil
	}
	return a, err
}

// head is a request's row, locked.
type head struct {
	ID        string   `db:"id"`
	CaseID    string   `db:"case_id"`
	Reference string   `db:"reference"`
	Seq       int64    `db:"seq"`
	Hash      []byte   `db:"head"`
	Snapshot  []byte   `db:"snapshot"`
	HeldOrgs  []string `db:"held_orgs"`
	state     mla.State
}

// earlier is a command that was recorded before.
type earlier struct {
	Digest   string `db:"digest"`
	FirstSeq int64  `db:"first_seq"`
	LastSeq  int64  `db:"last_seq"`
}

func (s *Store) record(ctx context.Context, tx pgx.Tx, in activities.RecordInput) (activities.RecordAnswer, error) {
	look, err := s.look(ctx, tx, in)
	if err != nil {
		return activities.RecordAnswer{}, err
	}
	if look.head == nil {
		if look, err = s.place(ctx, tx, in); err != nil {
			return activities.RecordAnswer{}, err
		}
		if look.head == nil {
			return s.unplaced(ctx, tx, in)
		}
	}
	h := look.head
	switch {
	case look.done != nil && look.done.Digest != in.Digest:
		return activities.RecordAnswer{Kind: activities.Reused, StoreSeq: h.Seq}, nil
	case look.done != nil:
		events, err := eventsBetween(ctx, tx, in.RequestID, look.done.FirstSeq, look.done.LastSeq)
		return activities.RecordAnswer{Kind: activities.Committed, Events: events, StoreSeq: h.Seq}, err
	case h.Seq > in.ExpectedSeq:
		events, err := eventsBetween(ctx, tx, in.RequestID, in.ExpectedSeq+1, h.Seq)
		return activities.RecordAnswer{Kind: activities.Behind, Events: events, StoreSeq: h.Seq}, err
	case h.Seq < in.ExpectedSeq:
		return activities.RecordAnswer{Kind: activities.Ahead, StoreSeq: h.Seq}, s.alertAhead(ctx, tx, in, h.Seq)
	}
	for _, refusal := range []*mla.Error{refuseRecord(h, look.draft, in.Events), look.gate.refuse(h, in.Events)} {
		if refusal != nil {
			return refusedRecord(h.Seq, refusal), nil
		}
	}
	if err := s.append(ctx, tx, h, in); err != nil {
		return activities.RecordAnswer{}, err
	}
	return activities.RecordAnswer{Kind: activities.Committed, Events: in.Events, StoreSeq: h.Seq + int64(len(in.Events))}, nil
}

func refusedRecord(seq int64, e *mla.Error) activities.RecordAnswer {
	return activities.RecordAnswer{Kind: activities.Refused, StoreSeq: seq, Refusal: e}
}

// contiguous catches a caller's mistake before it costs a transaction.
func contiguous(in activities.RecordInput) error {
	if in.RequestID == "" || in.CommandID == "" {
		return errors.New("request and command id are required")
	}
	for i, ev := range in.Events {
		if _, ok := ev.Body.(mla.Opened); ok && in.Profile == nil {
			return errors.New("a request opens with the law that governs it")
		}
		if ev.Body == nil || ev.Seq != in.ExpectedSeq+int64(i)+1 {
			return fmt.Errorf("event %d of command %s does not follow %d", i, in.CommandKind, in.ExpectedSeq)
		}
	}
	return nil
}

// looked is what must be known before anything is written.
type looked struct {
	head  *head
	done  *earlier
	draft *latestDraft
	gate  gate
}

// look locks the request's row, so that commands on one request are recorded
// one after the other, and reads what the answer depends on.
func (s *Store) look(ctx context.Context, tx pgx.Tx, in activities.RecordInput) (looked, error) {
	var l looked
	b := &pgx.Batch{}
	b.Queue(`SELECT id, case_id, reference, seq, head, snapshot, held_orgs FROM requests WHERE id = $1 FOR NO KEY UPDATE`, in.RequestID).
		Query(func(rows pgx.Rows) (err error) {
			l.head, err = optional[head](rows)
			return err
		})
	b.Queue(`SELECT digest, first_seq, last_seq FROM command_outcomes WHERE request_id = $1 AND command_id = $2`, in.RequestID, in.CommandID).
		Query(func(rows pgx.Rows) (err error) {
			l.done, err = optional[earlier](rows)
			return err
		})
	if slices.ContainsFunc(in.Events, func(ev mla.Event) bool { _, ok := ev.Body.(mla.Submitted); return ok }) {
		b.Queue(latestDraftSQL, in.RequestID).Query(func(rows pgx.Rows) (err error) {
			l.draft, err = optional[latestDraft](rows)
			return err
		})
	}
	l.gate.queue(b, in.RequestID, in.Events)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return l, err
	}
	if l.head != nil && l.head.Snapshot != nil {
		if err := json.Unmarshal(l.head.Snapshot, &l.head.state); err != nil {
			return l, fmt.Errorf("snapshot: %w", err)
		}
	}
	return l, nil
}

// optional reads no row or one.
func optional[T any](rows pgx.Rows) (*T, error) {
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByNameLax[T])
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return v, err
}

// place makes the row of a request that opens without a reservation. There is no
// head where the events do not open one or the case does not exist.
func (s *Store) place(ctx context.Context, tx pgx.Tx, in activities.RecordInput) (looked, error) {
	if len(in.Events) == 0 || in.ExpectedSeq != 0 {
		return looked{}, nil
	}
	o, ok := in.Events[0].Body.(mla.Opened)
	if !ok || o.RequestID != in.RequestID {
		return looked{}, nil
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO requests (id, reference, case_id, officer_id, state, track, form, phase_at, opened_on, reserved_at)
		SELECT $1, $2, c.id, $4, $5, $6, $7, $8, $9, $8 FROM cases c WHERE c.id = $3
		ON CONFLICT (id) DO NOTHING`,
		o.RequestID, o.Reference, o.CaseID, o.Officer, o.Open.State, o.Track, o.Form, in.Events[0].At, o.On.String())
	if err != nil {
		return looked{}, err
	}
	if tag.RowsAffected() == 0 {
		// Either the case is unknown, or another transaction opened it just now.
		return s.look(ctx, tx, in)
	}
	return looked{head: &head{ID: o.RequestID, CaseID: o.CaseID, Reference: o.Reference}}, nil
}

// unplaced answers for a request that the store does not know.
func (s *Store) unplaced(ctx context.Context, tx pgx.Tx, in activities.RecordInput) (activities.RecordAnswer, error) {
	if in.ExpectedSeq > 0 {
		return activities.RecordAnswer{Kind: activities.Ahead}, s.alertAhead(ctx, tx, in, 0)
	}
	return refusedRecord(0, notFound("case_id")), nil
}

// refuseRecord checks what only the store can see: that the draft is still the
// one that was submitted, and that what opens is what was reserved.
func refuseRecord(h *head, draft *latestDraft, events []mla.Event) *mla.Error {
	for _, ev := range events {
		switch b := ev.Body.(type) {
		case mla.Opened:
			if b.RequestID != h.ID || b.CaseID != h.CaseID || b.Reference != h.Reference {
				return mla.Refuse(mla.CodeUnknownValue, "reference", "value", b.Reference, "expected", h.Reference)
			}
		case mla.Submitted:
			if draft == nil || draft.Revision != b.Revision || draft.SHA256 != b.DraftSHA256 {
				return mla.Refuse(mla.CodeStaleDraft, "draft_sha256")
			}
			for _, by := range draft.Contributors {
				// Four eyes rest on this list: it may not leave anybody out.
				if !slices.Contains(b.Contributors, by) {
					return mla.Refuse(mla.CodeStaleDraft, "contributors")
				}
			}
		}
	}
	return nil
}

func eventsBetween(ctx context.Context, tx pgx.Tx, requestID string, first, last int64) ([]mla.Event, error) {
	rows, err := tx.Query(ctx, `SELECT event FROM request_events WHERE request_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`, requestID, first, last)
	if err != nil {
		return nil, err
	}
	raw, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, err
	}
	return decodeEvents(raw)
}
