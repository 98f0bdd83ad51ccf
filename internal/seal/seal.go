// Package seal puts the seal of the organisation on a PDF and reads such seals.
//
// A seal is a PAdES signature of level B-B, or B-T where a time-stamping authority
// is configured (ETSI EN 319 142-1), in a revision appended to the file. It says
// that the organisation sealed this file and that nothing changed since. It is not
// the magistrate's signature, and its texts say so.
//
// The package is a leaf. It reads no clock, and no file but those it is told to.
package seal

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"time"
)

// The texts that PDF readers show beside the seal, in French and English.
const (
	reason = "Cachet de l’organisation sur le document approuvé ; il n’est pas la signature du magistrat. – " +
		"Seal of the organisation on the approved document; it is not the magistrate’s signature."
	location = "France"
)

// Seal seals files for one organisation. It is safe for concurrent use.
type Seal struct {
	key   crypto.Signer
	chain []*x509.Certificate // the organisation's first
	// tsa is nil where no time stamp is asked for.
	tsa      *Authority
	required bool
}

// Options are how a seal is made, apart from its key.
type Options struct {
	// Authority gives time stamps; nil makes seals of level B-B.
	Authority *Authority
	// Required refuses to seal without a time stamp. Otherwise a seal without one is
	// made where none can be had, and Sealed says so.
	Required bool
}

// New makes a seal of an identity that Load has checked.
func New(id Identity, o Options) *Seal {
	return &Seal{key: id.Key, chain: id.Chain, tsa: o.Authority, required: o.Required}
}

// Certificate is the organisation's own.
func (s *Seal) Certificate() *x509.Certificate { return s.chain[0] }

// Sealed is a file with its seal.
type Sealed struct {
	PDF []byte
	// Stamped is false where a time stamp was asked for and could not be had, or
	// where none is configured.
	Stamped bool
	// Lacking is why an authority that is configured gave no time stamp.
	Lacking error
}

// ErrNotNow says that the certificate is not valid at the time of sealing.
var ErrNotNow = errors.New("seal: the certificate is not valid at this time")

// room is kept for the signature beside its certificates and its token, in bytes.
const room = 3 << 10

// Apply seals a PDF at an instant. The first len(pdf) bytes of the result are the
// file as it came in. Two calls give different bytes (a signature has chance in it,
// a time stamp its time): whoever needs one file keeps the first.
//
// Errors: ErrPDF for a file that cannot be sealed, ErrNotNow, ErrTimestamp where a
// time stamp is required, ctx's.
func (s *Seal) Apply(ctx context.Context, pdf []byte, at time.Time) (Sealed, error) {
	if cert := s.chain[0]; at.Before(cert.NotBefore) || at.After(cert.NotAfter) {
		return Sealed{}, ErrNotNow
	}
	space := room
	for _, c := range s.chain {
		space += len(c.Raw)
	}
	if s.tsa != nil {
		space += maxToken
	}
	p, err := prepare(pdf, words{name: organisation(s.chain[0]), reason: reason, location: location}, at, space)
	if err != nil {
		return Sealed{}, err
	}
	e := envelope{chain: s.chain}
	if e.attrs, err = signedAttributes(p.digest(), s.chain); err != nil {
		return Sealed{}, err
	}
	if e.signature, err = sign(s.key, e.attrs); err != nil {
		return Sealed{}, err
	}
	out := Sealed{}
	if s.tsa != nil {
		e.token, out.Lacking = s.tsa.stamp(ctx, e.signature)
		if err := ctx.Err(); err != nil {
			return Sealed{}, err
		}
		if out.Lacking != nil && s.required {
			return Sealed{}, out.Lacking
		}
		out.Stamped = e.token != nil
	}
	signature, err := e.marshal()
	if err != nil {
		return Sealed{}, err
	}
	out.PDF = p.file
	return out, p.fill(signature)
}

// organisation is what a certificate calls its holder: by the common name, else
// the organisation, else everything it says.
func organisation(c *x509.Certificate) string {
	switch {
	case c.Subject.CommonName != "":
		return c.Subject.CommonName
	case len(c.Subject.Organization) > 0:
		return c.Subject.Organization[0]
	}
	return c.Subject.String()
}
