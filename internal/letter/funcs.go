package letter

import (
	"maps"
	"slices"
	"strings"
	"text/template"
)

// funcs are the words a template has beside its data. t gives a term of the
// glossary, term one of a group by its code, and both fail where the glossary
// has no rendering in the language: English labels never slip into Lao.
func (l *library) funcs(lang string) template.FuncMap {
	t := func(key string) (value, error) {
		if s := l.glossary[key][lang]; s != "" {
			return value(s), nil
		}
		return "", &Fault{Code: FaultTerm, What: key, Args: []string{"lang", lang}}
	}
	return template.FuncMap{
		"t": t,
		"term": func(group, code string) (value, error) {
			if code == "" {
				return "", nil
			}
			if s, err := t(group + "/" + code); err == nil {
				return s, nil
			}
			return t(group + "/other")
		},
		// word is a term by a key that the data gives, or else what the data says: the
		// names of instruments, holders and articles.
		"word": func(group, code string, otherwise value) value {
			if s := l.glossary[group+"/"+code][lang]; s != "" {
				return value(s)
			}
			return otherwise
		},
		"join":     func(sep string, vs ...value) value { return joinValues(vs, sep) },
		"lines":    func(vs ...value) value { return joinValues(vs, lineEnd) },
		"paras":    paras,
		"capitals": strings.ToUpper,
	}
}

// functions are the names of the words that a template has.
func functions() []string { return slices.Sorted(maps.Keys((&library{}).funcs(""))) }

// lineEnd is a line end between values, inside a block.
var lineEnd = string([]rune{markField, markText, markLine, markEnd})

// paras makes one paragraph, numbered through the letter, of each line of a
// value that is not empty. The lines of markup are ours, what was typed stays
// in its value: a typed "# title" is text here as everywhere.
func paras(v value) value {
	field, text, ok := strings.Cut(strings.TrimPrefix(string(v), string(markField)), string(markText))
	if !ok {
		return v // a word of the glossary or nothing
	}
	text, rest, _ := strings.Cut(text, string(markEnd))
	var out []string
	for _, line := range strings.Split(text, string(markLine)) {
		if p := newValue(field, line); p != "" {
			out = append(out, "++ "+string(p))
		}
	}
	return value(strings.Join(out, "\n") + rest)
}
