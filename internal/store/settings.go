package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

// Settings are what all processes of one database agree on.
type Settings struct {
	// Demo was decided when the database was created.
	Demo bool `db:"demo"`
	// Anchor and Speed are the clock. Only a demo runs at another speed than 1.
	Anchor time.Time `db:"clock_anchor"`
	Speed  float64   `db:"clock_speed"`
	// SeededAt is zero until MarkSeeded.
	SeededAt *time.Time `db:"seeded_at"`
}

// Settings reads them.
func (s *Store) Settings(ctx context.Context) (out Settings, err error) {
	defer wrap(&err, "Settings")
	return ReadSettings(ctx, s.pool)
}

// Querier is a pool or a connection.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// ReadSettings reads them before a store with a clock can be opened, for
// example through a plain connection.
func ReadSettings(ctx context.Context, q Querier) (out Settings, err error) {
	rows, err := q.Query(ctx, `SELECT demo, clock_anchor, clock_speed, seeded_at FROM settings`)
	if err != nil {
		return out, err
	}
	out, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Settings])
	out.Anchor = out.Anchor.UTC()
	return out, err
}

// LoadSettings connects with url, reads the settings and disconnects: what a
// process does first, to know what time it is.
func LoadSettings(ctx context.Context, url string) (out Settings, err error) {
	defer wrap(&err, "LoadSettings")
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return out, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return ReadSettings(ctx, conn)
}

// SetSettings changes the clock. Another speed than 1 where the database is no
// demo is mla.CodeNotAllowed; Demo and SeededAt are not changed.
func (s *Store) SetSettings(ctx context.Context, n Settings) (err error) {
	defer wrap(&err, "SetSettings")
	if n.Speed <= 0 {
		return mla.Refuse(mla.CodeUnknownValue, "speed")
	}
	tag, err := s.pool.Exec(ctx, `UPDATE settings SET clock_anchor = $1, clock_speed = $2 WHERE demo OR $2 = 1`, n.Anchor, n.Speed)
	if err == nil && tag.RowsAffected() == 0 {
		return mla.Refuse(mla.CodeNotAllowed, "speed")
	}
	return err
}

// Seeded reports whether sample data was loaded completely.
func (s *Store) Seeded(ctx context.Context) (seeded bool, err error) {
	set, err := s.Settings(ctx)
	return set.SeededAt != nil, err
}

// MarkSeeded is the last step of loading sample data.
func (s *Store) MarkSeeded(ctx context.Context) (err error) {
	defer wrap(&err, "MarkSeeded")
	_, err = s.pool.Exec(ctx, `UPDATE settings SET seeded_at = coalesce(seeded_at, $1)`, s.now())
	return err
}
