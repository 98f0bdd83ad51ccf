package mla

// DocRef names a stored document. The bytes never travel through Temporal or
// an event; they lie in the content-addressed document store.
type DocRef struct {
	// SHA256 is the lower-case hex digest of the plain bytes.
	SHA256 string `json:"sha256"`
	// Size is the number of plain bytes.
	Size int64 `json:"size"`
	// MIME is the media type found by content, not by name.
	MIME string `json:"mime"`
}

// IsZero reports whether no document is named.
func (d DocRef) IsZero() bool { return d.SHA256 == "" }

// TextRef names a free text kept outside the event chain, in an erasable row
// under the key of its case. Digest is salted, so that the chain proves the
// text without giving it away, and survives its erasure.
type TextRef struct {
	ID     string `json:"id"`
	Digest string `json:"digest"`
}

// IsZero reports whether no text is named.
func (t TextRef) IsZero() bool { return t.ID == "" }
