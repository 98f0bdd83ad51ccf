package store

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const userColumns = `u.id, u.login, u.name, u.email, u.role, u.org, u.lang, u.disabled, u.password_hash`

func (s *Store) user(ctx context.Context, where string, arg any) (u desk.User, err error) {
	rows, err := s.pool.Query(ctx, `SELECT `+userColumns+` FROM users u WHERE `+where, arg)
	if err != nil {
		return u, err
	}
	u, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[desk.User])
	return u, orNotFound(err, "user")
}

// UserByLogin finds an account, disabled ones included: the caller decides.
func (s *Store) UserByLogin(ctx context.Context, login string) (u desk.User, err error) {
	defer wrap(&err, "UserByLogin")
	return s.user(ctx, `u.login = $1`, login)
}

// UserByID finds an account, disabled ones included.
func (s *Store) UserByID(ctx context.Context, id string) (u desk.User, err error) {
	defer wrap(&err, "UserByID")
	return s.user(ctx, `u.id = $1`, id)
}

// Users lists all accounts for an administrator; for others there are none.
func (s *Store) Users(ctx context.Context, who mla.Actor) (out []desk.User, err error) {
	defer wrap(&err, "Users")
	if who.Role != mla.Admin && who.Role != mla.System {
		return nil, notFound("users")
	}
	rows, err := s.pool.Query(ctx, `SELECT `+userColumns+` FROM users u ORDER BY u.login`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[desk.User])
}

// UsersByRole lists who can be chosen: those enabled, by name, without login,
// address or password.
func (s *Store) UsersByRole(ctx context.Context, who mla.Actor, role mla.Role) (out []desk.User, err error) {
	defer wrap(&err, "UsersByRole")
	if who.Role == "" {
		return nil, notFound("users")
	}
	rows, err := s.pool.Query(ctx, `
		SELECT u.id, '' AS login, u.name, '' AS email, u.role, u.org, u.lang, u.disabled, '' AS password_hash
		FROM users u WHERE u.role = $1 AND NOT u.disabled ORDER BY u.name, u.id`, role)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[desk.User])
}

// CreateUser adds an account; an empty id is given. A login or id in use is
// mla.CodeAlreadyDone. It checks no right: seed and administration call it.
func (s *Store) CreateUser(ctx context.Context, u desk.User) (out desk.User, err error) {
	defer wrap(&err, "CreateUser")
	if u.ID == "" {
		u.ID = uuid.NewString()
	}
	if u.Lang == "" {
		u.Lang = "fr"
	}
	_, err = s.pool.Exec(ctx, `
		INSERT INTO users (id, login, name, email, role, org, lang, disabled, password_hash, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		u.ID, u.Login, u.Name, u.Email, u.Role, u.Org, u.Lang, u.Disabled, u.PasswordHash, s.now())
	if isDuplicate(err) {
		return out, mla.Refuse(mla.CodeAlreadyDone, "login")
	}
	return u, err
}

// SetPassword replaces the hash; SetDisabled opens or closes an account.
func (s *Store) SetPassword(ctx context.Context, userID, hash string) (err error) {
	defer wrap(&err, "SetPassword")
	return s.changeUser(ctx, `UPDATE users SET password_hash = $2 WHERE id = $1`, userID, hash)
}

// SetDisabled opens or closes an account.
func (s *Store) SetDisabled(ctx context.Context, userID string, disabled bool) (err error) {
	defer wrap(&err, "SetDisabled")
	return s.changeUser(ctx, `UPDATE users SET disabled = $2 WHERE id = $1`, userID, disabled)
}

// SetLang changes the actor's own language: fr or en.
func (s *Store) SetLang(ctx context.Context, who mla.Actor, lang string) (err error) {
	defer wrap(&err, "SetLang")
	if lang != "fr" && lang != "en" {
		return mla.Refuse(mla.CodeUnknownValue, "lang", "value", lang)
	}
	return s.changeUser(ctx, `UPDATE users SET lang = $2 WHERE id = $1`, who.ID, lang)
}

func (s *Store) changeUser(ctx context.Context, sql, id string, value any) error {
	tag, err := s.pool.Exec(ctx, sql, id, value)
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("user")
	}
	return err
}

func isDuplicate(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}
