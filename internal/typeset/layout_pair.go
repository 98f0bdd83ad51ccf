package typeset

// pairGap is the room between the columns of a pair.
const pairGap = 8.0

// pairRow is two columns of rows side by side; x is where the right one begins.
type pairRow struct {
	left, right []row
	x           float64
}

// pair sets blocks side by side, each column in its language. A heading on
// either side keeps the pair with what follows.
func (l *layouter) pair(b Block, beside string) {
	width := (l.width - pairGap) / 2
	column := func(blocks []Block, lang string) []row {
		c := &layouter{setter: setter{shaper: l.shaper, lang: lang}, width: width, indent: l.indent, narrow: true, last: l.last}
		if l.err != nil {
			return nil
		}
		for _, inner := range blocks {
			c.block(inner)
		}
		c.endList()
		l.err = c.err
		return c.rows
	}
	l.list(lastKind(b))
	if len(b.Left) > 0 && b.Left[0].Kind == Note || len(b.Right) > 0 && b.Right[0].Kind == Note {
		l.attach()
	}
	left, right := column(b.Left, l.lang), column(b.Right, beside)
	if l.err != nil || len(left)+len(right) == 0 {
		return
	}
	if len(left) > 0 && len(right) > 0 {
		level(&left[0], &right[0])
		levelRules(left, right)
	}
	r := row{pair: &pairRow{left, right, width + pairGap}}
	for i := range right {
		right[i].mark = nil // the outline is in the language of the document
	}
	for _, side := range [][]row{left, right} {
		if len(side) == 0 {
			continue
		}
		r.before = max(r.before, side[0].before)
		r.keep = r.keep || side[len(side)-1].keep
		r.section = r.section || side[0].section
		side[0].before, side[len(side)-1].keep = 0, false
		r.height = max(r.height, heightOf(side))
	}
	r.keep = r.keep && !r.tall()
	l.rows = append(l.rows, r)
	l.last = lastKind(b)
}

// lastKind is what a pair ends with, for the distance to what follows.
func lastKind(b Block) BlockKind {
	for _, side := range [][]Block{b.Left, b.Right} {
		if n := len(side); n > 0 {
			return side[n-1].Kind
		}
	}
	return Gap
}

// level puts the first lines of two columns on one baseline, whatever their
// scripts, and the lines under two headings at one height.
func level(a, b *row) {
	if len(a.texts) == 0 || len(b.texts) == 0 {
		return
	}
	d := a.texts[0].y - b.texts[0].y
	if d > 0 {
		b.lower(d)
	} else {
		a.lower(-d)
	}
}

// levelRules puts the lines under two headings at one height.
func levelRules(left, right []row) {
	a, b := &left[len(left)-1], &right[len(right)-1]
	if len(a.rules) != 1 || len(b.rules) != 1 {
		return
	}
	d := heightOf(left) - heightOf(right)
	if d < 0 {
		a, b, d = b, a, -d
	}
	b.height += d
	b.rules[0].y1, b.rules[0].y2 = b.rules[0].y1+d, b.rules[0].y2+d
}

// lower moves what stands in a row down, the row growing with it.
func (r *row) lower(d float64) {
	r.height += d
	for i := range r.texts {
		r.texts[i].y += d
	}
	for i := range r.rules {
		r.rules[i].y1, r.rules[i].y2 = r.rules[i].y1+d, r.rules[i].y2+d
	}
}

func heightOf(rows []row) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.before + r.height
	}
	return h
}

// tall reports a pair that is left to break where it will: tied to another row,
// it would take a good part of a page along.
func (r row) tall() bool { return r.pair != nil && r.height > 40 }

// least is the height that a row needs on the page where it begins.
func (r row) least() float64 {
	if r.pair == nil {
		return r.height
	}
	return max(heightOf(group(r.pair.left)), heightOf(group(r.pair.right)))
}

// group is the rows at the beginning that are tied together; a page break
// unties what stands before it.
func group(rows []row) []row {
	for i, r := range rows {
		if !r.keep || i+1 < len(rows) && rows[i+1].turn {
			return rows[:i+1]
		}
	}
	return rows
}
