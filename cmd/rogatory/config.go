package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/docstore"
	"github.com/rogatory/rogatory/internal/secret"
)

// config is what serve, worker, migrate and doctor need. Secrets come from the
// environment or from files named by <NAME>_FILE, never from flags.
type config struct {
	DatabaseURL       string
	TemporalAddress   string
	TemporalNamespace string
	DocsDir           string
	DocsKeyFile       string
	SMTPURL, MailFrom string
	BaseURL           string
	// CaseFolder and CaseURL are the connectors of originating cases.
	CaseFolder string
	CaseURL    string
	// Seal is the organisation's on approved files.
	Seal    sealConfig
	master  [][]byte
	codec   secret.Ring
	linkKey []byte
	webhook string
}

// fromEnvironment reads the production configuration.
func fromEnvironment() (config, error) {
	var c config
	var errs []error
	read := func(name string, to *string, required bool, fallback string) {
		v, err := secret.FromEnvOrFile(name)
		switch {
		case errors.Is(err, secret.ErrNotSet) && required:
			errs = append(errs, fmt.Errorf("%s or %s_FILE must be set", name, name))
		case errors.Is(err, secret.ErrNotSet):
			*to = fallback
		case err != nil:
			errs = append(errs, err)
		default:
			*to = v
		}
	}
	var master, codec, link string
	read("DATABASE_URL", &c.DatabaseURL, true, "")
	read("TEMPORAL_ADDRESS", &c.TemporalAddress, false, "127.0.0.1:7233")
	read("TEMPORAL_NAMESPACE", &c.TemporalNamespace, false, "default")
	read("ROGATORY_DOCS", &c.DocsDir, false, "/var/lib/rogatory/docs")
	c.DocsKeyFile = os.Getenv("ROGATORY_DOCS_KEY_FILE")
	read("SMTP_URL", &c.SMTPURL, false, "")
	read("MAIL_FROM", &c.MailFrom, false, "rogatory@localhost")
	read("BASE_URL", &c.BaseURL, false, "http://127.0.0.1:8080")
	read("CASE_FOLDER", &c.CaseFolder, false, "")
	read("CASE_URL", &c.CaseURL, false, "")
	read("CASE_WEBHOOK_SECRET", &c.webhook, false, "")
	read("ROGATORY_MASTER_KEY", &master, true, "")
	read("ROGATORY_CODEC_KEYS", &codec, true, "")
	read("ROGATORY_LINK_KEY", &link, true, "")
	var serr error
	if c.Seal, serr = sealFromEnvironment(); serr != nil {
		errs = append(errs, serr)
	}
	if c.DocsKeyFile == "" {
		errs = append(errs, errors.New("ROGATORY_DOCS_KEY_FILE must name the key file of the documents"))
	}
	if err := errors.Join(errs...); err != nil {
		return c, err
	}
	var err error
	if c.master, err = hexKeys("ROGATORY_MASTER_KEY", master); err != nil {
		return c, err
	}
	codecKeys, err := hexKeys("ROGATORY_CODEC_KEYS", codec)
	if err != nil {
		return c, err
	}
	if c.codec, err = ringOf(codecKeys); err != nil {
		return c, err
	}
	linkKeys, err := hexKeys("ROGATORY_LINK_KEY", link)
	if err != nil {
		return c, err
	}
	c.linkKey = linkKeys[0]
	return c, nil
}

// hexKeys reads comma-separated keys of 32 bytes, the current one first.
func hexKeys(name, s string) ([][]byte, error) {
	var out [][]byte
	for part := range strings.SplitSeq(s, ",") {
		b, err := hex.DecodeString(strings.TrimSpace(part))
		if err != nil || len(b) != secret.KeySize {
			return nil, fmt.Errorf("%s: each key is %d hexadecimal digits", name, 2*secret.KeySize)
		}
		out = append(out, b)
	}
	return out, nil
}

func ringOf(keys [][]byte) (secret.Ring, error) {
	var ks []secret.Key
	for _, b := range keys {
		k, err := secret.NewKey(b)
		if err != nil {
			return secret.Ring{}, err
		}
		ks = append(ks, k)
	}
	return secret.NewRing(ks[0], ks[1:]...), nil
}

// forDemo makes the configuration of a demo: its secrets are made once and kept
// beside its data.
func forDemo(dir string) (config, error) {
	c := config{
		DocsDir: filepath.Join(dir, "docs"), DocsKeyFile: filepath.Join(dir, "keys", "docs.key"),
		CaseFolder: filepath.Join(dir, "cases"), MailFrom: "rogatory@localhost",
	}
	for _, d := range []string{c.CaseFolder, filepath.Join(dir, "keys")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return c, err
		}
	}
	// Two demos on one machine must never meet: should a client find another's
	// server at its address, that server does not know the namespace.
	ns, err := secret.EnsureRandom(filepath.Join(dir, "keys", "namespace.hex"), 8)
	if err != nil {
		return c, err
	}
	c.TemporalNamespace = "rogatory-" + hex.EncodeToString(ns)
	keys := make([][]byte, 4)
	for i, name := range []string{"master", "codec", "link", "webhook"} {
		b, err := secret.EnsureRandom(filepath.Join(dir, "keys", name+".hex"), secret.KeySize)
		if err != nil {
			return c, err
		}
		keys[i] = b
	}
	c.master, c.linkKey = keys[:1], keys[2]
	if _, err := docstore.EnsureKey(c.DocsKeyFile); err != nil {
		return c, err
	}
	if c.Seal, err = demoSeal(dir, clock.Clock{}.Now()); err != nil {
		return c, err
	}
	c.codec, err = ringOf(keys[1:2])
	c.webhook = webhookSecret(keys[3])
	return c, err
}

// newLog writes JSON lines to w, or text where a person reads along.
func newLog(level slog.Level, path string) (*slog.Logger, error) {
	if path == "" {
		return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})), nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: level})), nil
}
