package translation

import (
	"slices"
	"strings"
	"unicode"
)

// Unmask puts the values of Mask back, as they stood in the source.
func Unmask(masked string, values []Token) string { return unmask(masked, values) }

// Fill puts the values of Mask into a translation: numbers and dates in the way
// of the target language, names in the form that names gives for them (by their
// form in the source), everything else as it is. Placeholders that values do
// not know stay, and Check reports them.
func Fill(masked string, values []Token, sourceLang, targetLang string, names map[string]string) string {
	return (&Pair{from: primary(sourceLang), to: primary(targetLang), forms: formsOf(names)}).Fill(masked, values)
}

// MaskTarget masks a translation with the placeholders of its source: each token
// in it gets the placeholder of the value that it renders. ok is false if a
// token in it renders none, or a value is not rendered; such a pair does not
// belong in a memory.
func MaskTarget(target, targetLang string, values []Token, sourceLang string, names map[string]string) (masked string, ok bool) {
	return NewPair(sourceLang, targetLang, names).MaskTarget(target, values)
}

// Pair is MaskTarget and Fill for many sentences of one case in one pair of
// languages: the names are read once. It is safe for concurrent use.
type Pair struct {
	from, to string
	forms    forms
	names    []string
	guard    *Guard
}

// NewPair reads the names of a case with their forms in the target language.
func NewPair(sourceLang, targetLang string, names map[string]string) *Pair {
	p := &Pair{from: primary(sourceLang), to: primary(targetLang), forms: formsOf(names), names: bothForms(names)}
	p.guard = NewGuard(p.to, p.names)
	return p
}

// Shareable reports whether a masked sentence may enter the memory that cases
// share, and if not why: "digit", "capital", "quote", "sign", "script", "short", and
// in French "word" for a word that is none of procedure. When in doubt, it may not:
// anything that still looks like a name, a number or an identifier keeps it in its case.
func Shareable(masked, lang string) (ok bool, reason string) { return shareable(masked, lang) }

// ShareablePair is Shareable for a sentence and its translation, which must hold
// the same placeholders ("placeholder"). A translation into a script without
// capitals is judged with its source; a source in such a script never is. One of
// the two is French, and read word by word.
func ShareablePair(source, sourceLang, target, targetLang string) (ok bool, reason string) {
	return shareablePair(source, sourceLang, target, targetLang)
}

// cutPlaceholders walks over a masked text: each is called with the text before
// a placeholder and the placeholder's id, and at the end with the rest and "".
// Brackets that enclose nothing, or one that opens alone, are text.
func cutPlaceholders(s string, each func(text, id string)) {
	start := 0
	for at := 0; ; {
		end := strings.Index(s[at:], shut)
		if end < 0 {
			break
		}
		end += at
		at = end + len(shut)
		begin := strings.LastIndex(s[start:end], open)
		if begin < 0 || start+begin+len(open) == end {
			continue
		}
		each(s[start:start+begin], s[start+begin+len(open):end])
		start = at
	}
	each(s[start:], "")
}

func unmask(masked string, values []Token) string {
	return replace(masked, values, func(t Token) string { return t.Text })
}

func replace(masked string, values []Token, text func(Token) string) string {
	if !strings.Contains(masked, open) {
		return masked
	}
	ids := placeholderIDs(values)
	var b strings.Builder
	cutPlaceholders(masked, func(before, id string) {
		b.WriteString(before)
		switch i := slices.Index(ids, id); {
		case i >= 0:
			b.WriteString(text(values[i]))
		case id != "":
			b.WriteString(open + id + shut)
		}
	})
	return b.String()
}

// Fill writes values into a masked translation (see the function Fill).
func (p *Pair) Fill(masked string, values []Token) string {
	return replace(masked, values, func(t Token) string {
		switch t.Kind {
		case KindName:
			return p.forms.of(t.Text)
		case KindNumber:
			return writeNumber(t.Text, p.from, p.to)
		case KindDate:
			return writeDate(t.Text, p.from, p.to)
		}
		return t.Text
	})
}

// forms are the registered forms of names, by the folded name.
type forms map[string]string

func formsOf(names map[string]string) forms {
	f := make(forms, len(names))
	for n, form := range names {
		if form = strings.TrimSpace(form); form != "" {
			f[nameKey(n)] = form
		}
	}
	return f
}

// nameKey is a name without its case, marks, hyphens and order of blanks.
func nameKey(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && digit(r) < 0 }), " ")
}

// of gives the registered form of a name, the name itself if none is.
func (f forms) of(name string) string {
	if form, ok := f[nameKey(name)]; ok {
		return form
	}
	return name
}

// MaskTarget masks a translation (see the function MaskTarget).
func (p *Pair) MaskTarget(target string, values []Token) (masked string, ok bool) {
	ids, at, used := placeholderIDs(values), 0, make([]bool, len(values))
	read := rescan(values, p.from)
	var b strings.Builder
	for _, f := range p.guardFor(values).scan(target) {
		i := slices.IndexFunc(read, func(v found) bool { return renders(&f, &v, p.forms) })
		if i < 0 {
			return target, false
		}
		b.WriteString(target[at:f.Start])
		b.WriteString(open + ids[i] + shut)
		at, used[i] = f.End, true
	}
	if slices.Contains(used, false) {
		return target, false
	}
	b.WriteString(target[at:])
	return b.String(), true
}

// guardFor is the pair's guard, or one that finds accounts and pseudonyms too
// which nothing in their shape shows and which the names do not have.
func (p *Pair) guardFor(values []Token) *Guard {
	g := p.guard
	for _, v := range values {
		if v.Kind != KindAccount && v.Kind != KindName || slices.ContainsFunc(p.guard.Protect(v.Text), func(t Token) bool { return t.Text == v.Text }) {
			continue
		}
		if g == p.guard {
			g = NewGuard(p.to, p.names)
		}
		g.add(v.Text, v.Kind)
	}
	return g
}

// bothForms are the names as they may stand in a translation.
func bothForms(names map[string]string) []string {
	out := make([]string, 0, 2*len(names))
	for n, form := range names {
		out = append(out, n)
		if form != "" && form != n {
			out = append(out, form)
		}
	}
	slices.Sort(out)
	return out
}

// rescan reads the values of tokens again, where only the tokens were kept.
func rescan(values []Token, lang string) []found {
	out := make([]found, len(values))
	g := Guard{lang: primary(lang)}
	for i, v := range values {
		out[i].Token = v
		if v.Kind != KindNumber && v.Kind != KindDate {
			continue
		}
		if fs := g.scan(v.Text); len(fs) == 1 {
			out[i].numbers, out[i].dates = fs[0].numbers, fs[0].dates
		}
	}
	return out
}

// renders reports whether a token of a translation stands for one of the source.
func renders(target, source *found, forms forms) bool {
	switch source.Kind {
	case KindName:
		return target.Kind == KindName && (target.compared() == source.compared() || target.compared() == nameKey(forms.of(source.Text)))
	case KindNumber:
		return sameNumber(target.numbers, source.numbers)
	case KindDate:
		return slices.ContainsFunc(target.dates, func(d civil) bool { return slices.ContainsFunc(source.dates, d.agrees) })
	}
	return target.Kind != KindNumber && target.Kind != KindDate && target.compared() == source.compared() ||
		allDigits(westernDigits(source.Text)) && reading(target.Text) == source.compared()
}

// rendered reports whether any token of a translation stands for the one of the source.
func rendered(source *found, targets []found, forms forms) bool {
	for i := range targets {
		if renders(&targets[i], source, forms) {
			return true
		}
	}
	return false
}

// reading is an identifier or a reference without what typists vary: blanks, the
// kind of hyphen, a point after a letter.
func reading(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '.', r == '\u2060', r == '\u200b':
			return -1
		case r == '‑' || r == '–' || r == '‐' || r == '−':
			return '-'
		}
		if d := digit(r); d >= 0 {
			return rune('0' + d)
		}
		return unicode.ToLower(r)
	}, s)
}
