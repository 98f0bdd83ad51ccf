// Package casesystem delivers answers into the originating criminal case: as a BagIt bag in a
// folder, or as a signed CloudEvent over HTTP.
//
// A delivery may be attempted many times, over days. Its id names it for good: a receiver that already has
// it says so, and the same id with another content is refused. Nothing here names a person: parties
// are V1, V2…, and a custodian is an organisation.
package casesystem

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/rogatory/rogatory/internal/mla"
)

// The kinds of delivery.
const (
	KindPartial = "partial" // more is to come
	KindFinal   = "final"   // the request is answered
)

var (
	// ErrRefused marks an error that another attempt cannot mend: the receiver said no, or the delivery
	// is malformed. A person must look. Every other error is worth retrying for days.
	ErrRefused = errors.New("casesystem: delivery refused")
	// ErrConflict (also an ErrRefused): the receiver holds another content under this delivery's id.
	ErrConflict = fmt.Errorf("%w: other content under the same id", ErrRefused)
	// ErrAwaitingAck: everything is handed over, the receiver has not acknowledged yet. Try again later.
	ErrAwaitingAck = errors.New("casesystem: handed over, not acknowledged yet")
)

// Delivery is what one hand-over to the originating case consists of.
type Delivery struct {
	ID         string    `json:"id"` // the effect's key, the same at every attempt
	RequestRef string    `json:"request"`
	CaseRef    string    `json:"case"`
	Kind       string    `json:"kind"`
	At         time.Time `json:"at"` // when it was decided, in the product's time
	Items      []Item    `json:"items"`
}

// Item is one document of the answer and what the case must know to use it.
type Item struct {
	Doc           mla.DocRef `json:"doc"`
	Name          string     `json:"name"` // as a person would call the file; sanitised before use
	Measure       string     `json:"measure,omitempty"`
	Custodian     string     `json:"custodian,omitempty"` // the organisation that produced it
	AllowedUse    string     `json:"allowed_use,omitempty"`
	ReceivedOn    string     `json:"received_on,omitempty"`    // civil date, YYYY-MM-DD
	TranslationOf string     `json:"translation_of,omitempty"` // SHA-256 of the original
}

// Receipt is the proof of a delivery.
type Receipt struct {
	ReceiverID string    `json:"receiver_id"` // the receiver's own number, or what stands in for it
	At         time.Time `json:"at"`          // when we learned of it
	Duplicate  bool      `json:"duplicate"`   // the receiver already had it
	Digest     string    `json:"digest"`      // Delivery.Digest of what was acknowledged
	// SelfVerified: no receiver spoke. We verified what we wrote, and that is all it proves.
	SelfVerified bool `json:"self_verified,omitempty"`
}

// Opener gives the plaintext of a document by its SHA-256, as docstore.Store.Get does.
type Opener = func(ctx context.Context, sha string) (io.ReadCloser, error)

// Digest identifies the content of a delivery. At is left out: a delivery decided
// again after a restore is the same delivery.
func (d Delivery) Digest() string {
	d.At = time.Time{}
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings, integers and a zero time always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check finds what no receiver could take. Errors are ErrRefused and name the field only.
func (d Delivery) check() error {
	bad := func(field string) error { return fmt.Errorf("%w: malformed %s", ErrRefused, field) }
	switch {
	case !oneLine(d.ID) || strings.IndexFunc(d.ID, func(r rune) bool { return r > unicode.MaxASCII }) >= 0:
		return bad("id") // it becomes an HTTP header
	case !oneLine(d.RequestRef):
		return bad("request reference")
	case !oneLine(d.CaseRef):
		return bad("case reference")
	case d.Kind != KindPartial && d.Kind != KindFinal:
		return bad("kind")
	case len(d.Items) == 0:
		return fmt.Errorf("%w: nothing to deliver", ErrRefused)
	}
	for i, it := range d.Items {
		if !sha256Hex.MatchString(it.Doc.SHA256) || it.Doc.Size <= 0 ||
			(it.TranslationOf != "" && !sha256Hex.MatchString(it.TranslationOf)) {
			return bad(fmt.Sprintf("document reference of item %d", i))
		}
	}
	return nil
}
