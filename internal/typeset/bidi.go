package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// embedding is the level of a rune in the bidirectional algorithm (UAX 9): even
// is read from left to right, odd from right to left.
type embedding int8

// bidiLevels resolves a paragraph, or nil where all of it runs from left to
// right. Letters run from left to right, so a paragraph does too unless it
// holds no left-to-right letter at all: a French sentence that begins with a
// Hebrew quotation stays French. Explicit embeddings are no part of it;
// Normalise takes them out.
func bidiLevels(text []rune) []embedding {
	mixed, latin := false, false
	classes := make([]bidi.Class, len(text))
	for i, r := range text {
		p, _ := bidi.LookupRune(r)
		classes[i] = p.Class()
		mixed = mixed || classes[i] == bidi.R || classes[i] == bidi.AL || classes[i] == bidi.AN
		latin = latin || classes[i] == bidi.L
	}
	if !mixed {
		return nil
	}
	base := embedding(0)
	if !latin {
		base = 1
	}
	b := bidiParagraph{text: text, class: classes, base: base}
	b.weak()
	b.brackets()
	b.neutral()
	return b.levels()
}

// strong is the direction of a level, as a class.
func (e embedding) strong() bidi.Class {
	if e%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

type bidiParagraph struct {
	text  []rune
	class []bidi.Class
	base  embedding
}

// weak applies the rules W1 to W7.
func (b *bidiParagraph) weak() {
	c := b.class
	prev, strong := b.base.strong(), b.base.strong()
	for i := range c { // W1 to W3, each depending only on what stands before
		switch c[i] {
		case bidi.NSM, bidi.BN:
			c[i] = prev
		case bidi.EN:
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			strong = c[i]
		}
		prev = c[i]
	}
	for i := range c {
		if c[i] == bidi.AL {
			c[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(c); i++ { // W4
		same := c[i-1] == c[i+1]
		if same && (c[i] == bidi.ES && c[i-1] == bidi.EN || c[i] == bidi.CS && (c[i-1] == bidi.EN || c[i-1] == bidi.AN)) {
			c[i] = c[i-1]
		}
	}
	for i := 0; i < len(c); i++ { // W5
		if c[i] != bidi.ET {
			continue
		}
		j := i
		for j < len(c) && c[j] == bidi.ET {
			j++
		}
		if i > 0 && c[i-1] == bidi.EN || j < len(c) && c[j] == bidi.EN {
			for k := i; k < j; k++ {
				c[k] = bidi.EN
			}
		}
		i = j - 1
	}
	strong = b.base.strong()
	for i := range c { // W6, W7
		switch c[i] {
		case bidi.ES, bidi.ET, bidi.CS, bidi.B, bidi.S, bidi.WS, bidi.Control:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// direction is how a class counts when neutrals are resolved: numbers as right
// to left, ON for what has no direction.
func direction(c bidi.Class) bidi.Class {
	if c == bidi.EN || c == bidi.AN {
		return bidi.R
	}
	return c
}

var closing = map[rune]rune{'(': ')', '[': ']', '{': '}'}

// brackets applies rule N0: a pair takes the direction of what it encloses.
func (b *bidiParagraph) brackets() {
	var pairs [][2]int
	var open []int
	for i, r := range b.text {
		if b.class[i] != bidi.ON {
			continue
		}
		if closing[r] != 0 {
			open = append(open, i)
			continue
		}
		for k, o := range slices.Backward(open) {
			if closing[b.text[o]] == r {
				pairs, open = append(pairs, [2]int{o, i}), open[:k]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return x[0] - y[0] })
	e := b.base.strong()
	for _, p := range pairs {
		own, other := false, false
		for _, c := range b.class[p[0]+1 : p[1]] {
			own = own || direction(c) == e
			other = other || direction(c) != e && direction(c) != bidi.ON
		}
		dir := e
		switch {
		case own:
		case !other:
			continue
		case b.before(p[0]) != e:
			dir = b.before(p[0])
		}
		b.class[p[0]], b.class[p[1]] = dir, dir
	}
}

// before is the nearest direction to the left of i in reading order.
func (b *bidiParagraph) before(i int) bidi.Class {
	for _, c := range slices.Backward(b.class[:i]) {
		if d := direction(c); d != bidi.ON {
			return d
		}
	}
	return b.base.strong()
}

// neutral applies the rules N1 and N2: neutrals between two of one direction
// take it, others that of the paragraph.
func (b *bidiParagraph) neutral() {
	for i := 0; i < len(b.class); i++ {
		if b.class[i] != bidi.ON {
			continue
		}
		j := i
		for j < len(b.class) && b.class[j] == bidi.ON {
			j++
		}
		dir, after := b.before(i), b.base.strong()
		if j < len(b.class) {
			after = direction(b.class[j])
		}
		if dir != after {
			dir = b.base.strong()
		}
		for k := i; k < j; k++ {
			b.class[k] = dir
		}
		i = j - 1
	}
}

// levels applies the rules I1 and I2.
func (b *bidiParagraph) levels() []embedding {
	out := make([]embedding, len(b.class))
	for i, c := range b.class {
		switch {
		case c == bidi.EN || c == bidi.AN:
			out[i] = 2
		case c == bidi.R:
			out[i] = 1
		case b.base == 1:
			out[i] = 2
		}
	}
	return out
}

// visual puts the tokens of a line in the order in which they are seen (rule
// L2), and says whether the line runs from right to left as a whole.
func visual(tokens []token) (rtl bool) {
	highest, rtl := embedding(0), len(tokens) > 0
	for _, t := range tokens {
		highest = max(highest, t.level)
		rtl = rtl && t.level > 0
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(tokens); i++ {
			j := i
			for j < len(tokens) && tokens[j].level >= level {
				j++
			}
			slices.Reverse(tokens[i:j])
			i = max(i, j)
		}
	}
	return rtl
}
