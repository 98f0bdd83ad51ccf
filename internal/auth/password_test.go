package auth

import (
	"errors"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, password string
		weak           bool
	}{
		{"eleven characters are weak", "abcdefghijk", true},
		{"twelve characters pass", "abcdefghijkl", false},
		{"accents count as one character each", "éèàùçôîêâëïü", false},
		{"eleven accented characters are weak though longer in bytes", "éèàùçôîêâëï", true},
		{"a combining accent is not a character of its own", strings.Repeat("e\u0301", 11), true},
		{"one character repeated is weak", strings.Repeat("a", 20), true},
		{"a megabyte is refused", strings.Repeat("ab", 1<<19), true},
		{"nothing is weak", "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := CheckPassword(tc.password)
			var e *Error
			if tc.weak != errors.As(err, &e) {
				t.Fatalf("error = %v", err)
			}
			if tc.weak && (e.Code != "weak_password" || e.Field != "password") {
				t.Errorf("refusal = %+v", e)
			}
		})
	}
}

func TestVerifyPassword(t *testing.T) {
	t.Parallel()
	hash, err := HashPassword("mot de passe café")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, password, hash string
		want, broken         bool
	}{
		{name: "the right password", password: "mot de passe café", hash: hash, want: true},
		{name: "the right password typed with a combining accent", password: "mot de passe cafe\u0301", hash: hash, want: true},
		{name: "a wrong password", password: "mot de passe thé", hash: hash},
		{name: "an unknown account never matches", password: "mot de passe café", hash: ""},
		{name: "no password never matches", password: "", hash: hash},
		{name: "a megabyte never matches", password: strings.Repeat("x", 1<<20), hash: hash},
		{name: "a broken hash is false and an error", password: "mot de passe café", hash: "$argon2id$nonsense", broken: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := VerifyPassword(tc.password, tc.hash)
			if got != tc.want || (err != nil) != tc.broken {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestUnknownAccountsCostTheSameWork(t *testing.T) {
	t.Parallel()
	got, _, _, err := argon2id.DecodeHash(decoy)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(params, got); diff != "" {
		t.Errorf("the decoy's parameters differ from a real hash's (-real +decoy):\n%s", diff)
	}
}
