package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// templateChannel is where PostgreSQL tells that a template was released or
// withdrawn.
const templateChannel = "rogatory_templates"

// Listen calls changed with the id of every request that changes, until ctx ends
// (then nil) or the connection fails: the caller listens again, and has to assume
// that it missed something. ready, when set, is called once it hears.
func (s *Store) Listen(ctx context.Context, ready func(), changed func(requestID string)) (err error) {
	defer wrap(&err, "Listen")
	return s.listen(ctx, Channel, ready, changed)
}

func (s *Store) listen(ctx context.Context, channel string, ready func(), changed func(payload string)) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	// The connection is not given back: it would go on listening for others.
	c := conn.Hijack()
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	if _, err := c.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	if ready != nil {
		ready()
	}
	for {
		n, err := c.WaitForNotification(ctx)
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil
		}
		if err != nil {
			return err
		}
		changed(n.Payload)
	}
}
