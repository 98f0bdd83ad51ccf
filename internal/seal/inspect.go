package seal

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"time"
)

// Verdict is what can be said of a file from the file alone.
type Verdict string

// The verdicts. The first is the only good one.
const (
	// Intact: sealed by a certificate that is trusted, and no byte was changed or added.
	Intact Verdict = "intact"
	// Altered: it was sealed, and is not what was sealed any more.
	Altered Verdict = "altered"
	// Extended: what was sealed is there unchanged, and something was added after it.
	Extended Verdict = "extended"
	// Truncated: the end of the file is missing.
	Truncated Verdict = "truncated"
	// UnknownSigner: nothing was changed since it was sealed, by somebody who is not trusted.
	UnknownSigner Verdict = "unknown_signer"
	// Expired: the certificate has expired, and no time stamp proves that the seal is older.
	Expired Verdict = "expired"
	// OutOfTime: the seal says that it was made when its certificate was not valid.
	OutOfTime Verdict = "out_of_time"
	// OtherSignature: it bears a signature that Rogatory did not make and does not judge.
	OtherSignature Verdict = "other_signature"
	// NotSealed: a PDF without any seal.
	NotSealed Verdict = "not_sealed"
	// NotPDF: no PDF at all.
	NotPDF Verdict = "not_pdf"
)

// Verdicts lists every verdict, for words and documentation.
var Verdicts = []Verdict{Intact, Altered, Extended, Truncated, UnknownSigner, Expired, OutOfTime, OtherSignature, NotSealed, NotPDF}

// Report is what a file shows of itself.
type Report struct {
	Verdict Verdict `json:"verdict"`
	SHA256  string  `json:"sha256"`
	Size    int64   `json:"size"`
	// Signer is who sealed it, nil where the seal cannot be read; what the file says
	// unless Proven.
	Signer *Signer `json:"signer,omitempty"`
	// Claimed is the time of sealing that the seal states; the organisation's clock says so.
	Claimed time.Time `json:"claimed,omitzero"`
	// Stamp is the time stamp of an authority, nil where there is none.
	Stamp *Stamp `json:"timestamp,omitempty"`
	// SealedSize is how many bytes the seal covers, its own place included.
	SealedSize int64 `json:"sealed_size,omitempty"`
	// Others counts signatures beside the seal.
	Others int `json:"other_signatures,omitempty"`
}

// Proven reports whether the signer did make the seal that is read; otherwise its
// name and time are words that anybody could have written.
func (r Report) Proven() bool {
	switch r.Verdict {
	case Intact, Extended, Expired, OutOfTime:
		return r.Signer != nil && r.Signer.Trusted
	}
	return false
}

// Signer is the certificate of a seal.
type Signer struct {
	Name        string    `json:"name"`
	Issuer      string    `json:"issuer"`
	Serial      string    `json:"serial"`
	NotBefore   time.Time `json:"not_before"`
	NotAfter    time.Time `json:"not_after"`
	Fingerprint string    `json:"sha256_fingerprint"`
	// Trusted says that it leads to one of the certificates that the reader trusts.
	Trusted bool `json:"trusted"`
}

// Stamp is the time that an authority attests.
type Stamp struct {
	At time.Time `json:"at"`
	By string    `json:"by"`
	// Trusted says that the authority leads to one of the certificates that the reader trusts.
	Trusted bool `json:"trusted"`
}

// Inspector judges files. It is safe for concurrent use.
type Inspector struct {
	// Trusted are the certificates of organisations whose seals are recognised, or of
	// their authorities; nil trusts nobody.
	Trusted *x509.CertPool
	// Stamps are those of time-stamping authorities, apart: whoever attests a time seals
	// nothing, nor does anybody else below the same authority.
	Stamps *x509.CertPool
	// Now is the instant at which the judgement is made.
	Now func() time.Time
}

// Inspect judges a file by its bytes. It never trusts what the file says of itself:
// the verdict intact means that one signature, by a trusted certificate, covers every
// byte but its own place, and that in that place no byte is free either.
//
// It reads the file in pieces: once, and what a signature covers once more for each
// signature in it, of which it takes a few only. Errors are those of reading, or ctx's:
// whatever the bytes are, they have a verdict.
func (in Inspector) Inspect(ctx context.Context, r io.ReaderAt, size int64) (Report, error) {
	s, err := scanFile(ctx, r, size)
	if err != nil {
		return Report{}, fmt.Errorf("seal: read the file: %w", err)
	}
	rep := Report{SHA256: s.sha256, Size: size}
	best, err := in.choose(ctx, r, s)
	if err != nil {
		return Report{}, fmt.Errorf("seal: read the file: %w", err)
	}
	if best == nil {
		rep.Verdict = unsealed(s)
		return rep, nil
	}
	rep.Signer, rep.Stamp, rep.Claimed = best.signer, best.stamp, best.at.claimed
	rep.SealedSize, rep.Others = best.at.end, len(s.signatures)-1
	rep.Verdict = best.verdict
	if s.tooMany && rep.Verdict == Intact {
		rep.Verdict = Altered // nothing of ours has so many; whatever it is, it is not vouched for
	}
	return rep, nil
}

// unsealed tells apart the files in which no signature can be read.
func unsealed(s *scan) Verdict {
	switch {
	case s.maker && (len(s.ranges) == 0 || s.ends):
		return Altered // a seal was here, and its place was damaged
	case s.maker:
		return Truncated
	case !s.pdf:
		return NotPDF
	case !s.ends:
		return Truncated
	case len(s.ranges) > 0:
		return OtherSignature
	}
	return NotSealed
}

// judged is a candidate with what was found about it.
type judged struct {
	at      candidate
	verdict Verdict
	signer  *Signer
	stamp   *Stamp
	trusted bool
}

// choose judges every signature and takes the first that is trusted, else the
// first. A stranger's signature put before or after ours hides nothing.
func (in Inspector) choose(ctx context.Context, r io.ReaderAt, s *scan) (*judged, error) {
	var first *judged
	for _, c := range s.signatures {
		j, err := in.judge(ctx, r, s, c)
		if err != nil {
			return nil, err
		}
		if j.trusted {
			return j, nil
		}
		if first == nil {
			first = j
		}
	}
	return first, nil
}

func (in Inspector) judge(ctx context.Context, r io.ReaderAt, s *scan, c candidate) (*judged, error) {
	j := &judged{at: c}
	if c.end > s.size {
		j.verdict = Truncated
		return j, nil
	}
	sd, err := parseSignedData(c.contents)
	switch {
	case err != nil && s.maker:
		j.verdict = Altered
		return j, nil
	case err != nil:
		j.verdict = OtherSignature
		return j, nil
	}
	leaf, ok := sd.leaf()
	if ok {
		j.signer = signerOf(leaf)
	}
	digests := map[crypto.Hash][]byte{}
	var readErr error
	digest := func(h crypto.Hash) []byte {
		if digests[h] == nil {
			w := h.New()
			readErr = errors.Join(readErr, c.digest(ctx, r, w))
			digests[h] = w.Sum(nil)
		}
		return digests[h]
	}
	forged := sd.verify(digest)
	ours := c.clean && sd.ours(c.contents, digest(crypto.SHA256))
	switch {
	case readErr != nil:
		return nil, readErr
	case !ours && !s.maker:
		j.verdict = OtherSignature
		return j, nil
	case !ours || forged != nil:
		j.verdict = Altered
		return j, nil
	}
	if sd.token != nil {
		token, err := readToken(sd.token)
		if err != nil || !token.covers(sd.signature) {
			j.verdict = Altered
			return j, nil
		}
		j.stamp = &Stamp{At: token.at, By: organisation(token.signer), Trusted: token.trusted(in.Stamps)}
	}
	in.weigh(j, leaf, sd.certs, s.size)
	return j, nil
}

// weigh says what an unbroken seal is worth: who made it, and when.
func (in Inspector) weigh(j *judged, leaf *x509.Certificate, chain []*x509.Certificate, size int64) {
	at := j.at.claimed
	proven := j.stamp != nil && j.stamp.Trusted
	if proven {
		at = j.stamp.At
	}
	if at.IsZero() {
		at = in.Now()
	}
	valid := func(t time.Time) bool { return !t.Before(leaf.NotBefore) && !t.After(leaf.NotAfter) }
	within := at
	if !valid(at) {
		within = leaf.NotAfter // who it is, is another question than whether it was in time
	}
	j.signer.Trusted = in.trusts(leaf, chain, within)
	j.trusted = j.signer.Trusted
	switch {
	case j.at.end < size:
		j.verdict = Extended
	case !j.trusted:
		j.verdict = UnknownSigner
	case !valid(at):
		j.verdict = OutOfTime
	case !proven && in.Now().After(leaf.NotAfter):
		j.verdict = Expired
	default:
		j.verdict = Intact
	}
}

func (in Inspector) trusts(leaf *x509.Certificate, chain []*x509.Certificate, at time.Time) bool {
	if in.Trusted == nil || !signs(leaf) {
		return false
	}
	others := x509.NewCertPool()
	for _, c := range chain[1:] {
		others.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: in.Trusted, Intermediates: others, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil
}

func signerOf(c *x509.Certificate) *Signer {
	return &Signer{
		Name: organisation(c), Issuer: organisation(&x509.Certificate{Subject: c.Issuer}), Serial: c.SerialNumber.Text(16),
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(), Fingerprint: fmt.Sprintf("%x", fingerprint(c)),
	}
}

// Stamped reports whether a signature of the file bears a time stamp. It judges
// nothing.
func Stamped(ctx context.Context, r io.ReaderAt, size int64) (bool, error) {
	s, err := scanFile(ctx, r, size)
	if err != nil {
		return false, err
	}
	for _, c := range s.signatures {
		if sd, err := parseSignedData(c.contents); err == nil && sd.token != nil {
			return true, nil
		}
	}
	return false, nil
}
