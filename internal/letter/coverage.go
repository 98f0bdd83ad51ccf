package letter

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/templates"
)

// Cover is one template that exists: Form is the form of a request or the kind
// of another letter.
type Cover struct {
	Form, Lang, Version string
	Title               string // the front matter's
	Digest              string // what is released, see Input.Released
	// Fault keeps it from being printed, in a folder that somebody edits; nil for
	// none. Of a template that cannot be read only Form and Lang are known.
	Fault error
}

// Coverage lists the templates in a language, or all for the empty language,
// by form.
func Coverage(lang string) ([]Cover, error) {
	l, err := embedded()
	if err != nil {
		return nil, err
	}
	return l.coverage(lang)
}

// Shipped lists the templates of the binary, whatever folder is laid over them.
func Shipped() ([]Cover, error) {
	l, err := openLibrary(templates.LettersFS)
	if err != nil {
		return nil, err
	}
	return l.coverage("")
}

func (l *library) coverage(lang string) ([]Cover, error) {
	paths, err := fs.Glob(l.fsys, "letters/*/*.tmpl")
	if err != nil {
		return nil, err
	}
	var out []Cover
	for _, p := range paths {
		parts := strings.Split(strings.TrimSuffix(p, ".tmpl"), "/")
		if lang != "" && parts[2] != lang {
			continue
		}
		c := Cover{Form: parts[1], Lang: parts[2]}
		t, err := l.get(c.Form, c.Lang)
		if err == nil {
			c.Version, c.Title, c.Digest = t.version, t.title, t.digest
			err = l.tried(t)
		}
		c.Fault = err
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Cover) int { return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Lang, b.Lang)) })
	return out, nil
}

// tried composes a template with sample data, once in a process: what can be read
// may still ask for what a letter does not have.
func (l *library) tried(t *letterTemplate) error {
	t.try.Do(func() { _, t.fault = l.compose(l.previewInput(t.form, t.lang)) })
	return t.fault
}
