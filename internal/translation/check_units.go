package translation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checker holds what is the same for all units.
type checker struct {
	from, to  string
	source    *Guard
	target    *Guard
	forms     forms
	terms     []term
	index     termIndex
	forbidden []banned
}

func newChecker(o Options) *checker {
	c := &checker{from: primary(o.SourceLang), to: primary(o.TargetLang), forms: formsOf(o.Names)}
	names := make([]string, 0, len(o.Names))
	for n := range o.Names {
		names = append(names, n)
	}
	slices.Sort(names)
	c.source, c.target = NewGuard(c.from, names), NewGuard(c.to, bothForms(o.Names))
	c.source.keep(o.Identifiers)
	c.target.keep(o.Identifiers)
	c.terms = readTerms(o.Glossary, c.from, c.to)
	c.index = indexTerms(c.terms)
	c.forbidden = readForbidden(o.Forbidden, c.to)
	return c
}

func (c *checker) all(units []Unit, target map[string]string) []Issue {
	var out []Issue
	for _, u := range units {
		if isBlank(u.Source) {
			continue
		}
		x := examination{checker: c, unit: u.ID, s: u.Source, t: target[u.ID]}
		x.examine()
		out = append(out, x.issues...)
	}
	return out
}

// examination is the check of one unit.
type examination struct {
	*checker
	unit, s, t string
	// the folded texts, and the source in small letters with its marks
	fs, ft, lower string
	src, tgt      []found
	issues        []Issue
}

func (x *examination) hit(code string, blocking bool, args ...string) {
	i := Issue{Unit: x.unit, Code: code, Blocking: blocking}
	for k := 0; k+1 < len(args); k += 2 {
		if i.Args == nil {
			i.Args = map[string]string{}
		}
		i.Args[args[k]] = args[k+1]
	}
	x.issues = append(x.issues, i)
}

func (x *examination) examine() {
	if isBlank(x.t) {
		x.hit(IssueUntranslated, true)
		return
	}
	x.strayPlaceholders()
	x.src, x.tgt = x.source.scan(x.s), x.target.scan(x.t)
	x.fs, x.ft = fold(x.s), fold(x.t)
	if len(x.terms) > 0 {
		x.lower = x.fs
		if x.terms[0].strict {
			x.lower = strings.ToLower(x.s)
		}
	}
	x.script()
	x.same()
	x.kept()
	x.dates()
	x.numbers()
	x.glossary()
	x.length()
	x.ending()
	x.brackets()
}

// strayPlaceholders: what a tool or the memory left in the text.
func (x *examination) strayPlaceholders() {
	if !strings.Contains(x.t, open) {
		return
	}
	cutPlaceholders(x.t, func(_, id string) {
		if id != "" && !strings.Contains(x.s, open+id+shut) {
			x.hit(IssuePlaceholderAdded, true, "kind", strings.TrimRight(id, "0123456789"), "found", open+id+shut)
		}
	})
}

// renders reports whether a token of the translation stands for one of the source.
func (x *examination) renders(t *found) bool {
	for i := range x.src {
		if renders(t, &x.src[i], x.forms) {
			return true
		}
	}
	return false
}

func isPlaceholderPart(f *found, t string) bool {
	return f.Kind == KindSign || strings.HasSuffix(t[:f.Start], open) && strings.HasPrefix(t[f.End:], shut)
}

// kept compares names, identifiers, labels and references.
func (x *examination) kept() {
	var seen []string
	for i := range x.src {
		s := &x.src[i]
		if s.Kind == KindNumber || s.Kind == KindDate || s.Kind == KindSign || slices.Contains(seen, s.Text) {
			continue
		}
		seen = append(seen, s.Text)
		if rendered(s, x.tgt, x.forms) || x.keptOtherwise(s) {
			continue
		}
		// A name that has no registered form in another script cannot be held against the translator.
		expected := x.forms.of(s.Text)
		blocking := s.Kind != KindName || !withoutCapitals(x.to) && !withoutCapitals(x.from) || expected != s.Text
		x.hit(IssuePlaceholderMissing, blocking, "kind", s.Kind, "expected", expected)
	}
	seen = seen[:0]
	for i := range x.tgt {
		t := &x.tgt[i]
		if t.Kind == KindNumber || t.Kind == KindDate || isPlaceholderPart(t, x.t) || slices.Contains(seen, t.Text) {
			continue
		}
		seen = append(seen, t.Text)
		if x.renders(t) || x.addedOtherwise(t) {
			continue
		}
		x.hit(IssuePlaceholderAdded, t.Kind != KindName && t.Kind != KindReference, "kind", t.Kind, "found", t.Text)
	}
}

// keptOtherwise accepts what the scan of the translation cut differently: a
// value that stands there letter by letter, an inflected name, a range in words.
func (x *examination) keptOtherwise(s *found) bool {
	switch {
	case s.Kind == KindName:
		return x.inflected(s.Text)
	case strings.Contains(reading(x.t), s.compared()):
		return true
	case s.Kind == KindReference && dashed(westernDigits(s.Text)):
		return x.allIn(s.Text, x.tgt, x.t, x.to)
	}
	return false
}

func (x *examination) addedOtherwise(t *found) bool {
	switch {
	case t.Kind == KindName:
		// A part of a name where the source has more of it, or the registered form of a part.
		return slices.ContainsFunc(x.src, func(s found) bool {
			return s.Kind == KindName && (strings.Contains(nameKey(s.Text), nameKey(t.Text)) || strings.Contains(nameKey(x.forms.of(s.Text)), nameKey(t.Text)))
		})
	case strings.Contains(reading(x.s), t.compared()):
		return true
	case t.Kind == KindReference && dashed(westernDigits(t.Text)):
		return x.allIn(t.Text, x.src, x.s, x.from)
	}
	return false
}

// inflected finds a name whose words carry other endings, as in Romanian
// (Maria, Mariei), or of which only the words that are its own were kept.
func (x *examination) inflected(name string) bool { return named(x.ft, x.forms.of(name)) }

// named reports whether a folded text has every word of a name that is its own.
func named(folded, name string) bool {
	for _, w := range ownWords(name) {
		stem := w
		if n := utf8.RuneCountInString(w); n > 4 && !strings.ContainsFunc(w, uncased) {
			_, size := utf8.DecodeLastRuneInString(w)
			stem = w[:len(w)-size]
		}
		if !strings.Contains(folded, stem) {
			return false
		}
	}
	return true
}

// allIn reports whether every number of a range stands in the other text.
func (x *examination) allIn(dashed string, others []found, text, lang string) bool {
	folded := fold(text)
	for _, p := range strings.FieldsFunc(westernDigits(dashed), func(r rune) bool { return r < '0' || r > '9' }) {
		v := plainNumber(p, "")
		if !slices.ContainsFunc(others, func(f found) bool { return slices.Contains(f.numbers, v) }) && !speaks(folded, v, lang) {
			return false
		}
	}
	return true
}

// script: a Lao translation has Lao letters.
func (x *examination) script() {
	if x.from == x.to || !hasWords(x.s, x.src) {
		return
	}
	var table *unicode.RangeTable
	switch x.to {
	case "lo":
		table = unicode.Lao
	case "hi":
		table = unicode.Devanagari
	case "fr", "en", "ro":
		table = unicode.Latin
	default:
		return
	}
	if !strings.ContainsFunc(x.t, func(r rune) bool { return unicode.Is(table, r) }) {
		x.hit(IssueScript, true, "expected", x.to)
	}
}

// hasWords reports whether a text has words to translate outside its tokens.
func hasWords(s string, tokens []found) bool {
	at := 0
	for _, f := range tokens {
		if letters(s[at:f.Start]) {
			return true
		}
		at = f.End
	}
	return letters(s[at:])
}

func (x *examination) same() {
	if x.from != x.to && strings.TrimSpace(x.s) == strings.TrimSpace(x.t) && hasWords(x.s, x.src) {
		x.hit(IssueSameAsSource, false)
	}
}
