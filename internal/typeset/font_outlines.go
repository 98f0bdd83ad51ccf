package typeset

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// outlines are the tables of a TrueType font that drawing needs, cut once.
// Layout tables stay behind (shaping is done before), and so do hints.
type outlines struct {
	head, hhea, maxp, os2 []byte
	glyf, hmtx            []byte
	loca                  []uint32 // glyph g lies in glyf[loca[g]:loca[g+1]]
	metrics               int      // of hmtx; later glyphs have the last one's width
}

func readOutlines(ttf []byte) (*outlines, error) {
	be := binary.BigEndian
	if len(ttf) < 12 || be.Uint32(ttf) != 0x00010000 {
		return nil, errors.New("not a TrueType font with glyf outlines")
	}
	tables := map[string][]byte{}
	for i := range int(be.Uint16(ttf[4:])) {
		e := ttf[12+16*i:]
		off, n := be.Uint32(e[8:]), be.Uint32(e[12:])
		tables[string(e[:4])] = ttf[off : off+n]
	}
	for _, tag := range []string{"head", "hhea", "maxp", "OS/2", "glyf", "hmtx", "loca"} {
		if len(tables[tag]) == 0 {
			return nil, fmt.Errorf("no table %s", tag)
		}
	}
	o := &outlines{
		head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"], os2: tables["OS/2"],
		glyf: tables["glyf"], hmtx: tables["hmtx"], metrics: int(be.Uint16(tables["hhea"][34:])),
	}
	loca, short := tables["loca"], be.Uint16(o.head[50:]) == 0
	for i := range int(be.Uint16(o.maxp[4:])) + 1 {
		if short {
			o.loca = append(o.loca, 2*uint32(be.Uint16(loca[2*i:])))
		} else {
			o.loca = append(o.loca, be.Uint32(loca[4*i:]))
		}
	}
	return o, nil
}

func (o *outlines) glyph(g int) []byte { return o.glyf[o.loca[g]:o.loca[g+1]] }

// metric is the width of a glyph and its left side bearing, as hmtx has them.
func (o *outlines) metric(g int) []byte {
	if g < o.metrics {
		return o.hmtx[4*g : 4*g+4]
	}
	width := o.hmtx[4*(o.metrics-1) : 4*(o.metrics-1)+2]
	bearing := o.hmtx[4*o.metrics+2*(g-o.metrics):]
	return []byte{width[0], width[1], bearing[0], bearing[1]}
}

// The flags of a component of a composite glyph.
const (
	argsAreWords    = 0x0001
	haveScale       = 0x0008
	moreComponents  = 0x0020
	haveXYScale     = 0x0040
	haveTwoByTwo    = 0x0080
	haveInstruction = 0x0100
)

// components calls each with the offset of every component's flags in a
// composite glyph; the index of the component follows two bytes later. It
// returns where the components end, or 0 for a simple glyph.
func components(glyph []byte, each func(at int)) (end int) {
	be := binary.BigEndian
	if len(glyph) < 10 || int16(be.Uint16(glyph)) >= 0 {
		return 0
	}
	for at := 10; ; {
		each(at)
		flags := be.Uint16(glyph[at:])
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return at
		}
	}
}

// unhinted is a copy of a glyph without its instructions, which need tables that
// a subset does not carry.
func unhinted(glyph []byte) []byte {
	be := binary.BigEndian
	out := append([]byte(nil), glyph...)
	if len(out) < 10 {
		return out
	}
	if end := components(out, func(at int) {
		be.PutUint16(out[at:], be.Uint16(out[at:])&^haveInstruction)
	}); end > 0 {
		return out[:end]
	}
	at := 10 + 2*int(be.Uint16(out)) // after the ends of the contours
	n := int(be.Uint16(out[at:]))
	be.PutUint16(out[at:], 0)
	return append(out[:at+2], out[at+2+n:]...)
}
