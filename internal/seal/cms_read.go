package seal

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// errCMS says that bytes are no CMS signature of the strict form read here: DER,
// one signer named by issuer and serial number, signed attributes.
var errCMS = errors.New("seal: not a CMS signature that can be read")

// signedData is a CMS signature as read, before anything of it was checked.
type signedData struct {
	contentType asn1.ObjectIdentifier
	content     []byte // nil where detached
	certs       []*x509.Certificate
	issuer      []byte
	serial      *big.Int
	digestAlg   asn1.ObjectIdentifier
	attrs       []byte // inside of their tag
	sigAlg      asn1.ObjectIdentifier
	signature   []byte
	token       []byte
}

// Bounds on what one signature may ask of its reader: certificates, and the bits of
// an RSA key. A key of a million bits would take minutes to check.
const (
	maxCerts = 16
	maxRSA   = 8192
)

// parseSignedData reads what a stranger may have written: it accepts DER only and
// allocates no more than it is given.
func parseSignedData(raw []byte) (*signedData, error) {
	in := cryptobyte.String(raw)
	var info, wrapped, sd, algs, encap, signers cryptobyte.String
	var id asn1.ObjectIdentifier
	var version int64
	s := &signedData{}
	ok := in.ReadASN1(&info, der.SEQUENCE) && in.Empty() && info.ReadASN1ObjectIdentifier(&id) && id.Equal(oidSignedData) &&
		info.ReadASN1(&wrapped, tag0) && info.Empty() && wrapped.ReadASN1(&sd, der.SEQUENCE) && wrapped.Empty() &&
		sd.ReadASN1Integer(&version) && sd.ReadASN1(&algs, der.SET) && sd.ReadASN1(&encap, der.SEQUENCE) &&
		encap.ReadASN1ObjectIdentifier(&s.contentType)
	if !ok {
		return nil, errCMS
	}
	if !encap.Empty() {
		var explicit, content cryptobyte.String
		if !encap.ReadASN1(&explicit, tag0) || !explicit.ReadASN1(&content, der.OCTET_STRING) || !explicit.Empty() {
			return nil, errCMS
		}
		s.content = content
	}
	// RFC 5652, 5.1: version 1 for plain data, 3 for anything else.
	if s.contentType.Equal(oidData) != (version == 1) || version != 1 && version != 3 {
		return nil, errCMS
	}
	var certs, crls cryptobyte.String
	var some bool
	if !sd.ReadOptionalASN1(&certs, &some, tag0) || !sd.ReadOptionalASN1(&crls, &some, tag1) ||
		!sd.ReadASN1(&signers, der.SET) || !sd.Empty() {
		return nil, errCMS
	}
	for !certs.Empty() {
		var one cryptobyte.String
		if len(s.certs) == maxCerts || !certs.ReadASN1Element(&one, der.SEQUENCE) {
			return nil, errCMS
		}
		c, err := x509.ParseCertificate(one)
		if err != nil {
			return nil, fmt.Errorf("%w: a certificate in it does not parse", errCMS)
		}
		if k, ok := c.PublicKey.(*rsa.PublicKey); ok && k.N.BitLen() > maxRSA {
			return nil, fmt.Errorf("%w: a key in it is too long", errCMS)
		}
		s.certs = append(s.certs, c)
	}
	if !s.readSigner(&signers) || !signers.Empty() {
		return nil, errCMS
	}
	// No signature reaches this list: it names what the signer used, and nothing else is let in.
	if used, ok := readAlgorithm(&algs); !ok || !algs.Empty() || !used.Equal(s.digestAlg) {
		return nil, errCMS
	}
	return s, nil
}

// readAlgorithm reads an algorithm without parameters, or with an explicit none.
func readAlgorithm(in *cryptobyte.String) (id asn1.ObjectIdentifier, ok bool) {
	var alg, none cryptobyte.String
	if !in.ReadASN1(&alg, der.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&id) {
		return nil, false
	}
	return id, alg.Empty() || alg.ReadASN1(&none, der.NULL) && none.Empty() && alg.Empty()
}

func (s *signedData) readSigner(in *cryptobyte.String) bool {
	var signer, sid, issuer, attrs, sig, unsigned cryptobyte.String
	var version int64
	var some, ok bool
	s.serial = new(big.Int)
	if !in.ReadASN1(&signer, der.SEQUENCE) || !signer.ReadASN1Integer(&version) || version != 1 ||
		!signer.ReadASN1(&sid, der.SEQUENCE) || !sid.ReadASN1Element(&issuer, der.SEQUENCE) || !sid.ReadASN1Integer(s.serial) || !sid.Empty() {
		return false
	}
	if s.digestAlg, ok = readAlgorithm(&signer); !ok || !signer.ReadASN1(&attrs, tag0) {
		return false
	}
	if s.sigAlg, ok = readAlgorithm(&signer); !ok || !signer.ReadASN1(&sig, der.OCTET_STRING) ||
		!signer.ReadOptionalASN1(&unsigned, &some, tag1) || !signer.Empty() {
		return false
	}
	s.issuer, s.attrs, s.signature = issuer, attrs, sig
	token, one := attribute(unsigned, oidSignatureTimestamp)
	if one {
		s.token = token
	}
	return true
}

// attribute finds the only value of the only attribute of a name.
func attribute(attrs cryptobyte.String, id asn1.ObjectIdentifier) (value []byte, ok bool) {
	for !attrs.Empty() {
		var attr, set, v cryptobyte.String
		var name asn1.ObjectIdentifier
		var tag der.Tag
		if !attrs.ReadASN1(&attr, der.SEQUENCE) || !attr.ReadASN1ObjectIdentifier(&name) || !attr.ReadASN1(&set, der.SET) {
			return nil, false
		}
		if !name.Equal(id) {
			continue
		}
		if ok || !set.ReadAnyASN1Element(&v, &tag) || !set.Empty() {
			return nil, false
		}
		value, ok = v, true
	}
	return value, ok
}

// leaf is the certificate that the signature names as its own.
func (s *signedData) leaf() (*x509.Certificate, bool) {
	for _, c := range s.certs {
		if c.SerialNumber.Cmp(s.serial) == 0 && bytes.Equal(c.RawIssuer, s.issuer) {
			return c, true
		}
	}
	return nil, false
}

// errForged says that the signature is not one over this content by this certificate.
var errForged = errors.New("seal: the signature does not hold")

// verify checks the signature over the attributes, that they name the digest of
// the content and that they name the certificate. digestOf gives the content's
// digest by an algorithm. It says nothing about who the certificate belongs to.
func (s *signedData) verify(digestOf func(crypto.Hash) []byte) error {
	leaf, ok := s.leaf()
	if !ok {
		return fmt.Errorf("%w: its certificate is not there", errForged)
	}
	hash, ok := hashes[s.digestAlg.String()]
	if !ok {
		return errForged
	}
	var contentType asn1.ObjectIdentifier
	if v, ok := attribute(s.attrs, oidContentType); !ok || !(*cryptobyte.String)(&v).ReadASN1ObjectIdentifier(&contentType) || !contentType.Equal(s.contentType) {
		return errForged
	}
	var digest cryptobyte.String
	if v, ok := attribute(s.attrs, oidMessageDigest); !ok || !(*cryptobyte.String)(&v).ReadASN1(&digest, der.OCTET_STRING) ||
		!bytes.Equal(digest, digestOf(hash)) {
		return fmt.Errorf("%w: the content has another digest", errForged)
	}
	if !s.names(leaf) {
		return fmt.Errorf("%w: it names another certificate", errForged)
	}
	set, err := toSign(s.attrs)
	if err != nil {
		return errForged
	}
	algorithm, ok := s.algorithm(leaf, hash)
	if !ok || leaf.CheckSignature(algorithm, set, s.signature) != nil {
		return errForged
	}
	return nil
}

var hashes = map[string]crypto.Hash{
	oidSHA256.String(): crypto.SHA256, oidSHA384.String(): crypto.SHA384, oidSHA512.String(): crypto.SHA512,
}

// names reports whether the attribute signing-certificate-v2 (or, in tokens of old
// authorities, its SHA-1 forerunner beside the chain) binds the certificate.
func (s *signedData) names(cert *x509.Certificate) bool {
	v, ok := attribute(s.attrs, oidSigningCertV2)
	if !ok {
		_, old := attribute(s.attrs, oidSigningCert)
		return old && s.contentType.Equal(oidTSTInfo)
	}
	var outer, list, id, alg, digest cryptobyte.String
	in := cryptobyte.String(v)
	if !in.ReadASN1(&outer, der.SEQUENCE) || !outer.ReadASN1(&list, der.SEQUENCE) || !list.ReadASN1(&id, der.SEQUENCE) {
		return false
	}
	hash := crypto.SHA256
	if id.PeekASN1Tag(der.SEQUENCE) {
		var name asn1.ObjectIdentifier
		if !id.ReadASN1(&alg, der.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&name) {
			return false
		}
		if hash, ok = hashes[name.String()]; !ok {
			return false
		}
	}
	h := hash.New()
	h.Write(cert.Raw)
	return id.ReadASN1(&digest, der.OCTET_STRING) && bytes.Equal(digest, h.Sum(nil))
}

func (s *signedData) algorithm(leaf *x509.Certificate, hash crypto.Hash) (x509.SignatureAlgorithm, bool) {
	rsa := map[crypto.Hash]x509.SignatureAlgorithm{crypto.SHA256: x509.SHA256WithRSA, crypto.SHA384: x509.SHA384WithRSA, crypto.SHA512: x509.SHA512WithRSA}
	ec := map[crypto.Hash]x509.SignatureAlgorithm{crypto.SHA256: x509.ECDSAWithSHA256, crypto.SHA384: x509.ECDSAWithSHA384, crypto.SHA512: x509.ECDSAWithSHA512}
	table := ec
	if leaf.PublicKeyAlgorithm == x509.RSA {
		table = rsa
	}
	// A signature algorithm that names its hash itself decides; plain rsaEncryption takes the digest's.
	switch s.sigAlg.String() {
	case oidRSASHA256.String(), oidECDSASHA256.String():
		hash = crypto.SHA256
	case "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3":
		hash = crypto.SHA384
	case "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4":
		hash = crypto.SHA512
	case oidRSA.String():
	default:
		return 0, false
	}
	a, ok := table[hash]
	return a, ok
}

// ours reports whether the parts, written once more, give the same bytes, with the
// attributes that this package signs for this content and these certificates:
// then nothing in the signature is out of reach of a check.
func (s *signedData) ours(raw, digest []byte) bool {
	if len(s.certs) == 0 {
		return false
	}
	attrs, err := signedAttributes(digest, s.certs)
	if err != nil || !bytes.Equal(attrs, s.attrs) {
		return false
	}
	again, err := envelope{chain: s.certs, attrs: attrs, signature: s.signature, token: s.token}.marshal()
	return err == nil && bytes.Equal(again, raw)
}

func fingerprint(c *x509.Certificate) [sha256.Size]byte { return sha256.Sum256(c.Raw) }
