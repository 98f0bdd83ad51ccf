package deploy

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// A compose file names many things twice. These tests hold the two ends together
// where no Docker engine is there to do it; they do not prove that it runs.

type composeFile struct {
	Services map[string]service    `yaml:"services"`
	Networks map[string]any        `yaml:"networks"`
	Volumes  map[string]any        `yaml:"volumes"`
	Secrets  map[string]secretFile `yaml:"secrets"`
}

type secretFile struct {
	File string `yaml:"file"`
}

type service struct {
	Image       string            `yaml:"image"`
	User        string            `yaml:"user"`
	Entrypoint  []string          `yaml:"entrypoint"`
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	Secrets     []string          `yaml:"secrets"`
	Volumes     []string          `yaml:"volumes"`
	Tmpfs       []string          `yaml:"tmpfs"`
	Ports       []string          `yaml:"ports"`
	Networks    []string          `yaml:"networks"`
	DependsOn   map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
	Healthcheck *struct {
		Test    []string `yaml:"test"`
		Disable bool     `yaml:"disable"`
	} `yaml:"healthcheck"`
	Restart     string   `yaml:"restart"`
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	CapAdd      []string `yaml:"cap_add"`
	Privileged  bool     `yaml:"privileged"`
	NetworkMode string   `yaml:"network_mode"`
	SecurityOpt []string `yaml:"security_opt"`
}

func load(t *testing.T, path string) composeFile {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var c composeFile
	if err := yaml.Unmarshal(b, &c); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return c
}

const main = "../docker-compose.yml"

func TestEveryDependencyNamesAServiceThatCanMeetIt(t *testing.T) {
	t.Parallel()
	c := load(t, main)
	for name, s := range c.Services {
		for on, d := range s.DependsOn {
			target, ok := c.Services[on]
			switch {
			case !ok:
				t.Errorf("%s depends on %s, which is no service", name, on)
			case d.Condition == "service_healthy":
				if target.Healthcheck == nil || len(target.Healthcheck.Test) == 0 {
					t.Errorf("%s waits for the health of %s, which has no health check", name, on)
				}
			case d.Condition == "service_completed_successfully":
				if !strings.HasPrefix(target.Restart, "on-failure") {
					t.Errorf("%s waits for the end of %s, which restarts %q", name, on, target.Restart)
				}
			default:
				t.Errorf("%s depends on %s without a condition", name, on)
			}
		}
	}
	for name := range c.Services {
		if path := cycle(c, name, nil); path != nil {
			t.Errorf("services wait for each other: %s", strings.Join(path, " → "))
		}
	}
}

func cycle(c composeFile, name string, seen []string) []string {
	if slices.Contains(seen, name) {
		return append(seen, name)
	}
	for on := range c.Services[name].DependsOn {
		if path := cycle(c, on, append(slices.Clone(seen), name)); path != nil {
			return path
		}
	}
	return nil
}

func TestWhatIsUsedIsDeclaredAndWhatIsDeclaredIsUsed(t *testing.T) {
	t.Parallel()
	c := load(t, main)
	used := map[string]map[string]bool{"secret": {}, "volume": {}, "network": {}}
	for name, s := range c.Services {
		for _, x := range s.Secrets {
			used["secret"][x] = true
		}
		for _, x := range s.Networks {
			used["network"][x] = true
		}
		if len(s.Networks) == 0 {
			t.Errorf("%s is on the default network", name)
		}
		for _, v := range s.Volumes {
			source := defaults(v)[:strings.Index(defaults(v), ":")]
			if !strings.HasPrefix(source, ".") {
				used["volume"][source] = true
				continue
			}
			if _, err := os.Stat(filepath.Join("..", source)); err != nil {
				t.Errorf("%s mounts %s, which is not there", name, source)
			}
			if !strings.HasSuffix(v, ":ro") {
				t.Errorf("%s may write to %s", name, source)
			}
		}
	}
	declared := map[string][]string{
		"secret": slices.Collect(maps.Keys(c.Secrets)), "volume": slices.Collect(maps.Keys(c.Volumes)),
		"network": slices.Collect(maps.Keys(c.Networks)),
	}
	for kind, names := range declared {
		for _, n := range names {
			if !used[kind][n] {
				t.Errorf("%s %s is declared and not used", kind, n)
			}
		}
		for n := range used[kind] {
			if !slices.Contains(names, n) {
				t.Errorf("%s %s is used and not declared", kind, n)
			}
		}
	}
}

var variable = regexp.MustCompile(`\$\{[A-Z_]+:-([^}]*)\}`)

// defaults replaces ${NAME:-value} by the value.
func defaults(s string) string { return variable.ReplaceAllString(s, "$1") }

func TestNothingIsPublishedBeyondTheLoopback(t *testing.T) {
	t.Parallel()
	for name, s := range load(t, main).Services {
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s publishes %s", name, p)
			}
		}
	}
}

func TestEveryContainerIsConfined(t *testing.T) {
	t.Parallel()
	for name, s := range load(t, main).Services {
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || len(s.CapAdd) > 0 || s.Privileged || s.NetworkMode != "" ||
			!slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may more than it needs", name)
		}
		if s.User == "" || strings.HasPrefix(s.User, "0") || strings.HasPrefix(s.User, "root") {
			t.Errorf("%s runs as user %q", name, s.User)
		}
		if !pinned.MatchString(s.Image) {
			t.Errorf("%s: the image %s has no exact version", name, s.Image)
		}
		if s.Restart == "" {
			t.Errorf("%s has no restart policy", name)
		}
	}
}

var pinned = regexp.MustCompile(`:v?[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z]+)?$`)

// secretNames are variables whose value must never stand in a compose file.
var secretNames = regexp.MustCompile(`(?i)(PASSWORD|PWD|SECRET|TOKEN|_KEYS?|DATABASE_URL|DATABASE_OWNER_URL|SMTP_URL)$`)

func TestSecretsComeFromFilesAlone(t *testing.T) {
	t.Parallel()
	for _, path := range []string{main, "compose.mail.yml", "compose.seal.yml"} {
		c := load(t, path)
		for name, s := range c.Services {
			for k, v := range s.Environment {
				if secretNames.MatchString(k) {
					t.Errorf("%s: %s holds the value of %s", path, name, k)
				}
				file, ok := strings.CutPrefix(v, "/run/secrets/")
				if ok && !slices.Contains(s.Secrets, file) && !(name == "migrate" && k == "ROGATORY_DOCS_KEY_FILE") {
					t.Errorf("%s: %s reads the secret %s, which is not mounted", path, name, file)
				}
			}
		}
		for name, f := range c.Secrets {
			if f.File != "./secrets/"+name {
				t.Errorf("%s: secret %s lies in %q", path, name, f.File)
			}
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if m := regexp.MustCompile(`://[^\s/:]+:[^\s@]+@postgresql`).Find(b); m != nil {
			t.Errorf("%s holds a password", path)
		}
	}
}

// The scripts are run as /bin/sh <file>, so their mode does not matter, their presence does.
func TestScriptsThatAreStartedAreMounted(t *testing.T) {
	t.Parallel()
	for name, s := range load(t, main).Services {
		for _, arg := range s.Entrypoint {
			if !strings.HasPrefix(arg, "/deploy/") {
				continue
			}
			if !slices.Contains(s.Volumes, "."+arg+":"+arg+":ro") {
				t.Errorf("%s starts %s, which is not mounted", name, arg)
			}
		}
	}
}
