// Package secret reads, creates and uses key material: settings that may come from a mounted file,
// random keys made on first use, and authenticated encryption under a ring of keys.
//
// No error of this package contains a secret or part of one.
package secret

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// ErrNotSet says that neither NAME nor NAME_FILE is given.
var ErrNotSet = errors.New("secret: not set")

// FromEnvOrFile reads the environment variable name or, if <name>_FILE is set, the file it points to,
// without one trailing newline (editors add it, container secrets often carry it). An empty
// variable counts as not set, because compose files pass on empty ones.
//
// Errors: ErrNotSet when neither is given; when both are, an error naming the two variables, for a
// reader could not tell which one wins; otherwise the error of reading the file. An empty file is an error.
func FromEnvOrFile(name string) (string, error) {
	fileVar := name + "_FILE"
	value, path := os.Getenv(name), os.Getenv(fileVar)
	switch {
	case value != "" && path != "":
		return "", fmt.Errorf("secret: both %s and %s are set, keep one", name, fileVar)
	case value != "":
		return value, nil
	case path == "":
		return "", fmt.Errorf("%w: %s or %s", ErrNotSet, name, fileVar)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret: %s: %w", fileVar, err)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
	if text == "" {
		return "", fmt.Errorf("secret: the file of %s is empty", fileVar)
	}
	return text, nil
}
