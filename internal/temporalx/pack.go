package temporalx

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
)

// Sealed bytes cannot be compressed any more, neither on the wire nor by the
// database, so they are compressed before. The first byte says how.
const (
	packedRaw     = 0
	packedDeflate = 1
	// packFrom is the size, in bytes, from which compressing is worth it.
	packFrom = 1 << 10
	// packMax bounds what a payload unpacks to, in bytes: the engine takes less.
	packMax = 64 << 20
)

var errPacked = errors.New("payload is packed in an unknown way")

func pack(plain []byte) ([]byte, error) {
	if len(plain) < packFrom {
		return append([]byte{packedRaw}, plain...), nil
	}
	var buf bytes.Buffer
	buf.WriteByte(packedDeflate)
	w, err := flate.NewWriter(&buf, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, errPacked
	}
	switch packed[0] {
	case packedRaw:
		return packed[1:], nil
	case packedDeflate:
		r := flate.NewReader(bytes.NewReader(packed[1:]))
		plain, err := io.ReadAll(io.LimitReader(r, packMax))
		return plain, errors.Join(err, r.Close())
	}
	return nil, errPacked
}
