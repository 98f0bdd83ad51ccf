package store

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
)

func sealedPlace(requestID, label string) string { return "request/" + requestID + "/sealed/" + label }

// sealedRequest finds the request for those on the access list of its sealed
// identities: the officer in charge and the magistrates of the case.
func sealedRequest(ctx context.Context, tx pgx.Tx, who mla.Actor, requestID string) (oneRow, error) {
	r, err := oneRequest(ctx, tx, who, requestID)
	if err != nil {
		return r, err
	}
	if who.Role == mla.Magistrate || who.Role == mla.Officer && r.Officer == who.ID {
		return r, nil
	}
	return oneRow{}, notFound("sealed")
}

// PutSealed stores the identity behind a minor's label, replacing an earlier one.
func (s *Store) PutSealed(ctx context.Context, who mla.Actor, requestID string, id desk.Sealed) (err error) {
	defer wrap(&err, "PutSealed")
	plain, err := json.Marshal(id)
	if err != nil {
		return err
	}
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := sealedRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		if c.erased {
			return errErased
		}
		body := secret.Seal(c.identity, []byte(sealedPlace(r.ID, id.Label)), plain)
		_, err = tx.Exec(ctx, `
			INSERT INTO sealed_identities (request_id, label, case_id, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (request_id, label) DO UPDATE SET body = excluded.body, by_id = excluded.by_id, at = excluded.at`,
			r.ID, id.Label, r.CaseID, body, who.ID, s.now())
		if isCheck(err) {
			return mla.Refuse("minor_by_label_only", "label")
		}
		if err != nil {
			return err
		}
		return s.logSealed(ctx, tx, r, who, "write", []string{id.Label}, "")
	})
}

// Sealed reads the identities of a request, by label. The read is logged, also
// when there is none; without the log entry nothing is given.
func (s *Store) Sealed(ctx context.Context, who mla.Actor, requestID string) (out []desk.Sealed, err error) {
	defer wrap(&err, "Sealed")
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := sealedRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		if out, err = readSealed(ctx, tx, c, r.ID); err != nil {
			return err
		}
		labels := make([]string, len(out))
		for i, id := range out {
			labels[i] = id.Label
		}
		return s.logSealed(ctx, tx, r, who, "read", labels, "")
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func readSealed(ctx context.Context, tx pgx.Tx, c caseCipher, requestID string) ([]desk.Sealed, error) {
	if c.erased {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `SELECT label, body FROM sealed_identities WHERE request_id = $1 ORDER BY length(label), label`, requestID)
	if err != nil {
		return nil, err
	}
	var out []desk.Sealed
	var label string
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&label, &body}, func() error {
		plain, err := secret.Open(c.identity, []byte(sealedPlace(requestID, label)), body)
		if errors.Is(err, secret.ErrUnknownKey) {
			return nil
		}
		if err != nil {
			return err
		}
		var id desk.Sealed
		if err := json.Unmarshal(plain, &id); err != nil {
			return err
		}
		out = append(out, id)
		return nil
	})
	return out, err
}

// SealedAnnexMade records that somebody on the access list had the annex made
// for some labels, with the digest of the file. The file itself is kept nowhere.
func (s *Store) SealedAnnexMade(ctx context.Context, who mla.Actor, requestID string, labels []string, sha256 string) (err error) {
	defer wrap(&err, "SealedAnnexMade")
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := sealedRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		return s.logSealed(ctx, tx, r, who, "annex", labels, sha256)
	})
}

func (s *Store) logSealed(ctx context.Context, tx pgx.Tx, r oneRow, who mla.Actor, action string, labels []string, sha256 string) error {
	_, err := tx.Exec(ctx, `INSERT INTO sealed_access (request_id, case_id, user_id, action, labels, sha256, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.ID, r.CaseID, who.ID, action, labels, sha256, s.now())
	return err
}
