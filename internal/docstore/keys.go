package docstore

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"filippo.io/age"

	"github.com/rogatory/rogatory/internal/secret"
)

// ErrKey says that the key file is unusable or is not the one this store was made with.
var ErrKey = errors.New("docstore: wrong or unusable key")

// KeyRing is what a store encrypts for and decrypts with.
// New files are encrypted for Recipient; every identity is tried on reading.
type KeyRing struct {
	Recipient  age.Recipient
	Identities []age.Identity
}

// EnsureKey loads the key file and, if it is missing, creates it first with one fresh X25519 identity
// and mode 0600. That suits a demonstration; in production the file is mounted and LoadKey is used,
// so that a forgotten mount does not start a second key.
func EnsureKey(path string) (KeyRing, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return KeyRing{}, fmt.Errorf("docstore: new key: %w", err)
	}
	text := fmt.Sprintf("# public key: %s\n%s\n", id.Recipient(), id)
	b, err := secret.CreateOnce(path, []byte(text))
	if err != nil {
		return KeyRing{}, fmt.Errorf("docstore: key file: %w", err)
	}
	return parseKeys(b)
}

// LoadKey reads a key file in the format of age-keygen. To rotate, put the new identity on the
// first line and keep the older ones below for as long as files are encrypted for them.
// Errors: ErrKey if the file holds no usable identity, otherwise the error of reading it.
func LoadKey(path string) (KeyRing, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return KeyRing{}, fmt.Errorf("docstore: key file: %w", err)
	}
	return parseKeys(b)
}

func parseKeys(b []byte) (KeyRing, error) {
	ids, err := age.ParseIdentities(bytes.NewReader(b))
	if err != nil {
		// The parser's message may quote the line, and the line is the secret.
		return KeyRing{}, fmt.Errorf("%w: no identity in the key file", ErrKey)
	}
	first, ok := ids[0].(*age.X25519Identity)
	if !ok {
		return KeyRing{}, fmt.Errorf("%w: the first identity is not X25519", ErrKey)
	}
	return KeyRing{Recipient: first.Recipient(), Identities: ids}, nil
}
