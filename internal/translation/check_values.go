package translation

import (
	"slices"
	"strconv"
	"strings"
)

// dates compares the dates of both texts, whatever way they are written.
func (x *examination) dates() {
	missing, added := x.missing(KindDate), x.added(KindDate)
	// “du 3 au 19 mai” and “from 3 May to 19 May”: the day stands as a number on one side.
	missing = slices.DeleteFunc(missing, func(f found) bool { return dayAlone(f, x.src, x.tgt) })
	added = slices.DeleteFunc(added, func(f found) bool { return dayAlone(f, x.tgt, x.src) })
	x.differ(IssueDateDiffers, missing, added, func(f found) string { return f.dates[0].in(x.to) })
	for _, t := range x.tgt {
		if len(t.dates) > 1 && t.dates[0].d <= 12 && x.from != x.to {
			x.hit(IssueDateAmbiguous, false, "found", t.Text)
		}
	}
}

// dayAlone reports whether the other text has the day of a date as a number,
// and another date in the same month.
func dayAlone(f found, own, others []found) bool {
	for _, d := range f.dates {
		day := strconv.Itoa(d.d)
		if d.d > 0 && slices.ContainsFunc(others, func(o found) bool { return slices.Contains(o.numbers, day) }) &&
			inMonth(others, d.m) {
			return true
		}
	}
	return false
}

// inMonth reports whether a text has a date in a month.
func inMonth(tokens []found, month int) bool {
	return slices.ContainsFunc(tokens, func(f found) bool {
		return slices.ContainsFunc(f.dates, func(d civil) bool { return d.m == month })
	})
}

// missing are the values of a kind in the source that the translation does not render.
func (x *examination) missing(kind string) []found {
	var out []found
	for i := range x.src {
		if f := &x.src[i]; f.Kind == kind && !rendered(f, x.tgt, x.forms) && !repeated(out, f) {
			out = append(out, *f)
		}
	}
	return out
}

// added are the values of a kind in the translation that render none of the source.
func (x *examination) added(kind string) []found {
	var out []found
	for i := range x.tgt {
		if f := &x.tgt[i]; f.Kind == kind && !x.renders(f) && !repeated(out, f) {
			out = append(out, *f)
		}
	}
	return out
}

func repeated(fs []found, f *found) bool {
	return slices.ContainsFunc(fs, func(o found) bool { return o.Text == f.Text })
}

// numbers compares the numbers of both texts, in figures or in words.
func (x *examination) numbers() {
	missing := slices.DeleteFunc(x.missing(KindNumber), func(f found) bool {
		return x.elsewhere(f, x.tgt, x.src, x.ft, x.to) || inGroups(f, x.tgt)
	})
	added := slices.DeleteFunc(x.added(KindNumber), func(f found) bool {
		return isPlaceholderPart(&f, x.t) || x.ofLostDate(f) || x.elsewhere(f, x.src, x.tgt, x.fs, x.from) || grouped(f, x.src)
	})
	x.differ(IssueNumberDiffers, missing, added, func(f found) string { return writeNumber(f.Text, x.from, x.to) })
}

// ofLostDate reports whether a number of the translation is the day or the year
// of a date that was reported already: 3 février 2026 left in a Lao text.
func (x *examination) ofLostDate(f found) bool {
	for i := range x.src {
		s := &x.src[i]
		if s.Kind == KindDate && !rendered(s, x.tgt, x.forms) && slices.ContainsFunc(s.dates, func(d civil) bool {
			return slices.Contains(f.numbers, strconv.Itoa(d.d)) || slices.Contains(f.numbers, strconv.Itoa(d.y))
		}) {
			return true
		}
	}
	return false
}

// elsewhere reports whether the other text has a number in words, in a date or
// a reference that stands for no other, or as an hour of the other half of the day.
func (x *examination) elsewhere(f found, others, own []found, folded, lang string) bool {
	for _, v := range f.numbers {
		if speaks(folded, v, lang) {
			return true
		}
		n, err := strconv.Atoi(v)
		if err != nil {
			continue
		}
		for i := range others {
			o := &others[i]
			if n <= 23 && halfDay(n, o, x) {
				return true
			}
			if o.Kind != KindDate && o.Kind != KindReference || rendered(o, own, x.forms) {
				continue
			}
			if o.Kind == KindReference && slices.Contains(figuresIn(o.Text), v) || slices.ContainsFunc(o.dates, func(d civil) bool {
				return n >= 1000 && n == d.y || n > 0 && n == d.d && inMonth(own, d.m)
			}) {
				return true
			}
		}
	}
	return false
}

// halfDay: 14 h and 2 p.m. are the same hour, and so are 0 h and 12 a.m.
func halfDay(n int, o *found, x *examination) bool {
	if x.to != "en" && x.from != "en" {
		return false
	}
	english := x.ft
	if x.from == "en" {
		english = x.fs
	}
	if !strings.Contains(english, "p.m") && !strings.Contains(english, "a.m") && !hasWord(english, "pm") && !hasWord(english, "am") {
		return false
	}
	return slices.Contains(o.numbers, strconv.Itoa((n+12)%24)) || n == 0 && slices.Contains(o.numbers, "12") || n == 12 && slices.Contains(o.numbers, "0")
}

func figuresIn(s string) []string {
	parts := strings.FieldsFunc(westernDigits(s), func(r rune) bool { return r < '0' || r > '9' })
	for i, p := range parts {
		parts[i] = plainNumber(p, "")
	}
	return parts
}

// inGroups: what was read as one number with blanks may be several.
func inGroups(f found, others []found) bool {
	parts := strings.Fields(f.Text)
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		v := plainNumber(westernDigits(p), "")
		if !slices.ContainsFunc(others, func(o found) bool { return slices.Contains(o.numbers, v) }) {
			return false
		}
	}
	return true
}

// grouped: the other text has the number within one that is written with blanks.
func grouped(f found, others []found) bool {
	return slices.ContainsFunc(others, func(o found) bool {
		return o.Kind == KindNumber && len(strings.Fields(o.Text)) > 1 && slices.Contains(strings.Fields(westernDigits(o.Text)), westernDigits(f.Text))
	})
}

// differ reports what is missing with what stands in its place. What was added
// alone is a warning: a translation may say more than its source.
func (x *examination) differ(code string, missing, added []found, expected func(found) string) {
	for i, f := range missing {
		args := []string{"expected", expected(f)}
		if i < len(added) {
			args = append(args, "found", added[i].Text)
		}
		x.hit(code, true, args...)
	}
	for i := len(missing); i < len(added); i++ {
		x.hit(code, false, "found", added[i].Text)
	}
}
