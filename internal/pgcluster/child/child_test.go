package child

import (
	"bufio"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// script starts a shell that says when it listens for signals.
func script(t *testing.T, text string) *Process {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", text)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(cmd, syscall.SIGKILL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Stop(context.Background(), syscall.SIGKILL, syscall.SIGKILL) })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "up\n" {
		t.Fatalf("the script said %q, %v", line, err)
	}
	return p
}

func TestStopIsPoliteThenRude(t *testing.T) {
	t.Parallel()
	polite := script(t, "trap 'exit 0' INT; echo up; while :; do sleep 0.05; done")
	if err := polite.Stop(t.Context(), syscall.SIGINT, syscall.SIGKILL); err != nil || polite.Err() != nil {
		t.Errorf("the polite one: %v, exit %v", err, polite.Err())
	}
	deaf := script(t, "trap '' INT; echo up; while :; do sleep 0.05; done")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := deaf.Stop(ctx, syscall.SIGINT, syscall.SIGKILL); err != nil || !deaf.Ended() || deaf.Err() == nil {
		t.Errorf("the deaf one: %v, exit %v", err, deaf.Err())
	}
}

func TestChildOutlivesTheThreadThatAskedForIt(t *testing.T) {
	t.Parallel()
	started := make(chan *Process)
	go func() {
		runtime.LockOSThread() // ends with its goroutine, as threads of a busy program do
		started <- script(t, "echo up; exec sleep 60")
	}()
	p := <-started
	select {
	case <-p.Done():
		t.Error("the child died with a thread of ours")
	case <-time.After(300 * time.Millisecond): // the kernel would have been quicker
	}
}

func TestMissingProgramIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := Start(exec.Command(filepath.Join(t.TempDir(), "none")), syscall.SIGKILL); err == nil {
		t.Error("no error")
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	locks := make([]*Lock, 2)
	for i := range locks {
		l, err := OpenLock(path, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Release()
		locks[i] = l
	}
	if ok, err := locks[0].Share(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if ok, err := locks[1].Share(); !ok || err != nil {
		t.Fatal("two do not share:", err)
	}
	if ok, _ := locks[0].Try(); ok {
		t.Error("alone although another shares")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	locks[0].Release()
	if err := locks[1].Wait(ctx); err != nil {
		t.Error("not alone after the other left:", err)
	}
}

func TestFreePort(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", Loopback+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	taken := l.Addr().(*net.TCPAddr).Port
	for _, wanted := range []int{taken, 0} {
		port, err := FreePort(wanted)
		if err != nil || port == taken || port < firstPort || port > lastPort {
			t.Errorf("for %d got %d, %v: want one that no outgoing connection can hold", wanted, port, err)
		}
	}
}
