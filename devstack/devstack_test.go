package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPostgresURL(t *testing.T) {
	t.Parallel()
	pg, err := parsePostgres("postgres://owner:p%40ss@127.0.0.1/postgres?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	if pg.address != "127.0.0.1:5432" || pg.user != "owner" || pg.password != "p@ss" || pg.attributes["sslmode"] != "disable" {
		t.Errorf("read address %s, user %s, attributes %v", pg.address, pg.user, pg.attributes)
	}
}

func TestBadPostgresURLDoesNotShowItsPassword(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"postgres://owner:hunter2@host:port/", "postgres:owner:hunter2", ""} {
		_, err := parsePostgres(raw)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q answers %v", raw, err)
		}
	}
}

func TestOneServerPerReadyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ready.json")
	if err := writeReady(path, ready{PID: 1}); err != nil {
		t.Fatal(err)
	}
	release, err := holdLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("what a killed predecessor left is still there")
	}
	if _, err := holdLock(path); err == nil {
		t.Error("a second server got the lock")
	}
	release()
	release, err = holdLock(path)
	if err != nil {
		t.Error(err)
	}
	release()
}
