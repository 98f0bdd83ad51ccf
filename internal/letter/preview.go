package letter

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
)

// standIns are texts in the place of a translation, for previews. They say that
// they are none.
var standIns = map[string]string{
	"en": "[Sample text: here stands the translation of what was typed in French.]",
	"ro": "[Text de exemplu: aici se află traducerea textului scris în franceză.]",
	"lo": "[ຂໍ້ຄວາມຕົວຢ່າງ]",
}

// previewStates are States that are written to in a language.
var previewStates = map[string]string{"fr": "PH", "ro": "RO", "lo": "LA", "en": "PH"}

// previewState is whom a preview writes to: Romania by the European order, a State
// by its own form, else
// a State of the language, else the first that the glossary names in it.
func (l *library) previewState(form, lang string) string {
	if strings.HasPrefix(form, string(mla.FormEIO)) {
		return "RO"
	}
	own, _, _ := strings.Cut(form, "_") // ph_annex_c is a State's own form
	if own = strings.ToUpper(own); l.glossary["state/"+own] != nil {
		return own
	}
	if state, ok := previewStates[lang]; ok {
		return state
	}
	for _, key := range slices.Sorted(maps.Keys(l.glossary)) {
		if code, ok := strings.CutPrefix(key, "state/"); ok && l.glossary[key][lang] != "" {
			return code
		}
	}
	return "PH"
}

// Preview renders a template with sample data, as a letter of today would be: in
// French after the form, to Romania where it is the European one.
func Preview(form, lang string, released map[string]bool) (Result, error) {
	l, err := embedded()
	if err != nil {
		return Result{}, err
	}
	in := l.previewInput(form, lang)
	in.Released = released
	return l.render(in)
}

func (l *library) previewInput(form, lang string) Input {
	state := l.previewState(form, lang)
	in := SampleLetter(state, form, lang)
	if state != "RO" && in.Reminder != nil {
		in.Reminder.Clock, in.Reminder.Rung = "", "" // the clocks of the sample are those of the European order
	}
	in.Translation = SampleTranslation(in, cmp.Or(standIns[lang], "[…]"))
	return in
}

// Source is the text of a template, with its front matter. mla.CodeNotFound for
// one that does not exist.
func Source(form, lang string) (string, error) {
	l, err := embedded()
	if err != nil {
		return "", err
	}
	if !fs.ValidPath(templateFile(form, lang)) {
		return "", mla.Refuse(mla.CodeNotFound, "template")
	}
	src, err := l.read(templateFile(form, lang))
	if errors.Is(err, fs.ErrNotExist) {
		return "", mla.Refuse(mla.CodeNotFound, "template")
	}
	return src, err
}

// Faults examines every template, and the glossary they need, with sample data:
// each form in each of its languages, to every State that is written to in the
// language. It lists all faults, not only the first of a file. A glyph that no
// typeface has and a refusal of the sample are faults as well.
func Faults() ([]error, error) {
	l, err := embedded()
	if err != nil {
		var f *Fault
		if errors.As(err, &f) {
			return []error{f}, nil
		}
		return nil, err
	}
	return l.faults()
}

func (l *library) faults() ([]error, error) {
	covers, err := l.coverage("")
	if err != nil {
		return nil, err
	}
	var out []error
	add := func(errs ...error) {
		for _, e := range errs {
			if !slices.ContainsFunc(out, func(have error) bool { return have.Error() == e.Error() }) {
				out = append(out, e)
			}
		}
	}
	for _, c := range covers {
		faults := l.inspect(c.Form, c.Lang)
		add(faults...)
		if len(faults) > 0 {
			continue
		}
		doc, err := l.compose(l.previewInput(c.Form, c.Lang))
		if err == nil {
			_, _, err = typeset.Set(doc.doc)
		}
		if err != nil {
			add(l.glyphFault(c, err))
		}
	}
	slices.SortStableFunc(out, byPlace)
	return out, nil
}

// glyphFault says where the character stands that no typeface has: in the template,
// in the common parts, or else in a term. Any other error is given back.
func (l *library) glyphFault(c Cover, err error) error {
	var e *mla.Error
	if !errors.As(err, &e) || e.Code != "missing_glyph" || e.Field != "template" {
		return err
	}
	f := &Fault{File: glossaryFile, Code: FaultGlyph, What: e.Args["char"], Args: []string{"char", e.Args["char"], "value", e.Args["rune"]}}
	for _, file := range []string{templateFile(c.Form, c.Lang), commonFile, glossaryFile} {
		src, err := l.read(file)
		if err != nil {
			continue
		}
		if before, _, found := strings.Cut(src, f.What); found {
			start := strings.LastIndexByte(before, '\n') + 1
			f.File, f.Line, f.Column = file, 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(before[start:])
			break
		}
	}
	return f
}

// byPlace orders faults by file and line, what is no fault of a file last.
func byPlace(a, b error) int {
	var x, y *Fault
	switch hasX, hasY := errors.As(a, &x), errors.As(b, &y); {
	case !hasX || !hasY:
		return cmp.Compare(fmt.Sprint(hasY), fmt.Sprint(hasX))
	}
	return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
}
