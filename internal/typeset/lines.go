package typeset

import (
	"slices"
	"unicode"
)

// line is what fits the width, spaces included, the trailing one dropped. Its
// tokens stand in the order in which they are seen.
type line struct {
	tokens  []token
	width   float64 // em
	leading float64 // the greatest of its typefaces
	lao     bool
	rtl     bool // all of it runs from right to left
	soft    bool // the text goes on in the next line
}

// wrap fills lines of a width in em.
func (s *setter) wrap(t Text, bold bool, width float64) ([]line, error) {
	tokens, err := s.tokens(t, bold)
	if err != nil {
		return nil, err
	}
	w := wrapper{setter: s, width: width}
	for i := 0; i < len(tokens); {
		if tokens[i].newline {
			w.end(false)
			i++
			continue
		}
		var unit []token
		unit, i = unitAt(tokens, i)
		w.add(unit)
	}
	if len(w.cur.tokens) > 0 || len(w.lines) == 0 {
		w.end(false)
	}
	w.accompany()
	for i := range w.lines {
		w.lines[i].rtl = visual(w.lines[i].tokens)
	}
	return w.lines, nil
}

type wrapper struct {
	*setter
	width float64
	lines []line
	cur   line
}

// end ends a line; soft says that the text goes on.
func (w *wrapper) end(soft bool) {
	for n := len(w.cur.tokens); n > 0 && w.cur.tokens[n-1].space; n-- {
		w.cur.width -= w.cur.tokens[n-1].run.advance
		w.cur.tokens = w.cur.tokens[:n-1]
	}
	w.cur.leading, w.cur.soft = max(w.cur.leading, serif.leading()), soft
	w.lines = append(w.lines, w.cur)
	w.cur = line{}
}

func (w *wrapper) add(unit []token) {
	wide := widthOf(unit)
	if !unit[0].space && w.cur.width+wide > w.width && len(w.cur.tokens) > 0 {
		w.end(true)
	}
	if unit[0].space && len(w.cur.tokens) == 0 {
		return // no line begins with a space
	}
	if wide > w.width {
		unit = w.chop(unit, w.width)
	}
	for _, tk := range unit {
		if w.cur.width+tk.run.advance > w.width && len(w.cur.tokens) > 0 && !tk.space {
			w.end(true)
		}
		w.cur.tokens = append(w.cur.tokens, tk)
		w.cur.width += tk.run.advance
		w.cur.leading = max(w.cur.leading, tk.run.face.leading())
		w.cur.lao = w.cur.lao || tk.run.face.isLao()
	}
}

// accompany gives a short word that ends a paragraph alone on its line the word
// before it, where that leaves the line above long enough.
func (w *wrapper) accompany() {
	const short, column, enough = 3.0, 20.0, 0.6
	for i := 1; i < len(w.lines) && w.width > column; i++ {
		above, last := &w.lines[i-1], &w.lines[i]
		if last.soft || !above.soft || last.width == 0 || last.width > short {
			continue
		}
		at := len(above.tokens) - 1
		for at > 0 && !(above.tokens[at].space && above.tokens[at].mayBreak) {
			at--
		}
		moved := widthOf(above.tokens[at:])
		if at <= 0 || above.width-moved < enough*w.width || last.width+moved > w.width {
			continue
		}
		space, word := above.tokens[at], above.tokens[at+1:]
		last.tokens = append(append(slices.Clone(word), space), last.tokens...)
		last.width += moved
		above.tokens, above.width = above.tokens[:at], above.width-moved
		for _, tk := range word {
			last.leading = max(last.leading, tk.run.face.leading())
			last.lao = last.lao || tk.run.face.isLao()
		}
	}
}

// unitAt returns the tokens from i that stay together: up to where a line may
// end, a space that binds included.
func unitAt(tokens []token, i int) (unit []token, next int) {
	j := i
	for j < len(tokens) && !tokens[j].newline {
		j++
		if tokens[j-1].mayBreak || j < len(tokens) && tokens[j].space && tokens[j].mayBreak {
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

// chop cuts what is longer than a line, a digest for example, by characters: in
// pieces of equal length if one line cannot hold it, never before a mark.
func (s *setter) chop(unit []token, width float64) []token {
	var out []token
	for _, t := range unit {
		if t.run.advance <= width || t.run.face.isLao() {
			out = append(out, t)
			continue
		}
		runes := []rune(t.run.text)
		for start := 0; start < len(runes); {
			var piece *run
			for end := s.fitting(t.run, runes, start, width); ; end-- {
				for end > start+1 && end < len(runes) && !startsCluster(runes[end]) {
					end--
				}
				piece = s.shape(t.run.face, t.run.rtl, s.lang, string(runes[start:end]))
				if piece.advance <= width || end <= start+1 {
					start = end
					break
				}
			}
			out = append(out, token{run: piece, level: t.level, mayBreak: start < len(runes) || t.mayBreak})
		}
	}
	return out
}

// fitting guesses how many runes from start fit the width, by the widths of
// single ones. A digest is cut into like pieces of a multiple of eight digits.
func (s *setter) fitting(r *run, runes []rune, start int, width float64) int {
	end, w := start, 0.0
	for end < len(runes) {
		w += s.shape(r.face, r.rtl, s.lang, string(runes[end])).advance
		if w > width && end > start {
			break
		}
		end++
	}
	if left := len(runes) - start; end < len(runes) && end-start >= 8 && isHex(runes) {
		most := (end - start) / 8 * 8
		lines := (left + most - 1) / most
		end = start + ((left+lines-1)/lines+7)/8*8
	}
	return end
}

func startsCluster(r rune) bool { return !unicode.Is(unicode.M, r) && !joins(r) }

func isHex(runes []rune) bool {
	for _, r := range runes {
		if !unicode.Is(unicode.Hex_Digit, r) {
			return false
		}
	}
	return true
}
