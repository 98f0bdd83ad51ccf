package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// CreateCase adds an originating case with its keys. A reference that exists is
// that case. connector is folder or http. It checks no right.
func (s *Store) CreateCase(ctx context.Context, ref, court, connector string) (out desk.Case, err error) {
	defer wrap(&err, "CreateCase")
	id := uuid.NewString()
	texts, identity := s.newCaseKeys(id)
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			INSERT INTO cases (id, ref, court, connector, opened_on) VALUES ($1, $2, $3, $4, $5::timestamptz::date)
			ON CONFLICT (ref) DO NOTHING`, id, ref, court, connector, s.now())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 1 {
			if _, err := tx.Exec(ctx, `INSERT INTO case_keys (case_id, texts, identity) VALUES ($1, $2, $3)`, id, texts, identity); err != nil {
				return err
			}
		}
		found, err := listCases(ctx, tx, mla.Automaton, `c.ref = $1`, ref)
		if err == nil {
			out = found[0]
		}
		return err
	})
	return out, err
}

// AddMember lets a person into a case; again is harmless. It checks no right.
func (s *Store) AddMember(ctx context.Context, caseID, userID string) (err error) {
	defer wrap(&err, "AddMember")
	_, err = s.pool.Exec(ctx, `INSERT INTO case_members (case_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, caseID, userID)
	return err
}

// RemoveMember takes the access away; again is harmless.
func (s *Store) RemoveMember(ctx context.Context, caseID, userID string) (err error) {
	defer wrap(&err, "RemoveMember")
	_, err = s.pool.Exec(ctx, `DELETE FROM case_members WHERE case_id = $1 AND user_id = $2`, caseID, userID)
	return err
}

// EraseCase deletes the case's keys: drafts, texts, translations and sealed
// identities are gone for good, in backups made from now on too, and what the
// case gave to the memory of translations. Events, digests and deadlines stay.
// It checks no right, and cannot be undone.
func (s *Store) EraseCase(ctx context.Context, caseID string) (err error) {
	defer wrap(&err, "EraseCase")
	tag, err := s.pool.Exec(ctx, `
		WITH shared AS (DELETE FROM translation_memory WHERE case_id = $1)
		DELETE FROM case_keys WHERE case_id = $1`, caseID)
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("case")
	}
	return err
}

type caseRow struct {
	ID        string `db:"id"`
	Ref       string `db:"ref"`
	Court     string `db:"court"`
	Connector string `db:"connector"`
	OpenedOn  string `db:"opened_on"`
	Requests  int    `db:"requests"`
}

// listCases reads the cases that the actor is a member of, with their members, in two queries.
func listCases(ctx context.Context, tx pgx.Tx, who mla.Actor, where string, args ...any) ([]desk.Case, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.id, c.ref, c.court, c.connector, c.opened_on::text AS opened_on,
			(SELECT count(*) FROM requests r WHERE r.case_id = c.id AND r.phase <> '') AS requests
		FROM cases c WHERE `+memberCases(who)+` AND `+where+` ORDER BY c.ref`, args...)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[caseRow])
	if err != nil {
		return nil, err
	}
	out, ids, at := make([]desk.Case, len(found)), make([]string, len(found)), map[string]int{}
	for i, c := range found {
		out[i] = desk.Case{ID: c.ID, Ref: c.Ref, Court: c.Court, Connector: c.Connector, OpenedOn: parseDate(c.OpenedOn), Requests: c.Requests}
		ids[i], at[c.ID] = c.ID, i
	}
	rows, err = tx.Query(ctx, `
		SELECT m.case_id, u.id, u.name, u.role FROM case_members m JOIN users u ON u.id = m.user_id
		WHERE m.case_id = ANY ($1) ORDER BY u.role, u.name, u.id`, ids)
	if err != nil {
		return nil, err
	}
	var caseID string
	var m desk.Member
	_, err = pgx.ForEachRow(rows, []any{&caseID, &m.UserID, &m.Name, &m.Role}, func() error {
		c := &out[at[caseID]]
		c.Members = append(c.Members, m)
		return nil
	})
	return out, err
}

// Cases lists the cases of which the actor is a member.
func (s *Store) Cases(ctx context.Context, who mla.Actor) (out []desk.Case, err error) {
	defer wrap(&err, "Cases")
	err = s.listAs(ctx, who, func(tx pgx.Tx) (err error) {
		out, err = listCases(ctx, tx, who, `true`)
		return err
	})
	return out, err
}

// CaseFile is a case by reference or id with its requests, evidence and deliveries.
func (s *Store) CaseFile(ctx context.Context, who mla.Actor, ref string) (out desk.CaseFile, err error) {
	defer wrap(&err, "CaseFile")
	err = s.listAs(ctx, who, func(tx pgx.Tx) error {
		found, err := listCases(ctx, tx, who, `(c.ref = $1 OR c.id = $1)`, ref)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return notFound("case")
		}
		out.Case = found[0]
		if out.Rows, err = s.requestRows(ctx, tx, who, `r.phase <> '' AND r.case_id = $1 ORDER BY r.sort_due, r.id`, out.ID); err != nil {
			return err
		}
		if out.Evidence, err = s.caseEvidence(ctx, tx, who, out.ID); err != nil {
			return err
		}
		out.Deliveries, err = caseDeliveries(ctx, tx, who, out.ID)
		return err
	})
	return out, err
}

// caseEvidence opens the details of all items with one query for their texts.
func (s *Store) caseEvidence(ctx context.Context, tx pgx.Tx, who mla.Actor, caseID string) ([]desk.EvidenceRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT e.body, e.request_id, r.reference FROM evidence e JOIN requests r ON r.id = e.request_id
		WHERE e.case_id = $1 AND `+visible(who)+` ORDER BY r.reference, length(e.id), e.id`, caseID)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e desk.EvidenceRow, err error) {
		return e, row.Scan(&e.Evidence, &e.RequestID, &e.Reference)
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	ids := make([]string, len(out))
	for i, e := range out {
		ids[i] = e.Evidence.Detail.ID
	}
	c, err := s.cipher(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	texts, err := readTexts(ctx, tx, c, `id = ANY ($1) AND case_id = $2`, ids, caseID)
	for i := range out {
		out[i].Detail = texts[ids[i]]
	}
	return out, err
}

func caseDeliveries(ctx context.Context, tx pgx.Tx, who mla.Actor, caseID string) ([]desk.DeliveryRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT d.body, d.request_id, r.reference FROM deliveries d JOIN requests r ON r.id = d.request_id
		WHERE d.case_id = $1 AND `+visible(who)+` ORDER BY r.reference, d.id`, caseID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (d desk.DeliveryRow, err error) {
		return d, row.Scan(&d.Delivery, &d.RequestID, &d.Reference)
	})
}
