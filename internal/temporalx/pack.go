package temporalx

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"sync"
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

// writers are kept: a new one takes more than a megabyte, which for a payload of
// a few kilobytes costs more than its work.
var writers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

func pack(plain []byte) ([]byte, error) {
	if len(plain) < packFrom {
		return append([]byte{packedRaw}, plain...), nil
	}
	var buf bytes.Buffer
	buf.WriteByte(packedDeflate)
	w := writers.Get().(*flate.Writer)
	defer writers.Put(w)
	w.Reset(&buf)
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
