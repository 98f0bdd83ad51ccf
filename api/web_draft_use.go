package api

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
)

// useDo begins the value of a button that writes other words into a field of the editor. What it does is in the
// value, and only what is typed changes: the author sees it, and saves or not.
const useDo = "use:"

func useValue(field string, r mla.Replacement) string {
	return useDo + url.Values{"field": {field}, "from": {r.From}, "to": {r.To}}.Encode()
}

// useWords does what such a button asks.
func useWords(values url.Values, do string) url.Values {
	asked, ok := strings.CutPrefix(do, useDo)
	if !ok {
		return values
	}
	use, err := url.ParseQuery(asked)
	field, from := use.Get("field"), use.Get("from")
	if err != nil || from == "" || values.Get(field) == "" {
		return values
	}
	values.Set(field, replaceWords(values.Get(field), from, use.Get("to")))
	return values
}

// replaceWords writes other words wherever these stand as whole words.
func replaceWords(text, from, to string) string {
	var out strings.Builder
	done := 0
	for at := 0; ; {
		i := strings.Index(text[at:], from)
		if i < 0 {
			return out.String() + text[done:]
		}
		start, end := at+i, at+i+len(from)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !inWord(before) && !inWord(after) {
			out.WriteString(text[done:start] + to)
			done = end
		}
		at = end
	}
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
