package desk

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
)

// The longest that a statement about a template may hold, in characters: it stands
// on pages, for good.
const (
	longName      = 200
	longStatement = 4000
)

// CheckTexts refuses, with its field, a text that is too long or holds what would
// make the page on which it stands say something else: a control character, or one
// that turns the direction of the text after it. Line ends may stand in longer
// texts. What is empty is not its concern.
func (r TemplateRelease) CheckTexts() error {
	for _, t := range []struct {
		field, value string
		longest      int
	}{
		{"digest", r.Digest, longName}, {"name", r.Name, longName}, {"court", r.Court, longName}, {"oath_number", r.OathNumber, longName},
		{"statement", r.Statement, longStatement}, {"reason", r.Reason, longStatement},
	} {
		forbidden := func(c rune) bool {
			lines := t.longest == longStatement && (c == '\n' || c == '\r' || c == '\t')
			return unicode.IsControl(c) && !lines || unicode.Is(unicode.Bidi_Control, c)
		}
		switch {
		case utf8.RuneCountInString(t.value) > t.longest:
			return mla.Refuse(mla.CodeTooLong, t.field, "max", strconv.Itoa(t.longest))
		case !utf8.ValidString(t.value) || strings.ContainsFunc(t.value, forbidden):
			return mla.Refuse(mla.CodeInvalidText, t.field)
		}
	}
	return nil
}
