package typeset

import (
	"bytes"
	"embed"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

// Noto Serif carries Latin with the Romanian letters with comma below, Greek
// and Cyrillic; the others one script each. The licence is in fonts/OFL.txt.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// faceID names a typeface; the bold one follows the regular one.
type faceID int

const (
	serif faceID = iota
	serifBold
	lao
	laoBold
	devanagari
	devanagariBold
	hebrew
	hebrewBold
	arabic
	arabicBold
	operators // arrows and signs of mathematics, without a bold
	_
	pictures // boxes, ticks, stars, some emoji in black and white
	_
	faceCount
)

var faceSources = [faceCount]struct {
	file   string
	script language.Script
}{
	serif:          {"NotoSerif-Regular", language.Latin},
	serifBold:      {"NotoSerif-Bold", language.Latin},
	lao:            {"NotoSerifLao-Regular", language.Lao},
	laoBold:        {"NotoSerifLao-Bold", language.Lao},
	devanagari:     {"NotoSerifDevanagari-Regular", language.Devanagari},
	devanagariBold: {"NotoSerifDevanagari-Bold", language.Devanagari},
	hebrew:         {"NotoSerifHebrew-Regular", language.Hebrew},
	hebrewBold:     {"NotoSerifHebrew-Bold", language.Hebrew},
	arabic:         {"NotoNaskhArabic-Regular", language.Arabic},
	arabicBold:     {"NotoNaskhArabic-Bold", language.Arabic},
	operators:      {"NotoSansMath-Regular", language.Common},
	pictures:       {"NotoSansSymbols2-Regular", language.Common},
}

// typeface is a parsed font. It is read-only after loading and shared by all
// renderings; what is not safe for concurrent use (font.Face) is made per
// shaper.
type typeface struct {
	name    string // as the PDF names it
	script  language.Script
	font    *font.Font
	upem    float64
	outline *outlines // what a subset is cut from
}

// loaded parses each typeface once per process, when a text first needs it.
var loaded = func() (load [faceCount]func() (*typeface, error)) {
	for id, src := range faceSources {
		load[id] = sync.OnceValues(func() (*typeface, error) {
			ttf, err := fontFiles.ReadFile("fonts/" + src.file + ".ttf")
			if err != nil {
				return nil, fmt.Errorf("typeset: %w", err)
			}
			t, err := loadTypeface(src.file, ttf, src.script)
			if err != nil {
				return nil, fmt.Errorf("typeset: font %s: %w", src.file, err)
			}
			return t, nil
		})
	}
	return load
}()

func loadTypeface(name string, ttf []byte, script language.Script) (*typeface, error) {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, err
	}
	out, err := readOutlines(ttf)
	if err != nil {
		return nil, err
	}
	return &typeface{name: name, script: script, font: face.Font, upem: float64(face.Upem()), outline: out}, nil
}

// covered reports whether a rune can be printed. The replacement character and
// private use never are: they stand for something that was lost.
func (t *typeface) covered(r rune) bool {
	if r == '\uFFFD' || r >= 0xE000 && r <= 0xF8FF {
		return false
	}
	_, ok := t.font.NominalGlyph(r)
	return ok
}
