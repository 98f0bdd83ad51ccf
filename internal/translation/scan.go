package translation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner cuts a sentence into chunks and says what each chunk is.
type scanner struct {
	s, lang string
	kept    map[string]string
	taken   []found // names, which are not looked into
	chunks  []chunk
}

// chunk is a run without blanks, without the punctuation around it.
type chunk struct {
	span
	text  string // with digits written 0–9
	digit bool
	odd   bool // has a sign that identifiers have
	close bool // only one blank lies between the chunk before and this one
}

func (sc *scanner) all() []found {
	sc.chunks = make([]chunk, 0, len(sc.s)/5+1)
	sc.cut()
	var out []found
	for i := 0; i < len(sc.chunks); {
		fs, n := sc.at(i)
		out = append(out, fs...)
		i += n
	}
	return out
}

// at reads what begins at chunk i and how many chunks it takes.
func (sc *scanner) at(i int) ([]found, int) {
	c := sc.chunks[i]
	if len(sc.kept) > 0 {
		if kind := sc.kept[fold(sc.s[c.start:c.end])]; kind != "" {
			return []found{sc.token(kind, i, i)}, 1
		}
	}
	if f, n := sc.date(i); n > 0 {
		return []found{f}, n
	}
	if !c.digit {
		if c.odd {
			if kind := shapeWithoutDigits(c.text); kind != "" {
				return []found{sc.token(kind, i, i)}, 1
			}
		}
		return nil, 1
	}
	if n := sc.phone(i); n > 0 {
		return []found{sc.token(KindPhone, i, i+n-1)}, n
	}
	if n := sc.spacedIBAN(i); n > 0 {
		return []found{sc.token(KindIBAN, i, i+n-1)}, n
	}
	if n := sc.grouped(i); n > 1 {
		return []found{sc.number(i, i+n-1)}, n
	}
	return sc.one(i), 1
}

func (sc *scanner) token(kind string, first, last int) found {
	start, end := sc.chunks[first].start, sc.chunks[last].end
	return found{Token: Token{kind, sc.s[start:end], start, end}}
}

func (sc *scanner) number(first, last int) found {
	f := sc.token(KindNumber, first, last)
	f.numbers = readNumber(westernDigits(f.Text), sc.lang)
	return f
}

// cut finds the chunks. Blanks, brackets ⟦ ⟧, names, a change between a script
// without capitals and anything else, and the apostrophe of an elision end one.
func (sc *scanner) cut() {
	s := sc.s
	start, letters := -1, 0 // of the current chunk; letters: 1 uncased, 2 other
	taken := sc.taken
	flush := func(end int) {
		if start >= 0 {
			sc.add(start, end)
		}
		start, letters = -1, 0
	}
	for i := 0; i < len(s); {
		if len(taken) > 0 && i == taken[0].Start {
			flush(i)
			i = taken[0].End
			taken = taken[1:]
			continue
		}
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c <= ' ':
				flush(i)
			case c == '\'' && start >= 0 && elision(s[start:i]), (c == '(' || c == ')') && (start < 0 || !strings.Contains(s[start:i], "://")):
				flush(i) // l'art, 4(a)(2)
			default:
				if letters == 1 {
					flush(i)
				}
				if start < 0 {
					start = i
				}
				letters = 2
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		class := 2
		switch {
		case unicode.IsSpace(r), r == '\u200b', r == '\ufeff':
			class = 0
		case r == '⟦' || r == '⟧':
			flush(i)
			sc.chunks = append(sc.chunks, chunk{span: span{i, i + size}, text: s[i : i+size], odd: true})
			class = 0
		case r == '’' && start >= 0 && elision(s[start:i]):
			class = 0
		case digit(r) < 0 && uncased(r):
			class = 1
		}
		if class == 0 || letters != 0 && letters != class {
			flush(i)
		}
		if class != 0 {
			if start < 0 {
				start = i
			}
			letters = class
		}
		i += size
	}
	flush(len(s))
}

// elision reports whether what stands before an apostrophe is letters only.
func elision(before string) bool {
	return !strings.ContainsFunc(before, func(r rune) bool { return digit(r) >= 0 || strings.ContainsRune("@/.:", r) })
}

const around = "«»“”‘’\"'([{)]}<>—–*…,;:!?"

func (sc *scanner) add(start, end int) {
	raw := sc.s[start:end]
	trimmed := strings.TrimLeft(raw, around+"-.")
	start += len(raw) - len(trimmed)
	text := strings.TrimRight(trimmed, around+"-.")
	if !strings.Contains(text, "://") {
		text = strings.TrimRight(text, "/"+around+"-.")
	}
	if text == "" {
		return
	}
	end = start + len(text)
	text = westernDigits(text)
	c := chunk{span: span{start, end}, text: text}
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= '0' && b <= '9':
			c.digit = true
		case b == ':' || b == '@' || b == '_' || b == '/' || b == 'w' || b == 'W':
			c.odd = true
		}
	}
	if n := len(sc.chunks); n > 0 {
		gap := sc.s[sc.chunks[n-1].end:start]
		c.close = gap == " " || gap == "\u00a0" || gap == "\u202f" || gap == "\u2009"
	}
	sc.chunks = append(sc.chunks, c)
}

// grouped counts the chunks of a number whose thousands are set apart by blanks.
func (sc *scanner) grouped(i int) int {
	first := sc.chunks[i].text
	if len(first) > 3 || !allDigits(first) {
		return 1
	}
	n := 1
	for i+n < len(sc.chunks) {
		c := sc.chunks[i+n]
		whole, _, decimals := strings.Cut(c.text, ",")
		if !c.close || len(whole) != 3 || !allDigits(whole) || decimals && !allDigits(c.text[4:]) {
			break
		}
		n++
		if decimals {
			break
		}
	}
	return n
}

// phone counts the chunks of a telephone number: international, or five pairs.
func (sc *scanner) phone(i int) int {
	first := sc.chunks[i].text
	plus := strings.HasPrefix(first, "+")
	digits, n := 0, 0
	for i+n < len(sc.chunks) {
		c := sc.chunks[i+n]
		t := strings.TrimPrefix(c.text, "+")
		if n > 0 && (strings.HasPrefix(c.text, "+") || sc.chunks[i+n].start-sc.chunks[i+n-1].end > 3) || !phonePart(t) {
			break
		}
		if !plus && len(t) != 2 {
			break
		}
		if d := countDigits(t); digits+d <= 15 {
			digits += d
		} else {
			break
		}
		n++
		if !plus && n == 5 {
			break
		}
	}
	switch {
	case plus && digits >= 7:
		return n
	case !plus && n == 5 && first[0] == '0':
		return n
	case n > 0 && first[0] == '0' && len(first) >= 9 && countDigits(first) >= 9 && phonePart(first) && strings.ContainsAny(first, ".-"):
		return 1
	}
	return 0
}

func phonePart(s string) bool {
	return countDigits(s) > 0 && strings.Trim(s, "0123456789.-()/") == ""
}

// spacedIBAN counts the chunks of an IBAN written in groups of four.
func (sc *scanner) spacedIBAN(i int) int {
	first := sc.chunks[i].text
	if len(first) != 4 || !isIBANStart(first) {
		return 0
	}
	all := first
	for n := 1; i+n < len(sc.chunks) && n < 9; n++ {
		c := sc.chunks[i+n]
		if !c.close || len(c.text) > 4 || !upperOrDigits(c.text) {
			return 0
		}
		if all += c.text; len(all) >= 15 && ibanChecks(all) {
			return n + 1
		}
	}
	return 0
}
