package secret_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/secret"
)

// Not parallel: the environment belongs to the whole process.
func TestFromEnvOrFile(t *testing.T) {
	const name = "ROGATORY_TEST_SECRET"
	for _, tc := range []struct {
		label   string
		env     string
		file    string
		useFile bool
		want    string
		wantErr string
	}{
		{label: "the variable itself", env: "s3cret", want: "s3cret"},
		{label: "the file without its last newline", useFile: true, file: "s3cret\n", want: "s3cret"},
		{label: "only one newline is dropped", useFile: true, file: "s3cret\n\n", want: "s3cret\n"},
		{label: "a Windows line end is dropped whole", useFile: true, file: "s3cret\r\n", want: "s3cret"},
		{label: "both are a contradiction that names both", env: "a", useFile: true, file: "b", wantErr: name + "_FILE"},
		{label: "an empty file is an error", useFile: true, file: "\n", wantErr: "empty"},
		{label: "neither is not set", wantErr: "not set"},
	} {
		t.Run(tc.label, func(t *testing.T) {
			t.Setenv(name, tc.env)
			t.Setenv(name+"_FILE", "")
			if tc.useFile {
				path := filepath.Join(t.TempDir(), "s")
				if err := os.WriteFile(path, []byte(tc.file), 0o600); err != nil {
					t.Fatal(err)
				}
				t.Setenv(name+"_FILE", path)
			}
			got, err := secret.FromEnvOrFile(name)
			if tc.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
					t.Fatalf("error = %v, want one with %q", err, tc.wantErr)
				}
				return
			}
			if err != nil || got != tc.want {
				t.Errorf("got %q, %v; want %q", got, err, tc.want)
			}
		})
	}
	t.Run("absence can be told from other faults", func(t *testing.T) {
		if _, err := secret.FromEnvOrFile("ROGATORY_NOBODY_SETS_THIS"); !errors.Is(err, secret.ErrNotSet) {
			t.Errorf("error = %v, want ErrNotSet", err)
		}
	})
}
