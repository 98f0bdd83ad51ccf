package store

import (
	"context"
	"maps"
	"sync"
	"time"
)

// released remembers which templates are released, as long as PostgreSQL tells
// this process when that changes.
type released struct {
	mu   sync.Mutex
	once sync.Once
	// hears is whether the listener is up; without it nothing is remembered.
	hears bool
	// epoch counts the changes heard, so that a set read before one is not kept.
	epoch   int
	digests map[string]bool
}

// ReleasedTemplates are the digests of the templates that are released now. It
// reads them once, and again when one is released or withdrawn anywhere; the
// caller may keep and change the map.
func (s *Store) ReleasedTemplates(ctx context.Context) (out map[string]bool, err error) {
	defer wrap(&err, "ReleasedTemplates")
	c := &s.released
	c.once.Do(func() { go s.hearReleases() })
	c.mu.Lock()
	known, epoch := c.digests, c.epoch
	c.mu.Unlock()
	if known != nil {
		return maps.Clone(known), nil
	}
	rows, err := s.pool.Query(ctx, `SELECT digest FROM (SELECT DISTINCT ON (digest) digest, withdrawn FROM template_releases ORDER BY digest, n DESC) t WHERE NOT withdrawn`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[string]bool{}
	for rows.Next() {
		var digest string
		if err := rows.Scan(&digest); err != nil {
			return nil, err
		}
		out[digest] = true
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hears && c.epoch == epoch {
		c.digests = maps.Clone(out)
	}
	return out, nil
}

// listenAgain is the pause after the listener lost its connection. Meanwhile every
// caller reads for itself.
const listenAgain = time.Second

// hearReleases forgets what is known whenever it changed, or may have.
func (s *Store) hearReleases() {
	c := &s.released
	forget := func(hears bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.hears, c.digests, c.epoch = hears, nil, c.epoch+1
	}
	for s.alive.Err() == nil {
		_ = s.listen(s.alive, templateChannel, func() { forget(true) }, func(string) { forget(true) })
		forget(false)
		select {
		case <-s.alive.Done():
		case <-time.After(listenAgain):
		}
	}
}
