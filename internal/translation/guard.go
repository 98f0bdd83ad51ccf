package translation

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Guard protects the sentences of one case in one language: Protect and Mask
// with the names read once. It is safe for concurrent use.
type Guard struct {
	lang  string
	names nameIndex
	// kept are values without blanks that are kept as they are, folded, with their kind.
	kept map[string]string
	// phrases are kept values that a word scan does not find: with blanks, or in
	// a script without capitals.
	phrases []phrase
}

type phrase struct{ folded, kind string }

// NewGuard reads the names of a case (see Protect).
func NewGuard(lang string, names []string) *Guard {
	g := &Guard{lang: primary(lang), names: newNameIndex(), kept: map[string]string{}}
	for _, n := range names {
		g.add(n, KindName)
	}
	return g
}

// keep adds values of the case that are kept as they are.
func (g *Guard) keep(values []string) {
	for _, v := range values {
		g.add(v, KindAccount)
	}
}

func (g *Guard) add(value, kind string) {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
	case kind == KindName && g.names.add(value):
	case strings.ContainsAny(value, " \u00a0\u202f") || strings.ContainsFunc(value, uncased):
		g.phrases = append(g.phrases, phrase{plainBlanks.Replace(fold(value)), kind})
	default:
		g.kept[fold(value)] = kind
	}
}

// found is a token with its value: the numbers it may mean in its language, or
// the dates.
type found struct {
	Token
	numbers []string
	dates   []civil
	// key is what names and verbatim tokens are compared by, once it was needed.
	key string
}

func (f *found) compared() string {
	if f.key == "" {
		if f.Kind == KindName {
			f.key = nameKey(f.Text)
		} else {
			f.key = reading(f.Text)
		}
	}
	return f.key
}

// Protect finds the tokens of a sentence, in order and without overlap.
func (g *Guard) Protect(source string) []Token {
	fs := g.scan(source)
	if len(fs) == 0 {
		return nil
	}
	out := make([]Token, len(fs))
	for i, f := range fs {
		out[i] = f.Token
	}
	return out
}

func (g *Guard) scan(source string) []found {
	var out []found
	if len(g.phrases) > 0 {
		folded := fold(source)
		if strings.Contains(folded, "\u00a0") || strings.Contains(folded, "\u202f") {
			folded = plainBlanks.Replace(folded)
		}
		var at []int // where each byte of folded came from, once a phrase is in it
		for _, p := range g.phrases {
			if !strings.Contains(folded, p.folded) {
				continue
			}
			if at == nil {
				folded, at = foldMap(source)
			}
			out = p.find(out, source, folded, at)
		}
	}
	out = append(out, g.names.find(source)...)
	if slices.IsSortedFunc(out, byPlace) && len(out) == 0 && !worthScanning(source) && len(g.kept) == 0 {
		return nil
	}
	names := nonOverlapping(out)
	sc := scanner{s: source, lang: g.lang, kept: g.kept, taken: names}
	return merge(names, sc.all())
}

func byPlace(a, b found) int {
	if a.Start != b.Start {
		return a.Start - b.Start
	}
	return b.End - a.End
}

// nonOverlapping sorts and keeps, of two that overlap, the one that begins
// earlier or is longer.
func nonOverlapping(fs []found) []found {
	slices.SortFunc(fs, byPlace)
	out := fs[:0]
	end := 0
	for _, f := range fs {
		if f.Start >= end {
			out = append(out, f)
			end = f.End
		}
	}
	return out
}

func merge(a, b []found) []found {
	if len(a) == 0 {
		return b
	}
	out := append(append(make([]found, 0, len(a)+len(b)), a...), b...)
	slices.SortFunc(out, byPlace)
	return out
}

// worthScanning reports whether a sentence has anything but words.
func worthScanning(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' || c == '@' || c == '/' {
			return true
		}
		if c >= 0xD9 && (c < 0xE2 || c == 0xE2 && i+1 < len(s) && s[i+1] == 0x9F || c == 0xEF) {
			return true // digits of other scripts, ⟦ and ⟧
		}
	}
	return strings.Contains(s, "www.")
}

// find appends where a value stands that is compared letter by letter. folded and
// at are the text as foldMap gives it.
func (p phrase) find(out []found, source, folded string, at []int) []found {
	for from := 0; ; {
		i := strings.Index(folded[from:], p.folded)
		if i < 0 {
			return out
		}
		i += from
		from = i + len(p.folded)
		start, end := at[i], at[from]
		if !inWord(source, start, end) {
			out = append(out, found{Token: Token{p.kind, source[start:end], start, end}})
		}
	}
}

// plainBlanks writes the blanks that do not break as plain ones.
var plainBlanks = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// foldMap folds a text and remembers where each byte came from.
func foldMap(s string) (string, []int) {
	b := make([]byte, 0, len(s)+8)
	at := make([]int, 0, len(s)+9)
	for i, r := range s {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b = append(b, ' ')
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r < 0x1F00 && plainLetters[r] != "":
			b = append(b, plainLetters[r]...)
		default:
			b = append(b, fold(string(r))...)
		}
		for len(at) < len(b) {
			at = append(at, i)
		}
	}
	return string(b), append(at, len(s))
}

const open, shut = "⟦", "⟧"

// Mask replaces every token by a placeholder (see the function Mask).
func (g *Guard) Mask(source string) (masked string, values []Token) {
	return maskTokens(source, g.Protect(source))
}

func maskTokens(source string, tokens []Token) (string, []Token) {
	if len(tokens) == 0 {
		return source, nil
	}
	var b strings.Builder
	var values []Token
	at := 0
	for _, t := range tokens {
		b.WriteString(source[at:t.Start])
		i := slices.IndexFunc(values, func(v Token) bool { return v.Kind == t.Kind && v.Text == t.Text })
		if i < 0 {
			i = len(values)
			values = append(values, t)
		}
		b.WriteString(placeholder(values, i))
		at = t.End
	}
	b.WriteString(source[at:])
	return b.String(), values
}

// placeholder names values[i] by its kind and its number among those of its kind.
func placeholder(values []Token, i int) string { return open + placeholderID(values, i) + shut }

func placeholderID(values []Token, i int) string {
	n := 1
	for _, v := range values[:i] {
		if v.Kind == values[i].Kind {
			n++
		}
	}
	return values[i].Kind + strconv.Itoa(n)
}

// placeholderIDs names all values.
func placeholderIDs(values []Token) []string {
	counts := map[string]int{}
	out := make([]string, len(values))
	for i, v := range values {
		counts[v.Kind]++
		out[i] = v.Kind + strconv.Itoa(counts[v.Kind])
	}
	return out
}
