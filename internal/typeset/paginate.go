package typeset

// placed is a row with its place on the sheet; x counts from the margin.
type placed struct {
	row
	x, top float64
}

// page is what stands on one sheet.
type page []placed

// paginator fills pages with rows.
type paginator struct {
	pages []page
	y     float64
}

// paginate fills pages with rows. Rows that are tied together move to the next
// page together, unless they are longer than a page.
func paginate(rows []row) []page {
	p := &paginator{pages: []page{nil}, y: marginTop}
	due := false // a break was asked for, and something may follow it
	for len(rows) > 0 {
		if rows[0].turn {
			due, rows = true, rows[1:]
			continue
		}
		if due && !p.fresh() {
			p.turn()
		}
		due = false
		tied := group(rows)
		rows = rows[len(tied):]
		last := tied[len(tied)-1]
		need := heightOf(tied) - last.height + last.least()
		if p.y+need > bodyBottom && !p.fresh() && need <= bodyBottom-marginTop {
			p.turn()
		}
		for _, r := range tied {
			if r.pair != nil {
				p.columns(r)
				continue
			}
			if p.y+r.before+r.height > bodyBottom && !p.fresh() {
				p.turn()
			}
			p.place(r)
		}
	}
	return p.pages
}

func (p *paginator) fresh() bool { return len(p.pages[len(p.pages)-1]) == 0 }

func (p *paginator) turn() {
	p.pages = append(p.pages, nil)
	p.y = marginTop
}

func (p *paginator) put(r row, x, top float64) {
	at := &p.pages[len(p.pages)-1]
	*at = append(*at, placed{r, x, top})
}

// place puts a row below the last one. A page that begins inside a table
// begins with its head; one that begins with a row leaves no room above it.
func (p *paginator) place(r row) {
	if p.fresh() {
		for _, h := range r.heads {
			p.put(h, 0, p.y)
			p.y += h.height
		}
	} else {
		p.y += r.before
	}
	p.put(r, 0, p.y)
	p.y += r.height
}

// columns puts the two columns of a pair side by side, on as many pages as the
// longer one needs. Both begin on the same page.
func (p *paginator) columns(r row) {
	left, right := r.pair.left, r.pair.right
	for first := true; ; first = false {
		if !p.fresh() {
			p.y += r.before
		}
		room := bodyBottom - p.y
		l, r2 := fit(left, room, p.fresh()), fit(right, room, p.fresh())
		if first && !p.fresh() && (l == 0 && len(left) > 0 || r2 == 0 && len(right) > 0) {
			p.turn()
			continue
		}
		height := max(p.stack(left[:l], 0), p.stack(right[:r2], r.pair.x))
		p.y += height
		left, right = again(left[l:]), again(right[r2:])
		if len(left)+len(right) == 0 {
			return
		}
		p.turn()
	}
}

// stack puts rows below each other without moving on, and says how high they are.
func (p *paginator) stack(rows []row, x float64) float64 {
	y := p.y
	for _, r := range rows {
		y += r.before
		p.put(r, x, y)
		y += r.height
	}
	return y - p.y
}

// fit says how many rows go into a room, whole groups only. On a fresh page at
// least one row goes in, so that every page takes something.
func fit(rows []row, room float64, fresh bool) int {
	n, used := 0, 0.0
	for n < len(rows) {
		tied := group(rows[n:])
		h := heightOf(tied)
		if used+h > room {
			break
		}
		used += h
		n += len(tied)
	}
	if n > 0 || !fresh {
		return n
	}
	for n < len(rows) && (n == 0 || used+rows[n].before+rows[n].height <= room) {
		used += rows[n].before + rows[n].height
		n++
	}
	return n
}

// again is what is left of a column on the next page: without room above, and
// with the head of the table it is in.
func again(rows []row) []row {
	if len(rows) == 0 {
		return nil
	}
	out := append([]row(nil), rows[0].heads...)
	out = append(out, rows...)
	out[len(rows[0].heads)].before = 0
	return out
}
