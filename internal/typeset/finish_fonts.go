package typeset

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

var toUnicodeRef = regexp.MustCompile(`/BaseFont /(utf8\S+)\n(?s:.*)/ToUnicode (\d+) 0 R`)

// nameFonts gives each embedded font the name of its typeface, marked as a
// subset, and replaces the table by which readers turn its codes into text.
// gofpdf assumes that codes are characters; ours count the glyphs of the document.
func nameFonts(objects [][]byte, fonts []*subset) error {
	n := 0
	for _, body := range objects {
		m := toUnicodeRef.FindSubmatch(body)
		if m == nil {
			continue
		}
		table, err := strconv.Atoi(string(m[2]))
		if err != nil || n >= len(fonts) || table > len(objects) {
			return errors.New("the fonts are not those that were given")
		}
		text := fonts[n].toUnicode()
		objects[table-1] = compressed(text)
		sum := sha256.Sum256(text)
		tag := make([]byte, 6)
		for i := range tag {
			tag[i] = 'A' + sum[i]%26
		}
		replaceName(objects, m[1], fmt.Appendf(nil, "%s+%s", tag, fonts[n].face.name))
		n++
	}
	if n != len(fonts) {
		return errors.New("a font is missing")
	}
	return nil
}

// replaceName renames a font wherever a dictionary names it.
func replaceName(objects [][]byte, old, name []byte) {
	for i, body := range objects {
		if bytes.Contains(body, []byte("\nstream\n")) {
			continue
		}
		for _, key := range []string{"/BaseFont /", "/FontName /"} {
			from := append([]byte(key), old...)
			body = bytes.ReplaceAll(body, append(from, '\n'), fmt.Appendf(nil, "%s%s\n", key, name))
		}
		objects[i] = bytes.Replace(body, []byte("/Ordering (UCS)"), []byte("/Ordering (Identity)"), 1)
	}
}

func compressed(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return stream("/Filter /FlateDecode", b.Bytes())
}

// toUnicode maps each code of the subset to the text it stands for.
func (s *subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries of a block
	var lines []string
	for i, u := range s.used {
		if u.text != "" {
			lines = append(lines, fmt.Sprintf("<%04X> <%s>\n", i+1, hex16(u.text)))
		}
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
