// Package auth holds what sign-in needs and no more: password hashes, API tokens, and
// a brake on guessing. Sessions and roles live elsewhere.
package auth

import (
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// The OWASP floor for Argon2id: 19 MiB, two passes, one lane.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// decoy has the shape of a hash but comes from no password. It is verified in place of an
// unknown account's hash, so that the answer takes as long as a known one's.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRvZm5vYm9keQ$3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// slots bounds the memory that sign-ins may take together: each holds 19 MiB while it runs.
var slots = make(chan struct{}, 8)

// Error is a refusal a person can act on. Code is stable and goes into API answers.
type Error struct{ Code, Field, Message string }

func (e *Error) Error() string { return "auth: " + e.Code }

// The bounds of a password, in characters and in bytes. The upper one keeps a sign-in from hashing megabytes.
const (
	MinPasswordRunes = 12
	MaxPasswordBytes = 1024
)

// CheckPassword refuses with *Error, code "weak_password", a password that is too short (counted in
// characters as people type them), too long, or the same character throughout. It asks for no
// mixture of classes: length is what helps.
func CheckPassword(password string) error {
	weak := func(message string) error {
		return &Error{Code: "weak_password", Field: "password", Message: message}
	}
	p := norm.NFKC.String(password)
	n := utf8.RuneCountInString(p)
	if n < MinPasswordRunes {
		return weak(fmt.Sprintf("at least %d characters", MinPasswordRunes))
	}
	if len(p) > MaxPasswordBytes {
		return weak(fmt.Sprintf("at most %d bytes", MaxPasswordBytes))
	}
	first, _ := utf8.DecodeRuneInString(p)
	for _, r := range p {
		if r != first {
			return nil
		}
	}
	return weak("not one character repeated")
}

// HashPassword gives the encoded Argon2id hash to store. It does not apply the
// policy: callers that set a password call CheckPassword first.
func HashPassword(password string) (string, error) {
	slots <- struct{}{}
	defer func() { <-slots }()
	hash, err := argon2id.CreateHash(norm.NFKC.String(password), params)
	if err != nil {
		return "", fmt.Errorf("auth: hash password: %w", err)
	}
	return hash, nil
}

// VerifyPassword tells whether the password belongs to the stored hash. Call it for unknown accounts too,
// with an empty hash: it then does the same work and answers false, so that time tells nobody which
// accounts exist. The error is for the log only and means that the stored hash is unusable;
// the answer is then false, after the same work.
func VerifyPassword(password, hash string) (bool, error) {
	if len(password) > MaxPasswordBytes {
		password = "" // can belong to no hash; hashed all the same
	}
	known := hash != ""
	if _, _, _, err := argon2id.DecodeHash(hash); known && err != nil {
		_, _ = compare(password, decoy)
		return false, fmt.Errorf("auth: stored hash: %w", err)
	}
	if !known {
		hash = decoy
	}
	match, err := compare(password, hash)
	return match && known && password != "", err
}

func compare(password, hash string) (bool, error) {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2id.ComparePasswordAndHash(norm.NFKC.String(password), hash)
}
