package child

import (
	"net"
	"strconv"
)

// Loopback is the only address the private servers listen on: the web UI and the frontend have no sign-in.
const Loopback = "127.0.0.1"

// FreePort answers the wanted port when it is free and otherwise, or for 0, another one that is. The port may be gone
// again by the time a server binds it, so callers try again when their server fails and PortTaken says so.
func FreePort(wanted int) (int, error) {
	if wanted != 0 && !PortTaken(wanted) {
		return wanted, nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(Loopback, "0"))
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

// PortTaken reports whether a server could not listen on the port.
func PortTaken(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort(Loopback, strconv.Itoa(port)))
	if err != nil {
		return true
	}
	return l.Close() != nil
}
