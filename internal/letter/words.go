package letter

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/rogatory/rogatory/internal/workday"
)

// A draft holds codes where its readers read words: the languages somebody
// speaks, a nationality, an instant, a zone. What is no code was typed in words
// and stays as it was typed.

// codeView is a code with its word in the letter's language, for a glossary that
// may know a better one.
type codeView struct {
	Code string
	Word value
}

// zoneView is a zone with its distance from UTC; Summer is that of summer time,
// where the zone has one.
type zoneView struct{ Name, Offset, Summer value }

// languagesOf are the languages of a field, by their names.
func languagesOf(in Input, field string, typed []string) []codeView {
	var out []codeView
	for _, s := range typed {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		v := codeView{Word: newValue(field, s)}
		if tag, err := language.Parse(s); err == nil {
			v.Code = tag.String()
			if name := display.Languages(language.Make(in.Lang)).Name(tag); name != "" {
				v.Word = newValue(field, name)
			}
		}
		out = append(out, v)
	}
	return out
}

// nationalityOf is the State that a nationality's code stands for.
func nationalityOf(in Input, field, typed string) codeView {
	v := codeView{Word: newValue(field, typed)}
	region, err := language.ParseRegion(strings.TrimSpace(typed))
	if err != nil {
		return v
	}
	v.Code = region.String()
	if name := display.Regions(language.Make(in.Lang)).Name(region); name != "" {
		v.Word = newValue(field, name)
	}
	return v
}

// zoneOf gives the offsets of a zone that the profile holds, as they are in the
// year after the letter's date: its reader telephones in summer as well.
func zoneOf(in Input, field, name string) zoneView {
	v := zoneView{Name: newValue(field, name)}
	for _, z := range []workday.Zone{in.Profile.HomeZone, in.Profile.AbroadZone} {
		if !z.Known() || z.Name != name {
			continue
		}
		from := z.Midnight(in.Date)
		low, high := z.Offset(from), z.Offset(from)
		for _, t := range z.Transitions {
			if t.From.After(from) && t.From.Before(from.AddDate(1, 0, 0)) {
				low, high = min(low, t.OffsetSeconds), max(high, t.OffsetSeconds)
			}
		}
		if v.Offset = newValue(field, fromUTC(low)); high != low {
			v.Summer = newValue(field, fromUTC(high))
		}
		return v
	}
	return v
}

// fromUTC writes an offset as UTC+5:30.
func fromUTC(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	s := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if m := seconds / 60 % 60; m != 0 {
		s += fmt.Sprintf(":%02d", m)
	}
	return s
}

// instantOf writes an instant that was typed (RFC 3339) in UTC, with the fraction
// of a second where one was given. A message for machines keeps it as it was typed.
func instantOf(in Input, field, typed string) value {
	t, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(typed))
	if err != nil || in.Kind == KindPoliceText {
		return newValue(field, typed)
	}
	return newValue(field, in.instant(t, "15:04:05.999999999"))
}

// instant is a date with the time of day in UTC, in a layout of Go's.
func (in Input) instant(t time.Time, clock string) string {
	t = t.UTC()
	date := in.date(workday.NewDate(t.Year(), t.Month(), t.Day()))
	between := ", "
	if in.Lang == "fr" {
		between = " à\u00A0"
	}
	return string(date) + between + t.Format(clock) + "\u00A0UTC"
}

var typewriter = regexp.MustCompile(`(\pL)'(\pL)`)

// printed is a name of the country data as a letter prints it: the data is typed
// with the apostrophe of a keyboard.
func printed(name string) string { return typewriter.ReplaceAllString(name, "$1’$2") }
