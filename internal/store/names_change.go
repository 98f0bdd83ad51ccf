package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

// ChangeNames makes changes to the register of a case, all or none, and gives the
// entries as they are now. One change at a time for a case; refusals are those of
// names.Apply, and case_erased.
func (s *Store) ChangeNames(ctx context.Context, who mla.Actor, ref string, changes []desk.NameChange) (out []desk.NameEntry, err error) {
	defer wrap(&err, "ChangeNames")
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		caseID, _, err := nameCase(ctx, tx, who, ref)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('rogatory names ' || $1, 0))`, caseID); err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if c.erased {
			return mla.Refuse("case_erased", "case")
		}
		entries, err := readNames(ctx, tx, c)
		if err != nil {
			return err
		}
		if who.Role == mla.Translator {
			drafts, _, err := namingDrafts(ctx, tx, who, c)
			if err != nil {
				return err
			}
			if !sees(forTranslator(entries, drafts), changes) {
				return notFound("name")
			}
		}
		done, err := names.Apply(entries, changes, who, s.now(), uuid.NewString)
		if err != nil {
			return err
		}
		for _, r := range done {
			out = append(out, r.NameEntry)
		}
		return writeNames(ctx, tx, c, done, s.now())
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// sees reports whether every change is of an entry in the list.
func sees(entries []desk.NameEntry, changes []desk.NameChange) bool {
	return !slices.ContainsFunc(changes, func(c desk.NameChange) bool {
		return !slices.ContainsFunc(entries, func(e desk.NameEntry) bool { return e.ID == c.Entry.ID })
	})
}

func writeNames(ctx context.Context, tx pgx.Tx, c caseCipher, done []desk.NameRevision, now time.Time) error {
	b := &pgx.Batch{}
	for _, r := range done {
		plain, err := json.Marshal(nameBody{
			r.Kind, r.Canonical, r.Variants, r.Different, r.Forms, r.Proposed, r.Source, r.Note, r.MergedInto,
		})
		if err != nil {
			return err
		}
		body, err := c.seal(namePlace(c.caseID, r.ID, r.Revision), plain)
		if err != nil {
			return err
		}
		b.Queue(`INSERT INTO case_names (case_id, id, revision, action, gone, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			c.caseID, r.ID, r.Revision, r.Action, r.Gone, body, r.By, now)
	}
	return tx.SendBatch(ctx, b).Close()
}

// NameHistory is every revision of an entry, the oldest first, for the members of
// the case; not_found for a translator.
func (s *Store) NameHistory(ctx context.Context, who mla.Actor, ref, id string) (out []desk.NameRevision, err error) {
	defer wrap(&err, "NameHistory")
	if !readsWholeCase(who) {
		return nil, notFound("name")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		caseID, _, err := nameCase(ctx, tx, who, ref)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, caseID)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+nameColumns+` FROM case_names WHERE case_id = $1 AND id = $2 ORDER BY revision`, caseID, id)
		if err != nil {
			return err
		}
		if out, err = scanNames(rows, c); err == nil && len(out) == 0 {
			err = notFound("name")
		}
		return err
	})
	return out, err
}
