package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// The names of RFC 5652 (CMS), RFC 5035 (signing-certificate-v2) and RFC 3161.
var (
	oidData               = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSigningCert        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSignatureTimestamp = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256             = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384             = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512             = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA                = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSASHA256          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSASHA256        = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

var (
	tag0 = der.Tag(0).ContextSpecific().Constructed()
	tag1 = der.Tag(1).ContextSpecific().Constructed()
)

// envelope is a CMS signature as this package writes it, part by part. Writing is
// a function of the parts alone, so that a reader can write what it read once
// more and see whether a byte differs where no signature reaches.
type envelope struct {
	chain     []*x509.Certificate
	attrs     []byte // the signed attributes, without the tag around them
	signature []byte
	token     []byte // an RFC 3161 time-stamp token, or nil
}

// signedAttributes are what PAdES asks for at its lowest level: what was signed,
// its digest and by which certificate. The time of signing is not among them:
// EN 319 142-1 keeps it in the signature dictionary (/M) and out of the CMS. The
// certificates that come along are named after the first (RFC 5035 allows it), so
// that no byte of theirs can change unseen either.
func signedAttributes(digest []byte, chain []*x509.Certificate) ([]byte, error) {
	attrs := [][]byte{}
	for _, a := range []struct {
		id    asn1.ObjectIdentifier
		value func(*cryptobyte.Builder)
	}{
		{oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }},
		{oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) }},
		{oidSigningCertV2, func(b *cryptobyte.Builder) {
			// SigningCertificateV2 ⊃ ESSCertIDv2; SHA-256 is its default and therefore not written.
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
					for _, c := range chain {
						hash := fingerprint(c)
						b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1OctetString(hash[:]) })
					}
				})
			})
		}},
	} {
		var b cryptobyte.Builder
		addAttribute(&b, a.id, a.value)
		out, err := b.Bytes()
		if err != nil {
			return nil, err
		}
		attrs = append(attrs, out)
	}
	slices.SortFunc(attrs, bytes.Compare) // the order of a DER set
	return bytes.Join(attrs, nil), nil
}

func addAttribute(b *cryptobyte.Builder, id asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) {
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(id)
		b.AddASN1(der.SET, value)
	})
}

// toSign is what the signature of signed attributes is made over: the attributes
// as a set (RFC 5652, 5.4).
func toSign(attrs []byte) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(der.SET, func(b *cryptobyte.Builder) { b.AddBytes(attrs) })
	return b.Bytes()
}

// sign signs the attributes with SHA-256, whatever the key.
func sign(key crypto.Signer, attrs []byte) ([]byte, error) {
	set, err := toSign(attrs)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(set)
	return key.Sign(rand.Reader, digest[:], crypto.SHA256)
}

func signatureAlgorithm(public any) (asn1.ObjectIdentifier, x509.SignatureAlgorithm, error) {
	switch public.(type) {
	case *rsa.PublicKey:
		return oidRSASHA256, x509.SHA256WithRSA, nil
	case *ecdsa.PublicKey:
		return oidECDSASHA256, x509.ECDSAWithSHA256, nil
	}
	return nil, 0, fmt.Errorf("seal: a key of type %T; RSA and ECDSA are known", public)
}

// marshal writes the envelope as DER.
func (e envelope) marshal() ([]byte, error) {
	leaf := e.chain[0]
	algorithm, _, err := signatureAlgorithm(leaf.PublicKey)
	if err != nil {
		return nil, err
	}
	hash := func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
	}
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tag0, func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(der.SET, hash)
				// Detached: the content is the file around the signature.
				b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(tag0, func(b *cryptobyte.Builder) {
					for _, c := range e.chain {
						b.AddBytes(c.Raw)
					}
				})
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1Int64(1)
						b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddBytes(leaf.RawIssuer)
							b.AddASN1BigInt(leaf.SerialNumber)
						})
						hash(b)
						b.AddASN1(tag0, func(b *cryptobyte.Builder) { b.AddBytes(e.attrs) })
						b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier(algorithm)
							if algorithm.Equal(oidRSASHA256) {
								b.AddASN1NULL()
							}
						})
						b.AddASN1OctetString(e.signature)
						if e.token != nil {
							b.AddASN1(tag1, func(b *cryptobyte.Builder) {
								addAttribute(b, oidSignatureTimestamp, func(b *cryptobyte.Builder) { b.AddBytes(e.token) })
							})
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}
