package typeset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

	"github.com/go-text/typesetting/font"
)

// puaBase is where the glyphs that have no character of their own are reached:
// glyph g lies at puaBase+g. Shaping yields such glyphs (ligatures, contextual
// forms), while the PDF library can only draw characters.
const puaBase = 0xE000

type sfntTable struct {
	tag  string
	data []byte
}

// patchCmap returns the font with a cmap that keeps its own mappings and adds
// puaBase+g → g for every glyph. Layout tables are dropped: the PDF needs
// outlines only, shaping is done by us beforehand.
func patchCmap(ttf []byte) ([]byte, error) {
	if len(ttf) < 12 || binary.BigEndian.Uint32(ttf) != 0x00010000 {
		return nil, errors.New("not a TrueType font with glyf outlines")
	}
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, err
	}
	tables, glyphs := readTables(ttf)
	if glyphs > 0xF8FF-puaBase {
		return nil, fmt.Errorf("%d glyphs do not fit the private use area", glyphs)
	}
	codes := map[int]int{}
	for it := face.Cmap.Iter(); it.Next(); {
		if r, g := it.Char(); r < puaBase {
			codes[int(r)] = int(g)
		}
	}
	for g := range glyphs {
		codes[puaBase+g] = g
	}
	return assemble(append(tables, sfntTable{"cmap", cmapTable(codes)})), nil
}

func readTables(ttf []byte) (tables []sfntTable, glyphs int) {
	be := binary.BigEndian
	for i := range int(be.Uint16(ttf[4:])) {
		e := ttf[12+16*i:]
		tag, off, n := string(e[:4]), be.Uint32(e[8:]), be.Uint32(e[12:])
		data := ttf[off : off+n]
		switch tag {
		case "maxp":
			glyphs = int(be.Uint16(data[4:]))
		case "cmap", "GSUB", "GPOS", "GDEF", "DSIG", "kern":
			continue
		}
		tables = append(tables, sfntTable{tag, data})
	}
	return tables, glyphs
}

// cmapTable writes one format 4 subtable (segments with a constant delta).
func cmapTable(codes map[int]int) []byte {
	keys := make([]int, 0, len(codes))
	for k := range codes {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	type segment struct{ start, end, delta int }
	var segs []segment
	for _, k := range keys {
		delta := (codes[k] - k) & 0xFFFF
		if n := len(segs); n > 0 && segs[n-1].end == k-1 && segs[n-1].delta == delta {
			segs[n-1].end = k
			continue
		}
		segs = append(segs, segment{k, k, delta})
	}
	segs = append(segs, segment{0xFFFF, 0xFFFF, 1})

	var b []byte
	put := func(vs ...int) {
		for _, v := range vs {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	n := len(segs)
	power, log := searchRange(n)
	put(0, 1, 3, 1, 0, 12) // version, one subtable, Windows Unicode BMP at offset 12
	put(4, 16+8*n, 0, 2*n, 2*power, log, 2*(n-power))
	for _, s := range segs {
		put(s.end)
	}
	put(0)
	for _, s := range segs {
		put(s.start)
	}
	for _, s := range segs {
		put(s.delta)
	}
	for range segs {
		put(0)
	}
	return b
}

// searchRange is the greatest power of two not above n, and its logarithm.
func searchRange(n int) (power, log int) {
	power = 1
	for power*2 <= n {
		power *= 2
		log++
	}
	return power, log
}

func assemble(tables []sfntTable) []byte {
	be := binary.BigEndian
	sort.Slice(tables, func(i, j int) bool { return tables[i].tag < tables[j].tag })
	n := len(tables)
	power, log := searchRange(n)
	out := be.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = be.AppendUint16(out, uint16(v))
	}
	off := 12 + 16*n
	for _, t := range tables {
		var sum uint32
		for p := append(append([]byte{}, t.data...), 0, 0, 0); len(p) >= 4; p = p[4:] {
			sum += be.Uint32(p)
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
