// Package store keeps the record for people in PostgreSQL: the events of every
// request with their hash chain, what is projected from them, and the texts,
// drafts and identities that are encrypted under a key per case.
//
// It implements what activities and api declare. It decides nothing: the domain
// does, and workflows bring the events. What an actor may not see is
// mla.CodeNotFound, exactly as if it did not exist.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/workday"
)

// Channel is where PostgreSQL tells that a request changed; the payload is its id.
const Channel = "rogatory_requests"

// Options open a store. URL, Keys and Now are required.
type Options struct {
	// URL signs in as the application's role.
	URL string
	// Keys are master keys of 32 bytes: the first wraps new case keys, all unwrap.
	Keys [][]byte
	// Now is the (virtual) clock.
	Now func() time.Time
	// MaxConns bounds the pool; 0 leaves pgx's default.
	MaxConns int32
}

// Store is safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool
	ring secret.Ring
	now  func() time.Time
	// closed ends what runs beside the callers.
	closed context.CancelFunc
	alive  context.Context

	released released
}

// Open connects to a migrated database. Close it.
func Open(ctx context.Context, o Options) (s *Store, err error) {
	defer wrap(&err, "Open")
	ring, err := masterRing(o.Keys)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		return nil, errors.New("no clock")
	}
	cfg, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, errors.New("the database URL cannot be read") // the error would show the password
	}
	if o.MaxConns > 0 {
		cfg.MaxConns = o.MaxConns
	}
	// A process that hangs in the middle must not hold a request's lock for ever.
	for name, value := range map[string]string{"application_name": "rogatory", "idle_in_transaction_session_timeout": "60s", "TimeZone": "UTC"} {
		cfg.ConnConfig.RuntimeParams[name] = value
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	// Instants carry microseconds here, as PostgreSQL keeps them.
	now := func() time.Time { return o.Now().UTC().Truncate(time.Microsecond) }
	s = &Store{pool: pool, ring: ring, now: now}
	s.alive, s.closed = context.WithCancel(context.WithoutCancel(ctx))
	return s, nil
}

// Close ends all connections, waiting for those in use.
func (s *Store) Close() {
	s.closed()
	s.pool.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) (err error) {
	defer wrap(&err, "Ping")
	return s.pool.Ping(ctx)
}

// As runs fn in a transaction that belongs to the actor: every read in it goes
// through what they may see. fn's error rolls back and is returned as it is.
func (s *Store) As(ctx context.Context, who mla.Actor, fn func(pgx.Tx) error) error {
	return s.as(ctx, who, "", fn)
}

// listAs is As for lists. Their text is the same for everybody of a role, and the
// best way to them is not: ten cases are looked up, all of them are read in the
// order of the list. So each is planned for who asks, and none by a plan that the
// connection kept from somebody else.
func (s *Store) listAs(ctx context.Context, who mla.Actor, fn func(pgx.Tx) error) error {
	return s.as(ctx, who, ", set_config('plan_cache_mode', 'force_custom_plan', true)", fn)
}

func (s *Store) as(ctx context.Context, who mla.Actor, more string, fn func(pgx.Tx) error) error {
	for _, v := range []string{who.ID, string(who.Role), who.Org} {
		if strings.ContainsRune(v, 0) {
			return mla.Refuse(mla.CodeUnknownValue, "actor")
		}
	}
	// One message begins the transaction and says for whom.
	begin := "BEGIN; SELECT set_config('rogatory.actor', " + quote(who.ID) + ", true), set_config('rogatory.role', " +
		quote(string(who.Role)) + ", true), set_config('rogatory.org', " + quote(who.Org) + ", true)" + more
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{BeginQuery: begin}, fn)
}

// asSystem is As for what no person asked.
func (s *Store) asSystem(ctx context.Context, fn func(pgx.Tx) error) error {
	return s.As(ctx, mla.Automaton, fn)
}

// wrap names the function in an error, unless it is a refusal, which callers
// compare by its type. A text that PostgreSQL cannot hold (it has no NUL) is the
// giver's fault and never gets better by trying again: a refusal too.
func wrap(err *error, name string) {
	if *err == nil {
		return
	}
	var refusal *mla.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(*err, &refusal):
		*err = refusal
	case errors.As(*err, &pg) && (pg.Code == "22021" || pg.Code == "22P05"):
		*err = mla.Refuse(mla.CodeUnknownValue, "text")
	default:
		*err = fmt.Errorf("store: %s: %w", name, *err)
	}
}

func notFound(field string) *mla.Error { return mla.Refuse(mla.CodeNotFound, field) }

// orNotFound turns no row into a refusal.
func orNotFound(err error, field string) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound(field)
	}
	return err
}

// quote writes a string literal. PostgreSQL reads it with
// standard_conforming_strings, the default since 9.1, or with the E prefix where
// a backslash needs it.
func quote(s string) string {
	q := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(s, `\`) {
		return " E" + strings.ReplaceAll(q, `\`, `\\`)
	}
	return q
}

func instantArg(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

func dateArg(d workday.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// parseDate reads what PostgreSQL writes for a date; NULL as ” is the zero date.
func parseDate(s string) workday.Date {
	d, err := workday.ParseDate(s)
	if err != nil {
		return workday.Date{}
	}
	return d
}

func limited(limit, standard, max int) int {
	switch {
	case limit <= 0:
		return standard
	case limit > max:
		return max
	}
	return limit
}
