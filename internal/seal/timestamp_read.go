package seal

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// tokenInfo is a time-stamp token whose own signature holds.
type tokenInfo struct {
	at      time.Time
	nonce   *big.Int
	hash    crypto.Hash
	imprint []byte
	certs   []*x509.Certificate
	signer  *x509.Certificate
}

var errToken = errors.New("seal: the time-stamp token does not hold")

// readToken reads a token and checks its signature; who signed it is for the caller.
func readToken(raw []byte) (*tokenInfo, error) {
	sd, err := parseSignedData(raw)
	if err != nil || !sd.contentType.Equal(oidTSTInfo) || sd.content == nil {
		return nil, errToken
	}
	if err := sd.verify(func(h crypto.Hash) []byte {
		w := h.New()
		w.Write(sd.content)
		return w.Sum(nil)
	}); err != nil {
		return nil, errToken
	}
	leaf, _ := sd.leaf()
	if !slices.Contains(leaf.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return nil, errToken
	}
	t := &tokenInfo{certs: sd.certs, signer: leaf}
	if !t.readInfo(sd.content) {
		return nil, errToken
	}
	return t, nil
}

// readInfo reads TSTInfo of RFC 3161, 2.4.2.
func (t *tokenInfo) readInfo(content cryptobyte.String) bool {
	var info, imprint, alg, digest, skip cryptobyte.String
	var version int64
	var policy, hash asn1.ObjectIdentifier
	var tag der.Tag
	serial := new(big.Int)
	if !content.ReadASN1(&info, der.SEQUENCE) || !content.Empty() || !info.ReadASN1Integer(&version) ||
		!info.ReadASN1ObjectIdentifier(&policy) || !info.ReadASN1(&imprint, der.SEQUENCE) ||
		!imprint.ReadASN1(&alg, der.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&hash) ||
		!imprint.ReadASN1(&digest, der.OCTET_STRING) || !info.ReadASN1Integer(serial) {
		return false
	}
	known := false
	if t.hash, known = hashes[hash.String()]; !known {
		return false
	}
	t.imprint = digest
	if !readTime(&info, &t.at) {
		return false
	}
	for !info.Empty() {
		if info.PeekASN1Tag(der.INTEGER) {
			t.nonce = new(big.Int)
			if !info.ReadASN1Integer(t.nonce) {
				return false
			}
			continue
		}
		if !info.ReadAnyASN1(&skip, &tag) {
			return false
		}
	}
	return true
}

// readTime reads a GeneralizedTime that may have fractions of a second, which
// RFC 3161 allows and the usual readers refuse.
func readTime(in *cryptobyte.String, at *time.Time) bool {
	var text cryptobyte.String
	if !in.ReadASN1(&text, der.GeneralizedTime) {
		return false
	}
	t, err := time.Parse("20060102150405.999999999Z", string(text))
	*at = t.UTC()
	return err == nil
}

// covers reports whether the token is about these bytes.
func (t *tokenInfo) covers(data []byte) bool {
	h := t.hash.New()
	h.Write(data)
	return bytes.Equal(h.Sum(nil), t.imprint)
}

// trusted reports whether the token's signer leads to one of the roots at the time it attests.
func (t *tokenInfo) trusted(roots *x509.CertPool) bool {
	if roots == nil {
		return false
	}
	others := x509.NewCertPool()
	for _, c := range t.certs {
		others.AddCert(c)
	}
	_, err := t.signer.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: others, CurrentTime: t.at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	return err == nil
}
