package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

const (
	saltSize = 16
	// maxText is the longest free text taken, in bytes.
	maxText = 64 << 10
)

func textPlace(id string) string { return "text/" + id }

// PutText stores a free text under its case's key. The digest in the reference is
// SHA-256(salt ‖ text); the salt lies sealed with the text, so that the digest says
// nothing once the text is erased.
//
// key says what the text is for, a command's id and field: the same text under the
// same key is the same reference, so that a command sent twice is one command.
// Another text under a known key, or a text without key, is a new one.
func (s *Store) PutText(ctx context.Context, who mla.Actor, requestID, key, text string) (ref mla.TextRef, err error) {
	defer wrap(&err, "PutText")
	if !writes(who) {
		return ref, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "put_text")
	}
	if len(text) > maxText {
		return ref, mla.Refuse(mla.CodeTooLong, "text", "max", strconv.Itoa(maxText))
	}
	salted := make([]byte, saltSize, saltSize+len(text))
	_, _ = rand.Read(salted) // never fails, see crypto/rand
	salted = append(salted, text...)
	sum := sha256.Sum256(salted)
	ref = mla.TextRef{ID: uuid.NewString(), Digest: hex.EncodeToString(sum[:])}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		body, err := c.seal(textPlace(ref.ID), salted)
		if err != nil {
			return err
		}
		insert := func(key string) (int64, error) {
			tag, err := tx.Exec(ctx, `
				INSERT INTO request_texts (id, request_id, case_id, key, digest, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
				ON CONFLICT (request_id, key) WHERE key <> '' DO NOTHING`, ref.ID, r.ID, r.CaseID, key, ref.Digest, body, who.ID, s.now())
			return tag.RowsAffected(), err
		}
		if n, err := insert(key); n == 1 || err != nil {
			return err
		}
		known, err := readTexts(ctx, tx, c, `request_id = $1 AND key = $2`, r.ID, key)
		if err != nil {
			return err
		}
		for id, have := range known {
			if have == text {
				ref.ID = id
				return tx.QueryRow(ctx, `SELECT digest FROM request_texts WHERE id = $1`, id).Scan(&ref.Digest)
			}
		}
		_, err = insert("")
		return err
	})
	if err != nil {
		return mla.TextRef{}, err
	}
	return ref, nil
}

// readTexts opens texts by id; erased ones are left out.
func readTexts(ctx context.Context, tx pgx.Tx, c caseCipher, where string, args ...any) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT id, body FROM request_texts WHERE body IS NOT NULL AND `+where, args...)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var id string
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &body}, func() error {
		plain, err := c.open(textPlace(id), body)
		if err == nil && len(plain) >= saltSize {
			out[id] = string(plain[saltSize:])
		}
		return err
	})
	return out, err
}

// Text reads one free text as the system; an erased one is empty.
func (s *Store) Text(ctx context.Context, requestID, textID string) (text string, err error) {
	defer wrap(&err, "Text")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		var caseID string
		err := tx.QueryRow(ctx, `SELECT case_id FROM request_texts WHERE id = $1 AND request_id = $2`, textID, requestID).Scan(&caseID)
		if err != nil {
			return orNotFound(err, "text")
		}
		c, err := s.cipher(ctx, tx, caseID)
		if err != nil {
			return err
		}
		texts, err := readTexts(ctx, tx, c, `id = $1`, textID)
		text = texts[textID]
		return err
	})
	return text, err
}

// EraseText empties one text for good; its digest stays in the chain. It checks no right.
func (s *Store) EraseText(ctx context.Context, textID string) (err error) {
	defer wrap(&err, "EraseText")
	tag, err := s.pool.Exec(ctx, `UPDATE request_texts SET body = NULL WHERE id = $1`, textID)
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("text")
	}
	return err
}
