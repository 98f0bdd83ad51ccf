package seal

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestASealIsIntactForRSAAndForECDSA(t *testing.T) {
	t.Parallel()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"RSA": rsaKey(), "P-256": ecKey(t), "P-384": p384} {
		leaf, root := organisationOf(t, key)
		pdf := apply(t, leaf, Options{})
		rep := inspect(t, pdf, pool(root))
		if rep.Verdict != Intact || !rep.Signer.Trusted || rep.Signer.Name != "Organisation d’essai" || !rep.Claimed.Equal(noon) ||
			rep.SealedSize != int64(len(pdf)) || rep.Stamp != nil {
			t.Errorf("%s: %+v, %+v", name, rep, rep.Signer)
		}
	}
}

func TestTheApprovedFileIsTheBeginningOfTheSealedOne(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, ecKey(t))
	src := paper(t)
	pdf := apply(t, leaf, Options{})
	if !bytes.HasPrefix(pdf, src) {
		t.Fatal("sealing changed what was there")
	}
	// PAdES: the kind of signature, and the time beside it and not in it.
	revision := pdf[len(src):]
	for _, want := range []string{"/SubFilter/ETSI.CAdES.detached", "/M(D:20261125110000Z)", "/SigFlags 3", "/Prev "} {
		if !bytes.Contains(revision, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	c, ok, err := readCandidate(bytes.NewReader(pdf), int64(len(pdf)), int64(bytes.Index(pdf, markRange)))
	if !ok || err != nil {
		t.Fatal(err)
	}
	sd, err := parseSignedData(c.contents)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := attribute(sd.attrs, []int{1, 2, 840, 113549, 1, 9, 5}); there {
		t.Error("the CMS holds a signing time, which EN 319 142-1 forbids")
	}
	if _, there := attribute(sd.attrs, oidSigningCertV2); !there || len(sd.certs) != 3 || sd.content != nil {
		t.Errorf("signing certificate %v, %d certificates", there, len(sd.certs))
	}
}

// TestWhatTheCatalogueSaidStays seals a file with the furniture of a finished one.
func TestWhatTheCatalogueSaidStays(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	src := []byte("%PDF-1.7\n")
	offsets := []int{}
	for _, o := range []string{
		"<</Type/Catalog/Pages 2 0 R/Lang(fr-FR)/Metadata 4 0 R/Outlines 5 0 R/ViewerPreferences<</DisplayDocTitle true>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[6 0 R]>>",
		"<</Type/Metadata/Subtype/XML/Length 0>>\nstream\n\nendstream", "<</Type/Outlines>>", "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>",
	} {
		offsets = append(offsets, len(src))
		src = append(src, strings.Join([]string{string(rune('0' + len(offsets))), " 0 obj\n", o, "\nendobj\n"}, "")...)
	}
	src = append(src, xrefOf(len(src), offsets, "/ID[<00aa><00bb>]/Info 5 0 R")...)
	out, err := New(leaf.identity(), Options{}).Apply(t.Context(), src, noon)
	if err != nil {
		t.Fatal(err)
	}
	revision := string(out.PDF[len(src):])
	for _, want := range []string{"/Lang (fr-FR)", "/Metadata 4 0 R", "/Outlines 5 0 R", "/DisplayDocTitle true", "/Annots [6 0 R 7 0 R]", "/ID [<00aa><", "/Info 5 0 R"} {
		if !strings.Contains(revision, want) {
			t.Errorf("no %q in %s", want, revision[:600])
		}
	}
	if strings.Contains(revision, "/Version") != true || inspect(t, out.PDF, pool(root)).Verdict != Intact {
		t.Error("not intact")
	}
}

func TestWhatCannotBeSealedIsRefused(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, ecKey(t))
	s := New(leaf.identity(), Options{})
	good := paper(t)
	sealed, err := s.Apply(t.Context(), good, noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range map[string][]byte{
		"nothing": nil, "a text": []byte("Bonjour"), "sealed already": sealed.PDF, "cut": good[:len(good)-100],
		"a table that leads nowhere": bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n9"), 1),
		"encrypted":                  bytes.Replace(good, []byte("trailer\n<<"), []byte("trailer\n<</Encrypt 1 0 R"), 1),
	} {
		if _, err := s.Apply(t.Context(), src, noon); !errors.Is(err, ErrPDF) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, at := range map[string]time.Time{"before": leaf.cert.NotBefore.Add(-time.Second), "after": leaf.cert.NotAfter.Add(time.Second)} {
		if _, err := s.Apply(t.Context(), good, at); !errors.Is(err, ErrNotNow) {
			t.Errorf("%s the certificate's time: %v", name, err)
		}
	}
}

func TestOneSealServesManyAtOnce(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, rsaKey())
	s, src := New(leaf.identity(), Options{}), paper(t)
	in := Inspector{Trusted: pool(root), Now: func() time.Time { return noon }}
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			out, err := s.Apply(context.Background(), src, noon)
			if err != nil {
				t.Error(err)
				return
			}
			if rep, err := in.Inspect(context.Background(), bytes.NewReader(out.PDF), int64(len(out.PDF))); err != nil || rep.Verdict != Intact {
				t.Errorf("%s, %v", rep.Verdict, err)
			}
		})
	}
	wg.Wait()
}

func TestTheDemoSealSaysThatItIsOne(t *testing.T) {
	t.Parallel()
	bundle, err := NewDemo(noon)
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, "demo.pem", bundle)
	id, err := Load(Source{CertFile: path, KeyFile: path}, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range id.Chain {
		if !strings.Contains(c.Subject.CommonName, "DEMO") || !strings.Contains(c.Subject.CommonName, "sans valeur") {
			t.Errorf("%s", c.Subject)
		}
	}
	out, err := New(id, Options{}).Apply(t.Context(), paper(t), noon.AddDate(30, 0, 0)) // a demo's clock runs fast
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(id.Chain[0])
	if rep := inspectAt(t, out.PDF, trusted, noon.AddDate(30, 0, 1)); rep.Verdict != Intact {
		t.Errorf("%+v", rep)
	}
}
