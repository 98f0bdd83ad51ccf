package seal

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/internal/workday"
)

// noon is when the tests seal.
var noon = time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC)

// issued is a certificate with its key, and who signed it.
type issued struct {
	cert *x509.Certificate
	key  crypto.Signer
	by   *issued
}

var rsaKey = sync.OnceValue(func() crypto.Signer {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
})

func ecKey(t testing.TB) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// issue signs a certificate; by nil signs it by itself.
func issue(t testing.TB, by *issued, key crypto.Signer, change func(*x509.Certificate)) *issued {
	t.Helper()
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	c := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Organisation d’essai", Country: []string{"FR"}}, SerialNumber: serial, BasicConstraintsValid: true,
		NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if change != nil {
		change(c)
	}
	parent, signer := c, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	return &issued{c, key, by}
}

func authority(name string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject.CommonName, c.IsCA, c.KeyUsage = name, true, x509.KeyUsageCertSign
		c.NotBefore, c.NotAfter = noon.AddDate(-5, 0, 0), noon.AddDate(20, 0, 0)
	}
}

// organisationOf is an organisation below an intermediate authority below a root.
func organisationOf(t testing.TB, key crypto.Signer) (leaf, root *issued) {
	t.Helper()
	root = issue(t, nil, ecKey(t), authority("Racine d’essai"))
	middle := issue(t, root, ecKey(t), authority("Autorité d’essai"))
	return issue(t, middle, key, nil), root
}

func (i *issued) identity() Identity {
	id := Identity{Key: i.key}
	for c := i; c != nil; c = c.by {
		id.Chain = append(id.Chain, c.cert)
	}
	return id
}

func pool(of ...*issued) *x509.CertPool {
	p := x509.NewCertPool()
	for _, i := range of {
		p.AddCert(i.cert)
	}
	return p
}

// write puts an identity into PEM files.
func (i *issued) write(t testing.TB) Source {
	t.Helper()
	var certs bytes.Buffer
	for _, c := range i.identity().Chain {
		_ = pem.Encode(&certs, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
	}
	raw, err := x509.MarshalPKCS8PrivateKey(i.key)
	if err != nil {
		t.Fatal(err)
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
	return Source{CertFile: file(t, "cert.pem", certs.Bytes()), KeyFile: file(t, "key.pem", key)}
}

func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// paper is a PDF as Rogatory sets it.
func paper(t testing.TB) []byte {
	t.Helper()
	pdf, _, err := typeset.Set(typeset.Document{
		Title: "Demande d’entraide", Reference: "FR-2026-PH-0042", Lang: "fr", PageWord: "page", Version: "essai 1", On: workday.MustDate("2026-11-25"),
		Blocks: []typeset.Block{{Kind: typeset.Para, Rows: [][]typeset.Text{{{{Text: "Texte neutre d’une demande fictive."}}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func apply(t testing.TB, i *issued, o Options) []byte {
	t.Helper()
	out, err := New(i.identity(), o).Apply(t.Context(), paper(t), noon)
	if err != nil {
		t.Fatal(err)
	}
	return out.PDF
}

// inspect judges with the clock at noon.
func inspect(t testing.TB, pdf []byte, trusted *x509.CertPool) Report {
	t.Helper()
	return inspectAt(t, pdf, trusted, noon)
}

func inspectAt(t testing.TB, pdf []byte, trusted *x509.CertPool, now time.Time) Report {
	t.Helper()
	return judge(t, pdf, Inspector{Trusted: trusted, Now: func() time.Time { return now }})
}

func judge(t testing.TB, pdf []byte, in Inspector) Report {
	t.Helper()
	rep, err := in.Inspect(context.Background(), bytes.NewReader(pdf), int64(len(pdf)))
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// tsa is a time-stamping authority of another make, which answers over HTTP.
type tsa struct {
	*issued
	url string
	// down answers with an error, spoil changes the answer.
	down  func() bool
	spoil func([]byte) []byte
	asked int
	at    time.Time
}

func newTSA(t testing.TB, root *issued) *tsa {
	t.Helper()
	a := issueTSA(t, root, rsaKey())
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	a.url = srv.URL
	return a
}

func issueTSA(t testing.TB, root *issued, key crypto.Signer) *tsa {
	t.Helper()
	return &tsa{at: noon.Add(3 * time.Second), issued: issue(t, root, key, func(c *x509.Certificate) {
		c.Subject.CommonName = "Horodatage d’essai"
		// id-kp-timeStamping alone, and critical: RFC 3161, 2.3.
		eku, _ := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: eku}}
	})}
}

// RoundTrip answers without a network, and without the goroutines of one.
func (a *tsa) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, r)
	return rec.Result(), nil
}

func (a *tsa) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.asked++
	body, _ := io.ReadAll(r.Body)
	req, err := timestamp.ParseRequest(body)
	if err != nil || a.down != nil && a.down() {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	answer := timestamp.Timestamp{
		HashAlgorithm: req.HashAlgorithm, HashedMessage: req.HashedMessage, Time: a.at, Nonce: req.Nonce, Accuracy: time.Second,
		Policy: asn1.ObjectIdentifier{1, 2, 3, 4}, AddTSACertificate: req.Certificates, Ordering: true,
	}
	out, err := answer.CreateResponseWithOpts(a.cert, a.key, crypto.SHA256)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if a.spoil != nil {
		out = a.spoil(out)
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(out)
}
