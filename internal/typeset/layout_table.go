package typeset

// The room around the text of a cell, in millimetres.
const (
	cellSide = 1.6
	cellTop  = 1.0
)

// table sets rows under hairlines, without verticals. Its head stays with the
// first row, and stands again on every page that the table reaches.
func (l *layouter) table(b Block) {
	n := 0
	for _, r := range b.Rows {
		n = max(n, len(r))
	}
	if n == 0 {
		return
	}
	size := tableSize
	if l.narrow {
		size = smallSize
	}
	edges := columnEdges(b.Widths, n, l.width)
	var heads []row
	for i, cells := range b.Rows {
		isHead := b.Head && i == 0
		cols := make([]column, len(cells))
		for k, c := range cells {
			cols[k] = column{c, style{
				x: edges[k] + cellSide, width: edges[min(k+1, n)] - edges[k] - 2*cellSide, size: size, bold: isHead,
			}}
		}
		before := 0.0
		if i == 0 && l.last != Heading {
			before = 2.6
		}
		rows := l.columns(cols, before)
		if l.err != nil || len(rows) == 0 {
			continue
		}
		l.frame(rows, i == 0 && l.last != Heading, isHead || i == len(b.Rows)-1)
		tieRow(rows, isHead)
		if from := len(l.rows) - len(rows); i == len(b.Rows)-1 && i > 2 {
			l.rows[from-1].keep = true // the last row is not alone on a page
		}
		if isHead {
			heads = append([]row(nil), rows...)
			heads[0].before = 0
			continue
		}
		for k := range rows {
			rows[k].heads = heads
		}
	}
	if len(b.Rows) > 1 { // what follows is not squeezed under the last line
		l.rows = append(l.rows, row{height: 1.2})
		l.rows[len(l.rows)-2].keep = true
	}
}

// tieRow keeps the lines of a row on one page, those of a head also with what
// follows. A row longer than half a page is tied at its ends only, as columns
// left it.
func tieRow(rows []row, isHead bool) {
	height := 0.0
	for _, r := range rows {
		height += r.height
	}
	for i := range rows {
		if isHead || i < len(rows)-1 && height <= bodyBottom-marginTop-40 {
			rows[i].keep = true
		}
	}
}

// frame pads a table row and rules it: above the first row, and below each one.
func (l *layouter) frame(rows []row, first, heavy bool) {
	const light, dark = 205, 110
	top, last := &rows[0], &rows[len(rows)-1]
	top.height += cellTop
	for k := range top.texts {
		top.texts[k].y += cellTop
	}
	if first {
		top.rules = append(top.rules, ruleOp{x2: l.width, gray: dark, heavy: true})
	}
	last.height += cellTop
	gray := light
	if heavy {
		gray = dark
	}
	last.rules = append(last.rules, ruleOp{y1: last.height, x2: l.width, y2: last.height, gray: gray, heavy: heavy})
}

func columnEdges(widths []int, n int, width float64) []float64 {
	total := 0
	w := make([]int, n)
	for k := range w {
		w[k] = 1
		if k < len(widths) {
			w[k] = max(widths[k], 1)
		}
		total += w[k]
	}
	edges := make([]float64, n+1)
	for k := range w {
		edges[k+1] = edges[k] + width*float64(w[k])/float64(total)
	}
	return edges
}
