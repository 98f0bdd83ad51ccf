// Package docstore keeps documents by the SHA-256 of their content, encrypted, on a mounted folder.
//
// A document goes in once, never changes and is named by mla.DocRef everywhere else. On disk it is
//
//	objects/<2 hex>/<HMAC-SHA-256 of its hash>.age   the document, age-encrypted
//	names.age                                        the HMAC key, age-encrypted
//	tmp/                                             writes that are under way or were killed
//
// Names are an HMAC and not the hash itself: whoever gets hold of the disk or a backup, without the
// key, could otherwise tell whether a document they already own (a leaked letter, an image known by its
// hash) is in the store, which is just what encryption is there to hide. The price is one more
// small file to keep; if it is lost, decrypting and hashing every object rebuilds the names.
package docstore

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
)

// What can go wrong with a document. Errors never name its content, only its hash.
var (
	ErrEmpty    = errors.New("docstore: document is empty")
	ErrTooLarge = errors.New("docstore: document is too large")
	ErrNotFound = errors.New("docstore: no such document")
	ErrDamaged  = errors.New("docstore: document is damaged")
)

// DefaultMax is the size limit in bytes where a caller names none.
const DefaultMax = 256 << 20

// Store is safe for concurrent use, by several processes on the same folder too.
type Store struct {
	dir   string
	keys  KeyRing
	names []byte // HMAC key of the names
}

// Open prepares the folder. It returns ErrKey when the folder was made with a key that
// the ring does not hold: better at start than at the first reading.
func Open(dir string, keys KeyRing) (*Store, error) {
	if keys.Recipient == nil || len(keys.Identities) == 0 {
		return nil, fmt.Errorf("%w: empty ring", ErrKey)
	}
	for _, sub := range []string{"objects", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("docstore: %w", err)
		}
	}
	names, err := ensureNames(filepath.Join(dir, "names.age"), keys)
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, keys: keys, names: names}, nil
}

func ensureNames(path string, keys KeyRing) ([]byte, error) {
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, keys.Recipient)
	if err != nil {
		return nil, fmt.Errorf("docstore: names: %w", err)
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails, see crypto/rand
	if _, err := w.Write(fresh); err != nil {
		return nil, fmt.Errorf("docstore: names: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("docstore: names: %w", err)
	}
	stored, err := secret.CreateOnce(path, sealed.Bytes())
	if err != nil {
		return nil, fmt.Errorf("docstore: names: %w", err)
	}
	r, err := age.Decrypt(bytes.NewReader(stored), keys.Identities...)
	if err != nil {
		return nil, fmt.Errorf("%w: the store was made with another key", ErrKey)
	}
	names, err := io.ReadAll(r)
	if err != nil || len(names) != 32 {
		return nil, fmt.Errorf("%w: names file", ErrDamaged)
	}
	return names, nil
}

// Has tells whether the document is there, without reading it.
func (s *Store) Has(ctx context.Context, sha string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	path, err := s.path(sha)
	if err != nil {
		return false, nil
	}
	_, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Verify reads the whole document and compares it with the reference.
// Errors: ErrNotFound, ErrDamaged, or why it could not be read.
func (s *Store) Verify(ctx context.Context, ref mla.DocRef) error {
	r, err := s.Get(ctx, ref.SHA256)
	if err != nil {
		return err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		return err
	}
	if n != ref.Size {
		return fmt.Errorf("%w: %s has %d bytes, its reference says %d", ErrDamaged, ref.SHA256, n, ref.Size)
	}
	return nil
}

// Sweep removes what killed writes left behind before the given moment of real time, and tells
// how many. Choose it well in the past: a younger file may be a write under way.
func (s *Store) Sweep(before time.Time) (int, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, "tmp"))
	if err != nil {
		return 0, fmt.Errorf("docstore: sweep: %w", err)
	}
	removed := 0
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // gone meanwhile, or too young
		}
		if err := os.Remove(filepath.Join(s.dir, "tmp", e.Name())); err == nil {
			removed++
		}
	}
	return removed, nil
}

func (s *Store) path(sha string) (string, error) {
	sum, err := hex.DecodeString(sha)
	if err != nil || len(sum) != sha256.Size || hex.EncodeToString(sum) != sha {
		return "", fmt.Errorf("%w: malformed hash", ErrNotFound)
	}
	mac := hmac.New(sha256.New, s.names)
	mac.Write(sum)
	name := hex.EncodeToString(mac.Sum(nil))
	return filepath.Join(s.dir, "objects", name[:2], name+".age"), nil
}
