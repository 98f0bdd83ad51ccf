package seal

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// ErrPDF says that a file is not of the plain kind that is sealed: a PDF with a
// classic cross-reference table, unencrypted and without a form. Every file that
// Rogatory sets is of that kind.
var ErrPDF = errors.New("seal: not a PDF that can be sealed")

// entry is one key of a dictionary with its value as it stands in the file.
type entry struct{ key, value string }

// dict is a dictionary in its own order, so that sealing changes no more than it must.
type dict []entry

func (d dict) get(key string) string {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return ""
}

// set replaces the value of a key, or adds it at the end.
func (d dict) set(key, value string) dict {
	for i := range d {
		if d[i].key == key {
			d[i].value = value
			return d
		}
	}
	return append(d, entry{key, value})
}

func (d dict) write(b *bytes.Buffer) {
	b.WriteString("<<")
	for _, e := range d {
		fmt.Fprintf(b, "/%s %s\n", e.key, e.value)
	}
	b.WriteString(">>")
}

// readDict reads the dictionary that begins at the first byte of src.
func readDict(src []byte) (dict, error) {
	s := scanner{src: src}
	if !s.take("<<") {
		return nil, fmt.Errorf("%w: no dictionary where one should be", ErrPDF)
	}
	var d dict
	for {
		s.space()
		if s.take(">>") {
			return d, nil
		}
		if s.at >= len(src) || src[s.at] != '/' {
			return nil, fmt.Errorf("%w: a dictionary without an end", ErrPDF)
		}
		from := s.at + 1
		s.at++
		s.regular()
		key := string(src[from:s.at])
		s.space()
		from = s.at
		if !s.value(0) {
			return nil, fmt.Errorf("%w: a dictionary with a value that does not end", ErrPDF)
		}
		d = append(d, entry{key, string(bytes.TrimSpace(src[from:s.at]))})
	}
}

// scanner steps over values without reading what they mean.
type scanner struct {
	src []byte
	at  int
}

// maxNesting bounds arrays within arrays; a catalogue has none deeper.
const maxNesting = 64

func (s *scanner) take(token string) bool {
	if bytes.HasPrefix(s.src[s.at:], []byte(token)) {
		s.at += len(token)
		return true
	}
	return false
}

func (s *scanner) space() {
	for s.at < len(s.src) {
		switch s.src[s.at] {
		case 0, '\t', '\n', '\f', '\r', ' ':
			s.at++
		case '%':
			for s.at < len(s.src) && s.src[s.at] != '\n' && s.src[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

func (s *scanner) regular() {
	for s.at < len(s.src) && !bytes.ContainsRune([]byte("\x00\t\n\f\r ()<>[]{}/%"), rune(s.src[s.at])) {
		s.at++
	}
}

// value steps over one value; "12 0 R" is one.
func (s *scanner) value(depth int) bool {
	if depth > maxNesting || s.at >= len(s.src) {
		return false
	}
	switch {
	case s.take("<<"):
		for s.space(); !s.take(">>"); s.space() {
			if !s.value(depth + 1) {
				return false
			}
		}
		return true
	case s.take("["):
		for s.space(); !s.take("]"); s.space() {
			if !s.value(depth + 1) {
				return false
			}
		}
		return true
	case s.take("("):
		return s.text()
	case s.take("<"):
		end := bytes.IndexByte(s.src[s.at:], '>')
		s.at += end + 1
		return end >= 0
	case s.take("/"):
		s.regular()
		return true
	}
	from := s.at
	s.regular()
	if s.at == from {
		return false
	}
	s.reference()
	return true
}

// text steps over a string in parentheses.
func (s *scanner) text() bool {
	for open := 1; s.at < len(s.src); s.at++ {
		switch s.src[s.at] {
		case '\\':
			s.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				s.at++
				return true
			}
		}
	}
	return false
}

// reference steps over the rest of "12 0 R" where that is what stands here.
func (s *scanner) reference() {
	from := s.at
	s.space()
	if n := s.at; s.at < len(s.src) && s.src[n] >= '0' && s.src[n] <= '9' {
		s.regular()
		s.space()
		if s.at < len(s.src) && s.src[s.at] == 'R' && (s.at+1 == len(s.src) || bytes.IndexByte([]byte("\x00\t\n\f\r ()<>[]{}/%"), s.src[s.at+1]) >= 0) {
			s.at++
			return
		}
	}
	s.at = from
}

// original is a PDF about to be sealed.
type original struct {
	src     []byte
	xref    int // offset of the newest cross-reference table
	trailer dict
	offsets map[int]int // of objects by number
}

// maxObjects bounds the cross-reference table; a file of 500 pages has some thousands.
const maxObjects = 1 << 20

func readOriginal(src []byte) (*original, error) {
	if !bytes.HasPrefix(src, []byte("%PDF-1.")) {
		return nil, fmt.Errorf("%w: it does not begin like one", ErrPDF)
	}
	o := &original{src: src, offsets: map[int]int{}}
	tail := src[max(0, len(src)-1024):]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if at < 0 {
		return nil, fmt.Errorf("%w: it has no end", ErrPDF)
	}
	words := bytes.Fields(tail[at:])
	if len(words) < 3 || string(words[2]) != "%%EOF" {
		return nil, fmt.Errorf("%w: it has no end", ErrPDF)
	}
	next, err := strconv.Atoi(string(words[1]))
	o.xref = next
	for hops := 0; err == nil; hops++ {
		var d dict
		if hops == 32 {
			return nil, fmt.Errorf("%w: its tables lead in a circle", ErrPDF)
		}
		if d, err = o.table(next); err != nil {
			return nil, err
		}
		if o.trailer == nil {
			o.trailer = d
		}
		if d.get("Prev") == "" {
			break
		}
		next, err = strconv.Atoi(d.get("Prev"))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: an offset is no number", ErrPDF)
	}
	if o.trailer.get("Encrypt") != "" {
		return nil, fmt.Errorf("%w: it is encrypted", ErrPDF)
	}
	return o, nil
}

// table reads one cross-reference table; what a newer one said of an object stands.
func (o *original) table(at int) (dict, error) {
	if at < 0 || at >= len(o.src) || !bytes.HasPrefix(o.src[at:], []byte("xref")) {
		return nil, fmt.Errorf("%w: it has no classic cross-reference table", ErrPDF)
	}
	s := scanner{src: o.src, at: at + len("xref")}
	number := func() int {
		s.space()
		from := s.at
		s.regular()
		n, err := strconv.Atoi(string(o.src[from:s.at]))
		if err != nil {
			return -1
		}
		return n
	}
	for {
		s.space()
		if s.take("trailer") {
			s.space()
			return readDict(o.src[s.at:])
		}
		first, count := number(), number()
		if first < 0 || count < 0 || first+count > maxObjects {
			return nil, fmt.Errorf("%w: its cross-reference table is broken", ErrPDF)
		}
		for i := range count {
			offset, generation := number(), number()
			s.space()
			inUse := s.take("n")
			if offset < 0 || generation < 0 || !inUse && !s.take("f") {
				return nil, fmt.Errorf("%w: its cross-reference table is broken", ErrPDF)
			}
			if _, known := o.offsets[first+i]; !known && inUse {
				o.offsets[first+i] = offset
			}
		}
	}
}

// ref reads "12 0 R".
func ref(value string) (int, error) {
	var n, generation int
	var r string
	if _, err := fmt.Sscanf(value, "%d %d %s", &n, &generation, &r); err != nil || r != "R" || generation != 0 {
		return 0, fmt.Errorf("%w: %.20q is no reference", ErrPDF, value)
	}
	return n, nil
}

// object reads the dictionary of an object.
func (o *original) object(n int) (dict, error) {
	at, ok := o.offsets[n]
	head := fmt.Sprintf("%d 0 obj", n)
	if !ok || at >= len(o.src) || !bytes.HasPrefix(o.src[at:], []byte(head)) {
		return nil, fmt.Errorf("%w: object %d is not where its table says", ErrPDF, n)
	}
	s := scanner{src: o.src, at: at + len(head)}
	s.space()
	return readDict(o.src[s.at:])
}

// firstPage is the number of the first page's object, and what it says.
func (o *original) firstPage(catalog dict) (int, dict, error) {
	n, err := ref(catalog.get("Pages"))
	for depth := 0; err == nil && depth < maxNesting; depth++ {
		var d dict
		if d, err = o.object(n); err != nil {
			break
		}
		if d.get("Type") == "/Page" {
			return n, d, nil
		}
		var generation int
		if _, serr := fmt.Sscanf(d.get("Kids"), "[%d %d R", &n, &generation); serr != nil {
			return 0, nil, fmt.Errorf("%w: it has no page", ErrPDF)
		}
	}
	if err == nil {
		err = fmt.Errorf("%w: it has no page", ErrPDF)
	}
	return 0, nil, err
}
