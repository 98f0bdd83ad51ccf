package names

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// startsName reports whether a name can begin with the letter: a capital, or a letter
// of a script that has none.
func startsName(r rune) bool { return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r) }

// Tidy gives an entry composed letters, one blank between words, and every variant
// once, the canonical spelling left out.
func Tidy(e desk.NameEntry) desk.NameEntry {
	e.Canonical, e.Note = tidy(e.Canonical), strings.TrimSpace(norm.NFC.String(e.Note))
	e.Variants, e.Different = tidyList(e.Variants, e.Canonical), tidyList(e.Different, e.Canonical)
	forms := map[string]desk.NameForm{}
	for lang, f := range e.Forms {
		if f.Text = tidy(f.Text); f.Text != "" {
			f.Note = strings.TrimSpace(norm.NFC.String(f.Note))
			forms[lang] = f
		}
	}
	if e.Forms = nil; len(forms) > 0 {
		e.Forms = forms
	}
	return e
}

func tidyList(list []string, not string) []string {
	var out []string
	for _, s := range list {
		if s = tidy(s); s != "" && s != not && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Check gives everything that refuses a tidied entry, each with its field.
func Check(e desk.NameEntry) []*mla.Error {
	var errs []*mla.Error
	add := func(err *mla.Error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	if !slices.Contains(mla.NameKinds, e.Kind) {
		add(oneOf("kind", string(e.Kind), []string{"person", "place", "organisation"}))
	}
	if e.Canonical == "" {
		add(mla.Refuse(mla.CodeRequired, "canonical"))
	} else {
		add(checkName(e.Canonical, "canonical", false))
	}
	if len(e.Variants) > maxVariants {
		add(mla.Refuse(CodeTooMany, "variants", "max", strconv.Itoa(maxVariants)))
	}
	for _, v := range e.Variants {
		if err := checkName(v, "variants", false); err != nil {
			add(err)
			break
		}
	}
	if e.Source != "" && !slices.Contains(Sources, e.Source) {
		add(oneOf("source", e.Source, Sources))
	}
	add(checkNote(e.Note, "note"))
	for _, lang := range sortedLangs(e.Forms) {
		add(checkForm(lang, e.Forms[lang]))
	}
	return errs
}

// CheckForm is Check for the form of one language; an empty text takes it away.
func CheckForm(lang string, f desk.NameForm) []*mla.Error {
	f.Text = tidy(f.Text)
	if err := checkForm(lang, f); err != nil {
		return []*mla.Error{err}
	}
	return nil
}

// CheckSpelling is Check for a spelling alone.
func CheckSpelling(s string) []*mla.Error {
	if s = tidy(s); s == "" {
		return []*mla.Error{mla.Refuse(mla.CodeRequired, "spelling")}
	}
	if err := checkName(s, "spelling", false); err != nil {
		return []*mla.Error{err}
	}
	return nil
}

func checkForm(lang string, f desk.NameForm) *mla.Error {
	field := "forms." + lang
	switch {
	case !slices.Contains(Languages, lang):
		return oneOf("lang", lang, Languages)
	case f.Text == "":
		return nil // taken away
	case f.Source != "" && !slices.Contains(Sources, f.Source):
		return oneOf(field+".source", f.Source, Sources)
	}
	if err := checkName(f.Text, field, true); err != nil {
		return err
	}
	return checkNote(f.Note, field+".note")
}

func oneOf(field, value string, of []string) *mla.Error {
	if utf8.RuneCountInString(value) > 40 || !utf8.ValidString(value) {
		value = ""
	}
	return mla.Refuse(mla.CodeUnknownValue, field, "value", value, "expected", strings.Join(of, ", "))
}

// checkName refuses what is no name. Joiners and word spaces that nobody sees belong
// to Lao and Devanagari, where joined says so.
func checkName(s, field string, joined bool) *mla.Error {
	if !utf8.ValidString(s) {
		return mla.Refuse(mla.CodeInvalidText, field)
	}
	if utf8.RuneCountInString(s) > maxName {
		return mla.Refuse(CodeTooLong, field, "max", strconv.Itoa(maxName))
	}
	for _, r := range s {
		if joined && r >= 0x200b && r <= 0x200d {
			continue
		}
		if unicode.Is(unicode.C, r) {
			return mla.Refuse(CodeInvisible, field, "value", fmt.Sprintf("U+%04X", r))
		}
	}
	if !strings.ContainsFunc(s, isLetter) {
		return mla.Refuse(CodeNoLetter, field)
	}
	return nil
}

func checkNote(s, field string) *mla.Error {
	if !utf8.ValidString(s) {
		return mla.Refuse(mla.CodeInvalidText, field)
	}
	if utf8.RuneCountInString(s) > maxNote {
		return mla.Refuse(mla.CodeTooLong, field, "max", strconv.Itoa(maxNote))
	}
	for _, r := range s {
		if r != '\n' && r != '\r' && r != '\t' && unicode.Is(unicode.C, r) {
			return mla.Refuse(CodeInvisible, field, "value", fmt.Sprintf("U+%04X", r))
		}
	}
	return nil
}

// WrongScript are the languages of an entry whose form has letters of another script:
// perhaps what is meant, often a slip. It warns, and refuses nothing.
func WrongScript(e desk.NameEntry) []string {
	var out []string
	for _, lang := range sortedLangs(e.Forms) {
		if !mla.InScriptOf(lang, e.Forms[lang].Text) {
			out = append(out, lang)
		}
	}
	return out
}

func sortedLangs(forms map[string]desk.NameForm) []string {
	var out []string
	for _, l := range Languages {
		if _, ok := forms[l]; ok {
			out = append(out, l)
		}
	}
	for l := range forms {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
