package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"
)

func TestAnIdentityIsReadFromPEMAndFromPKCS12(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, rsaKey())
	src := leaf.write(t)
	id, err := Load(src, noon)
	if err != nil || len(id.Chain) != 3 {
		t.Fatalf("%d certificates, %v", len(id.Chain), err)
	}
	// The chain in another order is put right.
	text, _ := os.ReadFile(src.CertFile)
	parts := strings.SplitAfter(string(text), "-----END CERTIFICATE-----\n")
	mixed := src
	mixed.CertFile = file(t, "mixed.pem", []byte(parts[0]+parts[2]+parts[1]))
	again, err := Load(mixed, noon)
	if err != nil || !again.Chain[1].Equal(id.Chain[1]) || !again.Chain[2].Equal(id.Chain[2]) {
		t.Errorf("%v", err)
	}
	store, err := pkcs12.Modern.Encode(leaf.key, leaf.cert, id.Chain[1:], "mot de passe")
	if err != nil {
		t.Fatal(err)
	}
	p12 := file(t, "cachet.p12", store)
	id, err = Load(Source{PKCS12File: p12, Password: "mot de passe"}, noon)
	if err != nil || len(id.Chain) != 3 || !id.Chain[0].Equal(leaf.cert) {
		t.Errorf("%d certificates, %v", len(id.Chain), err)
	}
	_, err = Load(Source{PKCS12File: p12, Password: "un autre"}, noon)
	if !errors.Is(err, ErrIdentity) || !strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "un autre") {
		t.Errorf("%v", err)
	}
}

func TestAnIdentityThatMayNotSealIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	ca := issue(t, nil, ecKey(t), authority("Racine"))
	with := func(change func(*x509.Certificate)) Source { return issue(t, ca, ecKey(t), change).write(t) }
	other := issue(t, ca, ecKey(t), nil).write(t)
	swapped := with(nil)
	swapped.KeyFile = other.KeyFile
	open := with(nil)
	if err := os.Chmod(open.KeyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	small, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	foreign := with(nil)
	text, _ := os.ReadFile(foreign.CertFile)
	more, _ := os.ReadFile(other.CertFile)
	foreign.CertFile = file(t, "foreign.pem", append(text, more...))
	encrypted := with(nil)
	encrypted.KeyFile = file(t, "k.pem", pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")}))
	missing := with(nil)
	missing.KeyFile += ".gone"
	cases := map[string]struct {
		src  Source
		says string
	}{
		"expired":                 {with(func(c *x509.Certificate) { c.NotAfter = noon.AddDate(0, 0, -1) }), "expired on 2026-11-24"},
		"not yet valid":           {with(func(c *x509.Certificate) { c.NotBefore = noon.AddDate(0, 0, 1) }), "not valid before 2026-11-26"},
		"meant for encryption":    {with(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), "key usage"},
		"an authority's":          {with(func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageDigitalSignature }), "authority"},
		"another one's key":       {swapped, "does not belong"},
		"a key that others read":  {open, "chmod 0600"},
		"a short RSA key":         {issue(t, ca, short, nil).write(t), "1024 bits"},
		"a small curve":           {issue(t, ca, small, nil).write(t), "256 bits"},
		"a chain that is not one": {foreign, "did not sign"},
		"an encrypted key":        {encrypted, "encrypted"},
		"no key file":             {missing, "no such file"},
		"no certificate":          {Source{CertFile: file(t, "c.pem", []byte("Bonjour")), KeyFile: other.KeyFile}, "no certificate in PEM"},
		"no key":                  {Source{CertFile: other.CertFile, KeyFile: file(t, "k.pem", []byte("Bonjour"))}, "no key in PEM"},
		"no PKCS#12":              {Source{PKCS12File: file(t, "c.p12", []byte("Bonjour"))}, "no PKCS#12"},
	}
	for name, c := range cases {
		_, err := Load(c.src, noon)
		if !errors.Is(err, ErrIdentity) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want a word of %q", name, err, c.says)
		}
	}
}

// TestNoSecretIsInAnError plants a key where a certificate should be.
func TestNoSecretIsInAnError(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, ecKey(t))
	src := leaf.write(t)
	key, _ := os.ReadFile(src.KeyFile)
	body := string(bytes.TrimSpace(bytes.Split(key, []byte("\n"))[1]))
	spoiled := file(t, "key.pem", bytes.Replace(key, []byte(body), []byte(strings.ToLower(body)), 1))
	for _, s := range []Source{{CertFile: src.KeyFile, KeyFile: src.KeyFile}, {CertFile: src.CertFile, KeyFile: spoiled}} {
		if _, err := Load(s, noon); err == nil || strings.Contains(err.Error(), body[:16]) || strings.Contains(err.Error(), strings.ToLower(body)[:16]) {
			t.Errorf("%v", err)
		}
	}
}

func TestWhoElseMayReadTheKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file string
		mode os.FileMode
		open bool
	}{
		{"/etc/rogatory/key.pem", 0o600, false},
		{"/etc/rogatory/key.pem", 0o440, false},
		{"/etc/rogatory/key.pem", 0o444, true},
		{"/etc/rogatory/key.pem", 0o660, true},
		{"/run/secrets/seal_key", 0o444, false},
		{"/run/secrets/seal_key", 0o666, true},
		{"/run/secrets/../key.pem", 0o444, true},
	} {
		if got := tooOpen(c.file, c.mode); got != c.open {
			t.Errorf("%s %04o: too open is %v", c.file, c.mode, got)
		}
	}
}
