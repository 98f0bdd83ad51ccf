package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// Identity is a key and the certificates that say whose it is, the holder's first
// and each signed by the next.
type Identity struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// ErrIdentity says why a certificate and key cannot seal; the message names the
// file and the cure.
var ErrIdentity = errors.New("the seal cannot be used")

// Source is where an identity lies: a certificate file and a key file in PEM, or
// one PKCS#12 file with its password.
type Source struct {
	CertFile, KeyFile    string
	PKCS12File, Password string
}

// Load reads an identity and checks that it may seal at an instant: the key fits,
// is strong enough and is nobody else's to read, and the certificate is valid and
// meant for signatures. Errors wrap ErrIdentity and never quote a secret.
func Load(src Source, now time.Time) (Identity, error) {
	var id Identity
	var err error
	name := filepath.Base(src.CertFile)
	if src.PKCS12File != "" {
		name = filepath.Base(src.PKCS12File)
		id, err = loadPKCS12(src.PKCS12File, src.Password)
	} else {
		id, err = loadPEM(src.CertFile, src.KeyFile)
	}
	if err == nil {
		err = id.check(now)
	}
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %s: %w", ErrIdentity, name, err)
	}
	return id, nil
}

func loadPEM(certFile, keyFile string) (Identity, error) {
	var id Identity
	text, err := os.ReadFile(certFile)
	if err != nil {
		return id, err
	}
	certs, err := Certificates(text)
	if err != nil {
		return id, err
	}
	secret, err := readPrivate(keyFile)
	if err != nil {
		return id, err
	}
	if id.Key, err = parseKey(secret); err != nil {
		return id, fmt.Errorf("%s: %w", filepath.Base(keyFile), err)
	}
	id.Chain = certs
	return id, nil
}

// Certificates reads the certificates of a PEM file, in their order.
func Certificates(text []byte) ([]*x509.Certificate, error) {
	var certs []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d does not parse", len(certs)+1)
		}
		certs = append(certs, c)
	}
	if len(certs) == 0 {
		return nil, errors.New("it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")
	}
	return certs, nil
}

func parseKey(text []byte) (crypto.Signer, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var key any
		var err error
		switch block.Type {
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			return nil, errors.New("the key is encrypted: give it unencrypted in a file for the service alone, or as PKCS#12 with its password")
		default:
			continue // EC PARAMETERS
		}
		signer, ok := key.(crypto.Signer)
		if err != nil || !ok {
			return nil, errors.New("the key does not parse")
		}
		return signer, nil
	}
	return nil, errors.New("it holds no key in PEM form (-----BEGIN PRIVATE KEY-----)")
}

func loadPKCS12(file, password string) (Identity, error) {
	raw, err := readPrivate(file)
	if err != nil {
		return Identity{}, err
	}
	key, leaf, others, err := pkcs12.DecodeChain(raw, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return Identity{}, errors.New("the password of the PKCS#12 file is wrong")
	}
	if err != nil {
		return Identity{}, errors.New("it is no PKCS#12 file with one key and its certificate")
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Identity{}, errors.New("its key cannot sign")
	}
	return Identity{Key: signer, Chain: append([]*x509.Certificate{leaf}, others...)}, nil
}

// readPrivate reads a file that only its owner, or the group of the service, may read.
func readPrivate(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); tooOpen(file, mode) {
		return nil, fmt.Errorf("the key file %s has mode %04o: others may read or change it; chmod 0600 it", filepath.Base(file), mode)
	}
	return os.ReadFile(file)
}

// containerSecrets is where containers get their secrets. They keep the mode that
// they have on the host, in a folder that is closed there, and nobody else is in
// the container: being readable is no fault, being writable is.
const containerSecrets = "/run/secrets/"

func tooOpen(file string, mode os.FileMode) bool {
	if strings.HasPrefix(filepath.Clean(file), containerSecrets) {
		return mode&0o022 != 0
	}
	return mode&0o027 != 0
}

func (id *Identity) check(now time.Time) error {
	leaf := id.Chain[0]
	type comparable interface{ Equal(crypto.PublicKey) bool }
	public, ok := id.Key.Public().(comparable)
	if !ok || !public.Equal(leaf.PublicKey) {
		return errors.New("the key does not belong to the first certificate of the file")
	}
	switch k := id.Key.Public().(type) {
	case *rsa.PublicKey:
		if n := k.N.BitLen(); n < 2048 {
			return fmt.Errorf("an RSA key of %d bits is too short; 2048 at least, 3072 for new ones", n)
		} else if n > maxRSA {
			return fmt.Errorf("an RSA key of %d bits is longer than readers take (%d)", n, maxRSA)
		}
	case *ecdsa.PublicKey:
		if k.Curve.Params().BitSize < 256 {
			return errors.New("an elliptic curve of less than 256 bits is too short")
		}
	default:
		return errors.New("the key is neither RSA nor ECDSA")
	}
	if now.Before(leaf.NotBefore) {
		return fmt.Errorf("the certificate is not valid before %s", leaf.NotBefore.Format(time.DateOnly))
	}
	if now.After(leaf.NotAfter) {
		return fmt.Errorf("the certificate expired on %s: renew it, see docs/seals.md", leaf.NotAfter.Format(time.DateOnly))
	}
	if !signs(leaf) {
		return errors.New("the certificate is not meant for signatures: its key usage has neither digitalSignature nor nonRepudiation")
	}
	if leaf.IsCA && !bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		return errors.New("the certificate is an authority's; the seal needs one of its own")
	}
	return id.order()
}

// signs reports whether the certificate may be used for signatures of documents.
func signs(c *x509.Certificate) bool {
	return c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
}

// order puts each certificate before the one that signed it, and refuses one that
// leads nowhere: a reader could not tell whether it was changed.
func (id *Identity) order() error {
	left := append([]*x509.Certificate{}, id.Chain[1:]...)
	chain := id.Chain[:1:1]
	for len(left) > 0 {
		last, found := chain[len(chain)-1], -1
		for i, c := range left {
			if bytes.Equal(last.RawIssuer, c.RawSubject) && c.CheckSignature(last.SignatureAlgorithm, last.RawTBSCertificate, last.Signature) == nil {
				found = i
			}
		}
		if found < 0 {
			return fmt.Errorf("certificate %q of the file did not sign the one before it: keep only the chain of the seal", organisation(left[0]))
		}
		chain = append(chain, left[found])
		left = append(left[:found], left[found+1:]...)
		if len(chain) > maxCerts {
			return errors.New("the chain is too long")
		}
	}
	id.Chain = chain
	return nil
}
