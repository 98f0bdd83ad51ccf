package typeset

// The room around the text of a cell, in millimetres.
const (
	cellSide = 1.6
	cellTop  = 1.0
)

// few rows, the head included, are not parted.
const few = 4

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
	edges := l.columnEdges(b, n, size)
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
		from := len(l.rows) - len(rows)
		switch last := i == len(b.Rows)-1; {
		case last && i > 2:
			l.rows[from-1].keep = true // the last row is not alone on a page
		case !last && len(b.Rows) <= few:
			l.rows[len(l.rows)-1].keep = true
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

// columnEdges divides the width in the proportions that were asked for, and widens
// a column whose longest word would not fit at the expense of those with room.
func (l *layouter) columnEdges(b Block, n int, size float64) []float64 {
	widths, total := make([]float64, n), 0.0
	for k := range widths {
		widths[k] = 1
		if k < len(b.Widths) {
			widths[k] = float64(max(b.Widths[k], 1))
		}
		total += widths[k]
	}
	needs := l.longestWords(b, n, size)
	lack, spare := 0.0, 0.0
	for k := range widths {
		widths[k] *= l.width / total
		lack += max(needs[k]-widths[k], 0)
		spare += max(widths[k]-needs[k], 0)
	}
	edges := make([]float64, n+1)
	for k, w := range widths {
		switch {
		case lack == 0 || spare <= lack: // nothing to mend, or no way to
		case needs[k] > w:
			w = needs[k]
		default:
			w -= (w - needs[k]) * lack / spare
		}
		edges[k+1] = edges[k] + w
	}
	return edges
}

// longestWords is the width that each column needs for its longest word, sides
// included. Addresses and digests do not count: they break anywhere.
func (l *layouter) longestWords(b Block, n int, size float64) []float64 {
	needs := make([]float64, n)
	for i, cells := range b.Rows {
		for k, c := range cells {
			tokens, err := l.tokens(c, b.Head && i == 0)
			if err != nil {
				l.err = err
				return needs
			}
			for at := 0; at < len(tokens); {
				if tokens[at].newline {
					at++
					continue
				}
				var unit []token
				unit, at = unitAt(tokens, at)
				if len([]rune(textOf(unit))) < longWord {
					needs[k] = max(needs[k], widthOf(unit)*size*ptToMM+2*cellSide+0.01)
				}
			}
		}
	}
	return needs
}
