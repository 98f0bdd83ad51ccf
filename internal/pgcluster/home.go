package pgcluster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// ErrForeignData is returned when the directory belongs to a user that we are not and cannot become.
var ErrForeignData = errors.New("the data belong to another user")

// account is the unprivileged user that the server runs as. PostgreSQL refuses to run as root.
type account struct{ uid, gid uint32 }

// home is a directory of our choice together with who may write in it.
type home struct {
	dir string
	as  *account // nil: as ourselves
}

func (h home) data() string     { return filepath.Join(h.dir, "data") }
func (h home) password() string { return filepath.Join(h.dir, "password") }
func (h home) log() string      { return filepath.Join(h.dir, "postgres.log") }

// attributes make a child run as the account.
func (h home) attributes() *syscall.SysProcAttr {
	if h.as == nil {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: h.as.uid, Gid: h.as.gid}}
}

// give hands a file that we created to the account.
func (h home) give(path string) error {
	if h.as == nil {
		return nil
	}
	return os.Lchown(path, int(h.as.uid), int(h.as.gid))
}

// findHome creates the directory of the cluster and decides who the server runs as.
//
// An ordinary user simply uses dir. Root needs an unprivileged user who can reach it; a checkout under /root, whose mode
// is 0700, is the usual obstacle. Root then gets a directory under /var/lib, named after the one asked for, so that the
// same checkout finds its data again.
func findHome(dir string, logf func(string, ...any)) (home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return home{}, err
	}
	if os.Getuid() != 0 {
		return ownHome(dir)
	}
	as, err := serverAccount(dir)
	if err != nil {
		return home{}, err
	}
	// Before asking who may pass, so that a strict umask of ours counts too.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return home{}, err
	}
	if blocked := firstBlocked(filepath.Dir(dir), as); blocked != "" {
		sum := sha256.Sum256([]byte(dir))
		other := filepath.Join("/var/lib", "rogatory-"+hex.EncodeToString(sum[:6]))
		logf("PostgreSQL does not run as root, and user id %d cannot enter %s: the database lies in %s instead", as.uid, blocked, other)
		dir = other
		if as, err = serverAccount(dir); err != nil {
			return home{}, err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return home{}, err
	}
	return settle(home{dir: dir, as: &as})
}

// settle names the directory without links, because that is how a running server is recognised, and hands it over.
func settle(h home) (home, error) {
	dir, err := filepath.EvalSymlinks(h.dir)
	if err != nil {
		return home{}, err
	}
	h.dir = dir
	return h, h.give(dir)
}

func ownHome(dir string) (home, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return home{}, err
	}
	for _, path := range []string{dir, filepath.Join(dir, "data")} {
		if owner, ok := ownerOf(path); ok && int(owner.uid) != os.Getuid() {
			return home{}, fmt.Errorf("%w: %s belongs to user id %d and you are %d; run as that user, or move the directory away to begin anew",
				ErrForeignData, path, owner.uid, os.Getuid())
		}
	}
	return settle(home{dir: dir})
}

// serverAccount is whoever owns the data when there are some, so that root can go on with what an ordinary user began,
// and otherwise the user that the PostgreSQL package made, or nobody.
func serverAccount(dir string) (account, error) {
	if owner, ok := ownerOf(filepath.Join(dir, "data")); ok && owner.uid != 0 {
		return owner, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return account{uid: uint32(uid), gid: uint32(gid)}, nil
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root and there is neither a user postgres nor a user nobody: run as an ordinary user")
}

func ownerOf(path string) (account, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return account{}, false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false
	}
	return account{uid: st.Uid, gid: st.Gid}, true
}

// firstBlocked answers the first directory on the way to dir that the account may not enter, or nothing.
// Links are followed first.
func firstBlocked(dir string, as account) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	blocked := ""
	for ; ; dir = filepath.Dir(dir) {
		if !mayEnter(dir, as) {
			blocked = dir
		}
		if dir == filepath.Dir(dir) {
			return blocked
		}
	}
}

func mayEnter(dir string, as account) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	owner, _ := ownerOf(dir)
	bit := os.FileMode(0o001)
	switch {
	case owner.uid == as.uid:
		bit = 0o100
	case owner.gid == as.gid:
		bit = 0o010
	}
	return info.Mode().Perm()&bit != 0
}
