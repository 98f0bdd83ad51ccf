package translation

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func split(place, lang, text string) []Unit {
	text = lineEnds.Replace(text)
	if isBlank(text) {
		return nil
	}
	lang = primary(lang)
	var out []Unit
	seen := map[string]int{}
	for start := 0; start < len(text); {
		// A blank before the first word stays with it; there is no unit before to carry it.
		from := start
		if start == 0 {
			from = len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		}
		end := sentenceEnd(text, from, lang)
		next := len(text) - len(strings.TrimLeftFunc(text[end:], unicode.IsSpace))
		source := text[start:end]
		d := digestOf(source)
		seen[d]++
		out = append(out, Unit{ID: place + "/" + d + "-" + strconv.Itoa(seen[d]), Place: place, Source: source, Sep: text[end:next]})
		start = next
	}
	return out
}

// digestOf names a sentence by what is read, so that another blank or another
// apostrophe is not another sentence.
func digestOf(source string) string {
	sum := sha256.Sum256([]byte(blanks(source)))
	return hex.EncodeToString(sum[:5])
}

func join(units []Unit, target map[string]string) (string, []string) {
	var b strings.Builder
	var missing []string
	for _, u := range units {
		t := strings.TrimSpace(target[u.ID])
		if t == "" {
			missing = append(missing, u.ID)
		} else {
			b.WriteString(u.Source[:len(u.Source)-len(strings.TrimLeftFunc(u.Source, unicode.IsSpace))])
		}
		b.WriteString(t)
		b.WriteString(u.Sep)
	}
	return b.String(), missing
}

// sentenceEnd gives where the unit that begins at start ends, without the
// whitespace after it. start is not at a blank.
func sentenceEnd(text string, start int, lang string) int {
	line := len(text)
	if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
		line = start + n
	}
	s := text[start:line]
	end := len(s)
	if gapped(lang) {
		end = wideGap(s)
	} else {
		for i := 0; i < len(s); {
			n, at := nextStop(s, i)
			if n < 0 {
				break
			}
			if i = at; endsHere(s, n, at, lang) {
				end = at
				break
			}
		}
	}
	return start + len(strings.TrimRightFunc(s[:end], unicode.IsSpace))
}

// gapped languages set no point between sentences.
func gapped(lang string) bool { return lang == "lo" || lang == "th" || lang == "km" || lang == "my" }

// wideGap finds the end of what stands before a gap of two blanks or one wide one.
func wideGap(s string) int {
	for i, r := range s {
		if i == 0 {
			continue
		}
		if r == '\u3000' || r == '\u2003' || r == '\t' || r == ' ' && strings.HasPrefix(s[i+1:], " ") {
			return i
		}
	}
	return len(s)
}

// longestQuote is how many bytes a quotation may have to stay in one unit.
const longestQuote = 400

var closers = map[rune]rune{'«': '»', '“': '”', '(': ')', '[': ']', '"': '"', '„': '”'}

// nextStop finds the next stop from i: n is the index of the stop itself, at the
// index after it and the closing quotes and brackets that belong to it. What
// stands between brackets or quotes is passed over, unless it is very long.
func nextStop(s string, i int) (n, at int) {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isStop(r):
			n = i
			for i < len(s) {
				r, size = utf8.DecodeRuneInString(s[i:])
				if !isStop(r) {
					break
				}
				n, i = i, i+size
			}
			return n, closing(s, i)
		case closers[r] != 0:
			if end, stop := quotation(s, i, i+size, closers[r]); end > 0 {
				if stop >= 0 {
					return stop, closing(s, end)
				}
				i = end
				continue
			}
		}
		i += size
	}
	return -1, len(s)
}

// quotation gives the end of the quotation whose opening sign stands at
// open, 0 if it does not end nearby, and the stop right before its closing sign, or -1.
func quotation(s string, open, from int, closer rune) (end, stop int) {
	depth := 1
	opener, _ := utf8.DecodeRuneInString(s[open:])
	limit := min(len(s), from+longestQuote)
	for i := from; i < limit; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == closer:
			if depth--; depth == 0 {
				inner := strings.TrimRightFunc(s[from:i], unicode.IsSpace)
				if last, n := utf8.DecodeLastRuneInString(inner); isStop(last) {
					return i + size, from + len(inner) - n
				}
				return i + size, -1
			}
		case r == opener:
			depth++
		}
		i += size
	}
	return 0, -1
}

func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '।', '॥', '？', '！', '。':
		return true
	}
	return false
}

// closing passes over quotes and brackets that close after a stop; French sets
// a blank before ».
func closing(s string, i int) int {
	for i < len(s) {
		rest := s[i:]
		r, size := utf8.DecodeRuneInString(rest)
		if unicode.IsSpace(r) {
			if next, n := utf8.DecodeRuneInString(rest[size:]); next == '»' {
				i += size + n
				continue
			}
			return i
		}
		switch r {
		case '»', '”', '’', ')', ']', '"':
			i += size
		default:
			return i
		}
	}
	return i
}

// endsHere decides whether the stop at n, with its closing signs up to at, ends
// a sentence. When in doubt it does not: two sentences in one unit do less harm
// than half a sentence.
func endsHere(s string, n, at int, lang string) bool {
	if at >= len(s) {
		return true
	}
	gap, size := utf8.DecodeRuneInString(s[at:])
	if !unicode.IsSpace(gap) {
		return false
	}
	rest := strings.TrimLeftFunc(s[at+size:], unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "", unicode.IsLower(next), strings.ContainsRune("?!;:,»)…", next):
		return rest == ""
	case s[n] != '.':
		return true
	}
	word := lastWord(s[:n])
	before := s[:n-len(word)]
	switch {
	case strings.HasSuffix(s[:n], "."): // an ellipsis of three points
		return true
	case isBlank(before) && isListNumber(word):
		return false
	case acronym(word): // S.A., C.P.P., but G.R. No. 1
		first := firstWord(rest)
		return starts(first, lang) && !(abbreviated(first, lang) && strings.HasPrefix(rest, first+"."))
	case isInitial(word):
		return false
	}
	if abbreviated(word, lang) {
		return endsSentences[fold(word)] && starts(firstWord(rest), lang)
	}
	return true
}

// lastWord is the word at the end of s, its points, hyphens and apostrophes included.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("(«“\"[/’'", r)
	})
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

func firstWord(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' }); i >= 0 {
		s = s[:i]
	}
	return s
}

func isListNumber(w string) bool {
	if w == "" || len(w) > 4 {
		return false
	}
	for _, r := range w {
		if digit(r) < 0 && !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// acronym reports whether a word is letters set apart by points.
func acronym(w string) bool {
	parts := strings.Split(w, ".")
	for _, p := range parts {
		if p == "" || len(p) > 3 || strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			return false
		}
	}
	return len(parts) > 1
}

func isInitial(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	return size > 0 && size == len(w) && unicode.IsUpper(r)
}
