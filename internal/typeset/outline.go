package typeset

import "fmt"

// entry is a line of the outline of a file: a heading and where it stands.
type entry struct {
	title string
	level int
	page  int     // from 0
	top   float64 // millimetres from the top of the sheet
}

// outlineOf collects the headings of a document in the order of its pages. A
// level is at most one deeper than the one before it.
func outlineOf(pages []page) []entry {
	var out []entry
	depth := -1
	for i, p := range pages {
		for _, r := range p {
			if r.mark == nil || r.mark.title == "" {
				continue
			}
			depth = min(r.mark.level, depth+1)
			out = append(out, entry{r.mark.title, depth, i, r.top})
		}
	}
	return out
}

// outlineObjects are the objects of an outline, its root first; root is the
// number of that object. Entries of the second level and deeper are folded.
func outlineObjects(entries []entry, pages []int, root int) [][]byte {
	parent := make([]int, len(entries)) // index of the entry above, -1 for the root
	children := map[int][]int{}
	var path []int
	for i, e := range entries {
		path = path[:e.level]
		parent[i] = -1
		if e.level > 0 {
			parent[i] = path[e.level-1]
		}
		path = append(path, i)
		children[parent[i]] = append(children[parent[i]], i)
	}
	number := func(i int) int { return root + 1 + i }
	family := func(i int) string {
		kids := children[i]
		if len(kids) == 0 {
			return ""
		}
		count := len(kids)
		if i >= 0 && entries[i].level > 0 {
			count = -count // folded
		}
		if i < 0 {
			count = visible(children, entries, -1)
		} else if count > 0 {
			count = visible(children, entries, i)
		}
		return fmt.Sprintf("/First %d 0 R /Last %d 0 R /Count %d ", number(kids[0]), number(kids[len(kids)-1]), count)
	}
	objects := [][]byte{fmt.Appendf(nil, "<</Type /Outlines %s>>\n", family(-1))}
	for i, e := range entries {
		around := ""
		siblings := children[parent[i]]
		for k, s := range siblings {
			if s != i {
				continue
			}
			if k > 0 {
				around += fmt.Sprintf("/Prev %d 0 R ", number(siblings[k-1]))
			}
			if k+1 < len(siblings) {
				around += fmt.Sprintf("/Next %d 0 R ", number(siblings[k+1]))
			}
		}
		objects = append(objects, fmt.Appendf(nil, "<</Title <FEFF%s> /Parent %d 0 R %s%s/Dest [%d 0 R /XYZ null %.2f null]>>\n",
			hex16(e.title), number(parent[i]), around, family(i), pages[e.page], (pageHeight-e.top+2)/ptToMM))
	}
	return objects
}

// visible counts the entries under i that are seen when the outline opens.
func visible(children map[int][]int, entries []entry, i int) int {
	n := 0
	for _, k := range children[i] {
		n++
		if entries[k].level == 0 {
			n += visible(children, entries, k)
		}
	}
	return n
}
