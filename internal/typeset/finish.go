package typeset

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// finish rewrites what gofpdf made into a file with what it cannot write: the
// language, the title in the window, metadata, an identifier, the outline in
// any script, and for every font the text that each glyph stands for. The file
// keeps a classic cross-reference table, which signing libraries read.
//
// Nothing here claims PDF/A or a tagged structure: there is none.
func finish(d drawing, doc Document, outline []entry) ([]byte, error) {
	objects, err := splitObjects(d.pdf)
	if err != nil {
		return nil, fmt.Errorf("typeset: finish: %w", err)
	}
	z := packers.Get().(*packer)
	defer packers.Put(z)
	pages := kids(objects[0])
	for _, n := range pages {
		objects[n] = z.stream(contents(objects[n]), "") // follows its page
	}
	catalogue := len(objects) - 1 // the last two are the information and the catalogue
	info := catalogue - 1
	if objects, err = embedFonts(objects, d.fonts, z); err != nil {
		return nil, fmt.Errorf("typeset: finish: %w", err)
	}
	metadata := len(objects) + 1
	objects = append(objects, stream("/Type /Metadata /Subtype /XML", xmp(doc)))
	root := 0
	if len(outline) > 0 {
		root = len(objects) + 1
		objects = append(objects, outlineObjects(outline, pages, root)...)
	}
	var cat bytes.Buffer
	fmt.Fprintf(&cat, "<<\n/Type /Catalog\n/Pages 1 0 R\n/Lang (%s)\n/Metadata %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n", languageTag(doc.Lang), metadata)
	if root > 0 {
		fmt.Fprintf(&cat, "/Outlines %d 0 R\n", root)
	}
	cat.WriteString(">>\n")
	objects[catalogue] = cat.Bytes()
	return assemblePDF(objects, catalogue+1, info+1), nil
}

// languageTag keeps of a tag what may stand in one, so that it needs no escape.
func languageTag(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
}

// splitObjects gives the bodies of the objects of a file that gofpdf wrote:
// object n is element n-1.
func splitObjects(pdf []byte) ([][]byte, error) {
	broken := errors.New("the file of the PDF library is not as expected")
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 {
		return nil, broken
	}
	tail, _, _ := bytes.Cut(pdf[at+len("startxref\n"):], []byte("\n"))
	xref, err := strconv.Atoi(string(tail))
	if err != nil || xref >= len(pdf) {
		return nil, broken
	}
	lines := bytes.Split(pdf[xref:at], []byte("\n"))
	var objects [][]byte
	for n := 1; n+2 < len(lines) && len(lines[n+2]) == 19; n++ {
		off, err := strconv.Atoi(string(lines[n+2][:10]))
		head := fmt.Appendf(nil, "%d 0 obj\n", n)
		if err != nil || off >= xref || !bytes.HasPrefix(pdf[off:], head) {
			return nil, broken
		}
		objects = append(objects, pdf[off+len(head):xref])
	}
	if len(objects) < 3 {
		return nil, broken
	}
	for i, body := range objects {
		end := endOfObject(body)
		if end < 0 {
			return nil, broken
		}
		objects[i] = body[:end]
	}
	return objects, nil
}

// endOfObject finds where a body ends: behind its stream, whose length it
// states, if it has one.
func endOfObject(body []byte) int {
	end := bytes.Index(body, []byte("endobj"))
	at := bytes.Index(body, []byte("\nstream\n"))
	if at < 0 || end >= 0 && end < at {
		return end
	}
	_, length, found := bytes.Cut(body[:at], []byte("/Length "))
	if !found {
		return -1
	}
	n := 0
	for _, c := range length {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	from := at + len("\nstream\n") + n
	if from > len(body) {
		return -1
	}
	if end = bytes.Index(body[from:], []byte("endobj")); end >= 0 {
		end += from
	}
	return end
}

// kids are the numbers of the page objects, in order.
func kids(pages []byte) []int {
	_, list, _ := bytes.Cut(pages, []byte("/Kids ["))
	list, _, _ = bytes.Cut(list, []byte("]"))
	var out []int
	for i, f := range bytes.Fields(list) {
		if n, err := strconv.Atoi(string(f)); i%3 == 0 && err == nil {
			out = append(out, n)
		}
	}
	return out
}

// contents is the stream of an object.
func contents(body []byte) []byte {
	_, data, _ := bytes.Cut(body, []byte("\nstream\n"))
	return bytes.TrimSuffix(data, []byte("\nendstream\n"))
}

// packer compresses streams; it is used again because its tables are large.
type packer struct {
	out bytes.Buffer
	w   *zlib.Writer
}

var packers = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(io.Discard, 4)
	if err != nil {
		panic("zlib knows level 4")
	}
	return &packer{w: w}
}}

func (p *packer) stream(data []byte, dict string) []byte {
	p.out.Reset()
	p.w.Reset(&p.out)
	_, _ = p.w.Write(data) // a buffer takes everything
	_ = p.w.Close()
	return stream(dict+"/Filter /FlateDecode", p.out.Bytes())
}

func stream(dict string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s /Length %d>>\nstream\n%s\nendstream\n", dict, len(data), data)
}

// assemblePDF writes the file. Its identifier is a digest of all that stands
// before it, so that equal files have equal ones and others do not.
func assemblePDF(objects [][]byte, root, info int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := make([]int, len(objects))
	for i, body := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n", i+1)
		out.Write(body)
		out.WriteString("endobj\n")
	}
	id := sha256.Sum256(out.Bytes())
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, off := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%X><%X>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, root, info, id[:16], id[:16], xref)
	return out.Bytes()
}
