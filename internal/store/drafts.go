package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// latestDraft is the last revision and all who wrote in it or before it.
type latestDraft struct {
	Revision     int      `db:"revision"`
	SHA256       string   `db:"sha256"`
	Contributors []string `db:"contributors"`
}

const latestDraftSQL = `
	SELECT d.revision, d.sha256,
		ARRAY(SELECT DISTINCT by_id FROM draft_revisions WHERE request_id = d.request_id ORDER BY by_id) AS contributors
	FROM draft_revisions d WHERE d.request_id = $1 ORDER BY d.revision DESC LIMIT 1`

// draftRow is a stored revision.
type draftRow struct {
	Revision     int       `db:"revision"`
	SHA256       string    `db:"sha256"`
	Body         []byte    `db:"body"`
	ByID         string    `db:"by_id"`
	At           time.Time `db:"at"`
	Contributors []string  `db:"contributors"`
}

// draftSQL reads a revision, the latest for 0, with those who wrote in it or
// in one before it.
const draftSQL = `
	SELECT d.revision, d.sha256, d.body, d.by_id, d.at,
		ARRAY(SELECT DISTINCT by_id FROM draft_revisions WHERE request_id = d.request_id AND revision <= d.revision ORDER BY by_id) AS contributors
	FROM draft_revisions d WHERE d.request_id = $1 AND ($2 = 0 OR d.revision = $2)
	ORDER BY d.revision DESC LIMIT 1`

func draftPlace(requestID string, revision int) string {
	return "request/" + requestID + "/draft/" + strconv.Itoa(revision)
}

// readDraft opens a revision; the body of an erased case is empty.
func readDraft(ctx context.Context, tx pgx.Tx, c caseCipher, requestID string, revision int) (desk.Draft, error) {
	rows, err := tx.Query(ctx, draftSQL, requestID, revision)
	if err != nil {
		return desk.Draft{}, err
	}
	row, err := optional[draftRow](rows)
	if err != nil {
		return desk.Draft{}, err
	}
	if row == nil {
		return desk.Draft{}, notFound("draft")
	}
	d := desk.Draft{RequestID: requestID, Revision: row.Revision, SHA256: row.SHA256, By: row.ByID, At: row.At.UTC(), Contributors: row.Contributors}
	plain, err := c.open(draftPlace(requestID, row.Revision), row.Body)
	if err != nil || plain == nil {
		return d, err
	}
	if err := json.Unmarshal(plain, &d.Body); err != nil {
		return d, fmt.Errorf("draft %d: %w", row.Revision, err)
	}
	return d, nil
}

// writeDraft appends a revision. The caller holds the request's lock.
func (s *Store) writeDraft(ctx context.Context, tx pgx.Tx, c caseCipher, requestID string, revision int, by string, d mla.Draft) (desk.Draft, error) {
	body, err := d.Canonical()
	if err != nil {
		return desk.Draft{}, err
	}
	sha, err := d.Digest()
	if err != nil {
		return desk.Draft{}, err
	}
	sealed, err := c.seal(draftPlace(requestID, revision), body)
	if err != nil {
		return desk.Draft{}, err
	}
	now := s.now()
	out := desk.Draft{RequestID: requestID, Revision: revision, SHA256: sha, By: by, At: now}
	if err := json.Unmarshal(body, &out.Body); err != nil {
		return desk.Draft{}, err
	}
	err = tx.QueryRow(ctx, `
		WITH written AS (
			INSERT INTO draft_revisions (request_id, revision, case_id, sha256, body, by_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING by_id
		)
		SELECT ARRAY(SELECT by_id FROM written UNION SELECT by_id FROM draft_revisions WHERE request_id = $1 ORDER BY 1)`,
		requestID, revision, c.caseID, sha, sealed, by, now).Scan(&out.Contributors)
	return out, err
}

// Draft reads a revision, the latest for 0. A translator reads the frozen one only.
func (s *Store) Draft(ctx context.Context, who mla.Actor, requestID string, revision int) (d desk.Draft, err error) {
	defer wrap(&err, "Draft")
	if !readsDrafts(who) {
		return d, notFound("draft")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		if who.Role == mla.Translator {
			if r.State.Frozen == nil || revision != 0 && revision != r.State.Frozen.Revision {
				return notFound("draft")
			}
			revision = r.State.Frozen.Revision
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		d, err = readDraft(ctx, tx, c, r.ID, revision)
		return err
	})
	return d, err
}

// SaveDraft appends a revision on top of base. The same text again is the
// revision that is there. What the reference and the law were chosen by (case,
// State, track, form) cannot change any more.
func (s *Store) SaveDraft(ctx context.Context, who mla.Actor, requestID string, base int, d mla.Draft) (out desk.Draft, err error) {
	defer wrap(&err, "SaveDraft")
	if !writesDrafts(who) {
		return out, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "save_draft")
	}
	sha, err := d.Digest()
	if err != nil {
		return out, err
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := lockRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		if r.Phase != mla.PhaseDraft && r.Phase != "" {
			return mla.Refuse(mla.CodeWrongPhase, "phase", "phase", string(r.Phase), "command", "save_draft", "needs", string(mla.PhaseDraft))
		}
		if err := r.keeps(d); err != nil {
			return err
		}
		latest, err := latestOf(ctx, tx, requestID)
		if err != nil {
			return err
		}
		if latest.Revision != base {
			return mla.Refuse("draft_conflict", "base", "revision", strconv.Itoa(latest.Revision))
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		if latest.SHA256 == sha {
			out, err = readDraft(ctx, tx, c, requestID, base)
			return err
		}
		out, err = s.writeDraft(ctx, tx, c, requestID, base+1, who.ID, d)
		return err
	})
	return out, err
}

func latestOf(ctx context.Context, tx pgx.Tx, requestID string) (latestDraft, error) {
	rows, err := tx.Query(ctx, latestDraftSQL, requestID)
	if err != nil {
		return latestDraft{}, err
	}
	d, err := optional[latestDraft](rows)
	if err != nil || d == nil {
		return latestDraft{}, err
	}
	return *d, nil
}
