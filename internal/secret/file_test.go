package secret_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogatory/rogatory/internal/secret"
)

func TestEnsureRandom(t *testing.T) {
	t.Parallel()
	t.Run("created once, readable by its owner only, the same ever after", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "keys", "k")
		first, err := secret.EnsureRandom(path, 32)
		if err != nil {
			t.Fatal(err)
		}
		second, err := secret.EnsureRandom(path, 32)
		if err != nil {
			t.Fatal(err)
		}
		if len(first) != 32 || !bytes.Equal(first, second) {
			t.Errorf("first %d bytes, equal to the second: %v", len(first), bytes.Equal(first, second))
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode %o, want 600", info.Mode().Perm())
		}
	})
	t.Run("processes that start together get the same bytes and leave nothing behind", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		got := make([][]byte, 8)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() { got[i], _ = secret.EnsureRandom(filepath.Join(dir, "k"), 32) })
		}
		wg.Wait()
		for i := range got {
			if got[i] == nil || !bytes.Equal(got[i], got[0]) {
				t.Fatalf("caller %d has other bytes than caller 0", i)
			}
		}
		entries, _ := os.ReadDir(dir)
		if len(entries) != 1 {
			t.Errorf("%d files, want the key only", len(entries))
		}
	})
	t.Run("a truncated key is an error and is not replaced", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "k")
		if err := os.WriteFile(path, []byte("abcd"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := secret.EnsureRandom(path, 32); err == nil {
			t.Error("accepted")
		}
		if b, _ := os.ReadFile(path); string(b) != "abcd" {
			t.Errorf("file is now %q", b)
		}
	})
}
