package typeset

import (
	"fmt"

	"github.com/rogatory/rogatory/internal/mla"
)

// token is a piece of a line: a run, the space between words, or a line end.
type token struct {
	run      *run
	space    bool
	newline  bool
	mayBreak bool // a line may end after it
}

// line is what fits the width, spaces included, the trailing one dropped.
type line struct {
	tokens []token
	width  float64 // em
	lao    bool
}

// setter sets text in the language of one letter.
type setter struct {
	*shaper
	lang string
}

// tokens shapes a text. It refuses the first rune that no typeface covers,
// naming the rune and the field it was typed in.
func (s *setter) tokens(t Text, bold bool) ([]token, error) {
	var out []token
	for _, span := range t {
		var word []rune
		face := serif
		flush := func() {
			if len(word) > 0 {
				out = append(out, s.word(face, word)...)
				word = nil
			}
		}
		for _, r := range span.Text {
			f := faceOf(r, bold || span.Bold)
			switch {
			case r == '\n':
				flush()
				out = append(out, token{newline: true})
				continue
			case r == ' ':
				flush()
				out = append(out, token{run: s.shape(f, s.lang, " "), space: true, mayBreak: true})
				continue
			case !s.faces[f].covered(r):
				return nil, missingGlyph(r, span.Field)
			}
			if f != face {
				flush()
				face = f
			}
			word = append(word, r)
		}
		flush()
	}
	return out, nil
}

func missingGlyph(r rune, field string) error {
	if field == "" {
		field = "template"
	}
	return mla.Refuse("missing_glyph", field, "rune", fmt.Sprintf("U+%04X", r), "char", string(r))
}

// word cuts a word where a line may end inside it: between Lao syllables,
// after a hyphen, a slash or an at sign.
func (s *setter) word(face faceID, word []rune) []token {
	var cuts []int
	if isLao(word[0]) {
		cuts = append(laoBreaks(word), len(word))
	} else {
		for i, r := range word {
			if i+1 < len(word) && (r == '-' || r == '/' || r == '@') && i > 1 {
				cuts = append(cuts, i+1)
			}
		}
		cuts = append(cuts, len(word))
	}
	var out []token
	start := 0
	for _, cut := range cuts {
		out = append(out, token{run: s.shape(face, s.lang, string(word[start:cut])), mayBreak: cut < len(word) || isLao(word[0])})
		start = cut
	}
	return out
}

// wrap fills lines of a width in em.
func (s *setter) wrap(t Text, bold bool, width float64) ([]line, error) {
	tokens, err := s.tokens(t, bold)
	if err != nil {
		return nil, err
	}
	var lines []line
	var cur line
	end := func() {
		for n := len(cur.tokens); n > 0 && cur.tokens[n-1].space; n-- {
			cur.width -= cur.tokens[n-1].run.advance
			cur.tokens = cur.tokens[:n-1]
		}
		lines = append(lines, cur)
		cur = line{}
	}
	for i := 0; i < len(tokens); {
		if tokens[i].newline {
			end()
			i++
			continue
		}
		unit, next := unitAt(tokens, i)
		i = next
		w := widthOf(unit)
		if !unit[0].space && cur.width+w > width && len(cur.tokens) > 0 {
			end()
		}
		if unit[0].space && len(cur.tokens) == 0 {
			continue // no line begins with a space
		}
		if w > width {
			unit = s.chop(unit, width)
		}
		for _, tk := range unit {
			if cur.width+tk.run.advance > width && len(cur.tokens) > 0 && !tk.space {
				end()
			}
			cur.tokens = append(cur.tokens, tk)
			cur.width += tk.run.advance
			cur.lao = cur.lao || tk.run.face == lao || tk.run.face == laoBold
		}
	}
	if len(cur.tokens) > 0 || len(lines) == 0 {
		end()
	}
	return lines, nil
}

// unitAt returns the tokens from i that stay together.
func unitAt(tokens []token, i int) (unit []token, next int) {
	j := i
	for j < len(tokens) && !tokens[j].newline {
		j++
		if tokens[j-1].mayBreak || j < len(tokens) && tokens[j].space {
			break
		}
	}
	return tokens[i:j], j
}

func widthOf(unit []token) float64 {
	var w float64
	for _, t := range unit {
		w += t.run.advance
	}
	return w
}

// chop cuts what is longer than a line, a digest for example, by characters.
func (s *setter) chop(unit []token, width float64) []token {
	var out []token
	for _, t := range unit {
		if t.run.advance <= width || isLao([]rune(t.run.text)[0]) {
			out = append(out, t)
			continue
		}
		runes := []rune(t.run.text)
		for start := 0; start < len(runes); {
			end := start + 1
			for end < len(runes) && s.shape(t.run.face, s.lang, string(runes[start:end+1])).advance <= width {
				end++
			}
			out = append(out, token{run: s.shape(t.run.face, s.lang, string(runes[start:end])), mayBreak: true})
			start = end
		}
	}
	return out
}
