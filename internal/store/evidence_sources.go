package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// maxSource is the longest text of an item of evidence, in bytes.
const maxSource = 1 << 20

type sourceBody struct {
	Text string `json:"text"`
	Free bool   `json:"free,omitempty"`
}

func sourcePlace(requestID, item string, version int) string {
	return "request/" + requestID + "/source/" + item + "/" + strconv.Itoa(version)
}

// EvidenceSource is the text of an item as its translator read it; version 0
// where nobody has yet.
func (s *Store) EvidenceSource(ctx context.Context, who mla.Actor, requestID, item string) (out desk.EvidenceSource, err error) {
	defer wrap(&err, "EvidenceSource")
	err = s.readText(ctx, who, requestID, func(tx pgx.Tx, r oneRow, c caseCipher) (err error) {
		out, err = readSource(ctx, tx, c, r.ID, item)
		return err
	})
	return out, err
}

func readSource(ctx context.Context, tx pgx.Tx, c caseCipher, requestID, item string) (out desk.EvidenceSource, err error) {
	var body []byte
	var at time.Time
	err = tx.QueryRow(ctx, `
		SELECT version, body, by_id, at FROM evidence_sources WHERE request_id = $1 AND item = $2 ORDER BY version DESC LIMIT 1`,
		requestID, item).Scan(&out.Version, &body, &out.By, &at)
	if errors.Is(err, pgx.ErrNoRows) {
		return desk.EvidenceSource{}, nil
	}
	if err != nil {
		return out, err
	}
	out.At = at.UTC()
	plain, err := c.open(sourcePlace(requestID, item, out.Version), body)
	if err != nil || plain == nil {
		return out, err
	}
	var b sourceBody
	if err := json.Unmarshal(plain, &b); err != nil {
		return out, fmt.Errorf("source: %w", err)
	}
	out.Text, out.Free = b.Text, b.Free
	return out, nil
}

// PutEvidenceSource saves the text of an item on top of the version it names;
// another one is translation_conflict. Only the assigned translator may.
func (s *Store) PutEvidenceSource(ctx context.Context, who mla.Actor, requestID, item string, src desk.EvidenceSource) (out desk.EvidenceSource, err error) {
	defer wrap(&err, "PutEvidenceSource")
	if item == "" {
		return out, notFound("evidence")
	}
	if len(src.Text) > maxSource {
		return out, mla.Refuse(mla.CodeTooLong, "source_text", "max", strconv.Itoa(maxSource))
	}
	err = s.writeText(ctx, who, desk.TextKey{RequestID: requestID, Item: item}, func(tx pgx.Tx, r oneRow, c caseCipher) error {
		last, err := readSource(ctx, tx, c, r.ID, item)
		if err != nil {
			return err
		}
		if last.Version > 0 && last.Text == src.Text && last.Free == src.Free {
			out = last
			return nil
		}
		if last.Version != src.Version {
			return mla.Refuse(mla.CodeTranslationConflict, "source_text")
		}
		body, err := json.Marshal(sourceBody{src.Text, src.Free})
		if err != nil {
			return err
		}
		out = desk.EvidenceSource{Text: src.Text, Free: src.Free, Version: last.Version + 1, By: who.ID, At: s.now()}
		sealed, err := c.seal(sourcePlace(r.ID, item, out.Version), body)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO evidence_sources (request_id, item, version, case_id, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			r.ID, item, out.Version, r.CaseID, sealed, out.By, out.At)
		return err
	})
	return out, err
}
