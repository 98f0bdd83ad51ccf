package secret_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/secret"
)

func TestSealOpen(t *testing.T) {
	t.Parallel()
	old, current, stranger := secret.GenerateKey(), secret.GenerateKey(), secret.GenerateKey()
	plain, aad := []byte("V1 lives at …"), []byte("case/7/note/1")
	before := secret.Seal(secret.NewRing(old), aad, plain)
	ring := secret.NewRing(current, old)
	now := secret.Seal(ring, aad, plain)

	changed := func(i int) []byte {
		b := bytes.Clone(now)
		b[i] ^= 1
		return b
	}
	for _, tc := range []struct {
		name   string
		ring   secret.Ring
		aad    []byte
		sealed []byte
		want   error
	}{
		{"what was sealed opens", ring, aad, now, nil},
		{"a ring still opens what its older key sealed", ring, aad, before, nil},
		{"a key outside the ring opens nothing", secret.NewRing(stranger), aad, now, secret.ErrUnknownKey},
		{"an older ring cannot open what the newer key sealed", secret.NewRing(old), aad, now, secret.ErrUnknownKey},
		{"the zero ring opens nothing", secret.Ring{}, aad, now, secret.ErrUnknownKey},
		{"moved to another context it does not open", ring, []byte("case/8/note/1"), now, secret.ErrTampered},
		{"a changed last byte is noticed", ring, aad, changed(len(now) - 1), secret.ErrTampered},
		{"a changed nonce is noticed", ring, aad, changed(10), secret.ErrTampered},
		{"another version is not read", ring, aad, changed(0), secret.ErrMalformed},
		{"a truncated text is not read", ring, aad, now[:12], secret.ErrMalformed},
		{"a cut tag is noticed", ring, aad, now[:len(now)-4], secret.ErrTampered},
		{"nothing is not a sealed text", ring, aad, nil, secret.ErrMalformed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := secret.Open(tc.ring, tc.aad, tc.sealed)
			if !errors.Is(err, tc.want) {
				t.Fatalf("error = %v, want %v", err, tc.want)
			}
			if tc.want == nil && !bytes.Equal(got, plain) {
				t.Errorf("opened %q", got)
			}
			if tc.want != nil && got != nil {
				t.Errorf("a refusal gave %d bytes", len(got))
			}
		})
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	t.Run("two seals of one text differ", func(t *testing.T) {
		t.Parallel()
		ring := secret.NewRing(secret.GenerateKey())
		if bytes.Equal(secret.Seal(ring, nil, []byte("x")), secret.Seal(ring, nil, []byte("x"))) {
			t.Error("same ciphertext twice")
		}
	})
	t.Run("a key survives being stored", func(t *testing.T) {
		t.Parallel()
		k := secret.GenerateKey()
		back, err := secret.NewKey(k.Bytes())
		if err != nil || back != k {
			t.Errorf("back != k, err %v", err)
		}
	})
	t.Run("a short key is refused", func(t *testing.T) {
		t.Parallel()
		if _, err := secret.NewKey(make([]byte, 16)); err == nil {
			t.Error("accepted 16 bytes")
		}
	})
	t.Run("a key prints as nothing", func(t *testing.T) {
		t.Parallel()
		k, _ := secret.NewKey(bytes.Repeat([]byte{0xab}, 32))
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if s := fmt.Sprintf(verb, k); !strings.Contains(s, "hidden") {
				t.Errorf("%s prints %s", verb, s)
			}
		}
	})
}
