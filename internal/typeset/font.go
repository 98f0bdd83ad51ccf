package typeset

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

// Noto Serif carries Latin with the Romanian letters with comma below, Noto
// Serif Lao carries Lao. The licence is in fonts/OFL.txt.
var (
	//go:embed fonts/NotoSerif-Regular.ttf
	serifTTF []byte
	//go:embed fonts/NotoSerif-Bold.ttf
	serifBoldTTF []byte
	//go:embed fonts/NotoSerifLao-Regular.ttf
	laoTTF []byte
	//go:embed fonts/NotoSerifLao-Bold.ttf
	laoBoldTTF []byte
)

// faceID names a typeface; the order is that of embedding in the PDF.
type faceID int

const (
	serif faceID = iota
	serifBold
	lao
	laoBold
	faceCount
)

// typeface is a parsed font with the copy that goes into the PDF. It is
// read-only after loading and shared by all renderings; what is not safe for
// concurrent use (font.Face) is made per shaper.
type typeface struct {
	family  string
	script  language.Script
	font    *font.Font
	pdf     []byte // cmap patched so that every glyph has a code point
	upem    float64
	nominal map[font.GID]rune
}

var typefaces = sync.OnceValues(func() ([faceCount]*typeface, error) {
	var faces [faceCount]*typeface
	for id, src := range map[faceID]struct {
		family string
		ttf    []byte
		script language.Script
	}{
		serif:     {"serif", serifTTF, language.Latin},
		serifBold: {"serifbold", serifBoldTTF, language.Latin},
		lao:       {"lao", laoTTF, language.Lao},
		laoBold:   {"laobold", laoBoldTTF, language.Lao},
	} {
		t, err := loadTypeface(src.family, src.ttf, src.script)
		if err != nil {
			return faces, fmt.Errorf("typeset: font %s: %w", src.family, err)
		}
		faces[id] = t
	}
	return faces, nil
})

func loadTypeface(family string, ttf []byte, script language.Script) (*typeface, error) {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, err
	}
	patched, err := patchCmap(ttf)
	if err != nil {
		return nil, err
	}
	t := &typeface{
		family: family, script: script, font: face.Font, pdf: patched,
		upem: float64(face.Upem()), nominal: map[font.GID]rune{},
	}
	for it := face.Cmap.Iter(); it.Next(); {
		r, g := it.Char()
		if r >= puaBase {
			continue
		}
		if old, ok := t.nominal[g]; !ok || r < old {
			t.nominal[g] = r
		}
	}
	return t, nil
}

// faceOf picks the typeface of a rune. Everything that is not Lao goes to the
// serif, digits and punctuation included, so that they look alike throughout.
func faceOf(r rune, bold bool) faceID {
	id := serif
	if isLao(r) {
		id = lao
	}
	if bold {
		id++
	}
	return id
}

// covered reports whether a rune can be printed. The replacement character and
// private use never are: they stand for something that was lost.
func (t *typeface) covered(r rune) bool {
	if r == '\uFFFD' || r >= puaBase && r <= 0xF8FF {
		return false
	}
	_, ok := t.font.NominalGlyph(r)
	return ok
}
