package secret

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// EnsureRandom returns the n random bytes kept as hexadecimal in the file, which it creates
// with mode 0600 if it is missing. Processes that start together get the same bytes.
//
// A file that exists but does not hold n bytes is an error and stays as it is: replacing
// a key that something was encrypted with would destroy what it protects.
func EnsureRandom(path string, n int) ([]byte, error) {
	fresh := make([]byte, n)
	if _, err := rand.Read(fresh); err != nil {
		return nil, fmt.Errorf("secret: random: %w", err)
	}
	text, err := CreateOnce(path, []byte(hex.EncodeToString(fresh)+"\n"))
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != n {
		return nil, fmt.Errorf("secret: %s does not hold %d bytes in hexadecimal", filepath.Base(path), n)
	}
	return key, nil
}

// CreateOnce returns the content of the file, first creating it with mode 0600 (and its folders with
// 0700) from fresh if it is missing. It never overwrites: of several callers exactly one creates and
// all get what that one wrote. The file appears whole and on stable storage, or not at all.
func CreateOnce(path string, fresh []byte) ([]byte, error) {
	if b, err := os.ReadFile(path); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
		return b, nil
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	temp, err := os.CreateTemp(dir, ".new-*") // created with 0600
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(fresh)
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	// A hard link fails where a rename would silently replace the winner's file.
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // some file systems cannot sync a folder; the file itself is synced
		_ = d.Close()
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	return b, nil
}
