package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

// oneRow is a visible request, as writers and readers of its parts need it.
type oneRow struct {
	ID         string    `db:"id"`
	CaseID     string    `db:"case_id"`
	CaseRef    string    `db:"case_ref"`
	Connector  string    `db:"connector"`
	Reference  string    `db:"reference"`
	Phase      mla.Phase `db:"phase"`
	Officer    string    `db:"officer_id"`
	Translator string    `db:"translator_id"`
	Requested  string    `db:"state"`
	Track      mla.Track `db:"track"`
	Form       mla.Form  `db:"form"`
	Snapshot   []byte    `db:"snapshot"`
	State      mla.State `db:"-"`
}

const oneColumns = `r.id, r.case_id, c.ref AS case_ref, c.connector, r.reference, r.phase, r.officer_id, r.translator_id,
	r.state, r.track, r.form, r.snapshot`

// oneRequest reads a request by id or reference, if the actor may see it.
func oneRequest(ctx context.Context, tx pgx.Tx, who mla.Actor, ref string) (oneRow, error) {
	return readOne(ctx, tx, `SELECT `+oneColumns+` FROM requests r JOIN cases c ON c.id = r.case_id
		WHERE (r.id = $1 OR r.reference = $1) AND `+visible(who), ref)
}

// lockRequest is oneRequest by id that holds off Record and other writers.
func lockRequest(ctx context.Context, tx pgx.Tx, who mla.Actor, id string) (oneRow, error) {
	return readOne(ctx, tx, `SELECT `+oneColumns+` FROM requests r JOIN cases c ON c.id = r.case_id
		WHERE r.id = $1 AND `+visible(who)+` FOR NO KEY UPDATE OF r`, id)
}

func readOne(ctx context.Context, tx pgx.Tx, sql, ref string) (oneRow, error) {
	rows, err := tx.Query(ctx, sql, ref)
	if err != nil {
		return oneRow{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[oneRow])
	if err != nil {
		return oneRow{}, orNotFound(err, "request")
	}
	if r.Snapshot != nil {
		if err := json.Unmarshal(r.Snapshot, &r.State); err != nil {
			return oneRow{}, fmt.Errorf("snapshot: %w", err)
		}
	}
	return r, nil
}

// keeps refuses a draft that would make the reference or the profile wrong.
func (r oneRow) keeps(d mla.Draft) error {
	for _, f := range []struct{ field, value, expected string }{
		{"case_ref", d.CaseRef, r.CaseRef},
		{"state", d.State, r.Requested},
		{"track", string(d.Track), string(r.Track)},
		{"form", string(d.Form), string(r.Form)},
	} {
		if f.value != f.expected {
			return mla.Refuse(mla.CodeUnknownValue, f.field, "value", f.value, "expected", f.expected)
		}
	}
	return nil
}
