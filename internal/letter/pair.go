package letter

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/typeset"
)

// pairBlocks sets a letter beside itself in another language. The templates of
// a form have the same blocks in every language (a test holds them to it), so
// that pairing is by position; only what was typed can differ, where a
// translation has fewer paragraphs or is missing. What has no other half stands
// alone.
func pairBlocks(left, right []typeset.Block, segments []Segment) []typeset.Block {
	fields := map[string]string{}
	for _, s := range segments {
		fields["translation/"+s.ID] = s.Field
	}
	var out []typeset.Block
	for _, p := range align(left, right, fields) {
		switch l, r := p[0], p[1]; {
		case l != nil && whole(l.Kind):
			out = append(out, *l)
		case r != nil && whole(r.Kind):
			// a rule, a gap, a code or a page turn stands once
		case l != nil && r != nil && l.Kind == typeset.Title:
			out = append(out, *l, *r)
		case l != nil && r != nil && l.Kind == typeset.Sign:
			out = append(out, bothSign(*l, *r))
		case l != nil && (l.Kind == typeset.Title || l.Kind == typeset.Sign):
			out = append(out, *l)
		case r != nil && (r.Kind == typeset.Title || r.Kind == typeset.Sign):
			out = append(out, *r)
		default:
			out = append(out, pair(l, r))
		}
	}
	return out
}

// whole are the blocks that say nothing in any language.
func whole(k typeset.BlockKind) bool {
	return k == typeset.Rule || k == typeset.Gap || k == typeset.Code || k == typeset.Break
}

func pair(left, right *typeset.Block) typeset.Block {
	p := typeset.Block{Kind: typeset.Pair}
	if left != nil {
		p.Left = []typeset.Block{*left}
	}
	if right != nil && !untranslated(*right) {
		p.Right = []typeset.Block{*right}
	}
	return p
}

// untranslated reports a block that holds a text nobody translated.
func untranslated(b typeset.Block) bool {
	for _, row := range b.Rows {
		for _, cell := range row {
			if slices.ContainsFunc(cell, func(s typeset.Span) bool { return s.Field == missingField }) {
				return true
			}
		}
	}
	return false
}

// bothSign is one signature block with its words in both languages; a name is
// printed once.
func bothSign(left, right typeset.Block) typeset.Block {
	for i := range min(len(left.Rows), len(right.Rows)) {
		for k := range min(len(left.Rows[i]), len(right.Rows[i])) {
			if l, r := left.Rows[i][k], right.Rows[i][k]; len(r) > 0 && l.String() != r.String() && !untranslated(right) {
				left.Rows[i][k] = append(append(append(typeset.Text{}, l...), typeset.Span{Text: "\n"}), r...)
			}
		}
	}
	return left
}

// align pairs blocks of the same kind in their order: headings before anything
// else, then blocks that print the same field, then as many as it can. fields
// names the field that a translated text stands for.
func align(left, right []typeset.Block, fields map[string]string) [][2]*typeset.Block {
	// best[i][k] is the weight of what left[i:] and right[k:] have in common.
	best := make([][]int, len(left)+1)
	for i := range best {
		best[i] = make([]int, len(right)+1)
	}
	lo, ro := origins(left, fields), origins(right, fields)
	both := func(i, k int) int {
		switch {
		case left[i].Kind != right[k].Kind:
			return 0
		case left[i].Kind == typeset.Title || left[i].Kind == typeset.Heading || left[i].Kind == typeset.Sub:
			return 1000
		case lo[i] == "" && ro[k] == "":
			return 2
		case lo[i] == ro[k]:
			return 3
		}
		return 1
	}
	for i := len(left) - 1; i >= 0; i-- {
		for k := len(right) - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1])
			if w := both(i, k); w > 0 {
				best[i][k] = max(best[i][k], best[i+1][k+1]+w)
			}
		}
	}
	var out [][2]*typeset.Block
	i, k := 0, 0
	for i < len(left) || k < len(right) {
		switch {
		case i < len(left) && k < len(right) && both(i, k) > 0 && best[i][k] == best[i+1][k+1]+both(i, k):
			out = append(out, [2]*typeset.Block{&left[i], &right[k]})
			i, k = i+1, k+1
		case k == len(right) || i < len(left) && best[i+1][k] >= best[i][k+1]:
			out = append(out, [2]*typeset.Block{&left[i], nil})
			i++
		default:
			out = append(out, [2]*typeset.Block{nil, &right[k]})
			k++
		}
	}
	return out
}

// origins are the fields that blocks print.
func origins(blocks []typeset.Block, fields map[string]string) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		var names []string
		for _, row := range b.Rows {
			for _, cell := range row {
				for _, s := range cell {
					if s.Field != "" {
						names = append(names, cmp.Or(fields[s.Field], s.Field))
					}
				}
			}
		}
		out[i] = strings.Join(names, " ")
	}
	return out
}
