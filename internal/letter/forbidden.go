package letter

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// forbiddenFile lists what a term is never called, beside the glossary.
const forbiddenFile = "glossary-forbidden.yaml"

// learnForbidden adds the list of one layer, where it has one.
func (l *library) learnForbidden(layer fs.FS) error {
	src, err := fs.ReadFile(layer, forbiddenFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	terms := map[string]map[string][]string{}
	if err := yaml.Unmarshal(src, &terms); err != nil {
		return glossaryFault(forbiddenFile, err)
	}
	for term, langs := range terms {
		if l.forbidden[term] == nil {
			l.forbidden[term] = map[string][]string{}
		}
		for lang, words := range langs {
			l.forbidden[term][lang] = append(l.forbidden[term][lang], words...)
		}
	}
	return nil
}

// forbiddenIn finds, in the words of a template and of the parts and terms it
// uses, what a term is never called.
func (l *library) forbiddenIn(t *letterTemplate) (out []error) {
	parts := reachable(t.tmpl, t.tmpl.Name())
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part := parts[name]
		walk(part.Root, func(n parse.Node) {
			text, ok := n.(*parse.TextNode)
			if !ok {
				return
			}
			at, _ := part.ErrorContext(text)
			for _, hit := range l.hits(t.lang, withoutMarks(string(text.Text))) {
				f := placed(at, t)
				before := withoutMarks(string(text.Text))[:hit.at]
				if n := strings.Count(before, "\n"); n > 0 {
					f.Line, f.Column = f.Line+n, 1
					before = before[strings.LastIndexByte(before, '\n')+1:]
				}
				f.Column += utf8.RuneCountInString(before)
				out = append(out, l.forbiddenFault(f, hit, t.lang))
			}
		})
	}
	for _, key := range l.termsOf(parts) {
		for _, hit := range l.hits(t.lang, l.glossary[key][t.lang]) {
			out = append(out, l.forbiddenFault(&Fault{File: glossaryFile}, hit, t.lang))
		}
	}
	return out
}

func (l *library) forbiddenFault(f *Fault, h hit, lang string) *Fault {
	f.Code, f.What = FaultForbidden, h.word
	f.Args = []string{"known", h.term}
	if said := l.glossary[h.term][lang]; said != "" {
		f.Args[1] = said
	}
	return f
}

// hit is a forbidden word in a text: its term and where it begins, in bytes.
type hit struct {
	term, word string
	at         int
}

// hits finds the forbidden words of a language in a text.
func (l *library) hits(lang, text string) (out []hit) {
	low := strings.ToLower(text)
	for _, term := range slices.Sorted(maps.Keys(l.forbidden)) {
		for _, word := range l.forbidden[term][lang] {
			single := utf8.RuneCountInString(word) == 1
			for from := 0; ; {
				i := strings.Index(low[from:], strings.ToLower(word))
				if i < 0 {
					break
				}
				i += from
				from = i + len(word)
				if single || boundary(low, i, from) {
					out = append(out, hit{term, word, i})
				}
			}
		}
	}
	return out
}

// boundary reports whether no letter touches low[i:j] from outside.
func boundary(low string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(low[:i])
	after, _ := utf8.DecodeRuneInString(low[min(j, len(low)):])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after)
}

// withoutMarks takes the marks of markLines out of a text.
func withoutMarks(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, string(markSource))
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, string(markSource))
	}
}
