package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// maxFound bounds in how many places one content is told to lie.
const maxFound = 20

// DocumentsByDigest finds the documents that have a content, among those that the
// actor may see, the youngest first. None is no error: content that nobody may see
// and content that is not there look the same.
func (s *Store) DocumentsByDigest(ctx context.Context, who mla.Actor, sha256 string) (found []desk.FoundDocument, err error) {
	defer wrap(&err, "DocumentsByDigest")
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT d.id, r.reference, r.phase, d.kind, d.lang, d.at, r.snapshot
			FROM documents d JOIN requests r ON r.id = d.request_id
			WHERE d.sha256 = $1 AND `+visible(who)+` AND `+visibleDocuments(who)+`
			ORDER BY d.at DESC, d.id LIMIT $2`, sha256, maxFound)
		if err != nil {
			return err
		}
		found, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f desk.FoundDocument, err error) {
			var snapshot []byte
			if err := row.Scan(&f.DocumentID, &f.Reference, &f.Phase, &f.Kind, &f.Lang, &f.At, &snapshot); err != nil {
				return f, err
			}
			var state mla.State
			if snapshot != nil {
				if err := json.Unmarshal(snapshot, &state); err != nil {
					return f, fmt.Errorf("snapshot: %w", err)
				}
			}
			f.At, f.Standing = f.At.UTC(), state.Standing(f.Kind, sha256)
			return f, nil
		})
		return err
	})
	return found, err
}
