package translation

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/rogatory/rogatory/internal/mla"
)

// xmlReader walks over a document within limits. It resolves nothing: a document
// type is refused by the caller's rule, an entity is a syntax error.
type xmlReader struct {
	dec      *xml.Decoder
	format   string // "xliff" or "tmx": the prefix of codes
	limits   Limits
	depth    int
	elements int
	// doctype says whether a plain reference to a document type may stand there.
	doctype bool
}

// archives begin with these bytes.
var archives = [][]byte{[]byte("PK\x03\x04"), []byte("PK\x05\x06"), {0x1f, 0x8b}, []byte("BZh"), {0xfd, '7', 'z', 'X', 'Z'}, {'7', 'z', 0xbc, 0xaf}, []byte("Rar!"), {0x28, 0xb5, 0x2f, 0xfd}}

// newXMLReader reads all of r, at most limits.Bytes, before anything is parsed.
func newXMLReader(r io.Reader, format string, limits Limits) (*xmlReader, error) {
	limits = limits.orDefault()
	raw, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, err
	}
	x := &xmlReader{format: format, limits: limits}
	switch {
	case int64(len(raw)) > limits.Bytes:
		return nil, x.refuse("too_large", "max", strconv.FormatInt(limits.Bytes>>20, 10))
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, x.refuse("empty")
	}
	for _, a := range archives {
		if bytes.HasPrefix(raw, a) {
			return nil, x.refuse("zip")
		}
	}
	utf16 := bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff})
	if utf16 {
		if raw, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw); err != nil {
			return nil, x.refuse("encoding", "value", "UTF-16")
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	x.dec = xml.NewDecoder(bytes.NewReader(raw))
	x.dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf-16", "utf-16le", "utf-16be":
			if utf16 {
				return in, nil
			}
		case "iso-8859-1", "latin1", "us-ascii", "ascii":
			return charmap.ISO8859_1.NewDecoder().Reader(in), nil
		case "windows-1252":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		}
		return nil, x.refuse("encoding", "value", printable(label))
	}
	return x, nil
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	for _, f := range []struct{ own, std *int }{{&l.Depth, &d.Depth}, {&l.Elements, &d.Elements}, {&l.Units, &d.Units}} {
		if *f.own <= 0 {
			*f.own = *f.std
		}
	}
	if l.Bytes <= 0 {
		l.Bytes = d.Bytes
	}
	return l
}

func (x *xmlReader) refuse(code string, args ...string) *mla.Error {
	return mla.Refuse(x.format+"_"+code, "file", args...)
}

// refuseHere is refuse with the line and the column that were reached.
func (x *xmlReader) refuseHere(code string, args ...string) *mla.Error {
	line, column := x.dec.InputPos()
	return x.refuse(code, append(args, "line", strconv.Itoa(line), "column", strconv.Itoa(column))...)
}

// next gives the next start, end or text; nil at the end of the document.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		t, err := x.dec.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return nil, x.broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			x.depth++
			x.elements++
			if x.depth > x.limits.Depth {
				return nil, x.refuseHere("too_deep", "max", strconv.Itoa(x.limits.Depth))
			}
			if x.elements > x.limits.Elements {
				return nil, x.refuseHere("too_many", "max", strconv.Itoa(x.limits.Elements))
			}
			return t, nil
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			// Only <!DOCTYPE tmx SYSTEM "tmx14.dtd">, and nothing is fetched for it.
			if !x.doctype || bytes.ContainsAny(t, "[<") || !bytes.HasPrefix(t, []byte("DOCTYPE")) {
				return nil, x.refuseHere("dtd")
			}
		}
	}
}

// broken words a syntax error without a word of the document.
func (x *xmlReader) broken(err error) error {
	var refusal *mla.Error
	if errors.As(err, &refusal) {
		return refusal
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) && strings.Contains(syntax.Msg, "invalid character entity") {
		return x.refuseHere("entity")
	}
	if strings.HasPrefix(err.Error(), "xml: encoding") { // opened without a charset reader's word
		return x.refuse("encoding", "value", "–")
	}
	return x.refuseHere("malformed")
}

// skip passes over the element whose start was just read.
func (x *xmlReader) skip() error {
	for depth := x.depth; x.depth >= depth; {
		t, err := x.next()
		if err != nil {
			return err
		}
		if t == nil {
			return x.refuseHere("malformed")
		}
	}
	return nil
}

// root reads up to the first element.
func (x *xmlReader) root() (xml.StartElement, error) {
	for {
		t, err := x.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch t := t.(type) {
		case nil:
			return xml.StartElement{}, x.refuse("empty")
		case xml.StartElement:
			return t, nil
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return xml.StartElement{}, x.refuseHere("malformed")
			}
		}
	}
}

// children calls each for the child elements of the element whose start was
// just read, up to its end; each must read its element to the end.
func (x *xmlReader) children(each func(xml.StartElement) error) error {
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case nil:
			return x.refuseHere("malformed")
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		}
	}
}

// finish makes sure that the document ends where its root does.
func (x *xmlReader) finish() error {
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case nil:
			return nil
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return x.refuseHere("malformed")
			}
		default:
			return x.refuseHere("malformed")
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// printable bounds what a file says of itself before it is shown or logged.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 24)]
}

// element says what becomes of an element that stands within text.
type element int

const (
	pass    element = iota // it goes, with all that it encloses
	enter                  // it goes, what it encloses stays
	wasRead                // it was read to its end
)

// mixed reads text with elements in it up to the end of the element that it
// begins in. at gives the text that stands for an element, and says what becomes
// of what that encloses.
func (x *xmlReader) mixed(at func(xml.StartElement) (text string, then element, err error)) (string, error) {
	var b strings.Builder
	for depth := x.depth; ; {
		t, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case nil:
			return "", x.refuseHere("malformed")
		case xml.EndElement:
			if x.depth < depth {
				return b.String(), nil
			}
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			text, then, err := at(t)
			if err == nil && then == pass {
				err = x.skip()
			}
			if err != nil {
				return "", err
			}
			b.WriteString(text)
		}
	}
}
