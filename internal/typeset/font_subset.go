package typeset

import (
	"encoding/binary"

	"github.com/go-text/typesetting/font"
)

// charCode is what a code of a document means: an outline, and the text that it
// stands for. One outline may stand for different texts and then has several
// codes, so that a reader who copies gets back what was typed.
type charCode struct {
	glyph font.GID
	text  string
}

// subset collects what a document draws of one typeface. Codes count from 1 in
// the order of first use; code n is glyph n of the font that is embedded.
type subset struct {
	face  *typeface
	codes map[charCode]uint16
	used  []charCode
}

func newSubset(t *typeface) *subset { return &subset{face: t, codes: map[charCode]uint16{}} }

func (s *subset) code(g glyph) uint16 {
	key := charCode{g.id, g.text}
	c, ok := s.codes[key]
	if !ok {
		s.used = append(s.used, key)
		c = uint16(len(s.used))
		s.codes[key] = c
	}
	return c
}

// ttf is a font of the glyphs of the subset alone: .notdef, one per code, and then
// the parts of composite ones. It has the tables that a PDF reader draws with;
// names and a character map are no use to it.
func (s *subset) ttf() []byte {
	be, o := binary.BigEndian, s.face.outline
	order := make([]int, 1, len(s.used)+1) // new index → old
	for _, u := range s.used {
		order = append(order, int(u.glyph))
	}
	index := map[int]int{} // old → new
	for n, old := range order {
		if _, ok := index[old]; !ok {
			index[old] = n
		}
	}
	var glyf, hmtx, loca []byte
	for n := 0; n < len(order); n++ {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		g := unhinted(o.glyph(order[n]))
		components(g, func(at int) {
			old := int(be.Uint16(g[at+2:]))
			if _, ok := index[old]; !ok {
				index[old] = len(order)
				order = append(order, old)
			}
			be.PutUint16(g[at+2:], uint16(index[old]))
		})
		glyf = append(glyf, g...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = append(hmtx, o.metric(order[n])...)
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))

	put := func(table []byte, at, v int) []byte {
		out := append([]byte(nil), table...)
		be.PutUint16(out[at:], uint16(v))
		return out
	}
	return assemble([]sfntTable{
		{"glyf", glyf},
		{"head", put(o.head, 50, 1)}, // long offsets
		{"hhea", put(o.hhea, 34, len(order))},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", put(o.maxp, 4, len(order))},
	})
}

type sfntTable struct {
	tag  string
	data []byte
}

// assemble writes a font file of tables, which come sorted by tag.
func assemble(tables []sfntTable) []byte {
	be := binary.BigEndian
	n := len(tables)
	power, log := 1, 0 // the greatest power of two not above n
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := be.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = be.AppendUint16(out, uint16(v))
	}
	off := 12 + 16*n
	for _, t := range tables {
		var sum uint32
		for i := 0; i < len(t.data); i += 4 {
			var word [4]byte
			copy(word[:], t.data[i:])
			sum += be.Uint32(word[:])
		}
		out = append(out, t.tag...)
		out = be.AppendUint32(out, sum)
		out = be.AppendUint32(out, uint32(off))
		out = be.AppendUint32(out, uint32(len(t.data)))
		off += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}
