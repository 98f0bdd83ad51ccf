package typeset

// page is a page of rows with their places from the top of the sheet.
type page struct {
	rows []row
	tops []float64
}

// paginate fills pages with rows. Rows that are tied together move to the next
// page together, unless they are longer than a page.
func paginate(rows []row) []page {
	pages := []page{{}}
	y := marginTop
	place := func(r row) {
		p := &pages[len(pages)-1]
		if len(p.rows) > 0 {
			y += r.before
		}
		p.rows, p.tops = append(p.rows, r), append(p.tops, y)
		y += r.height
	}
	turn := func() {
		pages = append(pages, page{})
		y = marginTop
	}
	due := false // a break was asked for, and something follows it
	for i := 0; i < len(rows); {
		if rows[i].turn {
			due = true
			i++
			continue
		}
		if due && len(pages[len(pages)-1].rows) > 0 {
			turn()
		}
		due = false
		j := i + 1
		for j < len(rows) && rows[j-1].keep && !rows[j].turn {
			j++
		}
		need := 0.0
		for _, r := range rows[i:j] {
			need += r.before + r.height
		}
		fresh := len(pages[len(pages)-1].rows) == 0
		if y+need > bodyBottom && !fresh && need <= bodyBottom-marginTop {
			turn()
		}
		for _, r := range rows[i:j] {
			if y+r.before+r.height > bodyBottom && len(pages[len(pages)-1].rows) > 0 {
				turn()
			}
			place(r)
		}
		i = j
	}
	return pages
}
