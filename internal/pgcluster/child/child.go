// Package child runs the servers of the private default (PostgreSQL, Temporal) as child processes that neither outlive
// us by accident nor get lost when we are killed: a child is asked to end when its parent dies where the system can do
// that, and one that survived anyway is attached to again.
package child

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Process is a running server, our child or one left by a crash.
type Process struct {
	PID  int
	done chan struct{}
	err  error
}

// Start runs cmd in its own process group, so that Ctrl-C in a terminal reaches us only and we end things in order.
// On Linux the child receives parentDeath when we die, however we die. The command's SysProcAttr may carry a
// Credential; everything else of it is set here.
func Start(cmd *exec.Cmd, parentDeath syscall.Signal) (*Process, error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr, parentDeath)

	p := &Process{done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		// The kernel sends the signal when the forking thread ends, not the process. The goroutine therefore keeps its
		// thread until the child is gone; it never unlocks, and the thread ends with it.
		runtime.LockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		p.PID = cmd.Process.Pid
		started <- nil
		p.err = cmd.Wait()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// Attach follows a server that is not our child. running is asked a few times a second; its first no closes Done.
func Attach(pid int, running func() bool) *Process {
	p := &Process{PID: pid, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for running() {
			<-tick.C
		}
	}()
	return p
}

// Done is closed when the process has ended, for whatever reason.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err is the exit status after Done, nil for an attached process, whose status only its parent learns.
func (p *Process) Err() error { return p.err }

// Ended reports whether the process has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// Stop sends polite and waits; when ctx ends first it sends rude and waits five seconds more. It answers nil once the
// process is gone, also when it was gone before.
func (p *Process) Stop(ctx context.Context, polite, rude syscall.Signal) error {
	if p.Ended() {
		return nil
	}
	_ = p.signal(polite)
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
	}
	_ = p.signal(rude)
	select {
	case <-p.done:
		return nil
	case <-time.After(5 * time.Second):
		return fmt.Errorf("process %d ended neither on %v nor on %v", p.PID, polite, rude)
	}
}

func (p *Process) signal(s syscall.Signal) error {
	proc, err := os.FindProcess(p.PID)
	if err != nil {
		return err
	}
	return proc.Signal(s)
}

// Alive reports whether a process with this id exists, ours to signal or not.
func Alive(pid int) bool {
	if pid <= 0 {
		return false
	}
	err := syscall.Kill(pid, 0)
	return err == nil || err == syscall.EPERM
}
