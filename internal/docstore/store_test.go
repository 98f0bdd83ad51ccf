package docstore_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"github.com/rogatory/rogatory/internal/docstore"
	"github.com/rogatory/rogatory/internal/mla"
)

func open(t *testing.T) (*docstore.Store, string) {
	t.Helper()
	dir := t.TempDir()
	keys, err := docstore.EnsureKey(filepath.Join(dir, "keys", "documents.key"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := docstore.Open(filepath.Join(dir, "docs"), keys)
	if err != nil {
		t.Fatal(err)
	}
	return s, filepath.Join(dir, "docs")
}

func put(t *testing.T, s *docstore.Store, content []byte) mla.DocRef {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(content), "application/pdf", 0)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func objects(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "objects"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func leftovers(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestPutThenGetGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "unit"), rapid.IntRange(1, 800).Draw(t, "times"))
		ref, err := s.Put(context.Background(), bytes.NewReader(content), "text/plain", 0)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if want := (mla.DocRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), MIME: "text/plain"}); ref != want {
			t.Fatalf("ref = %+v, want %+v", ref, want)
		}
		r, err := s.Get(context.Background(), ref.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		got, err := io.ReadAll(iotest.HalfReader(r))
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("got %d bytes, %v; want %d", len(got), err, len(content))
		}
	})
}

func TestPutRefuses(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	broken := errors.New("line cut")
	for _, tc := range []struct {
		name string
		ctx  context.Context
		r    io.Reader
		max  int64
		want error
	}{
		{"an empty document", t.Context(), strings.NewReader(""), 10, docstore.ErrEmpty},
		{"one byte too many", t.Context(), strings.NewReader("12345678901"), 10, docstore.ErrTooLarge},
		{"a source that breaks off", t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), 10, broken},
		{"a caller that gave up", cancelled, strings.NewReader("1"), 10, context.Canceled},
	} {
		t.Run(tc.name+" and keeps nothing of it", func(t *testing.T) {
			t.Parallel()
			s, dir := open(t)
			if _, err := s.Put(tc.ctx, tc.r, "", tc.max); !errors.Is(err, tc.want) {
				t.Errorf("error = %v, want %v", err, tc.want)
			}
			if n := len(objects(t, dir)) + leftovers(t, dir); n != 0 {
				t.Errorf("%d files left", n)
			}
		})
	}
	t.Run("but takes a document of exactly the limit", func(t *testing.T) {
		t.Parallel()
		s, _ := open(t)
		if _, err := s.Put(t.Context(), strings.NewReader("1234567890"), "", 10); err != nil {
			t.Error(err)
		}
	})
}

func TestPutIsIdempotent(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := s.Put(context.Background(), strings.NewReader("the answer"), "text/plain", 0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(objects(t, dir)); n != 1 {
		t.Errorf("%d objects, want 1", n)
	}
	if n := leftovers(t, dir); n != 0 {
		t.Errorf("%d temporary files left", n)
	}
}

func TestDiskRevealsNothing(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	ref := put(t, s, []byte("canary: the witness is V1"))
	path := objects(t, dir)[0]
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("canary")) {
		t.Error("the content is readable on disk")
	}
	if strings.Contains(path, ref.SHA256) {
		t.Error("the name on disk is the hash of the content")
	}
	info, _ := os.Stat(path)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789abcdef"), 10_000) // several chunks of age's 64 KiB
	for _, tc := range []struct {
		name   string
		damage func(b []byte) []byte
	}{
		{"a flipped bit in the middle", func(b []byte) []byte { b[len(b)/2] ^= 1; return b }},
		{"a flipped bit in the header", func(b []byte) []byte { b[60] ^= 1; return b }},
		{"a lost tail", func(b []byte) []byte { return b[:len(b)-100] }},
		{"a whole lost chunk", func(b []byte) []byte { return b[:len(b)-(len(content)%(64<<10))-16] }},
		{"an appended byte", func(b []byte) []byte { return append(b, 0) }},
		{"an emptied file", func([]byte) []byte { return nil }},
	} {
		t.Run(tc.name+" is an error and never a shorter document", func(t *testing.T) {
			t.Parallel()
			s, dir := open(t)
			ref := put(t, s, content)
			path := objects(t, dir)[0]
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, tc.damage(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := s.Verify(t.Context(), ref); !errors.Is(err, docstore.ErrDamaged) {
				t.Fatalf("Verify = %v, want ErrDamaged", err)
			}
			put(t, s, content)
			if err := s.Verify(t.Context(), ref); err != nil {
				t.Errorf("not mended by putting it again: %v", err)
			}
		})
	}
	t.Run("another document under this one's name is noticed", func(t *testing.T) {
		t.Parallel()
		s, dir := open(t)
		a := put(t, s, []byte("a"))
		first := objects(t, dir)[0]
		put(t, s, []byte("b"))
		for _, p := range objects(t, dir) {
			if p != first {
				if err := os.Rename(p, first); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := s.Verify(t.Context(), a); !errors.Is(err, docstore.ErrDamaged) {
			t.Errorf("Verify = %v, want ErrDamaged", err)
		}
	})
}

func TestGet(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ref := put(t, s, []byte("a"))
	for name, sha := range map[string]string{
		"a document never put":   strings.Repeat("0", 64),
		"a path instead of hash": "../../etc/passwd",
		"a hash in capitals":     strings.ToUpper(ref.SHA256),
		"nothing":                "",
	} {
		t.Run(name+" is not found", func(t *testing.T) {
			t.Parallel()
			if _, err := s.Get(t.Context(), sha); !errors.Is(err, docstore.ErrNotFound) {
				t.Errorf("error = %v", err)
			}
			if has, err := s.Has(t.Context(), sha); has || err != nil {
				t.Errorf("Has = %v, %v", has, err)
			}
		})
	}
	t.Run("a reference with another size is damage", func(t *testing.T) {
		t.Parallel()
		wrong := ref
		wrong.Size++
		if err := s.Verify(t.Context(), wrong); !errors.Is(err, docstore.ErrDamaged) {
			t.Errorf("Verify = %v", err)
		}
	})
	t.Run("a reader that gives up is told so and not of damage", func(t *testing.T) {
		t.Parallel()
		big := put(t, s, bytes.Repeat([]byte("x"), 1<<20))
		ctx, cancel := context.WithCancel(t.Context())
		r, err := s.Get(ctx, big.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		cancel()
		if _, err := io.ReadAll(r); !errors.Is(err, context.Canceled) || errors.Is(err, docstore.ErrDamaged) {
			t.Errorf("error = %v", err)
		}
	})
}

func TestSweepRemovesWhatKilledWritesLeft(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{"put-old": now.Add(-48 * time.Hour), "put-young": now} {
		path := filepath.Join(dir, "tmp", name)
		if err := os.WriteFile(path, []byte("half a docu"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Sweep(now.Add(-24 * time.Hour)); n != 1 || err != nil {
		t.Errorf("Sweep = %d, %v; want the old one only", n, err)
	}
	if n := leftovers(t, dir); n != 1 {
		t.Errorf("%d left, want the young one", n)
	}
}
