package store

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// The longest that a statement about a template may hold, in characters: it stands
// on pages, for good.
const (
	longName      = 200
	longStatement = 4000
)

// stated is what somebody says of themselves, or of a text.
type stated struct {
	field, value string
	longest      int
}

// checkRelease asks for what a statement must say, and refuses what none can.
func checkRelease(who mla.Actor, r desk.TemplateRelease, now time.Time) error {
	if !mla.MayReleaseTemplate(who.Role, r.Lang, false) {
		return notAllowed(who, "release_template")
	}
	all := []stated{{"digest", r.Digest, longName}, {"name", r.Name, longName}, {"statement", r.Statement, longStatement}}
	if who.Role == mla.Translator {
		all = append(all, stated{"court", r.Court, longName}, stated{"oath_number", r.OathNumber, longName})
		if r.OathOn.IsZero() {
			return mla.Refuse(mla.CodeRequired, "oath_on")
		}
		if today := workday.NewDate(now.Date()); r.OathOn.After(today) {
			return mla.Refuse(mla.CodeDateInFuture, "oath_on", "date", r.OathOn.String(), "today", today.String())
		}
	}
	return checkStated(all...)
}

// checkStated refuses what is empty or too long, and characters that would make the
// page on which it stands say something else: a control character, or one that
// turns the direction of the text after it. Line ends may stand in longer texts.
func checkStated(all ...stated) error {
	for _, s := range all {
		forbidden := func(r rune) bool {
			lines := s.longest == longStatement && (r == '\n' || r == '\r' || r == '\t')
			return unicode.IsControl(r) && !lines || unicode.Is(unicode.Bidi_Control, r)
		}
		switch {
		case strings.TrimSpace(s.value) == "":
			return mla.Refuse(mla.CodeRequired, s.field)
		case utf8.RuneCountInString(s.value) > s.longest:
			return mla.Refuse(mla.CodeTooLong, s.field, "max", strconv.Itoa(s.longest))
		case !utf8.ValidString(s.value) || strings.ContainsFunc(s.value, forbidden):
			return mla.Refuse(mla.CodeInvalidText, s.field)
		}
	}
	return nil
}
