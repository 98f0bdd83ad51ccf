package seal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"regexp"
	"strconv"
	"time"
)

// Bounds on what is taken from a file that a stranger made. Reading is in pieces:
// a file of a gigabyte costs as much memory as a small one.
const (
	window        = 1 << 20
	maxCandidates = 8
	maxSignature  = 1 << 20 // hexadecimal digits of one signature
)

// scan is what one pass over a file finds.
type scan struct {
	sha256     string
	pdf        bool // begins like a PDF
	ends       bool // ends like a PDF
	maker      bool // bears Rogatory's name as the maker of a signature
	ranges     []int64
	tooMany    bool
	size       int64
	signatures []candidate
}

var (
	markRange = []byte("/ByteRange")
	// markMaker finds maker as we write it and as a program writes it that saved the file again.
	markMaker = regexp.MustCompile(`/App\s{0,12}<<\s{0,12}/Name\s{0,12}/Rogatory\b`)
)

// overlap is kept from one window to the next, so that no mark is cut in two.
const overlap = 64

// scanFile reads the file once from start to end.
func scanFile(ctx context.Context, r io.ReaderAt, size int64) (*scan, error) {
	s := &scan{size: size}
	h := sha256.New()
	buf := make([]byte, overlap+window)
	kept := 0
	for at := int64(0); at < size; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := r.ReadAt(buf[kept:kept+int(min(window, size-at))], at)
		if n == 0 && err != nil {
			return nil, brokenOff(err)
		}
		h.Write(buf[kept : kept+n])
		s.look(buf[:kept+n], at-int64(kept), at+int64(n) == size)
		at += int64(n)
		keep := min(overlap, kept+n)
		copy(buf, buf[kept+n-keep:kept+n])
		kept = keep
	}
	s.sha256 = hex.EncodeToString(h.Sum(nil))
	for _, at := range s.ranges {
		c, ok, err := readCandidate(r, size, at)
		if err != nil {
			return nil, err
		}
		if ok {
			s.signatures = append(s.signatures, c)
		}
	}
	return s, nil
}

func brokenOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// look searches one window that begins at an offset of the file.
func (s *scan) look(b []byte, offset int64, last bool) {
	if offset == 0 {
		s.pdf = bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-"))
	}
	if last {
		s.ends = bytes.HasSuffix(bytes.TrimRight(b[max(0, len(b)-32):], "\r\n \x00"), []byte("%%EOF"))
	}
	s.maker = s.maker || markMaker.Match(b)
	for from := 0; ; {
		i := bytes.Index(b[from:], markRange)
		if i < 0 {
			return
		}
		at := offset + int64(from+i)
		from += i + len(markRange)
		if n := len(s.ranges); n > 0 && s.ranges[n-1] >= at {
			continue // seen in the window before
		}
		if len(s.ranges) == maxCandidates {
			s.tooMany = true
			return
		}
		s.ranges = append(s.ranges, at)
	}
}

// candidate is a signature whose byte range leaves out a hexadecimal string and nothing else.
type candidate struct {
	from, to, end int64 // the string with its brackets, and where the range ends
	contents      []byte
	// clean says that the string is written as Rogatory writes it: lower case, and zeros after the signature.
	clean   bool
	claimed time.Time // /M, zero if there is none
}

var (
	byteRange = regexp.MustCompile(`^/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]`)
	signedAt  = regexp.MustCompile(`/M\s*\(D:(\d{14})Z\)$`)
)

// readCandidate reads the signature whose byte range stands at an offset; not ok
// means that no signature can be read there.
func readCandidate(r io.ReaderAt, size, at int64) (c candidate, ok bool, err error) {
	head, err := readSome(r, size, at, 128)
	if err != nil {
		return c, false, err
	}
	m := byteRange.FindSubmatch(head)
	if m == nil {
		return c, false, nil
	}
	var n [3]int64
	for i := range n {
		n[i], _ = strconv.ParseInt(string(m[i+1]), 10, 64) // twelve digits always fit
	}
	c.from, c.to, c.end = n[0], n[1], n[1]+n[2]
	if c.to-c.from < 4 || c.to-c.from > maxSignature || c.from > size {
		return c, false, nil
	}
	before, err := readSome(r, size, max(0, at-64), int(min(64, at)))
	if err != nil {
		return c, false, err
	}
	if m := signedAt.FindSubmatch(before); m != nil {
		c.claimed, _ = time.Parse("20060102150405", string(m[1]))
	}
	text, err := readSome(r, size, c.from, int(c.to-c.from))
	if err != nil {
		return c, false, err
	}
	if c.to > size { // cut within the signature: it is here all the same
		return c, len(text) > 0 && text[0] == '<', nil
	}
	if text[0] != '<' || text[len(text)-1] != '>' {
		return c, false, nil
	}
	c.contents, c.clean = decodeContents(text[1 : len(text)-1])
	return c, c.contents != nil, nil
}

// decodeContents decodes the string and cuts the zeros after the signature, whose
// length its own first bytes tell.
func decodeContents(text []byte) (contents []byte, clean bool) {
	raw := make([]byte, hex.DecodedLen(len(text)))
	if _, err := hex.Decode(raw, text); err != nil {
		return nil, false
	}
	n := derLength(raw)
	if n == 0 || n > len(raw) {
		return raw, false
	}
	clean = !bytes.ContainsAny(text, "ABCDEF") && len(bytes.Trim(raw[n:], "\x00")) == 0
	return raw[:n], clean
}

// derLength is the length of the DER element at the start of b with its head, or 0.
func derLength(b []byte) int {
	if len(b) < 2 || b[0] != 0x30 {
		return 0
	}
	if b[1] < 0x80 {
		return 2 + int(b[1])
	}
	digits := int(b[1] & 0x7f)
	if digits == 0 || digits > 3 || len(b) < 2+digits {
		return 0
	}
	n := 0
	for _, d := range b[2 : 2+digits] {
		n = n<<8 | int(d)
	}
	return 2 + digits + n
}

// readSome reads up to n bytes; less at the end of the file.
func readSome(r io.ReaderAt, size, at int64, n int) ([]byte, error) {
	n = int(min(int64(n), size-at))
	if n <= 0 {
		return nil, nil
	}
	b := make([]byte, n)
	got, err := r.ReadAt(b, at)
	if got < n && err != nil {
		return nil, brokenOff(err)
	}
	return b, nil
}

// digest is over what a candidate's byte range names, as far as the file has it.
func (c candidate) digest(ctx context.Context, r io.ReaderAt, h hash.Hash) error {
	for _, part := range [][2]int64{{0, c.from}, {c.to, c.end - c.to}} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.Copy(h, &ctxReader{ctx, io.NewSectionReader(r, part[0], part[1])}); err != nil {
			return err
		}
	}
	return nil
}

type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
