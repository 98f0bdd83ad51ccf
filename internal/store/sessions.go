package store

import (
	"context"
	"time"

	"github.com/alexedwards/scs/pgxstore"
)

// Sessions is where scs keeps web sessions. Expired ones are removed every five
// minutes until the store is closed: our own broom, because the library's logs
// past ours and cannot be stopped without a race.
func (s *Store) Sessions() *pgxstore.PostgresStore {
	go func() {
		tick := time.NewTicker(5 * time.Minute)
		defer tick.Stop()
		for {
			select {
			case <-s.alive.Done():
				return
			case <-tick.C:
				// What is left over is removed the next time; Find does not return it meanwhile.
				_, _ = s.ExpireSessions(s.alive)
			}
		}
	}()
	return pgxstore.NewWithCleanupInterval(s.pool, 0)
}

// ExpireSessions removes what expired, by the machine's clock, and says how many.
func (s *Store) ExpireSessions(ctx context.Context) (n int64, err error) {
	defer wrap(&err, "ExpireSessions")
	tag, err := s.pool.Exec(ctx, `DELETE FROM sessions WHERE expiry < current_timestamp`)
	return tag.RowsAffected(), err
}
