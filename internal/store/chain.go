package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/rogatory/rogatory/internal/mla"
)

// link is an event as it is stored: its bytes, and the hashes that tie it to
// the one before.
type link struct {
	event      []byte
	prev, hash []byte
}

// genesis is what the first event of a request is tied to, so that a chain
// copied to another request does not verify there.
func genesis(requestID string) []byte {
	sum := sha256.Sum256([]byte("rogatory/request/" + requestID))
	return sum[:]
}

// tie hashes an event's stored bytes with the hash before it.
func tie(prev, event []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	h.Write(event)
	return h.Sum(nil)
}

// links chains the events after head, which is nil for a request without events.
func links(requestID string, head []byte, events []mla.Event) ([]link, error) {
	if head == nil {
		head = genesis(requestID)
	}
	out := make([]link, len(events))
	for i, ev := range events {
		b, err := json.Marshal(ev)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", ev.Seq, err)
		}
		out[i] = link{event: b, prev: head, hash: tie(head, b)}
		head = out[i].hash
	}
	return out, nil
}

func decodeEvents(raw [][]byte) ([]mla.Event, error) {
	out := make([]mla.Event, len(raw))
	for i, b := range raw {
		if err := json.Unmarshal(b, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
