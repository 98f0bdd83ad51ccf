package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ready is the content of the ready file. Whoever starts devstack waits for it; whoever finds it together with a held
// lock has found a live server and may use it.
type ready struct {
	PID      int    `json:"pid"`
	GRPC     string `json:"grpc"`     // host:port of the frontend
	UI       string `json:"ui"`       // URL of the web UI, empty when there is none
	Postgres string `json:"postgres"` // host:port of the database, to tell a server left behind by one that moved
}

// holdLock takes <ready-file>.lock for the life of the process and removes what a killed predecessor left. The kernel
// releases the lock however the process ends, so a held lock means a live server whatever the pid says.
func holdLock(path string) (release func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	// Whoever asks whether we run takes the lock for a moment, so one refusal proves nothing yet.
	for try := 0; ; try++ {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || try == 20 {
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	if err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("another devstack serves %s", path)
		}
		return nil, err
	}
	removeReady(path)
	return func() { _ = f.Close() }, nil
}

// writeReady replaces the file in one step, so that a reader sees all of it or none.
func writeReady(path string, r ready) error {
	if path == "" {
		return nil
	}
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	if err := os.WriteFile(tmp, append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

func removeReady(path string) {
	if path != "" {
		_ = os.Remove(path)
	}
}
