package letter

import (
	"strings"
	"unicode"
)

// value is text on its way through a template: it carries the field it was
// typed in, and its line ends and control characters are out of the markup's
// sight, so nobody can type a heading or a signature block. The empty text is
// the empty value, so that {{if}} works.
type value string

// missing stands in a second column for a text that nobody translated; its
// block is left out, see untranslated.
var missing = newValue(missingField, "…")

const missingField = "untranslated"

func newValue(field, text string) value {
	text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteRune(markField)
	b.WriteString(field)
	b.WriteRune(markText)
	for _, r := range text {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029':
			b.WriteRune(markLine)
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(markEnd)
	return value(b.String())
}

// joinValues puts a separator of ours between values.
func joinValues(vs []value, sep string) value {
	var parts []string
	for _, v := range vs {
		if v != "" {
			parts = append(parts, string(v))
		}
	}
	return value(strings.Join(parts, sep))
}
