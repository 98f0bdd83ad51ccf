package docstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"
)

// Get opens the document for reading. The caller closes it, and must read up to io.EOF before trusting
// what was read: only then is the hash known. A damaged, truncated or exchanged file ends in
// ErrDamaged instead of io.EOF, so io.Copy and io.ReadAll fail; it is never silently short.
// Errors: ErrNotFound (also for a malformed hash), ErrDamaged, ctx's, or the disk's.
func (s *Store) Get(ctx context.Context, sha string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := s.path(sha)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, sha)
	}
	if err != nil {
		return nil, fmt.Errorf("docstore: get: %w", err)
	}
	disk := &faults{r: &ctxReader{ctx, f}}
	plain, err := age.Decrypt(disk, s.keys.Identities...)
	if err != nil {
		_ = f.Close()
		if disk.err != nil {
			return nil, fmt.Errorf("docstore: get: %w", disk.err)
		}
		return nil, fmt.Errorf("%w: %s: no key of the ring opens it", ErrDamaged, sha)
	}
	return &document{sha: sha, plain: plain, hash: sha256.New(), disk: disk, file: f}, nil
}

// document verifies while it is read.
type document struct {
	sha   string
	plain io.Reader
	hash  hash.Hash
	disk  *faults
	file  *os.File
}

func (d *document) Read(p []byte) (int, error) {
	n, err := d.plain.Read(p)
	d.hash.Write(p[:n])
	switch {
	case err == nil:
		return n, nil
	case d.disk.err != nil:
		return n, fmt.Errorf("docstore: get: %w", d.disk.err)
	case err == io.EOF && hex.EncodeToString(d.hash.Sum(nil)) == d.sha:
		return n, io.EOF
	}
	return n, fmt.Errorf("%w: %s", ErrDamaged, d.sha)
}

func (d *document) Close() error { return d.file.Close() }

// faults remembers why reading stopped, so that an unplugged disk or a
// cancelled request is not reported as a damaged document.
type faults struct {
	r   io.Reader
	err error
}

func (f *faults) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}
