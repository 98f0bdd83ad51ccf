package auth

import (
	"crypto/sha256"
	"strings"
	"sync"
	"time"
)

// How the throttle behaves: a few slips are free, then every failure doubles the wait.
const (
	freeFailures = 5
	firstWait    = time.Second
	longestWait  = 15 * time.Minute
	forgetAfter  = 24 * time.Hour
	maxTracked   = 10_000
)

// Throttle slows down guessing of one account's password from one address. It keeps its
// counts in memory: a restart forgives, which a guesser cannot cause at will. The same account from
// another address stays free, so that nobody can lock a colleague out.
// Safe for concurrent use.
type Throttle struct {
	now func() time.Time

	mu    sync.Mutex
	tries map[[sha256.Size]byte]tries
}

type tries struct {
	failures int
	last     time.Time
}

// NewThrottle takes the clock as a parameter. Give it real time, not a demonstration's:
// guessers do not speed up with it.
func NewThrottle(now func() time.Time) *Throttle {
	return &Throttle{now: now, tries: map[[sha256.Size]byte]tries{}}
}

// Wait is how long this pair must wait before its next attempt is looked at; zero means now.
// Ask before verifying: an attempt made too early must be refused unseen.
func (t *Throttle) Wait(account, address string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	tr, ok := t.tries[pair(account, address)]
	if !ok {
		return 0
	}
	return max(0, tr.last.Add(penalty(tr.failures)).Sub(t.now()))
}

// Failed records a wrong password, also for accounts that do not exist: a
// brake that only known accounts feel would name them.
func (t *Throttle) Failed(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.makeRoom(now)
	k := pair(account, address)
	tr := t.tries[k]
	if now.Sub(tr.last) > forgetAfter {
		tr.failures = 0
	}
	t.tries[k] = tries{failures: tr.failures + 1, last: now}
}

// Succeeded forgets the failures of the pair.
func (t *Throttle) Succeeded(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, pair(account, address))
}

// makeRoom bounds memory: first what is old enough to be forgotten goes, then the
// pair with the fewest failures, which loses the least.
func (t *Throttle) makeRoom(now time.Time) {
	if len(t.tries) < maxTracked {
		return
	}
	var weakest [sha256.Size]byte
	fewest := -1
	for k, tr := range t.tries {
		if now.Sub(tr.last) > forgetAfter {
			delete(t.tries, k)
			continue
		}
		if fewest < 0 || tr.failures < fewest {
			weakest, fewest = k, tr.failures
		}
	}
	if len(t.tries) >= maxTracked {
		delete(t.tries, weakest)
	}
}

func penalty(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	wait := firstWait
	for range failures - freeFailures {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}

// pair is hashed so that a memory dump lists no account names.
func pair(account, address string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(account)) + "\x00" + address))
}
