package casesystem

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	bagDeclaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
	manifestFile   = "data/manifest.json"
)

// bagManifest is data/manifest.json: the delivery, and which payload file holds which item.
type bagManifest struct {
	Delivery Delivery  `json:"delivery"`
	Digest   string    `json:"digest"`
	Files    []bagFile `json:"files"`
}

type bagFile struct {
	Path   string `json:"path"` // relative to the bag
	SHA256 string `json:"sha256"`
}

// bagWriter adds files to a bag and remembers their sums, which become its manifests.
type bagWriter struct {
	dir     string
	payload []entry
	tags    []entry
	octets  int64
}

type entry struct{ sum, path string }

func writeBag(ctx context.Context, dir string, d Delivery, open Opener, now time.Time) error {
	w := &bagWriter{dir: dir}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o750); err != nil {
		return fmt.Errorf("casesystem: bag: %w", err)
	}
	m := bagManifest{Delivery: d, Digest: d.Digest()}
	for i, it := range d.Items {
		// The number keeps two items of one name apart, on file systems that ignore case too.
		path := fmt.Sprintf("data/%03d-%s", i+1, FileName(it.Name))
		if err := w.document(ctx, path, it, open); err != nil {
			return err
		}
		m.Files = append(m.Files, bagFile{Path: path, SHA256: it.Doc.SHA256})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("casesystem: bag: %w", err)
	}
	return errors.Join(
		w.data(manifestFile, append(text, '\n')),
		w.tag("bagit.txt", bagDeclaration),
		w.tag("bag-info.txt", w.info(d, now)),
		w.tag("manifest-sha256.txt", lines(w.payload)),
		w.finish(),
		syncDir(filepath.Join(dir, "data")),
		syncDir(dir),
	)
}

func (w *bagWriter) info(d Delivery, now time.Time) string {
	return fmt.Sprintf("Source-Organization: Rogatory\nBagging-Date: %s\nExternal-Identifier: %s\nExternal-Description: %s, %s\nPayload-Oxum: %d.%d\nRogatory-Case: %s\nRogatory-Digest: %s\n",
		now.UTC().Format(time.DateOnly), d.ID, d.RequestRef, d.Kind, w.octets, len(w.payload), d.CaseRef, d.Digest())
}

// document copies an item and compares it on the way with its reference: what
// reaches the case is what was received from abroad.
func (w *bagWriter) document(ctx context.Context, path string, it Item, open Opener) error {
	r, err := open(ctx, it.Doc.SHA256)
	if err != nil {
		return fmt.Errorf("casesystem: open document %s: %w", it.Doc.SHA256, err)
	}
	defer r.Close()
	sum, n, err := w.file(path, io.LimitReader(r, it.Doc.Size+1))
	if err != nil {
		return fmt.Errorf("casesystem: copy document %s: %w", it.Doc.SHA256, err)
	}
	if n != it.Doc.Size || sum != it.Doc.SHA256 {
		return fmt.Errorf("casesystem: document %s is not what its reference says", it.Doc.SHA256)
	}
	w.add(path, sum, n)
	return nil
}

func (w *bagWriter) data(path string, text []byte) error {
	sum, n, err := w.file(path, bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("casesystem: bag: %w", err)
	}
	w.add(path, sum, n)
	return nil
}

func (w *bagWriter) add(path, sum string, n int64) {
	w.payload = append(w.payload, entry{sum, path})
	w.octets += n
}

func (w *bagWriter) tag(path, text string) error {
	sum, _, err := w.file(path, strings.NewReader(text))
	if err != nil {
		return fmt.Errorf("casesystem: bag: %w", err)
	}
	w.tags = append(w.tags, entry{sum, path})
	return nil
}

// finish writes the one file that no manifest lists.
func (w *bagWriter) finish() error {
	_, _, err := w.file("tagmanifest-sha256.txt", strings.NewReader(lines(w.tags)))
	if err != nil {
		return fmt.Errorf("casesystem: bag: %w", err)
	}
	return nil
}

func (w *bagWriter) file(path string, r io.Reader) (sum string, n int64, err error) {
	f, err := os.OpenFile(filepath.Join(w.dir, filepath.FromSlash(path)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return "", 0, err
	}
	hash := sha256.New()
	n, err = io.Copy(io.MultiWriter(hash, f), r)
	if err == nil {
		err = f.Sync()
	}
	return hex.EncodeToString(hash.Sum(nil)), n, errors.Join(err, f.Close())
}

func lines(entries []entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.sum + "  " + encodePath(e.path) + "\n")
	}
	return b.String()
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("casesystem: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
