package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const tokenColumns = `id, user_id, label, hash, expires_at, last_used, created_at`

// CreateToken stores the hash of a token of the actor.
func (s *Store) CreateToken(ctx context.Context, who mla.Actor, label, hash string, expires time.Time) (t desk.Token, err error) {
	defer wrap(&err, "CreateToken")
	t = desk.Token{ID: uuid.NewString(), UserID: who.ID, Label: label, Hash: hash, ExpiresAt: expires.UTC(), CreatedAt: s.now()}
	_, err = s.pool.Exec(ctx, `INSERT INTO api_tokens (id, user_id, label, hash, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, t.UserID, t.Label, t.Hash, t.ExpiresAt, t.CreatedAt)
	return t, err
}

// Tokens lists the actor's own, newest first, without those revoked.
func (s *Store) Tokens(ctx context.Context, who mla.Actor) (out []desk.Token, err error) {
	defer wrap(&err, "Tokens")
	rows, err := s.pool.Query(ctx, `SELECT `+tokenColumns+` FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id`, who.ID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[desk.Token])
}

// RevokeToken ends one of the actor's own tokens; again is harmless.
func (s *Store) RevokeToken(ctx context.Context, who mla.Actor, id string) (err error) {
	defer wrap(&err, "RevokeToken")
	tag, err := s.pool.Exec(ctx, `UPDATE api_tokens SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND user_id = $2`, id, who.ID, s.now())
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("token")
	}
	return err
}

// UserByToken finds the enabled owner of a token that is neither expired nor
// revoked, and notes its use, to the minute.
func (s *Store) UserByToken(ctx context.Context, hash string) (u desk.User, err error) {
	defer wrap(&err, "UserByToken")
	now := s.now()
	rows, err := s.pool.Query(ctx, `
		WITH found AS (
			SELECT id, user_id, last_used FROM api_tokens WHERE hash = $1 AND revoked_at IS NULL AND expires_at > $2
		), used AS (
			UPDATE api_tokens t SET last_used = $2 FROM found f
			WHERE t.id = f.id AND (f.last_used IS NULL OR f.last_used < $2::timestamptz - interval '1 minute')
		)
		SELECT `+userColumns+` FROM users u JOIN found f ON f.user_id = u.id WHERE NOT u.disabled`, hash, now)
	if err != nil {
		return u, err
	}
	u, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[desk.User])
	return u, orNotFound(err, "token")
}
