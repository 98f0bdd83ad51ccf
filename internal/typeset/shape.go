package typeset

import (
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// glyph is one placed outline: text is what it stands for, x and y its place
// from the start of the run and wide its own width, in em.
type glyph struct {
	id         font.GID
	text       string
	cluster    int
	x, y, wide float64
}

// run is shaped text of one typeface and one direction, measured in em; its
// glyphs stand from left to right.
type run struct {
	face    faceID
	text    string // in the order in which it is read
	rtl     bool
	glyphs  []glyph
	advance float64
	// plain says that each glyph stands for its own part of the text and is not
	// displaced, so that a reader extracts the right text without being told.
	plain bool
}

type runKey struct {
	face faceID
	rtl  bool
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
	err   error // the first typeface that did not load
}

// maxCachedRuns bounds the memory of a pooled shaper.
const maxCachedRuns = 20_000

var shapers = sync.Pool{New: func() any {
	return &shaper{buf: harfbuzz.NewBuffer(), cache: map[runKey]*run{}}
}}

func takeShaper() *shaper { return shapers.Get().(*shaper) }

func (s *shaper) release() {
	if len(s.cache) > maxCachedRuns {
		clear(s.cache)
	}
	if s.err == nil {
		shapers.Put(s)
	}
}

// typeface returns a face of this shaper, nil if its font does not load.
func (s *shaper) typeface(id faceID) *typeface {
	if s.faces[id] == nil {
		t, err := loaded[id]()
		if err != nil {
			s.err = err
			return nil
		}
		s.faces[id], s.face[id] = t, font.NewFace(t.font)
		s.fonts[id] = harfbuzz.NewFont(s.face[id])
	}
	return s.faces[id]
}

// shape returns the run of a text that one typeface covers.
func (s *shaper) shape(id faceID, rtl bool, lang, text string) *run {
	key := runKey{id, rtl, lang, text}
	if r, ok := s.cache[key]; ok {
		return r
	}
	t := s.typeface(id)
	if t == nil {
		return &run{face: id, text: text}
	}
	runes := []rune(text)
	b := s.buf
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneGraphemes
	b.Props = harfbuzz.SegmentProperties{
		Direction: harfbuzz.LeftToRight, Script: t.script, Language: language.NewLanguage(lang),
	}
	if rtl {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.AddRunes(runes, 0, len(runes))
	b.Shape(s.fonts[id], nil)

	r := &run{face: id, text: text, rtl: rtl, plain: true, glyphs: make([]glyph, len(b.Info))}
	var x, y float64
	for i, info := range b.Info {
		pos := b.Pos[i]
		r.glyphs[i] = glyph{
			id: info.Glyph, cluster: info.Cluster,
			x: (x + float64(pos.XOffset)) / t.upem, y: (y + float64(pos.YOffset)) / t.upem,
			wide: float64(s.face[id].HorizontalAdvance(info.Glyph)) / t.upem,
		}
		r.plain = r.plain && pos.XOffset == 0 && pos.YOffset == 0
		x += float64(pos.XAdvance)
		y += float64(pos.YAdvance)
	}
	r.advance = x / t.upem
	r.tell(t, runes)
	s.cache[key] = r
	return r
}

// clusters calls each for the glyphs i to j that are drawn together, and the
// runes from and to of the text that they stand for.
func (r *run) clusters(runes int, each func(i, j, from, to int)) {
	for i, j := 0, 0; i < len(r.glyphs); i = j {
		c, end := r.glyphs[i].cluster, runes
		for j = i + 1; j < len(r.glyphs) && r.glyphs[j].cluster == c; {
			j++
		}
		switch { // the cluster ends where the next one in reading order starts
		case !r.rtl && j < len(r.glyphs):
			end = r.glyphs[j].cluster
		case r.rtl && i > 0:
			end = r.glyphs[i-1].cluster
		}
		each(i, j, c, end)
	}
}

// tell gives each glyph the text it stands for.
func (r *run) tell(t *typeface, runes []rune) {
	r.clusters(len(runes), func(i, j, from, to int) {
		if j-i == 1 {
			r.glyphs[i].text = string(runes[from:to])
			return
		}
		r.plain = false
		t.share(r.glyphs[i:j], runes[from:to], r.rtl)
	})
}

// share divides the text of a cluster among its glyphs, for readers that do not
// heed the text of the whole word: each glyph takes the character whose nominal
// one it is, the first of the others what is left. Where the glyphs stand in
// another order than the characters, the first one takes all.
func (t *typeface) share(glyphs []glyph, runes []rune, rtl bool) {
	left := slices.Clone(runes)
	for i, g := range glyphs {
		k := slices.IndexFunc(left, func(r rune) bool {
			n, ok := t.font.NominalGlyph(r)
			return ok && n == g.id
		})
		if k >= 0 {
			glyphs[i].text = string(left[k])
			left = slices.Delete(left, k, k+1)
		}
	}
	var all strings.Builder
	for i := range glyphs {
		if glyphs[i].text == "" {
			glyphs[i].text, left = string(left), nil
		}
		if !rtl {
			all.WriteString(glyphs[i].text)
		}
	}
	for i := len(glyphs) - 1; rtl && i >= 0; i-- {
		all.WriteString(glyphs[i].text)
	}
	if all.String() == string(runes) {
		return
	}
	for i := range glyphs {
		glyphs[i].text = ""
	}
	glyphs[0].text = string(runes)
}
