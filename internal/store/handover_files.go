package store

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// HandoverFiles reads, of each of these requests that the actor may see, what
// the queue of hand-overs shows: its state and its documents. Two queries,
// however many requests there are; one that is not seen is left out.
func (s *Store) HandoverFiles(ctx context.Context, who mla.Actor, requestIDs []string) (out map[string]desk.HandoverFile, err error) {
	defer wrap(&err, "HandoverFiles")
	out = make(map[string]desk.HandoverFile, len(requestIDs))
	if len(requestIDs) == 0 {
		return out, nil
	}
	err = s.listAs(ctx, who, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue(`SELECT r.id, r.snapshot FROM requests r WHERE r.id = ANY ($1) AND r.snapshot IS NOT NULL AND `+visible(who), requestIDs).
			Query(func(rows pgx.Rows) error {
				var id string
				var snapshot []byte
				_, err := pgx.ForEachRow(rows, []any{&id, &snapshot}, func() error {
					var f desk.HandoverFile
					err := json.Unmarshal(snapshot, &f.State)
					out[id] = f
					return err
				})
				return err
			})
		b.Queue(documentsSQL+` AND d.request_id = ANY ($1) AND `+visible(who)+` AND `+visibleDocuments(who)+documentsOrder, requestIDs).
			Query(func(rows pgx.Rows) error {
				docs, err := pgx.CollectRows(rows, scanDocument)
				for _, d := range docs {
					if f, ok := out[d.RequestID]; ok {
						f.Documents = append(f.Documents, d)
						out[d.RequestID] = f
					}
				}
				return err
			})
		return tx.SendBatch(ctx, b).Close()
	})
	return out, err
}
