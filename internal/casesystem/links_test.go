package casesystem_test

import (
	"errors"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/casesystem"
)

func TestLinks(t *testing.T) {
	t.Parallel()
	signer := casesystem.LinkSigner{Key: []byte(strings.Repeat("k", 32)), Base: "https://host.example/api/v1/evidence/"}
	sha := strings.Repeat("ab", 32)
	link, err := url.Parse(signer.Sign("0193/deliver/17", sha, now.Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	if path.Dir(link.Path) != "/api/v1/evidence" {
		t.Fatalf("link = %s", link)
	}
	with := func(key, value string) url.Values {
		q := link.Query()
		q.Set(key, value)
		return q
	}
	for _, tc := range []struct {
		name   string
		signer casesystem.LinkSigner
		sha    string
		query  url.Values
		at     time.Time
		want   error
	}{
		{"a fresh link opens", signer, sha, link.Query(), now, nil},
		{"a link opens until its last second", signer, sha, link.Query(), now.Add(time.Hour - time.Second), nil},
		{"a link expires", signer, sha, link.Query(), now.Add(time.Hour), casesystem.ErrLinkExpired},
		{"a link opens one document only", signer, strings.Repeat("cd", 32), link.Query(), now, casesystem.ErrLinkForged},
		{"a link belongs to one delivery", signer, sha, with("delivery", "0193/deliver/18"), now, casesystem.ErrLinkForged},
		{"its end cannot be moved", signer, sha, with("exp", "99999999999"), now, casesystem.ErrLinkForged},
		{"its signature is checked", signer, sha, with("sig", "AAAA"), now, casesystem.ErrLinkForged},
		{"an end that is no number is not a link", signer, sha, with("exp", "soon"), now, casesystem.ErrLinkForged},
		{"no query is not a link", signer, sha, url.Values{}, now, casesystem.ErrLinkForged},
		{"a signer without a key opens nothing", casesystem.LinkSigner{}, sha, link.Query(), now, casesystem.ErrLinkForged},
		{"another key opens nothing", casesystem.LinkSigner{Key: []byte(strings.Repeat("x", 32))}, sha, link.Query(), now, casesystem.ErrLinkForged},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			id, err := tc.signer.Verify(tc.sha, tc.query, tc.at)
			if !errors.Is(err, tc.want) {
				t.Fatalf("error = %v, want %v", err, tc.want)
			}
			if (id == "0193/deliver/17") != (tc.want == nil) {
				t.Errorf("delivery %q", id)
			}
		})
	}
}
