package casesystem

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// folderAck is what the receiver answers beside the bag.
type folderAck struct {
	Receipt   string `json:"receipt"`
	Digest    string `json:"digest"`
	Duplicate bool   `json:"duplicate"`
	Refused   bool   `json:"refused"`
}

// readAck tells whether the receiver has answered. A file that is still being written (empty, or JSON
// that breaks off) has not answered yet.
func readAck(path string) (ack folderAck, ok bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return folderAck{}, false, nil
	}
	if err != nil {
		return folderAck{}, false, fmt.Errorf("casesystem: acknowledgement: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return folderAck{}, false, fmt.Errorf("casesystem: acknowledgement: %w", err)
	}
	text := strings.TrimSpace(string(b))
	switch {
	case text == "":
		return folderAck{}, false, nil
	case strings.HasPrefix(text, "{"):
		if json.Unmarshal([]byte(text), &ack) != nil {
			return folderAck{}, false, nil
		}
		ack.Receipt = shown(ack.Receipt)
	default:
		first, _, _ := strings.Cut(text, "\n")
		ack.Receipt = shown(first)
	}
	if ack.Receipt == "" {
		ack.Receipt = filepath.Base(path) // the file itself is the answer
	}
	return ack, true, nil
}
