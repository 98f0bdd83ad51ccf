package seal

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAnIndependentReaderFindsTheSealValid asks poppler's pdfsig, which shares no
// code with this package. The README's test command provides it.
func TestAnIndependentReaderFindsTheSealValid(t *testing.T) {
	t.Parallel()
	pdfsig := tool(t, "pdfsig", "make poppler")
	leaf, root := organisationOf(t, rsaKey())
	ec, _ := organisationOf(t, ecKey(t))
	a := newTSA(t, root)
	src := paper(t)
	for name, pdf := range map[string][]byte{
		"RSA": apply(t, leaf, Options{}), "ECDSA": apply(t, ec, Options{}), "with a time stamp": apply(t, leaf, Options{Authority: &Authority{URL: a.url}}),
	} {
		says := run(t, pdfsig, "-nocert", file(t, "sealed.pdf", pdf))
		for _, want := range []string{"Signature is Valid", "Signature Type: ETSI.CAdES.detached", "Total document signed", "Organisation d’essai", "SHA-256"} {
			if !strings.Contains(says, want) {
				t.Errorf("%s: pdfsig does not say %q:\n%s", name, want, says)
			}
		}
		says = run(t, pdfsig, "-nocert", file(t, "altered.pdf", flip(pdf, len(src)/2, 1)))
		if !strings.Contains(says, "Digest Mismatch") {
			t.Errorf("%s, one byte changed: %s", name, says)
		}
		says = run(t, pdfsig, "-nocert", file(t, "extended.pdf", append(bytes.Clone(pdf), "% more\n"...)))
		if !strings.Contains(says, "Not total document signed") {
			t.Errorf("%s, a line added: %s", name, says)
		}
	}
}

// TestASecondOpinionOnSignatureAndTimeStamp asks openssl, where it is installed.
func TestASecondOpinionOnSignatureAndTimeStamp(t *testing.T) {
	t.Parallel()
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed; pdfsig has been asked")
	}
	leaf, root := organisationOf(t, ecKey(t))
	a := newTSA(t, root)
	pdf := apply(t, leaf, Options{Authority: &Authority{URL: a.url}})
	c, _, err := readCandidate(bytes.NewReader(pdf), int64(len(pdf)), int64(bytes.Index(pdf, markRange)))
	if err != nil {
		t.Fatal(err)
	}
	sd, err := parseSignedData(c.contents)
	if err != nil {
		t.Fatal(err)
	}
	ca := file(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.cert.Raw}))
	content := file(t, "content", append(bytes.Clone(pdf[:c.from]), pdf[c.to:]...))
	says := run(t, openssl, "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", file(t, "sig.der", c.contents), "-content", content,
		"-CAfile", ca, "-purpose", "any", "-attime", "1795690800", "-out", os.DevNull)
	if !strings.Contains(says, "uccessful") {
		t.Errorf("openssl cms: %s", says)
	}
	says = run(t, openssl, "ts", "-verify", "-token_in", "-in", file(t, "token.der", sd.token), "-data", file(t, "signature", sd.signature),
		"-CAfile", ca, "-attime", "1795690800")
	if !strings.Contains(says, "OK") {
		t.Errorf("openssl ts: %s", says)
	}
	if q, err := exec.LookPath("qpdf"); err == nil {
		if says := run(t, q, "--check", file(t, "sealed.pdf", pdf)); !strings.Contains(says, "No syntax or stream encoding errors") {
			t.Errorf("qpdf: %s", says)
		}
	}
}

// tool finds a program that the README's test command provides: without it, the
// test is skipped, and fails where CI says that it was provided.
func tool(t *testing.T, name, cure string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: %q installs it", name, cure)
	}
	t.Skipf("%s is missing: %q installs it", name, cure)
	return ""
}

// run returns all that a program says, whatever it exits with.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+t.TempDir())
	out, _ := cmd.CombinedOutput()
	return string(out)
}
