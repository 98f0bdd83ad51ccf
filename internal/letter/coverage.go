package letter

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
)

// Cover is one template that exists: Form is the form of a request or the kind
// of another letter.
type Cover struct {
	Form, Lang, Version string
	Title               string // the front matter's
	Digest              string // what is released, see Input.Released
	// Fault keeps it from being printed, in a folder that somebody edits; nil for
	// none. Of a template with a fault only Form and Lang are known.
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
		if t, err := l.get(c.Form, c.Lang); err != nil {
			c.Fault = err
		} else {
			c.Version, c.Title, c.Digest = t.version, t.title, t.digest
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Cover) int { return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Lang, b.Lang)) })
	return out, nil
}
