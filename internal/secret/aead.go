package secret

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// KeySize is the size of a key in bytes: AES-256.
const KeySize = 32

// A sealed text is: version 1 | key id | nonce | AES-256-GCM ciphertext with its tag.
const (
	sealedVersion = 1
	idSize        = 8
	nonceSize     = 12
	headerSize    = 1 + idSize
)

// Why a sealed text does not open. Nothing of the plaintext is returned with any of them.
var (
	ErrMalformed  = errors.New("secret: not a sealed text")
	ErrUnknownKey = errors.New("secret: sealed under a key that is not in the ring")
	ErrTampered   = errors.New("secret: sealed text or its context was changed")
)

// Key is an AES-256 key. Its printed form hides it, so that it cannot slip into a log.
type Key struct{ bytes [KeySize]byte }

// NewKey takes exactly KeySize bytes.
func NewKey(b []byte) (Key, error) {
	var k Key
	if len(b) != KeySize {
		return k, fmt.Errorf("secret: a key has %d bytes, got %d", KeySize, len(b))
	}
	copy(k.bytes[:], b)
	return k, nil
}

// GenerateKey makes a random key, for example one per case.
func GenerateKey() Key {
	var k Key
	_, _ = rand.Read(k.bytes[:]) // never fails, see crypto/rand
	return k
}

// Bytes is the raw key, for storing it sealed under another ring.
func (k Key) Bytes() []byte { return bytes.Clone(k.bytes[:]) }

// String hides the key.
func (k Key) String() string { return "secret.Key(hidden)" }

// GoString hides the key from %#v too.
func (k Key) GoString() string { return k.String() }

func (k Key) id() [idSize]byte {
	sum := sha256.Sum256(append([]byte("rogatory key id v1\x00"), k.bytes[:]...))
	return [idSize]byte(sum[:idSize])
}

// Ring is one key to seal with and any number to open with. It is immutable and safe for concurrent use.
// The zero Ring opens nothing and must not seal.
type Ring struct {
	current [idSize]byte
	ciphers map[[idSize]byte]cipher.AEAD
}

// NewRing seals with current and opens with all of them. To rotate, put the new key in
// front and keep the old ones for as long as something is sealed under them.
func NewRing(current Key, older ...Key) Ring {
	r := Ring{current: current.id(), ciphers: map[[idSize]byte]cipher.AEAD{}}
	for _, k := range append([]Key{current}, older...) {
		block, err := aes.NewCipher(k.bytes[:])
		if err != nil {
			panic(err) // the size is right by type
		}
		gcm, err := cipher.NewGCM(block)
		if err != nil {
			panic(err)
		}
		r.ciphers[k.id()] = gcm
	}
	return r
}

// Seal encrypts plaintext under the ring's current key and binds it to aad, the context it belongs to
// (say "case/<id>/note/<id>"), so that a sealed text moved elsewhere does not open there.
// Two seals of the same text differ. Nonces are random: do not seal more than 2³² texts under one key.
func Seal(r Ring, aad, plaintext []byte) []byte {
	gcm, ok := r.ciphers[r.current]
	if !ok {
		panic("secret: Seal with an empty ring")
	}
	out := make([]byte, headerSize+nonceSize, headerSize+nonceSize+len(plaintext)+gcm.Overhead())
	out[0] = sealedVersion
	copy(out[1:], r.current[:])
	nonce := out[headerSize:]
	_, _ = rand.Read(nonce)
	return gcm.Seal(out, nonce, plaintext, bound(out[:headerSize], aad))
}

// Open undoes Seal. Errors: ErrMalformed, ErrUnknownKey, ErrTampered (also when aad is not the one it was
// sealed with). An erased key is ErrUnknownKey for good: that is how a case is forgotten.
func Open(r Ring, aad, sealed []byte) ([]byte, error) {
	if len(sealed) < headerSize+nonceSize || sealed[0] != sealedVersion {
		return nil, ErrMalformed
	}
	header, rest := sealed[:headerSize], sealed[headerSize:]
	gcm, ok := r.ciphers[[idSize]byte(header[1:])]
	if !ok {
		return nil, ErrUnknownKey
	}
	plain, err := gcm.Open(nil, rest[:nonceSize], rest[nonceSize:], bound(header, aad))
	if err != nil {
		return nil, ErrTampered
	}
	return plain, nil
}

// bound authenticates version and key id along with the caller's context.
func bound(header, aad []byte) []byte {
	return append(bytes.Clone(header), aad...)
}
