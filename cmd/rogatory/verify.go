package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/verify"
)

type verifyCmd struct {
	File  string   `arg:"" help:"The file to verify."`
	CA    []string `help:"PEM file of certificates whose seals are recognised: the organisation's own, or an authority's. By default those of SEAL_TRUST_FILE and SEAL_CERT_FILE." placeholder:"FILE"`
	TSACA []string `name:"tsa-ca" help:"PEM file of time-stamping authorities that are recognised. By default those of SEAL_TSA_TRUST_FILE." placeholder:"FILE"`
	URL   string   `help:"Address of a Rogatory that is asked where this content is filed; only its SHA-256 is sent. The token comes from ROGATORY_TOKEN." env:"ROGATORY_URL"`
	Dir   string   `help:"Ask the demo that runs in this directory." type:"path"`
	JSON  bool     `help:"Print JSON."`
	Lang  string   `help:"Language of the words: fr or en; by default the terminal's." enum:"fr,en," default:""`

	// out and now are the terminal's and the clock's unless a test says otherwise.
	out io.Writer
	now func() time.Time
}

// The exits of verify, apart from 0: what is intact.
const (
	exitAltered   exitCode = 1
	exitUndecided exitCode = 2
	exitNoVerdict exitCode = 3
)

// Run says what a file is. It needs no network and no database; where one is
// named, it is asked where exactly these bytes are filed. Exit 0: intact; 1:
// changed, added to or cut short; 2: nothing can be concluded; 3: the file could
// not be read.
func (c *verifyCmd) Run(ctx context.Context) error {
	if c.out == nil {
		c.out, c.now = os.Stdout, clock.Clock{}.Now
	}
	c.Lang = terminalLang(c.Lang)
	result, err := c.verify(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rogatory:", err)
		return exitNoVerdict
	}
	if c.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", "  ")
		err = enc.Encode(result)
	} else {
		err = printVerification(c.out, c.Lang, filepath.Base(c.File), result)
	}
	switch {
	case err != nil:
		return err
	case result.Conclusion == verify.Altered:
		return exitAltered
	case result.Conclusion == verify.Undecided:
		return exitUndecided
	}
	return nil
}

func (c *verifyCmd) verify(ctx context.Context) (verify.Result, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return verify.Result{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return verify.Result{}, err
	}
	if !info.Mode().IsRegular() {
		return verify.Result{}, fmt.Errorf("%s is not a file", c.File)
	}
	cfg, err := c.config()
	if err != nil {
		return verify.Result{}, err
	}
	in, err := c.inspector(cfg)
	if err != nil {
		return verify.Result{}, err
	}
	v := verify.Verifier{Inspector: in}
	result, err := v.File(ctx, mla.Automaton, f, info.Size())
	if err != nil {
		return result, err
	}
	return result, c.lookUp(ctx, cfg, &result)
}

// config is the one that names a database; without any, what the environment says of seals.
func (c *verifyCmd) config() (*config, error) {
	if c.URL == "" {
		if cfg, err := runningOrNone(c.Dir); cfg != nil || err != nil {
			return cfg, err
		}
	}
	only, err := sealFromEnvironment()
	return &config{Seal: only}, err
}

// inspector recognises whom the caller names, else whom the configuration does.
func (c *verifyCmd) inspector(cfg *config) (in seal.Inspector, err error) {
	in.Now = c.now
	if len(c.CA) > 0 {
		in.Trusted, err = poolOf(c.CA...)
	} else {
		in.Trusted, err = cfg.Seal.trusted(c.now)
	}
	if err != nil {
		return in, err
	}
	if len(c.TSACA) > 0 {
		in.Stamps, err = poolOf(c.TSACA...)
	} else {
		in.Stamps, err = cfg.Seal.stamps()
	}
	return in, err
}

// lookUp asks a Rogatory, or the database that the configuration names, where these
// bytes are filed. A database that cannot be read is said, and the verdict on the
// bytes stands.
func (c *verifyCmd) lookUp(ctx context.Context, cfg *config, r *verify.Result) error {
	ask := func(ctx context.Context) (found []desk.FoundDocument, err error) {
		if c.URL != "" {
			return c.askServer(ctx, r.Seal.SHA256)
		}
		err = onStore(ctx, *cfg, func(a *app) (err error) {
			found, err = a.store.DocumentsByDigest(ctx, mla.Automaton, r.Seal.SHA256)
			return err
		})
		return found, err
	}
	if c.URL == "" && cfg.DatabaseURL == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpWait)
	defer cancel()
	found, err := ask(ctx)
	if err != nil {
		slog.Warn("not asked where it is filed", "error", err)
		return nil
	}
	r.Searched, r.Known = true, append(r.Known, found...)
	r.Conclusion = verify.Conclude(r.Seal.Verdict, len(r.Known) > 0)
	return nil
}

// lookUpWait bounds the asking: the verdict on the bytes is there already.
const lookUpWait = 10 * time.Second

func (c *verifyCmd) askServer(ctx context.Context, sha256 string) ([]desk.FoundDocument, error) {
	token, err := secret.FromEnvOrFile("ROGATORY_TOKEN")
	if err != nil {
		return nil, fmt.Errorf("ROGATORY_TOKEN: %w", err)
	}
	var out struct {
		Rows []desk.FoundDocument `json:"rows"`
	}
	_, err = (caller{base: c.URL, token: token}).do(ctx, http.MethodGet, "/api/v1/documents?sha256="+url.QueryEscape(sha256), nil, &out)
	return out.Rows, err
}
