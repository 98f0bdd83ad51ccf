package docstore_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/docstore"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	t.Run("the key file is made once and for its owner only", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "k")
		if _, err := docstore.EnsureKey(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		if _, err := docstore.EnsureKey(path); err != nil {
			t.Fatal(err)
		}
		after, _ := os.ReadFile(path)
		info, _ := os.Stat(path)
		if !bytes.Equal(before, after) || info.Mode().Perm() != 0o600 {
			t.Errorf("same %v, mode %o", bytes.Equal(before, after), info.Mode().Perm())
		}
	})
	t.Run("a store reopened with another key says so at once", func(t *testing.T) {
		t.Parallel()
		_, dir := open(t)
		other, err := docstore.EnsureKey(filepath.Join(t.TempDir(), "k"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := docstore.Open(dir, other); !errors.Is(err, docstore.ErrKey) {
			t.Errorf("error = %v, want ErrKey", err)
		}
	})
	t.Run("after a rotation old and new documents are both readable", func(t *testing.T) {
		t.Parallel()
		s, dir := open(t)
		old := put(t, s, []byte("old"))
		path := filepath.Join(filepath.Dir(dir), "keys", "documents.key")
		before, _ := os.ReadFile(path)
		newer := filepath.Join(t.TempDir(), "k")
		if _, err := docstore.EnsureKey(newer); err != nil {
			t.Fatal(err)
		}
		fresh, _ := os.ReadFile(newer)
		if err := os.WriteFile(path, append(fresh, before...), 0o600); err != nil {
			t.Fatal(err)
		}
		keys, err := docstore.LoadKey(path)
		if err != nil {
			t.Fatal(err)
		}
		rotated, err := docstore.Open(dir, keys)
		if err != nil {
			t.Fatal(err)
		}
		recent := put(t, rotated, []byte("new"))
		if err := errors.Join(rotated.Verify(t.Context(), old), rotated.Verify(t.Context(), recent)); err != nil {
			t.Error(err)
		}
		if err := s.Verify(t.Context(), recent); !errors.Is(err, docstore.ErrDamaged) {
			t.Errorf("the old ring alone opens the new document: %v", err)
		}
	})
	t.Run("an unreadable key is refused without quoting it", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "k")
		if err := os.WriteFile(path, []byte("AGE-SECRET-KEY-1CANARY\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := docstore.EnsureKey(path)
		if !errors.Is(err, docstore.ErrKey) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("a missing mount is an error for LoadKey", func(t *testing.T) {
		t.Parallel()
		if _, err := docstore.LoadKey(filepath.Join(t.TempDir(), "k")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error = %v", err)
		}
	})
}
