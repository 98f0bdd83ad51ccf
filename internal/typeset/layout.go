package typeset

import (
	"slices"
	"strconv"
	"strings"
)

// The page, in millimetres.
const (
	pageWidth   = 210.0
	pageHeight  = 297.0
	marginLeft  = 24.0
	marginRight = 20.0
	marginTop   = 27.0
	bodyBottom  = 271.0
	footerTop   = 278.0
	textWidth   = pageWidth - marginLeft - marginRight
	ptToMM      = 25.4 / 72
	bodySize    = 10.0
	smallSize   = 8.0
	tableSize   = 9.0
)

// textOp is a line of text with its baseline; ruleOp a straight line; fillOp a
// black rectangle; all from the top left of their row.
type textOp struct {
	x, y float64
	size float64
	gray int
	line line
	cell int // of its strip
}

type ruleOp struct {
	x1, y1, x2, y2 float64
	gray           int
	heavy          bool
}

type fillOp struct{ x, y, width, height float64 }

// row is a strip of the page that is never split, or a pair of columns, which
// are split row by row. keep ties it to the next one.
type row struct {
	before, height float64
	texts          []textOp
	rules          []ruleOp
	fills          []fillOp
	keep           bool
	section        bool      // begins a section
	mark           *bookmark // stands in the outline of the file
	heads          []row     // of a table, repeated where a page begins with this row
	pair           *pairRow
	strip          *strip // the cells that it is a line of
	turn           bool   // begins a page, and is nothing else
}

// strip is cells side by side. Its lines are placed one by one, and written cell by
// cell: who copies or searches a text then finds a sentence whole, and not
// broken by the cell beside it.
type strip struct{ cells int }

// bookmark is an entry of the outline of a file.
type bookmark struct {
	title string
	level int
}

// layouter turns blocks into rows of a width.
type layouter struct {
	setter
	width  float64
	indent float64 // of what follows a number, a dash or a box
	narrow bool    // a column of a pair
	rows   []row
	last   BlockKind
	items  []int // where each entry of the list being set begins in rows
	err    error
}

func newLayouter(s *shaper, lang string, width float64, blocks []Block) *layouter {
	l := &layouter{setter: setter{shaper: s, lang: lang}, width: width, indent: 7}
	if highestNumber(blocks) > 99 {
		l.indent = 9
	}
	return l
}

func highestNumber(blocks []Block) int {
	n := 0
	for _, b := range blocks {
		n = max(n, b.Number, highestNumber(b.Left), highestNumber(b.Right))
	}
	return n
}

func (l *layouter) block(b Block) {
	from := len(l.rows)
	l.list(b.Kind)
	defer func() { l.last = b.Kind }()
	switch b.Kind {
	case Title:
		before := 6.0
		if l.last == Title { // the same in another language
			before = 0
		}
		l.text(b.Text(), l.balanced(b.Text(), style{size: 15, bold: true, center: true, before: before}))
		l.rows = append(l.rows, row{height: 3})
		l.head(from, b, 0)
	case Heading:
		l.text(b.Text(), style{size: 11.5, bold: true, before: 5.5, under: true})
		l.head(from, b, 1)
		if len(l.rows) > from {
			l.rows[from].section = true
		}
	case Sub:
		l.text(b.Text(), style{size: bodySize, bold: true, before: 3.4})
		l.head(from, b, 2)
	case Para:
		before := 2.0
		if l.last == Field {
			before = 3
		}
		l.text(b.Text(), style{size: bodySize, before: before})
		if n := len(l.rows); n > from && announces(b.Text()) {
			l.rows[n-1].keep = true
		}
	case Right:
		x, before := l.width*0.52, 2.0
		if l.narrow {
			x = 0
		}
		if l.last != Right { // the addressee, below the sender
			before = 4
		}
		l.text(b.Text(), style{size: bodySize, before: before, x: x})
	case Note:
		l.attach()
		l.text(b.Text(), style{size: smallSize, gray: 90, before: 1.5})
	case Numbered:
		l.marked(b.Text(), strconv.Itoa(b.Number)+".")
	case Bullet:
		l.marked(b.Text(), "–")
	case Check:
		l.check(b)
	case Field:
		for _, cells := range b.Rows {
			l.field(cells)
		}
	case Table:
		l.table(b)
	case Sign:
		l.sign(b)
	case Rule:
		l.rows = append(l.rows, row{before: 3, height: 1, rules: []ruleOp{{x2: l.width, gray: 150}}})
	case Break:
		l.rows = append(l.rows, row{turn: true})
	case Gap:
		l.rows = append(l.rows, row{height: 4})
	case Code:
		l.code(b)
	}
}

// listed reports blocks that come in lists.
func listed(k BlockKind) bool { return k == Field || k == Bullet || k == Numbered || k == Check }

// list notes where an entry of a list begins; any other block ends the list.
func (l *layouter) list(k BlockKind) {
	if k != l.last || !listed(k) {
		l.endList()
	}
	if listed(k) {
		l.items = append(l.items, len(l.rows))
	}
}

// endList ties the first two entries of a list, and the last two, so that no
// page begins or ends with a single one.
func (l *layouter) endList() {
	if n := len(l.items); n > 1 {
		for _, next := range []int{l.items[1], l.items[n-1]} {
			if next > 0 && next <= len(l.rows) && !l.rows[next-1].tall() {
				l.rows[next-1].keep = true
			}
		}
	}
	l.items = l.items[:0]
}

// attach ties what comes to what it follows: a note says something of it.
func (l *layouter) attach() {
	if n := len(l.rows); n > 0 && !l.rows[n-1].tall() {
		l.rows[n-1].keep = true
	}
}

// head ties the rows of a heading to each other and to what follows, and puts
// it into the outline.
func (l *layouter) head(from int, b Block, level int) {
	l.keepFrom(from)
	if len(l.rows) > from {
		title := strings.ReplaceAll(b.Text().String(), string(wordJoint), "")
		l.rows[from].mark = &bookmark{strings.Join(strings.Fields(title), " "), level}
	}
}

// announces reports a paragraph that belongs to what follows it: one that ends
// with a colon, or that is bold throughout and stands for a small heading.
func announces(t Text) bool {
	bold := len(t) > 0
	for _, span := range t {
		bold = bold && span.Bold
	}
	return bold || strings.HasSuffix(strings.TrimSpace(t.String()), ":")
}

// keepFrom ties the rows from i on to each other and to what follows.
func (l *layouter) keepFrom(i int) {
	for ; i < len(l.rows); i++ {
		l.rows[i].keep = true
	}
}

type style struct {
	x, width, size, before float64
	bold, center, under    bool
	gray                   int
}

// set breaks a text and returns its lines with their heights.
func (l *layouter) set(t Text, st style) (lines []line, heights []float64) {
	if l.err != nil {
		return nil, nil
	}
	if st.width == 0 {
		st.width = l.width - st.x
	}
	lines, err := l.wrap(t, st.bold, st.width/(st.size*ptToMM))
	if err != nil {
		l.err = err
		return nil, nil
	}
	for _, ln := range lines {
		heights = append(heights, st.size*ptToMM*ln.leading)
	}
	return lines, heights
}

// place puts a line into a row of a height: at the left of its style, in its
// middle, or at its right for what runs from right to left.
func (l *layouter) place(ln line, h float64, st style) textOp {
	if st.width == 0 {
		st.width = l.width - st.x
	}
	op := textOp{x: st.x, y: baseline(h, st.size, ln.lao), size: st.size, gray: st.gray, line: ln}
	switch free := st.width - ln.width*st.size*ptToMM; {
	case st.center:
		op.x += free / 2
	case ln.rtl:
		op.x += free
	}
	return op
}

// baseline is where the letters stand in a line of a height.
func baseline(h, size float64, lao bool) float64 {
	if lao {
		return h * 0.70
	}
	return h*0.5 + size*ptToMM*0.32
}

// balanced narrows a centred style until the lines of a text are of like length:
// as narrow as it goes without one line more.
func (l *layouter) balanced(t Text, st style) style {
	narrow, wide := l.width*0.4, l.width*0.84
	st.width = wide
	lines, _ := l.set(t, st)
	for range 6 {
		st.width = (narrow + wide) / 2
		if tried, _ := l.set(t, st); len(tried) > len(lines) {
			narrow = st.width
		} else {
			wide = st.width
		}
	}
	st.width = wide
	st.x = (l.width - wide) / 2
	return st
}

// text sets a block over the width; two lines at least stay together at both
// ends of a paragraph.
func (l *layouter) text(t Text, st style) {
	lines, heights := l.set(t, st)
	for i, ln := range lines {
		r := row{height: heights[i], texts: []textOp{l.place(ln, heights[i], st)}}
		if i == 0 {
			r.before = st.before
		}
		if n := len(lines); n > 1 && (i == 0 || i == n-2) {
			r.keep = true
		}
		if st.under && i == len(lines)-1 {
			r.height += 1
			r.rules = []ruleOp{{y1: r.height - 0.3, x2: l.width, y2: r.height - 0.3, gray: 120}}
		}
		l.rows = append(l.rows, r)
	}
}

// marked sets a paragraph with a mark before its first line, flush right for
// numbers, so that their points stand under each other.
func (l *layouter) marked(t Text, mark string) {
	from := len(l.rows)
	before := 1.4
	if l.last == Heading {
		before = 2.2
	}
	l.text(t, style{size: bodySize, before: before, x: l.indent})
	lines, _ := l.set(Text{{Text: mark}}, style{size: bodySize})
	if l.err != nil || len(l.rows) == from {
		return
	}
	r := &l.rows[from]
	x := 1.0
	if mark != "–" {
		x = l.indent - 1.8 - lines[0].width*bodySize*ptToMM
	}
	r.texts = slices.Insert(r.texts, 0, textOp{x: x, y: r.texts[0].y, size: bodySize, line: lines[0]})
}

// check sets a box, ticked with an X that text extraction finds.
func (l *layouter) check(b Block) {
	from := len(l.rows)
	before := 0.8
	if l.last == Heading {
		before = 2.2
	}
	l.text(b.Text(), style{size: bodySize, before: before, x: l.indent})
	if l.err != nil || len(l.rows) == from {
		return
	}
	r := &l.rows[from]
	const side = 3.1
	bottom := r.texts[0].y + 0.3
	r.rules = append(r.rules, box(1, bottom-side, 1+side, bottom, 60)...)
	if b.Checked {
		lines, _ := l.set(Text{{Text: "X"}}, style{size: 9, bold: true})
		if l.err != nil {
			return
		}
		w := lines[0].width * 9 * ptToMM
		r.texts = slices.Insert(r.texts, 0, textOp{x: 1 + (side-w)/2, y: bottom - 0.42, size: 9, line: lines[0]})
	}
}

func box(left, top, right, bottom float64, gray int) []ruleOp {
	return []ruleOp{
		{left, top, right, top, gray, false}, {left, bottom, right, bottom, gray, false},
		{left, top, left, bottom, gray, false}, {right, top, right, bottom, gray, false},
	}
}
