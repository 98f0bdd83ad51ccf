package casesystem

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Why a link does not open its document.
var (
	ErrLinkForged  = errors.New("casesystem: link is not ours or was changed")
	ErrLinkExpired = errors.New("casesystem: link has expired")
)

// minLinkKey is the shortest key, in bytes, that signs or verifies anything.
const minLinkKey = 32

// LinkSigner makes and checks the links by which a receiver fetches the documents of a delivery. A link is
// Base/<sha256>?delivery=…&exp=…&sig=… and opens one document for one delivery until it expires.
// Whoever serves Base logs no query.
type LinkSigner struct {
	Key  []byte // at least 32 bytes
	Base string // absolute URL without a trailing slash, such as https://host/api/v1/evidence
}

// Sign makes the link; exp is cut to the second.
func (l LinkSigner) Sign(deliveryID, sha string, exp time.Time) string {
	q := url.Values{}
	q.Set("delivery", deliveryID)
	q.Set("exp", strconv.FormatInt(exp.Unix(), 10))
	q.Set("sig", l.mac(deliveryID, sha, exp.Unix()))
	return strings.TrimSuffix(l.Base, "/") + "/" + sha + "?" + q.Encode()
}

// Verify checks the last path segment and the query of a link against now, which is real time. It
// returns the delivery that the link was made for; the caller still looks whether that delivery is known.
// Errors: ErrLinkForged, ErrLinkExpired (only for a link that is genuine).
func (l LinkSigner) Verify(sha string, query url.Values, now time.Time) (deliveryID string, err error) {
	exp, err := strconv.ParseInt(query.Get("exp"), 10, 64)
	if err != nil || len(l.Key) < minLinkKey || !sha256Hex.MatchString(sha) {
		return "", ErrLinkForged
	}
	id := query.Get("delivery")
	if !hmac.Equal([]byte(query.Get("sig")), []byte(l.mac(id, sha, exp))) {
		return "", ErrLinkForged
	}
	if now.Unix() >= exp {
		return "", ErrLinkExpired
	}
	return id, nil
}

func (l LinkSigner) mac(id, sha string, exp int64) string {
	h := hmac.New(sha256.New, l.Key)
	fmt.Fprintf(h, "rogatory link v1\n%q\n%s\n%d", id, sha, exp) // quoted, so that no id can imitate the rest
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
