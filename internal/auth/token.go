package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// TokenPrefix lets secret scanners and people recognise a leaked token.
const TokenPrefix = "rgt_"

// NewToken makes an API token from 32 random bytes. It is shown once to its owner;
// only HashToken of it is stored.
func NewToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails, see crypto/rand
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// HashToken is what is stored and looked up: SHA-256 in hexadecimal. A slow hash would add
// nothing, for nobody can guess 256 random bits; a lookup by hash leaks no useful timing.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
