package casesystem

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// ErrBag says that a folder is not a complete and valid bag.
var ErrBag = errors.New("casesystem: bag is not valid")

// VerifyBag checks a bag with SHA-256 manifests as RFC 8493 asks: declaration, Payload-Oxum if there is one,
// every payload file listed and every listed file there with its sum, tag files likewise. It accepts
// bags from elsewhere. Links and other special files are refused, for a bag must be whole by itself.
// Errors: ErrBag with the first fault found, or the disk's.
func VerifyBag(dir string) error {
	root, err := os.OpenRoot(dir) // no path in a manifest leads out of the bag
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBag, err)
	}
	defer root.Close()
	declaration, err := readTag(root, "bagit.txt")
	if err != nil {
		return err
	}
	if strings.ReplaceAll(declaration, "\r\n", "\n") != bagDeclaration {
		return fmt.Errorf("%w: declaration", ErrBag)
	}
	files, octets, err := payloadFiles(root)
	if err != nil {
		return err
	}
	if err := checkOxum(root, octets, len(files)); err != nil {
		return err
	}
	listed, err := checkManifest(root, "manifest-sha256.txt")
	if err != nil {
		return err
	}
	for path := range files {
		if !listed[path] {
			return fmt.Errorf("%w: a payload file is not in the manifest", ErrBag)
		}
	}
	for path := range listed {
		if !files[path] {
			return fmt.Errorf("%w: the manifest lists a file outside the payload", ErrBag)
		}
	}
	tags, err := checkManifest(root, "tagmanifest-sha256.txt")
	if err != nil {
		return err
	}
	// Otherwise whoever changes a document could change its line too.
	if !tags["manifest-sha256.txt"] {
		return fmt.Errorf("%w: the tag manifest leaves out the payload manifest", ErrBag)
	}
	return nil
}

// payloadFiles lists what lies under data/, as the manifest would spell it.
func payloadFiles(root *os.Root) (files map[string]bool, octets int64, err error) {
	files = map[string]bool{}
	err = fs.WalkDir(root.FS(), "data", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() {
			return errors.New("a payload file is not a regular file")
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		files[path] = true
		octets += info.Size()
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrBag, err)
	}
	return files, octets, nil
}

// checkManifest compares every line with the file it names and returns the paths.
func checkManifest(root *os.Root, name string) (map[string]bool, error) {
	text, err := readTag(root, name)
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	for line := range strings.Lines(text) {
		sum, rest, ok := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		path := decodePath(strings.TrimLeft(rest, " \t*"))
		if !ok || path == "" || listed[path] {
			return nil, fmt.Errorf("%w: %s has a malformed line", ErrBag, name)
		}
		listed[path] = true
		got, err := sumOf(root, path)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrBag, name, err)
		}
		if !strings.EqualFold(got, sum) {
			return nil, fmt.Errorf("%w: %s: a file does not match its sum", ErrBag, name)
		}
	}
	return listed, nil
}

func checkOxum(root *os.Root, octets int64, files int) error {
	info, err := readTag(root, "bag-info.txt")
	if errors.Is(err, fs.ErrNotExist) {
		return nil // optional
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(info) {
		label, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(label, "Payload-Oxum") && strings.TrimSpace(value) != fmt.Sprintf("%d.%d", octets, files) {
			return fmt.Errorf("%w: Payload-Oxum", ErrBag)
		}
	}
	return nil
}

func sumOf(root *os.Root, path string) (string, error) {
	f, err := root.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func readTag(root *os.Root, name string) (string, error) {
	f, err := root.Open(name)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrBag, err)
	}
	defer f.Close()
	const most = 16 << 20
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return "", fmt.Errorf("casesystem: bag: %w", err)
	}
	if len(b) > most {
		return "", fmt.Errorf("%w: %s is too large", ErrBag, name)
	}
	return string(b), nil
}
