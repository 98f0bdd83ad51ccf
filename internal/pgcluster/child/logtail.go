package child

import (
	"os"
	"strings"
)

// maxLog is where a server's log is set aside at the next start, so that a demo left running for months fills no disk.
const maxLog = 8 << 20

// OpenLog opens a server's log for appending. One that has grown large is first renamed to path.1, replacing the last.
func OpenLog(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		_ = os.Rename(path, path+".1")
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// LogTail answers the last few lines of a log, for the error of a server that did not come up.
func LogTail(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	const enough = 2 << 10
	if len(data) > enough {
		data = data[len(data)-enough:]
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) > 6 {
		lines = lines[len(lines)-6:]
	}
	return strings.Join(lines, "\n")
}
