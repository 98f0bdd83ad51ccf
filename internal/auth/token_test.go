package auth_test

import (
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/auth"
)

func TestToken(t *testing.T) {
	t.Parallel()
	a, b := auth.NewToken(), auth.NewToken()
	if a == b || !strings.HasPrefix(a, "rgt_") || len(a) != len("rgt_")+43 {
		t.Errorf("tokens %q and %q", a, b)
	}
	if h := auth.HashToken(a); len(h) != 64 || h != auth.HashToken(a) || h == auth.HashToken(b) || strings.Contains(h, a) {
		t.Errorf("hash %q", h)
	}
}
