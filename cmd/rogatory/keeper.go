package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// server is a private server: PostgreSQL or Temporal.
type server interface {
	// Done is closed when it has ended, for whatever reason.
	Done() <-chan struct{}
	Stop(ctx context.Context) error
}

// keeper keeps a private server running: one that ends unasked, killed by hand or
// by the kernel for want of memory, is started again, at the same address, and
// whoever uses it only has to connect again.
type keeper struct {
	name string
	logf func(string, ...any)
	// start starts the server or adopts the one that runs; from the second time on
	// it must be an error to come up anywhere else than the first time.
	start func(ctx context.Context) (server, error)

	mu      sync.Mutex
	now     server
	unwatch context.CancelFunc
	watched chan struct{}
}

// restartPause is between two attempts at starting a server again: what is left
// of a PostgreSQL that was killed takes a moment to go.
const restartPause = 300 * time.Millisecond

// begin starts the server and keeps it running until end.
func (k *keeper) begin(ctx context.Context) error {
	now, err := k.start(ctx)
	if err != nil {
		return err
	}
	watchCtx, unwatch := context.WithCancel(context.WithoutCancel(ctx))
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now, k.unwatch, k.watched = now, unwatch, make(chan struct{})
	go k.watch(watchCtx, k.watched)
	return nil
}

func (k *keeper) watch(ctx context.Context, over chan<- struct{}) {
	defer close(over)
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.current().Done():
		}
		if ctx.Err() != nil {
			return
		}
		k.logf("%s ended unexpectedly: starting it again", k.name)
		if !k.again(ctx) {
			return
		}
		k.logf("%s is back", k.name)
	}
}

// again tries until the server runs; it reports false when it is wanted no more.
func (k *keeper) again(ctx context.Context) bool {
	for {
		now, err := k.start(ctx)
		if err == nil {
			k.mu.Lock()
			k.now = now
			k.mu.Unlock()
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		k.logf("%s: %v", k.name, err)
		select {
		case <-ctx.Done():
			return false
		case <-time.After(restartPause):
		}
	}
}

func (k *keeper) current() server {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

// end stops keeping the server and then the server itself. It may be called more
// than once, and begin again after it.
func (k *keeper) end(ctx context.Context) error {
	k.mu.Lock()
	unwatch, watched := k.unwatch, k.watched
	k.unwatch = nil
	k.mu.Unlock()
	if unwatch == nil {
		return nil
	}
	unwatch()
	<-watched
	return k.current().Stop(ctx)
}

// sameAddress refuses a server that came back elsewhere: its clients would not
// find it. It is stopped, and the next attempt may find the port free.
func sameAddress(ctx context.Context, s server, got, want string) error {
	if got == want {
		return nil
	}
	return errors.Join(fmt.Errorf("came back on %s instead of %s", got, want), s.Stop(context.WithoutCancel(ctx)))
}
