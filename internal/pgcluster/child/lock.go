package child

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// Lock is an advisory lock on a file. The kernel releases it with the process, so a crash leaves nothing to clean up;
// the file itself stays and means nothing.
type Lock struct{ file *os.File }

// OpenLock opens the file of a lock without taking it. perm applies when the file is created.
func OpenLock(path string, perm os.FileMode) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, perm)
	if err != nil {
		return nil, err
	}
	return &Lock{file: f}, nil
}

// Wait takes the lock alone, waiting for others until ctx ends.
func (l *Lock) Wait(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := l.Try()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Try takes the lock alone when nobody else holds it, shared or not. Our own shared hold does not count.
func (l *Lock) Try() (bool, error) { return l.flock(syscall.LOCK_EX) }

// Share takes the lock together with others who share it.
func (l *Lock) Share() (bool, error) { return l.flock(syscall.LOCK_SH) }

// Release gives the lock back. It may be called more than once.
func (l *Lock) Release() { _ = l.file.Close() }

func (l *Lock) flock(how int) (bool, error) {
	err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
