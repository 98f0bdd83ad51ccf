package typeset

// field sets a label and its value side by side.
func (l *layouter) field(cells []Text) {
	before := 0.9
	switch l.last {
	case Para, Note, Check, Table, Bullet, Numbered:
		before = 2.2
	}
	l.columns([]column{
		{text: cells[0], style: style{size: 9, bold: true, gray: 70, width: labelWidth - 3}},
		{text: cells[1], style: style{x: labelWidth, width: textWidth - labelWidth, size: bodySize}},
	}, before, nil)
}

type column struct {
	text  Text
	style style
}

// columns sets cells side by side, one row per line so that a long cell may
// cross a page. frame, if any, adds rules to the rows of the strip.
func (l *layouter) columns(cols []column, before float64, frame func(rows []row)) {
	type set struct {
		lines   []line
		heights []float64
	}
	sets, n := make([]set, len(cols)), 0
	for i, c := range cols {
		sets[i].lines, sets[i].heights = l.set(c.text, c.style)
		n = max(n, len(sets[i].lines))
	}
	if l.err != nil {
		return
	}
	rows := make([]row, n)
	for i := range rows {
		r := &rows[i]
		for _, s := range sets {
			if i < len(s.heights) {
				r.height = max(r.height, s.heights[i])
			}
		}
		for k, c := range cols {
			if i >= len(sets[k].lines) || len(sets[k].lines[i].tokens) == 0 {
				continue
			}
			ln := sets[k].lines[i]
			// one common baseline: that of body text in a row of this height
			y := baseline(r.height, bodySize, false)
			if rowHasLao(i, cols, func(k, i int) bool { return i < len(sets[k].lines) && sets[k].lines[i].lao }) {
				y = baseline(r.height, bodySize, true)
			}
			r.texts = append(r.texts, textOp{x: c.style.x, y: y, size: c.style.size, gray: c.style.gray, line: ln})
		}
		r.keep = n <= 12 && i < n-1 || i == 0 && n > 1 || i == n-2
	}
	if n > 0 {
		rows[0].before = before
	}
	if frame != nil {
		frame(rows)
	}
	l.rows = append(l.rows, rows...)
}

func rowHasLao(i int, cols []column, lao func(k, i int) bool) bool {
	for k := range cols {
		if lao(k, i) {
			return true
		}
	}
	return false
}

// table sets rows in frames; its head stays with the first row.
func (l *layouter) table(b Block) {
	n := 0
	for _, r := range b.Rows {
		n = max(n, len(r))
	}
	if n == 0 {
		return
	}
	edges := columnEdges(b.Widths, n)
	for i, cells := range b.Rows {
		head := b.Head && i == 0
		cols := make([]column, len(cells))
		for k, c := range cells {
			cols[k] = column{c, style{x: edges[k] + cellPad, width: edges[k+1] - edges[k] - 2*cellPad, size: 9, bold: head}}
		}
		before := 0.0
		if i == 0 {
			before = 2.5
		}
		l.columns(cols, before, func(rows []row) { frameRows(rows, edges, head) })
	}
}

func columnEdges(widths []int, n int) []float64 {
	total := 0
	w := make([]int, n)
	for k := range w {
		w[k] = 1
		if k < len(widths) {
			w[k] = widths[k]
		}
		total += w[k]
	}
	edges := make([]float64, n+1)
	for k := range w {
		edges[k+1] = edges[k] + textWidth*float64(w[k])/float64(total)
	}
	return edges
}

// frameRows pads a table row and rules its edges, line by line.
func frameRows(rows []row, edges []float64, head bool) {
	const pad, gray = 0.9, 130
	for i := range rows {
		r := &rows[i]
		if i == 0 {
			r.height += pad
			for k := range r.texts {
				r.texts[k].y += pad
			}
			r.rules = append(r.rules, ruleOp{0, 0, textWidth, 0, gray})
		}
		if i == len(rows)-1 {
			r.height += pad
			r.rules = append(r.rules, ruleOp{0, r.height, textWidth, r.height, gray})
		}
		for _, x := range edges {
			r.rules = append(r.rules, ruleOp{x, 0, x, r.height, gray})
		}
		r.keep = r.keep || head
	}
}

// sign sets the signature block: columns of text over room for a signature and
// a stamp. It never stands alone on a page: what was said since the last
// heading stays with it, or at least the row before it.
func (l *layouter) sign(b Block) {
	const room, company = 27.0, 110.0
	height := 0.0
	for i := len(l.rows) - 1; i >= 0; i-- {
		height += l.rows[i].before + l.rows[i].height
		if height > company {
			l.keepFrom(len(l.rows) - 1)
			break
		}
		if l.rows[i].head || i == 0 {
			l.keepFrom(i)
			break
		}
	}
	from := len(l.rows)
	n := len(b.Rows[0])
	gap := 8.0
	w := (textWidth - gap*float64(n-1)) / float64(n)
	for i, cells := range b.Rows {
		cols := make([]column, len(cells))
		for k, c := range cells {
			cols[k] = column{c, style{x: float64(k) * (w + gap), width: w, size: 9.5, bold: i == 0}}
		}
		before := 0.0
		if i == 0 {
			before = 6
		}
		l.columns(cols, before, nil)
	}
	end := row{height: room}
	for k := range n {
		x := float64(k) * (w + gap)
		end.rules = append(end.rules, ruleOp{x, room, x + w, room, 120})
	}
	l.keepFrom(from)
	l.rows = append(l.rows, end)
}
