package translation

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// one reads a chunk with a digit that stands for itself.
func (sc *scanner) one(i int) []found {
	c := sc.chunks[i]
	if kind := shape(c.text); kind != "" {
		return []found{sc.token(kind, i, i)}
	}
	if allDigits(c.text) {
		return []found{sc.number(i, i)}
	}
	// A word, a currency or a sign that sticks to a number is not part of it: n°3, art.18, €50, 18h30, 1er.
	start, end := numberWithin(c.text)
	text := c.text[start:end]
	if offset := len(sc.s[c.start:c.end]); len(c.text) == offset && (start > 0 || end < offset) {
		c.start, c.end = c.start+start, c.start+end
	} else {
		text = c.text
	}
	switch {
	case isNumber(text):
		return []found{{Token: Token{KindNumber, sc.s[c.start:c.end], c.start, c.end}, numbers: readNumber(text, sc.lang)}}
	case clock(text), years(text):
		return sc.digitRuns(c, text)
	}
	return []found{{Token: Token{KindReference, sc.s[c.start:c.end], c.start, c.end}}}
}

// digitRuns gives each run of digits as a number of its own: 18:30, 2025-2026.
func (sc *scanner) digitRuns(c chunk, text string) []found {
	if len(text) != c.end-c.start { // digits of another script: as one
		return []found{{Token: Token{KindReference, sc.s[c.start:c.end], c.start, c.end}}}
	}
	var out []found
	for i := 0; i < len(text); {
		n := 0
		for i+n < len(text) && text[i+n] >= '0' && text[i+n] <= '9' {
			n++
		}
		if n == 0 {
			i++
			continue
		}
		s, e := c.start+i, c.start+i+n
		out = append(out, found{Token: Token{KindNumber, sc.s[s:e], s, e}, numbers: readNumber(text[i:i+n], sc.lang)})
		i += n
	}
	return out
}

// shapeWithoutDigits recognises what needs no digit.
func shapeWithoutDigits(s string) string {
	switch {
	case s == open || s == shut:
		return KindSign
	case strings.Contains(s, "://"), hasPrefixFold(s, "www."):
		return KindURL
	case strings.HasPrefix(s, "@") && len(s) > 2:
		return KindAccount
	case strings.Count(s, "@") == 1 && strings.Contains(s[strings.IndexByte(s, '@'):], ".") && s[0] != '@':
		return KindEmail
	case strings.Count(s, ":") >= 2 && isAddress(s):
		return KindIP
	case len(s) >= 3 && strings.ContainsRune(s, '_'):
		return KindAccount
	}
	return ""
}

// shape recognises an identifier, a label or a reference by its form.
func shape(s string) string {
	if kind := shapeWithoutDigits(s); kind != "" {
		return kind
	}
	switch {
	case isLabel(s):
		return KindLabel
	case strings.ContainsAny(s, ".:") && isAddress(s):
		return KindIP
	case instant(s):
		return KindReference
	case isHash(s):
		return KindHash
	case len(s) >= 15 && isIBANStart(s) && upperOrDigits(s):
		return KindIBAN
	case isMTCN(s):
		return KindMTCN
	case len(s) >= 9 && allDigits(s):
		return KindAccount
	case strings.Contains(s, ":") && letters(s) && countDigits(s) >= 2 && !strings.ContainsAny(s, "hH"):
		return KindAccount // uid:8841-2207
	}
	return ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func isAddress(s string) bool {
	if c := s[0]; !(c >= '0' && c <= '9' || c == ':' || c == '[' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
		return false
	}
	if strings.Count(s, ".") != 3 && strings.Count(s, ":") < 2 {
		return false
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	if _, err := netip.ParseAddrPort(s); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(s)
	return err == nil
}

func isLabel(s string) bool {
	return len(s) >= 2 && len(s) <= 4 && strings.ContainsRune("VPM", rune(s[0])) && allDigits(s[1:])
}

// instant recognises a moment as logs write it (RFC 3339).
func instant(s string) bool {
	return len(s) >= 16 && s[4] == '-' && s[7] == '-' && (s[10] == 'T' || s[10] == 't') && s[13] == ':' && allDigits(s[:4])
}

func isHash(s string) bool {
	switch len(s) {
	case 32, 40, 64, 128:
		return strings.Trim(s, "0123456789abcdefABCDEF") == ""
	}
	return false
}

func isMTCN(s string) bool {
	return len(s) == 12 && s[3] == '-' && s[7] == '-' && countDigits(s) == 10 || len(s) == 10 && allDigits(s)
}

func isIBANStart(s string) bool {
	return s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}

func upperOrDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}

// ibanChecks is the check of ISO 13616: the number modulo 97 is 1.
func ibanChecks(s string) bool {
	rest := 0
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}

func allDigits(s string) bool { return s != "" && countDigits(s) == len(s) }

func countDigits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

func letters(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// clock recognises a time of day: 18:30, 13:04:11, 18h30.
func clock(s string) bool {
	if !strings.ContainsAny(s, ":hH") {
		return false
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == 'h' || r == 'H' })
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) > 2 {
		return false
	}
	for i, p := range parts {
		if !allDigits(p) || i > 0 && len(p) != 2 {
			return false
		}
	}
	return true
}

// years recognises a span of years: 2025-2026, 2025/2026.
func years(s string) bool {
	if len(s) < 9 || !allDigits(s[:4]) || !allDigits(s[len(s)-4:]) {
		return false
	}
	between := s[4 : len(s)-4]
	return between == "-" || between == "–" || between == "/"
}

// numberWithin strips what sticks to a number: signs, a currency, an ordinal's
// ending, an abbreviation before it. It gives all of s if the rest is no number.
func numberWithin(s string) (start, end int) {
	start = strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
	end = strings.LastIndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' }) + 1
	head, tail, body := s[:start], s[end:], s[start:end]
	if !isNumber(body) && !clock(body) && !years(body) && !dashed(body) {
		return 0, len(s)
	}
	if before(head) && after(tail) {
		return start, end
	}
	return 0, len(s)
}

// before reports whether a number may stick to what stands before it: n°, art., US$, EUR.
func before(head string) bool {
	last, _ := utf8.DecodeLastRuneInString(head)
	switch {
	case head == "", !letters(head):
		return !strings.ContainsAny(head, "#@/\\_-")
	case last == '.', last == '°', unicode.Is(unicode.Sc, last), last == 'º', last == '(':
		return fold(head) == head || unicode.Is(unicode.Sc, last) || head == "Art."
	}
	switch head {
	case "EUR", "USD", "PHP", "INR", "RON", "LAK", "Rs", "Rs.", "ECLI", "No", "No.":
		return true
	}
	return false
}

var endings = wordSet("er re e ème eme è nd nde st th rd h a lea ro € % ° $ º ª ₱ ₹ ₭ k€ m€ km kg g mo go ko mb gb kb min s ans")

func after(tail string) bool {
	return tail == "" || endings[fold(tail)] || !letters(tail) && !strings.ContainsAny(tail, "#@/\\_-")
}

// dashed recognises a numbered article or a range: 121-7, 225-4-1, 10-14.
func dashed(s string) bool {
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '–' || r == '‑' }) {
		if !allDigits(p) {
			return false
		}
	}
	return true
}
