package typeset

import "fmt"

// The page, in millimetres.
const (
	pageWidth    = 210.0
	pageHeight   = 297.0
	marginLeft   = 24.0
	marginRight  = 20.0
	marginTop    = 27.0
	bodyBottom   = 271.0
	footerTop    = 278.0
	textWidth    = pageWidth - marginLeft - marginRight
	labelWidth   = 48.0
	indent       = 7.0
	cellPad      = 1.6
	ptToMM       = 25.4 / 72
	bodySize     = 10.0
	smallSize    = 8.0
	latinLeading = 1.40
	laoLeading   = 1.75
)

// textOp is a line of text with its baseline; rule a straight line; both from
// the top left of their row.
type textOp struct {
	x, y float64
	size float64
	gray int
	line line
}

type ruleOp struct {
	x1, y1, x2, y2 float64
	gray           int
}

// row is a strip of the page that is never split. keep ties it to the next one.
type row struct {
	before, height float64
	texts          []textOp
	rules          []ruleOp
	keep           bool
	head           bool // begins a section
	turn           bool // begins a page, and is nothing else
}

// layouter turns blocks into rows.
type layouter struct {
	setter
	rows []row
	last BlockKind
	err  error
}

func (l *layouter) block(b Block) {
	from := len(l.rows)
	defer func() { l.last = b.Kind }()
	switch b.Kind {
	case Title:
		l.text(b.Text(), style{size: 15, bold: true, center: true, before: 5})
		l.keepFrom(from)
		l.rows = append(l.rows, row{height: 2.5, keep: true})
	case Heading:
		l.text(b.Text(), style{size: 11.5, bold: true, before: 5, under: true})
		l.keepFrom(from)
		if len(l.rows) > from {
			l.rows[from].head = true
		}
	case Sub:
		l.text(b.Text(), style{size: bodySize, bold: true, before: 3})
		l.keepFrom(from)
	case Para:
		before := 2.0
		if l.last == Field {
			before = 3
		}
		l.text(b.Text(), style{size: bodySize, before: before})
	case Right:
		l.text(b.Text(), style{size: bodySize, before: 0.5, x: textWidth * 0.52})
	case Note:
		l.text(b.Text(), style{size: smallSize, gray: 90, before: 1.5})
	case Numbered:
		l.marked(b.Text(), Text{{Text: fmt.Sprintf("%d.", b.Number)}})
	case Bullet:
		l.marked(b.Text(), Text{{Text: "–"}})
	case Check:
		l.check(b)
	case Field:
		l.field(b.Rows[0])
	case Table:
		l.table(b)
	case Sign:
		l.sign(b)
	case Rule:
		l.rows = append(l.rows, row{before: 3, height: 1, rules: []ruleOp{{0, 0, textWidth, 0, 150}}})
	case Break:
		l.rows = append(l.rows, row{turn: true})
	case Gap:
		l.rows = append(l.rows, row{height: 4})
	}
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
		st.width = textWidth - st.x
	}
	lines, err := l.wrap(t, st.bold, st.width/(st.size*ptToMM))
	if err != nil {
		l.err = err
		return nil, nil
	}
	for _, ln := range lines {
		leading := latinLeading
		if ln.lao {
			leading = laoLeading
		}
		heights = append(heights, st.size*ptToMM*leading)
	}
	return lines, heights
}

// baseline is where the letters stand in a line of a height.
func baseline(h, size float64, lao bool) float64 {
	if lao {
		return h * 0.70
	}
	return h*0.5 + size*ptToMM*0.32
}

// text sets a block over the width; two lines at least stay together at both
// ends of a paragraph.
func (l *layouter) text(t Text, st style) {
	lines, heights := l.set(t, st)
	for i, ln := range lines {
		r := row{height: heights[i]}
		if i == 0 {
			r.before = st.before
		}
		x := st.x
		if st.center {
			x = (textWidth - ln.width*st.size*ptToMM) / 2
		}
		r.texts = []textOp{{x: x, y: baseline(heights[i], st.size, ln.lao), size: st.size, gray: st.gray, line: ln}}
		if n := len(lines); n > 1 && (i == 0 || i == n-2) {
			r.keep = true
		}
		if st.under && i == len(lines)-1 {
			r.height += 1
			r.rules = []ruleOp{{0, r.height - 0.3, textWidth, r.height - 0.3, 120}}
		}
		l.rows = append(l.rows, r)
	}
}

// marked sets a paragraph with a mark before its first line.
func (l *layouter) marked(t, mark Text) {
	from := len(l.rows)
	l.text(t, style{size: bodySize, before: 1.2, x: indent})
	lines, heights := l.set(mark, style{size: bodySize})
	if l.err == nil && len(l.rows) > from {
		r := &l.rows[from]
		r.texts = append(r.texts, textOp{x: 1, y: baseline(min(heights[0], r.height), bodySize, false), size: bodySize, line: lines[0]})
		if r.texts[0].line.lao {
			r.texts[1].y = r.texts[0].y
		}
	}
}

// check sets a box, ticked with an X that text extraction finds.
func (l *layouter) check(b Block) {
	from := len(l.rows)
	l.text(b.Text(), style{size: bodySize, before: 0.8, x: indent})
	if l.err != nil || len(l.rows) == from {
		return
	}
	r := &l.rows[from]
	const side = 3.1
	bottom := r.texts[0].y + 0.3
	top := bottom - side
	r.rules = append(r.rules,
		ruleOp{1, top, 1 + side, top, 60}, ruleOp{1, bottom, 1 + side, bottom, 60},
		ruleOp{1, top, 1, bottom, 60}, ruleOp{1 + side, top, 1 + side, bottom, 60})
	if b.Checked {
		lines, _ := l.set(Text{{Text: "X"}}, style{size: 9, bold: true})
		w := lines[0].width * 9 * ptToMM
		r.texts = append(r.texts, textOp{x: 1 + (side-w)/2, y: bottom - 0.42, size: 9, line: lines[0]})
	}
}
