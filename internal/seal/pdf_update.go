package seal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// The places of a signature dictionary are written with a fixed width, so that
// the byte range can be filled in once it is known.
const (
	rangeFormat = "/ByteRange[0 %010d %010d %010d]"
	// maker names Rogatory in the way readers know (/Prop_Build); it tells a damaged
	// seal of ours from the signature of somebody else.
	maker     = "/App<</Name/Rogatory>>"
	subFilter = "/ETSI.CAdES.detached"
	// fieldName is the name of the form field that holds the seal.
	fieldName = "Rogatory.Cachet"
)

// words are the texts in the signature dictionary that every PDF reader shows.
type words struct{ name, reason, location string }

// prepared is a file with room for the seal.
type prepared struct {
	file []byte
	// from and to enclose the place of the signature, angle brackets included.
	from, to int
}

// digest is over everything but the place of the signature.
func (p prepared) digest() []byte {
	h := sha256.New()
	h.Write(p.file[:p.from])
	h.Write(p.file[p.to:])
	return h.Sum(nil)
}

// fill writes the signature into its place; the rest of it stays zero.
func (p prepared) fill(signature []byte) error {
	room := (p.to - p.from - 2) / 2
	if len(signature) > room {
		return fmt.Errorf("seal: the signature has %d bytes and %d are kept for it", len(signature), room)
	}
	const hexDigits = "0123456789abcdef"
	at := p.from + 1
	for _, b := range signature {
		p.file[at], p.file[at+1] = hexDigits[b>>4], hexDigits[b&15]
		at += 2
	}
	return nil
}

// prepare appends a revision with an empty seal to a PDF: nothing of what was
// there changes a byte, and whoever cuts the revision off has the approved file
// back. The field is invisible: see decision 0018.
func prepare(src []byte, w words, at time.Time, room int) (prepared, error) {
	o, err := readOriginal(src)
	if err != nil {
		return prepared{}, err
	}
	root, err := ref(o.trailer.get("Root"))
	if err != nil {
		return prepared{}, err
	}
	catalog, err := o.object(root)
	if err != nil {
		return prepared{}, err
	}
	if catalog.get("AcroForm") != "" {
		return prepared{}, fmt.Errorf("%w: it has a form, and perhaps a seal", ErrPDF)
	}
	pageNo, page, err := o.firstPage(catalog)
	if err != nil {
		return prepared{}, err
	}
	size, err := strconv.Atoi(o.trailer.get("Size"))
	if err != nil || size <= 0 || size > maxObjects {
		return prepared{}, fmt.Errorf("%w: its trailer has no size", ErrPDF)
	}
	field, signature := size, size+1
	if page, err = withWidget(page, field); err != nil {
		return prepared{}, err
	}
	catalog = catalog.set("AcroForm", fmt.Sprintf("<</Fields[%d 0 R]/SigFlags 3>>", field))
	if catalog.get("Version") == "" {
		catalog = catalog.set("Version", "/1.7") // form fields and this kind of signature are younger than PDF 1.3
	}

	b := bytes.NewBuffer(make([]byte, 0, len(src)+2*room+4096))
	b.Write(src)
	if src[len(src)-1] != '\n' {
		b.WriteByte('\n')
	}
	offsets := map[int]int{}
	object := func(n int, body func()) {
		offsets[n] = b.Len()
		fmt.Fprintf(b, "%d 0 obj\n", n)
		body()
		b.WriteString("\nendobj\n")
	}
	object(root, func() { catalog.write(b) })
	object(pageNo, func() { page.write(b) })
	object(field, func() {
		// Hidden from no reader's list of signatures, but drawn nowhere: /F 132 is print and locked.
		fmt.Fprintf(b, "<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/F 132/Rect[0 0 0 0]/P %d 0 R/V %d 0 R>>", fieldName, pageNo, signature)
	})
	var rangeAt int
	p := prepared{}
	object(signature, func() {
		fmt.Fprintf(b, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter%s/Prop_Build<<%s>>", subFilter, maker)
		fmt.Fprintf(b, "/Name%s/Location%s/Reason%s/M(D:%sZ)", hexText(w.name), hexText(w.location), hexText(w.reason), at.UTC().Format("20060102150405"))
		rangeAt = b.Len()
		fmt.Fprintf(b, rangeFormat, 0, 0, 0)
		b.WriteString("/Contents")
		p.from = b.Len()
		b.WriteByte('<')
		b.Write(bytes.Repeat([]byte{'0'}, 2*room))
		b.WriteByte('>')
		p.to = b.Len()
		b.WriteString(">>")
	})
	writeTail(b, o, offsets, size+2)
	p.file = b.Bytes()
	copy(p.file[rangeAt:], fmt.Sprintf(rangeFormat, p.from, p.to, len(p.file)-p.to))
	return p, nil
}

// withWidget adds the field to the annotations of the page.
func withWidget(page dict, field int) (dict, error) {
	was := page.get("Annots")
	list, inline := strings.CutPrefix(was, "[")
	if was != "" && !inline {
		return nil, fmt.Errorf("%w: the annotations of its first page lie elsewhere", ErrPDF)
	}
	list, _ = strings.CutSuffix(list, "]")
	return page.set("Annots", fmt.Sprintf("[%s %d 0 R]", list, field)), nil
}

// writeTail writes the cross-reference section of the changed objects and a
// trailer that leads on to the one before.
func writeTail(b *bytes.Buffer, o *original, offsets map[int]int, size int) {
	at := b.Len()
	var changed []int
	for n := range offsets {
		changed = append(changed, n)
	}
	slices.Sort(changed)
	b.WriteString("xref\n")
	for i := 0; i < len(changed); {
		j := i + 1
		for j < len(changed) && changed[j] == changed[j-1]+1 {
			j++
		}
		fmt.Fprintf(b, "%d %d\n", changed[i], j-i)
		for _, n := range changed[i:j] {
			fmt.Fprintf(b, "%010d 00000 n \n", offsets[n])
		}
		i = j
	}
	trailer := slices.Clone(o.trailer).set("Size", strconv.Itoa(size)).set("Prev", strconv.Itoa(o.xref))
	trailer = trailer.set("ID", newID(trailer.get("ID"), o.src))
	b.WriteString("trailer\n")
	trailer.write(b)
	fmt.Fprintf(b, "\nstartxref\n%d\n%%%%EOF\n", at)
}

// newID keeps the first identifier of a file and gives the revision its own,
// from the content, so that nothing is left to chance.
func newID(was string, src []byte) string {
	sum := sha256.Sum256(src)
	own := fmt.Sprintf("<%x>", sum[:16])
	first := own
	if s := (scanner{src: []byte(was)}); s.take("[") {
		s.space()
		if from := s.at; s.value(0) {
			first = was[from:s.at]
		}
	}
	return "[" + first + own + "]"
}

// hexText is a text string of PDF that needs no escaping.
func hexText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
