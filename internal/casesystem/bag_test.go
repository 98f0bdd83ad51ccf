package casesystem_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/casesystem"
)

// bag delivers once and returns the bag's folder.
func bag(t *testing.T) string {
	t.Helper()
	d, docs := delivery(t)
	dir := t.TempDir()
	if _, err := (casesystem.Folder{Dir: dir, Now: clockAt(now)}).Deliver(t.Context(), d, docs.open); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, casesystem.BagName(d.ID))
}

func TestBagIsWhatTheRFCAsksFor(t *testing.T) {
	t.Parallel()
	dir := bag(t)
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got := read("bagit.txt"); got != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" {
		t.Errorf("bagit.txt = %q", got)
	}
	info := read("bag-info.txt")
	for _, want := range []string{"Bagging-Date: 2026-11-02\n", "External-Identifier: 0193-aa/deliver/17\n", "Payload-Oxum: ", "FR-2026-PH-0042"} {
		if !strings.Contains(info, want) {
			t.Errorf("bag-info.txt lacks %q:\n%s", want, info)
		}
	}
	manifest := read("manifest-sha256.txt")
	for _, want := range []string{"  data/001-Relevé 100%25 complet.pdf\n", "  data/002-Relevé 100%25 complet.pdf\n", "  data/manifest.json\n"} {
		if !strings.Contains(manifest, want) {
			t.Errorf("manifest lacks %q:\n%s", want, manifest)
		}
	}
	if got := strings.Count(read("tagmanifest-sha256.txt"), "\n"); got != 3 {
		t.Errorf("tag manifest has %d lines, want bagit, bag-info and manifest", got)
	}
	if read("data/001-Relevé 100% complet.pdf") != "subscriber record, 12 lines" {
		t.Error("the document is not under its name")
	}
}

func TestVerifyBagFindsEveryFault(t *testing.T) {
	t.Parallel()
	rewrite := func(name, old, fresh string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			path := filepath.Join(dir, name)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(strings.Replace(string(b), old, fresh, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	const document = "data/001-Relevé 100% complet.pdf"
	for _, tc := range []struct {
		name   string
		damage func(t *testing.T, dir string)
	}{
		{"one changed letter in a document", rewrite(document, "subscriber", "subscribed")},
		{"a document cut short", rewrite(document, " lines", "")},
		{"a missing document", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, document)) }},
		{"a document nobody listed", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "data", "extra"), "x") }},
		{"a missing manifest", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "manifest-sha256.txt")) }},
		{"a missing tag manifest", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "tagmanifest-sha256.txt")) }},
		{"a changed tag file", rewrite("bag-info.txt", "partial", "final")},
		{"another BagIt version", rewrite("bagit.txt", "1.0", "0.97")},
		{"a manifest line without a path", rewrite("manifest-sha256.txt", "  data/manifest.json", "")},
		{"a manifest that leads out of the bag", func(t *testing.T, dir string) {
			write(t, filepath.Join(filepath.Dir(dir), "outside"), "x")
			rewrite("manifest-sha256.txt", "data/manifest.json", "../outside")(t, dir)
		}},
		{"a link instead of a document", func(t *testing.T, dir string) {
			outside := filepath.Join(filepath.Dir(dir), "outside")
			write(t, outside, "subscriber record, 12 lines")
			remove(t, filepath.Join(dir, document))
			if err := os.Symlink(outside, filepath.Join(dir, document)); err != nil {
				t.Fatal(err)
			}
		}},
		{"an emptied folder", func(t *testing.T, dir string) {
			if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := bag(t)
			if err := casesystem.VerifyBag(dir); err != nil {
				t.Fatalf("before: %v", err)
			}
			tc.damage(t, dir)
			if err := casesystem.VerifyBag(dir); !errors.Is(err, casesystem.ErrBag) {
				t.Errorf("error = %v, want ErrBag", err)
			}
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
