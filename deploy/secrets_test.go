package deploy

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/docstore"
)

// makeSecrets runs the script into dir.
func makeSecrets(t *testing.T, dir string) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	if out, err := exec.Command(bash, "make-secrets", dir).CombinedOutput(); err != nil {
		t.Fatalf("make-secrets: %v\n%s", err, out)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(b), "\n")
}

func TestMakeSecretsMakesEverySecretThatComposeNames(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "secrets")
	makeSecrets(t, dir)
	for name := range load(t, main).Secrets {
		fi, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%s was not made", name)
			continue
		}
		// Readable, because the mode is the same in the containers; the folder keeps others out.
		if fi.Mode().Perm() != 0o444 {
			t.Errorf("%s has mode %o", name, fi.Mode().Perm())
		}
	}
	if fi, err := os.Stat(dir); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %o (%v)", fi.Mode().Perm(), err)
	}
	for _, name := range []string{"master_key", "codec_keys", "link_key"} {
		if b, err := hex.DecodeString(read(t, filepath.Join(dir, name))); err != nil || len(b) != 32 {
			t.Errorf("%s is not 32 bytes in hexadecimal", name)
		}
	}
	webhook, ok := strings.CutPrefix(read(t, filepath.Join(dir, "case_webhook_secret")), "whsec_")
	if b, err := base64.StdEncoding.DecodeString(webhook); !ok || err != nil || len(b) != 32 {
		t.Error("case_webhook_secret is not a Standard Webhooks secret of 32 bytes")
	}
	for name, password := range map[string]string{"database_url": "app_password", "owner_database_url": "owner_password"} {
		u, err := url.Parse(read(t, filepath.Join(dir, name)))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := u.User.Password(); got != read(t, filepath.Join(dir, password)) {
			t.Errorf("%s does not carry %s", name, password)
		}
	}
}

// The script writes Bech32 itself, so that age-keygen need not be installed. One
// wrong bit fails the checksum, so a few keys are proof enough.
func TestMakeSecretsMakesADocumentKeyThatTheStoreReads(t *testing.T) {
	t.Parallel()
	for range 4 {
		dir := t.TempDir()
		makeSecrets(t, dir)
		if _, err := docstore.LoadKey(filepath.Join(dir, "docs_key")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMakeSecretsReplacesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	makeSecrets(t, dir)
	before := map[string]string{}
	for name := range load(t, main).Secrets {
		before[name] = read(t, filepath.Join(dir, name))
	}
	if err := os.Remove(filepath.Join(dir, "link_key")); err != nil {
		t.Fatal(err)
	}
	makeSecrets(t, dir)
	for name, was := range before {
		if same := read(t, filepath.Join(dir, name)) == was; same == (name == "link_key") {
			t.Errorf("%s: kept is %v", name, same)
		}
	}
}
