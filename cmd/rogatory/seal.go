package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/secret"
)

// sealConfig says where the organisation's seal lies and whose seals are trusted.
type sealConfig struct {
	source seal.Source
	// tsaURL may hold a password, so it is never printed.
	tsaURL      string
	tsaRequired bool
	// trustFile and tsaTrustFile list whose seals, and whose time stamps, are recognised.
	trustFile, tsaTrustFile string
}

// configured reports whether files are sealed at all.
func (c sealConfig) configured() bool { return c.source.CertFile != "" || c.source.PKCS12File != "" }

// sealFromEnvironment reads the variables that docs/seals.md describes.
func sealFromEnvironment() (sealConfig, error) {
	c := sealConfig{tsaRequired: true, trustFile: os.Getenv("SEAL_TRUST_FILE"), tsaTrustFile: os.Getenv("SEAL_TSA_TRUST_FILE")}
	c.source = seal.Source{CertFile: os.Getenv("SEAL_CERT_FILE"), KeyFile: os.Getenv("SEAL_KEY_FILE"), PKCS12File: os.Getenv("SEAL_PKCS12_FILE")}
	var errs []error
	optional := func(name string, to *string) {
		v, err := secret.FromEnvOrFile(name)
		if err != nil && !errors.Is(err, secret.ErrNotSet) {
			errs = append(errs, err)
		}
		*to = v
	}
	optional("SEAL_PASSWORD", &c.source.Password)
	optional("SEAL_TSA_URL", &c.tsaURL)
	if text := os.Getenv("SEAL_TSA_REQUIRED"); text != "" {
		var err error
		if c.tsaRequired, err = strconv.ParseBool(text); err != nil {
			errs = append(errs, errors.New("SEAL_TSA_REQUIRED is true or false"))
		}
	}
	switch {
	case c.source.CertFile != "" && c.source.PKCS12File != "":
		errs = append(errs, errors.New("SEAL_CERT_FILE and SEAL_PKCS12_FILE are both set: keep one"))
	case c.source.CertFile == "" && c.source.KeyFile != "":
		errs = append(errs, errors.New("SEAL_KEY_FILE is set and SEAL_CERT_FILE is not"))
	case c.tsaURL != "" && !c.configured():
		errs = append(errs, errors.New("SEAL_TSA_URL is set, but no certificate that would seal"))
	case c.tsaURL != "" && !isWebAddress(c.tsaURL):
		errs = append(errs, errors.New("SEAL_TSA_URL is no address that begins with http:// or https://"))
	}
	return c, errors.Join(errs...)
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// demoSeal makes the demo's own seal on its first start and finds it again later.
// Its names say that it is worth nothing.
func demoSeal(dir string, now time.Time) (sealConfig, error) {
	fresh, err := seal.NewDemo(now)
	if err != nil {
		return sealConfig{}, err
	}
	path := filepath.Join(dir, "keys", "seal", "organisation-DEMO.pem")
	kept, err := secret.CreateOnce(path, fresh)
	if err != nil {
		return sealConfig{}, err
	}
	chain, err := seal.Certificates(kept)
	if err != nil {
		return sealConfig{}, fmt.Errorf("the demo's seal: %w", err)
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: chain[len(chain)-1].Raw})
	ca := filepath.Join(dir, "keys", "seal", "ca-DEMO.pem")
	if _, err := secret.CreateOnce(ca, authority); err != nil {
		return sealConfig{}, err
	}
	return sealConfig{source: seal.Source{CertFile: path, KeyFile: path}, trustFile: ca, tsaRequired: true}, nil
}

// The patience with a time-stamping authority within one attempt; the request's
// own, longer pauses follow.
const (
	tsaTimeout = 10 * time.Second
	tsaTries   = 3
	tsaPause   = 2 * time.Second
)

// sealer makes what seals approved files; nil, and a warning, where none is
// configured. A certificate that may not seal is an error: better at start than
// at the first approval.
func (c sealConfig) sealer(now func() time.Time, log *slog.Logger) (activities.Sealer, error) {
	if !c.configured() {
		log.Warn("no seal is configured: approved files stay unsealed, and their pages say so", "see", "docs/seals.md")
		return nil, nil
	}
	if c.source.CertFile != "" && c.source.KeyFile == "" {
		return nil, errors.New("SEAL_CERT_FILE is set and SEAL_KEY_FILE is not: who seals needs the key too")
	}
	id, err := seal.Load(c.source, now())
	if err != nil {
		return nil, err
	}
	opts := seal.Options{Required: c.tsaRequired}
	if c.tsaURL != "" {
		opts.Authority = &seal.Authority{URL: c.tsaURL, Client: &http.Client{Timeout: tsaTimeout}, Tries: tsaTries, Pause: tsaPause}
	}
	leaf := id.Chain[0]
	log.Info("sealing", "certificate", leaf.Subject.CommonName, "not_after", leaf.NotAfter.Format(time.DateOnly), "timestamps", c.tsaURL != "")
	if left := leaf.NotAfter.Sub(now()); left < 30*24*time.Hour {
		log.Warn("the seal's certificate expires soon", "not_after", leaf.NotAfter.Format(time.DateOnly), "days", int(left.Hours()/24))
	}
	return sealer{seal: seal.New(id, opts), stamps: c.tsaURL != "", now: now, log: log}, nil
}

// inspector judges files by whom the configuration recognises.
func (c sealConfig) inspector(now func() time.Time) (in seal.Inspector, err error) {
	in.Now = now
	if in.Trusted, err = c.trusted(now); err != nil {
		return in, err
	}
	in.Stamps, err = c.stamps()
	return in, err
}

// stamps are the certificates whose time stamps are recognised; nil for none.
func (c sealConfig) stamps() (*x509.CertPool, error) {
	if c.tsaTrustFile == "" {
		return nil, nil
	}
	pool, err := poolOf(c.tsaTrustFile)
	if err != nil {
		return nil, fmt.Errorf("SEAL_TSA_TRUST_FILE: %w", err)
	}
	return pool, nil
}

// trusted are the certificates whose seals are recognised: the organisation's own,
// and those that SEAL_TRUST_FILE lists (earlier ones, authorities).
func (c sealConfig) trusted(now func() time.Time) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	if c.trustFile != "" {
		if err := addCertificates(pool, c.trustFile); err != nil {
			return nil, fmt.Errorf("SEAL_TRUST_FILE: %w", err)
		}
	}
	switch {
	case c.source.CertFile != "":
		text, err := os.ReadFile(c.source.CertFile)
		if err != nil {
			return nil, fmt.Errorf("SEAL_CERT_FILE: %w", err)
		}
		certs, err := seal.Certificates(text)
		if err != nil {
			return nil, fmt.Errorf("SEAL_CERT_FILE: %w", err)
		}
		pool.AddCert(certs[0])
	case c.source.PKCS12File != "":
		id, err := seal.Load(c.source, now())
		if err != nil {
			return nil, err
		}
		pool.AddCert(id.Chain[0])
	}
	return pool, nil
}

// poolOf reads the certificates of PEM files.
func poolOf(files ...string) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	for _, file := range files {
		if err := addCertificates(pool, file); err != nil {
			return nil, err
		}
	}
	return pool, nil
}

// addCertificates adds those of a PEM file.
func addCertificates(pool *x509.CertPool, file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist", file)
	}
	if err != nil {
		return err
	}
	certs, err := seal.Certificates(text)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, c := range certs {
		pool.AddCert(c)
	}
	return nil
}

// sealer fits the seal to the activity's port.
type sealer struct {
	seal   *seal.Seal
	stamps bool
	now    func() time.Time
	log    *slog.Logger
}

// The codes of a seal that cannot be made.
const (
	codeSealTimestamp = "seal_timestamp" // the authority gave no time stamp, and one is required
	codeSealExpired   = "seal_expired"   // the certificate is not valid now
	codeSealRefused   = "seal_refused"   // the file is not of the kind that is sealed
)

// Seal implements activities.Sealer.
func (s sealer) Seal(ctx context.Context, pdf []byte) ([]byte, error) {
	out, err := s.seal.Apply(ctx, pdf, s.now())
	switch {
	case errors.Is(err, seal.ErrTimestamp):
		s.log.WarnContext(ctx, "sealing waits for a time stamp", "error", err)
		return nil, &activities.SealDelay{Code: codeSealTimestamp, Soon: true}
	case errors.Is(err, seal.ErrNotNow):
		s.log.ErrorContext(ctx, "the seal's certificate is not valid now: see docs/seals.md")
		return nil, &activities.SealDelay{Code: codeSealExpired}
	case errors.Is(err, seal.ErrPDF):
		s.log.ErrorContext(ctx, "a file cannot be sealed", "error", err)
		return nil, mla.Refuse(codeSealRefused, "seal")
	case err != nil:
		return nil, err
	}
	if out.Lacking != nil {
		s.log.WarnContext(ctx, "sealed without a time stamp", "error", out.Lacking)
	}
	return out.PDF, nil
}

// Lacks implements activities.Sealer.
func (s sealer) Lacks(ctx context.Context, sealed []byte) string {
	if !s.stamps {
		return ""
	}
	if stamped, err := seal.Stamped(ctx, bytes.NewReader(sealed), int64(len(sealed))); err == nil && stamped {
		return ""
	}
	return mla.SealNoTimestamp
}
