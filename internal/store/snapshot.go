package store

import (
	"cmp"
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

var (
	_ activities.Snapshots = (*Store)(nil)
	_ activities.Effects   = (*Store)(nil)
	_ activities.Outbox    = (*Store)(nil)
	_ activities.Documents = (*Store)(nil)
	_ activities.Inbox     = (*Store)(nil)
)

// Snapshot reads a request for an effect, as the system. Of an erased case the
// draft and the translations are empty.
func (s *Store) Snapshot(ctx context.Context, requestID string) (out activities.Snapshot, err error) {
	defer wrap(&err, "Snapshot")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, mla.Automaton, requestID)
		if err != nil {
			return err
		}
		if r.Snapshot == nil {
			return notFound("request") // reserved, never opened
		}
		out.State, out.CaseRef, out.Connector = r.State, r.CaseRef, r.Connector
		if out.Profile, err = currentProfile(ctx, tx, r.ID); err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		return snapshotTexts(ctx, tx, c, r, &out)
	})
	return out, err
}

func snapshotTexts(ctx context.Context, tx pgx.Tx, c caseCipher, r oneRow, out *activities.Snapshot) error {
	revision := 0
	if r.State.Frozen != nil {
		revision = r.State.Frozen.Revision
	}
	d, err := readDraft(ctx, tx, c, r.ID, revision)
	if isNotFound(err) {
		err = nil // opened without a reservation: there is no draft yet
	}
	if err != nil {
		return err
	}
	out.Draft, out.DraftSHA256 = d.Body, d.SHA256
	entries, err := readNames(ctx, tx, c)
	if err != nil {
		return err
	}
	out.Names = bookOf(entries)
	out.Translations = map[string]string{}
	if t := r.State.Translation; t != nil {
		// Certified at the desk, the text has a digest of its own.
		out.Translations, err = readSegments(ctx, tx, c, r.ID, cmp.Or(t.TextSHA256, t.SourceSHA256))
	}
	return err
}
