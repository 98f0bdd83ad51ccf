package child

import (
	"crypto/rand"
	"math/big"
	"net"
	"strconv"
)

// Loopback is the only address the private servers listen on: the web UI and the frontend have no sign-in.
const Loopback = "127.0.0.1"

// Ports of our own choice lie below those that systems give to outgoing connections (from 32768 on Linux, from 49152 on
// macOS). A server that was killed comes back at the same port; were it one of those, any client, even the server's
// own that tries to connect again, could hold it meanwhile.
const (
	firstPort = 20000
	lastPort  = 29999
)

// FreePort answers the wanted port when it is free and otherwise, or for 0, another one that is, picked at random so
// that two who ask at the same time differ. The port may be gone by the time a server binds it, so callers try again
// when their server fails and PortTaken says so.
func FreePort(wanted int) (int, error) {
	if wanted != 0 && !PortTaken(wanted) {
		return wanted, nil
	}
	for range 100 {
		n, err := rand.Int(rand.Reader, big.NewInt(lastPort-firstPort+1))
		if err != nil {
			return 0, err
		}
		if port := firstPort + int(n.Int64()); !PortTaken(port) {
			return port, nil
		}
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
