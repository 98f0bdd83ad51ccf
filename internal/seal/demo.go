package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

// The names in the demo's certificates. Every PDF reader shows them.
const (
	demoAuthority    = "Rogatory DEMO CA – sans valeur"
	demoOrganisation = "Rogatory DEMO – sans valeur"
)

// demoYears is how long the demo's certificates hold: its clock may run fast.
const demoYears = 40

// NewDemo makes an identity for a demo: a PEM file with a key, its certificate and
// that of the authority that signed it. The authority's own key is forgotten at
// once, so that nothing else can ever be issued under its name. The names say that
// it is worth nothing.
func NewDemo(now time.Time) ([]byte, error) {
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	from := now.AddDate(0, 0, -1)
	subject := func(name string) pkix.Name {
		return pkix.Name{Country: []string{"FR"}, Organization: []string{"Rogatory DEMO"}, CommonName: name}
	}
	authority := &x509.Certificate{
		Subject: subject(demoAuthority), NotBefore: from, NotAfter: from.AddDate(demoYears, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{
		Subject: subject(demoOrganisation), NotBefore: from, NotAfter: from.AddDate(demoYears, 0, 0),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	for _, c := range []*x509.Certificate{authority, leaf} {
		if c.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
			return nil, err
		}
	}
	authorityDER, err := x509.CreateCertificate(rand.Reader, authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return nil, fmt.Errorf("seal: demo authority: %w", err)
	}
	if authority, err = x509.ParseCertificate(authorityDER); err != nil {
		return nil, err
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, authority, key.Public(), authorityKey)
	if err != nil {
		return nil, fmt.Errorf("seal: demo certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, block := range []*pem.Block{
		{Type: "PRIVATE KEY", Bytes: keyDER}, {Type: "CERTIFICATE", Bytes: leafDER}, {Type: "CERTIFICATE", Bytes: authorityDER},
	} {
		if err := pem.Encode(&b, block); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
