package store

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

const currentProfileSQL = `
	SELECT p.body FROM request_profiles q JOIN profiles p ON p.digest = q.digest
	WHERE q.request_id = $1 ORDER BY q.seq DESC LIMIT 1`

func currentProfile(ctx context.Context, tx pgx.Tx, requestID string) (mla.Profile, error) {
	return scanProfile(tx.QueryRow(ctx, currentProfileSQL, requestID))
}

func scanProfile(row pgx.Row) (p mla.Profile, err error) {
	var body []byte
	if err := row.Scan(&body); err != nil {
		return p, orNotFound(err, "profile")
	}
	return p, json.Unmarshal(body, &p)
}

// CurrentProfile is the law, path and calendars that govern a request now.
func (s *Store) CurrentProfile(ctx context.Context, requestID string) (p mla.Profile, err error) {
	defer wrap(&err, "CurrentProfile")
	return scanProfile(s.pool.QueryRow(ctx, currentProfileSQL, requestID))
}

// ProfileByHash is a profile with that hash of rule data. Requests whose
// calendar was refreshed share the hash with those whose was not: for a request
// use CurrentProfile.
func (s *Store) ProfileByHash(ctx context.Context, hash string) (p mla.Profile, err error) {
	defer wrap(&err, "ProfileByHash")
	return scanProfile(s.pool.QueryRow(ctx, `SELECT body FROM profiles WHERE hash = $1 ORDER BY digest LIMIT 1`, hash))
}

func isNotFound(err error) bool {
	var refusal *mla.Error
	return errors.As(err, &refusal) && refusal.Code == mla.CodeNotFound
}
