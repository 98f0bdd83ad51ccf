package typeset

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// gofpdf parses every font it is given anew for each file, encodes it as JSON to
// name it, and maps codes to characters as they are in Unicode. So it is only
// told that a font exists: standIn has it write the three objects of a simple
// TrueType font, and embedFonts puts ours in their place.

// standInName is how the objects of a face are found again.
func standInName(id faceID) string { return fmt.Sprintf("StandIn%02d", id) }

// standIn describes a font to gofpdf.
func standIn(id faceID) []byte {
	widths := strings.TrimSuffix(strings.Repeat("0,", 256), ",")
	return fmt.Appendf(nil, `{"Tp":"TrueType","Name":%q,"Cw":[%s]}`, standInName(id), widths)
}

// embedFonts puts the subsets in the place of their stand-ins and returns the
// objects with those that were added: the font files and the tables by which
// readers turn codes into text.
func embedFonts(objects [][]byte, fonts [faceCount]*subset, z *packer) ([][]byte, error) {
	for id, sub := range fonts {
		if sub == nil {
			continue
		}
		at := -1
		for i, body := range objects {
			if bytes.Contains(body, []byte("/BaseFont /"+standInName(faceID(id))+"\n")) {
				at = i
			}
		}
		if at < 0 || at+2 >= len(objects) {
			return nil, errors.New("a font is missing")
		}
		text := sub.toUnicode()
		name := subsetTag(text) + "+" + sub.face.name
		file := sub.ttf()
		n := len(objects)
		objects = append(objects,
			z.stream(text, ""),
			z.stream(file, fmt.Sprintf("/Length1 %d ", len(file))))
		objects[at] = fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>\n", name, at+2, n+1)
		objects[at+1] = fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 0 /W [1 [%s]]>>\n", name, at+3, sub.widths())
		objects[at+2] = sub.descriptor(name, n+2)
	}
	return objects, nil
}

// subsetTag is six letters that differ between subsets of one font.
func subsetTag(of []byte) string {
	sum := sha256.Sum256(of)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// widths are those of the codes, in thousandths of the size.
func (s *subset) widths() string {
	var b strings.Builder
	for i, u := range s.used {
		if i > 0 {
			b.WriteByte(' ')
		}
		w := float64(binary.BigEndian.Uint16(s.face.outline.metric(int(u.glyph)))) * 1000 / s.face.upem
		b.WriteString(strconv.FormatFloat(math.Round(w*100)/100, 'f', -1, 64))
	}
	return b.String()
}

func (s *subset) descriptor(name string, file int) []byte {
	o := s.face.outline
	at := func(table []byte, off int) int {
		v := int16(binary.BigEndian.Uint16(table[off:]))
		return int(math.Round(float64(v) * 1000 / s.face.upem))
	}
	const symbolic, withSerifs, forceBold = 4, 2, 1 << 18
	flags, stem := symbolic|withSerifs, 90
	if strings.HasSuffix(s.face.name, "-Bold") {
		flags, stem = flags|forceBold, 150
	}
	ascent, descent := at(o.hhea, 4), at(o.hhea, 6)
	capitals := ascent
	if len(o.os2) >= 90 { // OS/2 has it from version 2 on
		capitals = at(o.os2, 88)
	}
	return fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %d 0 R>>\n",
		name, flags, at(o.head, 36), at(o.head, 38), at(o.head, 40), at(o.head, 42), ascent, descent, capitals, stem, file)
}

// toUnicode maps each code of the subset to the text it stands for. One that
// stands for nothing by itself gets a zero-width space: left out, some readers
// would take its number for a character.
func (s *subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries of a block
	var lines []string
	for i, u := range s.used {
		lines = append(lines, fmt.Sprintf("<%04X> <%s>\n", i+1, hex16(cmp.Or(u.text, string(wordJoint)))))
	}
	for len(lines) > 0 {
		n := min(most, len(lines))
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, l := range lines[:n] {
			b.WriteString(l)
		}
		b.WriteString("endbfchar\n")
		lines = lines[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
