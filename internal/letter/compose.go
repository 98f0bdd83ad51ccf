package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"text/template"

	"go.yaml.in/yaml/v3"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/templates"
)

// library holds the parsed templates and the glossary of one file system.
type library struct {
	fsys     fs.FS
	glossary map[string]map[string]string
	mu       sync.Mutex
	parsed   map[string]*letterTemplate
}

type letterTemplate struct {
	version    string
	reviewed   bool
	reviewedBy string
	tmpl       *template.Template
}

// TemplatesVar is the environment variable that names a folder of further
// letters and glossary entries.
const TemplatesVar = "ROGATORY_TEMPLATES"

var embedded = sync.OnceValues(func() (*library, error) {
	dir := os.Getenv(TemplatesVar)
	if dir == "" {
		return openLibrary(templates.LettersFS)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("letter: %s: %s is not a folder that can be read", TemplatesVar, dir)
	}
	return openLibrary(extended{over: os.DirFS(dir), under: templates.LettersFS})
})

// extended takes a letter from over, or else from under.
type extended struct{ over, under fs.FS }

// Open implements fs.FS.
func (e extended) Open(name string) (fs.File, error) {
	f, err := e.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return e.under.Open(name)
	}
	return f, err
}

func openLibrary(fsys fs.FS) (*library, error) {
	l := &library{fsys: fsys, glossary: map[string]map[string]string{}, parsed: map[string]*letterTemplate{}}
	layers := []fs.FS{fsys}
	if e, ok := fsys.(extended); ok {
		layers = []fs.FS{e.under, e.over}
	}
	for i, layer := range layers {
		src, err := fs.ReadFile(layer, "glossary.yaml")
		if i > 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("letter: glossary: %w", err)
		}
		terms := map[string]map[string]string{}
		if err := yaml.Unmarshal(src, &terms); err != nil {
			return nil, fmt.Errorf("letter: glossary.yaml: %w", err)
		}
		l.learn(terms)
	}
	return l, nil
}

// MissingNames lists the glossary's lacks: "state/XA in en" for each State that a
// letter in one of its languages would have to name. Languages in which no letter
// is written yet are not asked for.
func MissingNames(languages map[string][]string) ([]string, error) {
	l, err := embedded()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, code := range slices.Sorted(maps.Keys(languages)) {
		for _, lang := range languages[code] {
			if l.glossary["page"][lang] != "" && l.glossary["state/"+code][lang] == "" {
				out = append(out, "state/"+code+" in "+lang)
			}
		}
	}
	return out, nil
}

// learn adds renderings to the glossary, term by term and language by language.
func (l *library) learn(terms map[string]map[string]string) {
	for key, words := range terms {
		if l.glossary[key] == nil {
			l.glossary[key] = map[string]string{}
		}
		maps.Copy(l.glossary[key], words)
	}
}

// get parses a template once. Line numbers in its errors are those of the
// file: the front matter stays in the source as a comment.
func (l *library) get(form, lang string) (*letterTemplate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := form + "/" + lang
	if t, ok := l.parsed[name]; ok {
		return t, nil
	}
	src, err := fs.ReadFile(l.fsys, "letters/"+name+".tmpl")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, mla.Refuse("no_template", "lang", "form", form, "lang", lang)
	}
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	common, err := fs.ReadFile(l.fsys, "letters/common.tmpl")
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	meta, body, err := frontMatter(string(src))
	if err != nil {
		return nil, fmt.Errorf("letter: letters/%s.tmpl: %w", name, err)
	}
	root := template.New("letters/common.tmpl").Option("missingkey=error").Funcs(l.funcs(lang))
	if _, err := root.Parse(string(common)); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	tmpl, err := root.New("letters/" + name + ".tmpl").Parse(body)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	sum := sha256.Sum256(append(src, common...))
	t := &letterTemplate{
		version:  fmt.Sprintf("%s %s %s", name, meta["version"], hex.EncodeToString(sum[:4])),
		reviewed: meta["reviewed_by"] != "", reviewedBy: meta["reviewed_by"], tmpl: tmpl,
	}
	l.parsed[name] = t
	return t, nil
}

// frontMatter reads "key: value" lines between two lines of three dashes.
func frontMatter(src string) (meta map[string]string, body string, err error) {
	head, ok := strings.CutPrefix(src, "---\n")
	if !ok {
		return nil, "", errors.New("line 1: no front matter")
	}
	head, body, ok = strings.Cut(head, "\n---\n")
	if !ok {
		return nil, "", errors.New("line 1: the front matter has no end")
	}
	meta = map[string]string{}
	for i, line := range strings.Split(head, "\n") {
		key, val, ok := strings.Cut(line, ":")
		if !ok {
			return nil, "", fmt.Errorf("line %d: not key: value", i+2)
		}
		meta[strings.TrimSpace(key)] = strings.TrimSpace(val)
	}
	if meta["version"] == "" {
		return nil, "", errors.New("the front matter names no version")
	}
	return meta, strings.Repeat("\n", strings.Count(head, "\n")+3) + body, nil
}

// funcs are the words a template has beside its data. t gives a term of the
// glossary, term one of a group by its code, and both fail where the glossary
// has no rendering in the language: English labels never slip into Lao.
func (l *library) funcs(lang string) template.FuncMap {
	t := func(key string) (value, error) {
		if s := l.glossary[key][lang]; s != "" {
			return value(s), nil
		}
		return "", fmt.Errorf("glossary has no %q in %s", key, lang)
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
		"join":  func(sep string, vs ...value) value { return joinValues(vs, sep) },
		"lines": func(vs ...value) value { return joinValues(vs, string([]rune{markField, markText, markLine, markEnd})) },
	}
}

// Compose executes the template of a letter and reads its blocks.
func Compose(in Input) (typeset.Document, error) {
	l, err := embedded()
	if err != nil {
		return typeset.Document{}, err
	}
	doc, _, err := l.compose(in)
	return doc, err
}

// compose gives the letter before layout, and its segments.
func (l *library) compose(in Input) (typeset.Document, []Segment, error) {
	if err := checkInput(in); err != nil {
		return typeset.Document{}, nil, err
	}
	lt, err := l.get(in.form(), in.Lang)
	if err != nil {
		return typeset.Document{}, nil, err
	}
	segs, byID, err := segmentsOf(in)
	if err != nil {
		return typeset.Document{}, nil, err
	}
	v, err := viewOf(in, byID)
	if err != nil {
		return typeset.Document{}, nil, err
	}
	var b strings.Builder
	if err := lt.tmpl.Execute(&b, v); err != nil {
		return typeset.Document{}, nil, fmt.Errorf("letter: %w", err)
	}
	blocks, err := parseMarkup(b.String())
	if err != nil {
		return typeset.Document{}, nil, fmt.Errorf("letter: %s: %w", lt.tmpl.Name(), err)
	}
	doc := typeset.Document{
		Title: in.Reference + " " + in.form(), Lang: in.Lang, Reference: in.Reference, Digest: v.Digest,
		Version: lt.version, PageWord: l.glossary["page"][in.Lang], On: in.Date, Blocks: blocks,
	}
	if !lt.reviewed {
		doc.Label = l.glossary["label_draft"][in.Lang]
	}
	return doc, segs, nil
}

func checkInput(in Input) error {
	need := func(ok bool, field string) error {
		if ok {
			return nil
		}
		return mla.Refuse(mla.CodeRequired, field)
	}
	if !slices.Contains(Kinds(), in.Kind) {
		return mla.Refuse(mla.CodeUnknownValue, "kind", "value", string(in.Kind))
	}
	return firstOf(
		need(in.Reference != "", "reference"),
		need(!in.Date.IsZero(), "date"),
		need(in.Kind != KindRequest || in.Draft.Form != "", "form"),
		need(in.Kind != KindSlip || in.Hop != nil, "hop"),
		need(in.Kind != KindReminder && in.Kind != KindStatusRequest || in.Reminder != nil, "reminder"),
		need(in.Kind != KindSupplement || in.Supplement != nil, "supplement"),
		need(in.Kind != KindWithdrawal || in.Withdrawal != nil, "withdrawal"),
	)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
