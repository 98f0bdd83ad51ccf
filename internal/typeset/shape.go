package typeset

import (
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// glyph is one placed outline: code is the character by which the PDF font
// reaches it; x and y are its place from the start of the run and wide its own
// width, in em.
type glyph struct {
	code       rune
	x, y, wide float64
}

// run is shaped text of one typeface, measured in em.
type run struct {
	face    faceID
	text    string
	glyphs  []glyph
	advance float64
	// plain says that each rune is its own nominal glyph and none is displaced,
	// so that a reader extracts the right text without being told.
	plain bool
}

type runKey struct {
	face faceID
	lang string
	text string
}

// shaper shapes text. It is not safe for concurrent use: take one from the
// pool for each rendering.
type shaper struct {
	faces [faceCount]*typeface
	face  [faceCount]*font.Face
	fonts [faceCount]*harfbuzz.Font
	buf   *harfbuzz.Buffer
	cache map[runKey]*run
}

// maxCachedRuns bounds the memory of a pooled shaper.
const maxCachedRuns = 20_000

var shapers sync.Pool

func takeShaper() (*shaper, error) {
	if s, ok := shapers.Get().(*shaper); ok {
		return s, nil
	}
	faces, err := typefaces()
	if err != nil {
		return nil, err
	}
	s := &shaper{faces: faces, buf: harfbuzz.NewBuffer(), cache: map[runKey]*run{}}
	for id, t := range faces {
		s.face[id] = font.NewFace(t.font)
		s.fonts[id] = harfbuzz.NewFont(s.face[id])
	}
	return s, nil
}

func (s *shaper) release() {
	if len(s.cache) > maxCachedRuns {
		clear(s.cache)
	}
	shapers.Put(s)
}

// shape returns the run of a text that one typeface covers.
func (s *shaper) shape(id faceID, lang, text string) *run {
	key := runKey{id, lang, text}
	if r, ok := s.cache[key]; ok {
		return r
	}
	t, runes := s.faces[id], []rune(text)
	b := s.buf
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneGraphemes
	b.Props = harfbuzz.SegmentProperties{
		Direction: harfbuzz.LeftToRight, Script: t.script, Language: language.NewLanguage(lang),
	}
	b.AddRunes(runes, 0, len(runes))
	b.Shape(s.fonts[id], nil)

	r := &run{face: id, text: text, plain: len(b.Info) == len(runes)}
	var x, y float64
	for i, info := range b.Info {
		pos := b.Pos[i]
		g := glyph{
			x: (x + float64(pos.XOffset)) / t.upem,
			y: (y + float64(pos.YOffset)) / t.upem,

			wide: float64(s.face[id].HorizontalAdvance(info.Glyph)) / t.upem,
		}
		g.code = t.codeOf(info.Glyph, runes, info.Cluster)
		if r.plain && (g.code != runes[i] || pos.XOffset != 0 || pos.YOffset != 0) {
			r.plain = false
		}
		r.glyphs = append(r.glyphs, g)
		x += float64(pos.XAdvance)
		y += float64(pos.YAdvance)
	}
	r.advance = x / t.upem
	s.cache[key] = r
	return r
}

// codeOf prefers the character that the glyph stands for in this text, then
// any character whose nominal glyph it is, then the private one.
func (t *typeface) codeOf(g font.GID, runes []rune, cluster int) rune {
	for i := cluster; i < len(runes) && i < cluster+4; i++ {
		if n, ok := t.font.NominalGlyph(runes[i]); ok && n == g {
			return runes[i]
		}
	}
	if r, ok := t.nominal[g]; ok {
		return r
	}
	return rune(puaBase + int(g))
}
