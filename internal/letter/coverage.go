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
}

// Coverage lists the templates in a language, or all for the empty language,
// by form. A template that does not parse is a fault of the build; the tests
// parse every one.
func Coverage(lang string) ([]Cover, error) {
	l, err := embedded()
	if err != nil {
		return nil, err
	}
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
		t, err := l.get(parts[1], parts[2])
		if err != nil {
			return nil, err
		}
		out = append(out, Cover{parts[1], parts[2], t.version, t.title, t.digest})
	}
	slices.SortFunc(out, func(a, b Cover) int { return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Lang, b.Lang)) })
	return out, nil
}
