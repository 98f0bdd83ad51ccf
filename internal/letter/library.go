package letter

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"

	"go.yaml.in/yaml/v3"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/templates"
)

// library holds the parsed templates and the glossary of one file system.
type library struct {
	fsys     fs.FS
	glossary map[string]map[string]string
	// forbidden is what a term is never called, by term and language.
	forbidden map[string]map[string][]string
	mu        sync.Mutex
	parsed    map[string]*letterTemplate
}

// letterTemplate is one template, parsed.
type letterTemplate struct {
	form, lang     string
	title, version string
	digest         string // see digestOf
	tmpl           *template.Template
	source, common string

	// fault is what sample data showed, see tried.
	try   sync.Once
	fault error
}

const (
	commonFile   = "letters/common.tmpl"
	glossaryFile = "glossary.yaml"
)

func templateFile(form, lang string) string { return "letters/" + form + "/" + lang + ".tmpl" }

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

// Glob implements fs.GlobFS: a folder laid over another hides no file of it.
func (e extended) Glob(pattern string) ([]string, error) {
	a, err := fs.Glob(e.over, pattern)
	if err != nil {
		return nil, err
	}
	b, err := fs.Glob(e.under, pattern)
	a = append(a, b...)
	slices.Sort(a)
	return slices.Compact(a), err
}

func openLibrary(fsys fs.FS) (*library, error) {
	l := &library{fsys: fsys, glossary: map[string]map[string]string{}, parsed: map[string]*letterTemplate{}, forbidden: map[string]map[string][]string{}}
	layers := []fs.FS{fsys}
	if e, ok := fsys.(extended); ok {
		layers = []fs.FS{e.under, e.over}
	}
	for i, layer := range layers {
		if err := l.learnForbidden(layer); err != nil {
			return nil, err
		}
		src, err := fs.ReadFile(layer, glossaryFile)
		if i > 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("letter: glossary: %w", err)
		}
		terms := map[string]map[string]string{}
		if err := yaml.Unmarshal(src, &terms); err != nil {
			return nil, glossaryFault(glossaryFile, err)
		}
		l.learn(terms)
	}
	return l, nil
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// glossaryFault reads the line out of the YAML reader's error.
func glossaryFault(file string, err error) *Fault {
	f := &Fault{File: file, Code: FaultGlossary, What: strings.TrimPrefix(err.Error(), "yaml: ")}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
	}
	return f
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

// read gives a file as text with line ends of one kind.
func (l *library) read(name string) (string, error) {
	src, err := fs.ReadFile(l.fsys, name)
	return strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n"), err
}

// get parses a template once. Line numbers in its errors are those of the
// file: the front matter stays in the source as empty lines.
func (l *library) get(form, lang string) (*letterTemplate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t, ok := l.parsed[form+"/"+lang]; ok {
		return t, nil
	}
	src, err := l.read(templateFile(form, lang))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, mla.Refuse("no_template", "lang", "form", form, "lang", lang)
	}
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	t, err := l.parse(form, lang, src, nil)
	if err != nil {
		return nil, err
	}
	l.parsed[form+"/"+lang] = t
	return t, nil
}

// parse reads a template; stubs stand in for functions that do not exist.
func (l *library) parse(form, lang, src string, stubs template.FuncMap) (*letterTemplate, error) {
	file := templateFile(form, lang)
	meta, body, err := frontMatter(file, src)
	if err != nil {
		return nil, err
	}
	common, err := l.read(commonFile)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	t := &letterTemplate{form: form, lang: lang, title: meta["title"], source: src, common: common}
	root := template.New(commonFile).Option("missingkey=error").Funcs(stubs).Funcs(l.funcs(lang))
	if _, err := root.Parse(common); err != nil {
		return nil, faultOf(err, t.sourceOf)
	}
	if t.tmpl, err = root.New(file).Parse(body); err != nil {
		return nil, faultOf(err, t.sourceOf)
	}
	t.digest = l.digestOf(src, root, file, lang)
	t.version = versionOf(form+"/"+lang, meta, t.digest)
	markLines(root, commonFile, common)
	markLines(root, file, body)
	return t, nil
}

// sourceOf is the text of a file that the template is made of.
func (t *letterTemplate) sourceOf(file string) string {
	if file == commonFile {
		return t.common
	}
	return t.source
}

// execute writes the letter as markup and reads its blocks.
func (t *letterTemplate) execute(v *view) (string, error) {
	var b strings.Builder
	if err := t.tmpl.Execute(&b, v); err != nil {
		return "", faultOf(err, t.sourceOf)
	}
	return b.String(), nil
}
