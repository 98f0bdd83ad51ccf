//go:build !linux

package child

import "syscall"

// dieWithParent does nothing where the system knows no such thing; a child left behind is attached to at the next start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
