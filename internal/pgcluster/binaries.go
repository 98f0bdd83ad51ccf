package pgcluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// ErrNoPostgres is returned when no suitable PostgreSQL is installed. The text around it says what to install.
var ErrNoPostgres = errors.New("no PostgreSQL found")

// ErrWrongVersion is returned when the data were created by a major version that is not installed any more.
var ErrWrongVersion = errors.New("the data belong to another version of PostgreSQL")

// minMajor is the oldest version that the project's migrations are tested with.
const minMajor = 14

// installed are the places where packages put the server's programs: Debian, Red Hat, Homebrew on both kinds of Mac,
// Postgres.app, Alpine.
var installed = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
	"/usr/libexec/postgresql*",
}

// binaries is a directory with initdb and postgres of one version.
type binaries struct {
	dir   string
	major int
}

func (b binaries) initdb() string   { return filepath.Join(b.dir, "initdb") }
func (b binaries) postgres() string { return filepath.Join(b.dir, "postgres") }

// findBinaries chooses PostgreSQL: PG_BIN alone when it is set, otherwise the one on PATH, then the highest version
// installed. When data of some major version exist (0 for none), only that version will do.
func findBinaries(dataMajor int) (binaries, error) {
	found := candidates()
	if len(found) == 0 {
		return binaries{}, noPostgres()
	}
	if dataMajor == 0 {
		return found[0], nil
	}
	for _, b := range found {
		if b.major == dataMajor {
			return b, nil
		}
	}
	return binaries{}, fmt.Errorf("%w: they need PostgreSQL %d, installed is %d; install %d, or move the directory away to begin anew",
		ErrWrongVersion, dataMajor, found[0].major, dataMajor)
}

// Available is nil where a PostgreSQL that Start can use is installed, and ErrNoPostgres with the cure otherwise.
func Available() error {
	_, err := findBinaries(0)
	return err
}

func candidates() []binaries {
	if dir := os.Getenv("PG_BIN"); dir != "" {
		return usable(dir)
	}
	var dirs []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real // the link's directory need not hold the other programs
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	onPath := usable(dirs...)
	dirs = nil
	for _, pattern := range installed {
		matches, _ := filepath.Glob(pattern)
		dirs = append(dirs, matches...)
	}
	packaged := usable(dirs...)
	slices.SortStableFunc(packaged, func(a, b binaries) int { return b.major - a.major })
	return append(onPath, packaged...)
}

// usable keeps the directories that hold both programs in a version we support.
func usable(dirs ...string) []binaries {
	var found []binaries
	for _, dir := range dirs {
		b := binaries{dir: dir}
		if _, err := exec.LookPath(b.initdb()); err != nil {
			continue
		}
		out, err := exec.Command(b.postgres(), "--version").Output()
		if err != nil {
			continue
		}
		if b.major = majorOf(string(out)); b.major >= minMajor {
			found = append(found, b)
		}
	}
	return found
}

var versionNumber = regexp.MustCompile(`\d+`)

// majorOf reads "postgres (PostgreSQL) 15.14 (Debian …)" and the PG_VERSION file alike; 0 means unreadable.
func majorOf(text string) int {
	n, _ := strconv.Atoi(versionNumber.FindString(text))
	return n
}

func dataMajor(data string) int {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return 0
	}
	return majorOf(string(text))
}

func noPostgres() error {
	advice := []string{fmt.Sprintf("PostgreSQL %d or newer is needed", minMajor)}
	if runtime.GOOS == "darwin" {
		advice = append(advice, "install it with: brew install postgresql@17")
	} else {
		advice = append(advice,
			"install it with: apt-get install postgresql (Debian, Ubuntu), dnf install postgresql-server (Fedora), apk add postgresql (Alpine)")
	}
	if dir := os.Getenv("PG_BIN"); dir != "" {
		advice = append(advice, fmt.Sprintf("PG_BIN is set to %s, which holds no such initdb and postgres", dir))
	} else {
		advice = append(advice, "or set PG_BIN to the directory that holds initdb and postgres, or DATABASE_URL to a server of your own")
	}
	return fmt.Errorf("%w: %s", ErrNoPostgres, strings.Join(advice, "; "))
}
