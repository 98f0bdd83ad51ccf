package typeset

const labelWidth = 48.0

// field sets a label and its value side by side, or in a narrow column the value
// under its label.
func (l *layouter) field(cells []Text) {
	for len(cells) < 2 {
		cells = append(cells, nil)
	}
	before := 0.9
	switch l.last {
	case Para, Note, Check, Table, Bullet, Numbered, Heading:
		before = 2.2
	}
	label := style{size: 9, bold: true, gray: 70, before: before}
	if l.narrow {
		from := len(l.rows)
		label.before = max(before, 1.6)
		l.text(cells[0], label)
		l.keepFrom(from)
		l.text(cells[1], style{size: bodySize})
		return
	}
	label.width = labelWidth - 3
	l.columns([]column{
		{cells[0], label},
		{cells[1], style{x: labelWidth, width: l.width - labelWidth, size: bodySize}},
	}, before)
}

type column struct {
	text  Text
	style style
}

// columns sets cells side by side, one row per line so that a long cell may
// cross a page, and returns the rows. A short strip stays together.
func (l *layouter) columns(cols []column, before float64) []row {
	const short = 12 // lines
	type set struct {
		lines   []line
		heights []float64
	}
	sets, n := make([]set, len(cols)), 0
	for i, c := range cols {
		sets[i].lines, sets[i].heights = l.set(c.text, c.style)
		n = max(n, len(sets[i].lines))
	}
	if l.err != nil || n == 0 {
		return nil
	}
	from, one := len(l.rows), &strip{cells: len(cols)}
	for i := range n {
		r := row{keep: n <= short && i < n-1 || i == 0 && n > 1 || i == n-2, strip: one}
		hasLao, size := false, 0.0
		for _, c := range cols {
			size = max(size, c.style.size)
		}
		for _, s := range sets {
			if i < len(s.lines) {
				r.height = max(r.height, s.heights[i])
				hasLao = hasLao || s.lines[i].lao
			}
		}
		for k, c := range cols {
			if i >= len(sets[k].lines) || len(sets[k].lines[i].tokens) == 0 {
				continue
			}
			op := l.place(sets[k].lines[i], r.height, c.style)
			op.y, op.cell = baseline(r.height, size, hasLao), k // one line for all cells
			r.texts = append(r.texts, op)
		}
		l.rows = append(l.rows, r)
	}
	l.rows[from].before = before
	return l.rows[from:]
}

// sign sets the signature block: columns of text over room for a signature and
// a stamp. It never stands alone on a page: what was said since the last
// heading stays with it, or at least two lines of it.
func (l *layouter) sign(b Block) {
	const room, gap = 25.0, 8.0
	l.keepFrom(l.companyOfSignature())
	from := len(l.rows)
	n := 1
	for _, cells := range b.Rows {
		n = max(n, len(cells))
	}
	w := (l.width - gap*float64(n-1)) / float64(n)
	for i, cells := range b.Rows {
		cols := make([]column, len(cells))
		for k, c := range cells {
			cols[k] = column{c, style{x: float64(k) * (w + gap), width: w, size: 9.5, bold: i == 0}}
		}
		before := 0.0
		if i == 0 {
			before = 6
		}
		l.columns(cols, before)
	}
	end := row{height: room}
	for k := range n {
		x := float64(k) * (w + gap)
		end.rules = append(end.rules, ruleOp{x, room, x + w, room, 120, false})
	}
	l.keepFrom(from)
	l.rows = append(l.rows, end)
}

// companyOfSignature is the row from which on the letter goes to the page of its
// signature.
func (l *layouter) companyOfSignature() int {
	const most, least = 110.0, 10.0
	height, text, enough := 0.0, 0.0, -1
	for i := len(l.rows) - 1; i >= 0; i-- {
		r := l.rows[i]
		height += r.before + r.height
		if len(r.texts) > 0 && len(r.fills) == 0 || r.pair != nil {
			text += r.height
		}
		if enough < 0 && text >= least {
			enough = i
		}
		switch {
		case height > most:
			return max(enough, i+1)
		case r.section || i == 0:
			return i
		}
	}
	return len(l.rows)
}
