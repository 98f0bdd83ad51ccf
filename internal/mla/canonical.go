package mla

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Canonical is the one byte form of a draft: compact JSON with fields in the
// order of the schema, without HTML escaping, texts with normalised line ends.
// Equal drafts have equal canonical forms.
func (d Draft) Canonical() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d.normalised()); err != nil {
		return nil, fmt.Errorf("canonical draft: %w", err)
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

// Digest is the lower-case hex SHA-256 of the canonical form.
func (d Draft) Digest() (string, error) {
	b, err := d.Canonical()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// normalised makes line ends and surrounding blanks of the long texts equal
// whatever browser typed them.
func (d Draft) normalised() Draft {
	n := func(s string) string {
		return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	}
	d.Purpose, d.Facts, d.Necessity = n(d.Purpose), n(d.Facts), n(d.Necessity)
	return d
}

const maxDraftBytes = 1 << 20

// ParseDraft reads a draft from JSON in UTF-8, with or without a byte order mark.
// An unknown field, a wrong type or a trailing value is refused with the field's
// name; the size is limited to 1 MiB.
func ParseDraft(r io.Reader) (Draft, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDraftBytes+1))
	if err != nil {
		return Draft{}, fmt.Errorf("read draft: %w", err)
	}
	data, refused := readableDraft(data)
	if refused != nil {
		return Draft{}, refused
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var d Draft
	if err := dec.Decode(&d); err != nil {
		return Draft{}, draftError(data, err)
	}
	if dec.More() {
		return Draft{}, Refuse("invalid_json", "draft", "detail", "more than one value")
	}
	return d, nil
}

// readableDraft takes the byte order mark off and refuses what is too long or not
// UTF-8: another encoding would be read with other letters in the names.
func readableDraft(data []byte) ([]byte, *Error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > maxDraftBytes:
		return nil, Refuse(CodeTooLong, "draft", "max", "1 MiB")
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		return nil, Refuse("not_utf8", "draft")
	}
	return data, nil
}

func draftError(data []byte, err error) error {
	var te *json.UnmarshalTypeError
	if asType(err, &te) {
		return Refuse("invalid_type", te.Field, "expected", te.Type.String())
	}
	if msg, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return Refuse("unknown_field", strings.Trim(msg, `"`))
	}
	return NotJSON("draft", data, err)
}

// NotJSON refuses a text that is no JSON, and says where it stops being any; where
// it just ends, that is its end. Lines and columns count from 1.
func NotJSON(field string, data []byte, err error) *Error {
	at := len(data)
	if se := (*json.SyntaxError)(nil); asType(err, &se) {
		at = min(max(int(se.Offset)-1, 0), at)
	}
	before := data[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return Refuse("invalid_json", field, "line", strconv.Itoa(1+bytes.Count(before, []byte("\n"))), "offset", strconv.Itoa(1+utf8.RuneCount(before[start:])))
}
