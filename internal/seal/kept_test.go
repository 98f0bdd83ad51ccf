package seal

import (
	"crypto/x509"
	"os"
	"testing"
	"time"
)

// TestAFileSealedByTheFirstVersionStaysIntact keeps a file as it was sealed in
// November 2026, by a demo's certificate that is worth nothing. Reading is strict
// about how a seal is written: whoever changes the writing adds a file here, and
// teaches the reader both.
func TestAFileSealedByTheFirstVersionStaysIntact(t *testing.T) {
	t.Parallel()
	certs := func(name string) *x509.CertPool {
		t.Helper()
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Certificates(text)
		if err != nil {
			t.Fatal(err)
		}
		p := x509.NewCertPool()
		p.AddCert(found[0])
		return p
	}
	pdf, err := os.ReadFile("testdata/sealed-1.pdf")
	if err != nil {
		t.Fatal(err)
	}
	in := Inspector{Trusted: certs("sealed-1-ca.pem"), Stamps: certs("sealed-1-tsa.pem"), Now: func() time.Time { return noon.AddDate(20, 0, 0) }}
	if rep := judge(t, pdf, in); rep.Verdict != Intact || !rep.Proven() || rep.Stamp == nil || !rep.Stamp.Trusted || !rep.Claimed.Equal(noon) {
		t.Errorf("%+v, %+v", rep, rep.Stamp)
	}
}
