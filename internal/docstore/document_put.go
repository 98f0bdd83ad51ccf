package docstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"github.com/rogatory/rogatory/internal/mla"
)

// Put stores what r holds and returns its reference; mime is taken as given and only passed on. max is the
// largest size in bytes, DefaultMax if not positive.
//
// Equal content gives the equal reference however often it is put, and putting it again mends a damaged
// copy. When Put returns without an error the document is on stable storage; with one, nothing
// of it is visible. Errors: ErrEmpty, ErrTooLarge, ctx's, r's, or the disk's.
func (s *Store) Put(ctx context.Context, r io.Reader, mime string, max int64) (mla.DocRef, error) {
	if max <= 0 {
		max = DefaultMax
	}
	temp, err := os.CreateTemp(filepath.Join(s.dir, "tmp"), "put-*")
	if err != nil {
		return mla.DocRef{}, fmt.Errorf("docstore: put: %w", err)
	}
	defer os.Remove(temp.Name()) // in vain once renamed
	sha, n, err := s.encrypt(temp, &ctxReader{ctx, io.LimitReader(r, max+1)})
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return mla.DocRef{}, fmt.Errorf("docstore: put: %w", err)
	}
	switch {
	case n == 0:
		return mla.DocRef{}, ErrEmpty
	case n > max:
		return mla.DocRef{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	}
	if err := s.publish(temp.Name(), sha); err != nil {
		return mla.DocRef{}, fmt.Errorf("docstore: put: %w", err)
	}
	return mla.DocRef{SHA256: sha, Size: n, MIME: mime}, nil
}

// encrypt hashes the plaintext on its way into the file.
func (s *Store) encrypt(dst io.Writer, src io.Reader) (sha string, n int64, err error) {
	w, err := age.Encrypt(dst, s.keys.Recipient)
	if err != nil {
		return "", 0, err
	}
	hash := sha256.New()
	if n, err = io.Copy(io.MultiWriter(hash, w), src); err != nil {
		return "", n, err
	}
	return hex.EncodeToString(hash.Sum(nil)), n, w.Close()
}

// publish renames also over an existing copy. Nobody can tell cheaply whether that one is intact, and
// whoever is reading it keeps the old file.
func (s *Store) publish(temp, sha string) error {
	path, err := s.path(sha)
	if err != nil {
		return err
	}
	shard := filepath.Dir(path)
	if err := os.MkdirAll(shard, 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return errors.Join(syncDir(shard), syncDir(filepath.Dir(shard)))
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
