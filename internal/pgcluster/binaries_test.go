package pgcluster

import (
	"errors"
	"strings"
	"testing"
)

func TestMissingPostgresSaysWhatToInstall(t *testing.T) {
	t.Setenv("PG_BIN", t.TempDir())
	_, err := findBinaries(0)
	if !errors.Is(err, ErrNoPostgres) || !strings.Contains(err.Error(), "install") || !strings.Contains(err.Error(), "PG_BIN") {
		t.Errorf("got %v", err)
	}
}

func TestDataOfAMissingVersionAreNotTouched(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	if _, err := findBinaries(9); !errors.Is(err, ErrWrongVersion) {
		t.Errorf("got %v", err)
	}
}

func TestMajorVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n": 15, "17\n": 17, "postgres (PostgreSQL) 18beta1": 18, "": 0,
	} {
		if got := majorOf(text); got != want {
			t.Errorf("majorOf(%q) = %d, want %d", text, got, want)
		}
	}
}
