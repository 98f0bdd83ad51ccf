package jurisdiction

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/workday"
)

// read builds a Book from data files and validates it. The error is Faults:
// all of them, not the first.
func read(data fs.FS) (*Book, error) {
	r := newReader(data)
	var (
		manifest    rawManifest
		sources     rawSources
		instruments struct {
			Schema      string          `yaml:"schema"`
			Instruments []rawInstrument `yaml:"instruments"`
		}
		clocks struct {
			Schema string     `yaml:"schema"`
			Clocks []rawClock `yaml:"clocks"`
		}
		ladders struct {
			Schema  string               `yaml:"schema"`
			Ladders map[string][]rawRung `yaml:"ladders"`
		}
		measures struct {
			Schema   string       `yaml:"schema"`
			Measures []rawMeasure `yaml:"measures"`
		}
		paths  rawPaths
		papers rawPapers
	)
	r.decode("manifest.yaml", &manifest)
	r.decode("sources.yaml", &sources)
	r.sources = sources.Sources
	r.facts("instruments.yaml", &instruments)
	r.facts("clocks.yaml", &clocks)
	r.facts("ladders.yaml", &ladders)
	r.facts("measures.yaml", &measures)
	r.facts("paths.yaml", &paths)
	r.facts(papersFile, &papers)
	var preflight rawPreflight
	r.facts("preflight.yaml", &preflight)
	b := &Book{
		version: manifest.Version, checkedOn: manifest.CheckedOn, home: manifest.Home, order: manifest.States,
		states: map[string]*State{}, instruments: map[string]rawInstrument{},
		clocks: clocks.Clocks, ladders: ladders.Ladders, measures: measures.Measures, paths: paths, papers: papers, sources: sources.Sources,
		calendars: map[string]workday.Calendar{}, almanacs: map[string]almanac{}, zones: map[string]workday.Zone{},
	}
	b.country = r.country()
	for _, i := range instruments.Instruments {
		b.instruments[i.ID] = i
	}
	for _, code := range append([]string{manifest.Home}, manifest.States...) {
		r.state(b, code)
	}
	b.preflight = b.preflightRules(preflight)
	r.unread()
	v := validator{reader: r, b: b}
	v.manifest()
	v.instruments(instruments.Instruments)
	v.states()
	v.clocks()
	v.ladders()
	v.measures()
	v.pathFiles()
	v.papers()
	v.countryFiles()
	v.preflight(preflight)
	if len(r.faults) > 0 {
		return nil, r.faults.sorted()
	}
	return b, nil
}

// reader reads files strictly and collects every fault.
type reader struct {
	data    fs.FS
	sources map[string]rawSource
	roots   map[string]*yaml.Node
	// broken files could not be parsed: what refers to them is not faulted.
	broken map[string]bool
	// spoilt lines hold a value that could not be read: no more is said of them.
	spoilt map[string]map[int]bool
	// keys are those that each type takes.
	keys   map[reflect.Type]map[string]reflect.Type
	faults Faults
}

func newReader(data fs.FS) *reader {
	return &reader{
		data: data, roots: map[string]*yaml.Node{}, broken: map[string]bool{}, spoilt: map[string]map[int]bool{},
		keys: map[reflect.Type]map[string]reflect.Type{},
	}
}

// fault notes a defect at a place of a file.
func (r *reader) fault(file string, p place, what, cure string) {
	f := Fault{File: file, What: what, Cure: cure}
	if root := r.root(file); root != nil {
		f.Line, f.Path = locate(root, p)
	}
	if r.spoilt[file][f.Line] {
		return
	}
	r.faults = append(r.faults, f)
}

// root is the parsed file; nil, faulted once, if it cannot be read or parsed.
func (r *reader) root(file string) *yaml.Node {
	if n, seen := r.roots[file]; seen {
		return n
	}
	r.roots[file] = nil
	text, err := fs.ReadFile(r.data, file)
	if err != nil {
		r.unreadable(file, 0, "the file is missing or cannot be read", "add it, or take the State out of manifest.yaml")
		return nil
	}
	root, more, err := documents(text)
	if err != nil {
		line, what := lineOf(err.Error())
		r.unreadable(file, max(line, anchorLine(text, what)), what, "mend the YAML: indentation, quotes or a colon")
		return nil
	}
	switch c := content(&root); {
	case root.Kind == 0 || c == nil:
		r.unreadable(file, 1, "the file is empty", "fill it, or take the State out of manifest.yaml")
		return nil
	case c.Kind != yaml.MappingNode:
		r.unreadable(file, c.Line, "not a mapping", "begin with schema: and the keys of the file")
		return nil
	}
	if more > 0 {
		r.unreadable(file, more, "a second document begins here, which nothing reads", "take away the line ---")
	}
	r.extend(file, &root)
	r.roots[file] = &root
	return &root
}

// documents parses a file, and says on which line a second document begins;
// zero for none.
func documents(text []byte) (root yaml.Node, more int, err error) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return root, 0, err
	}
	var second yaml.Node
	switch err := dec.Decode(&second); {
	case errors.Is(err, io.EOF):
		return root, 0, nil
	case err != nil:
		return root, 0, err
	}
	return root, max(second.Line, 1), nil
}

var anchored = regexp.MustCompile(`^unknown anchor '([^']+)' referenced$`)

// anchorLine finds the use of an anchor that the YAML library calls unknown
// without saying where; zero for another message.
func anchorLine(text []byte, what string) int {
	m := anchored.FindStringSubmatch(what)
	if m == nil {
		return 0
	}
	before, _, _ := bytes.Cut(text, []byte("*"+m[1]))
	return bytes.Count(before, []byte("\n")) + 1
}

func (r *reader) unreadable(file string, line int, what, cure string) {
	r.broken[file] = true
	r.faults = append(r.faults, Fault{File: file, Line: line, What: what, Cure: cure})
}

// schemaOf is the schema that a file declares: another is a layout of another
// version, which must not be read as if it were ours.
func schemaOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".yaml")
	switch {
	case path.Dir(file) == "calendars":
		return "rogatory.calendar/1"
	case len(name) == 2:
		return "rogatory.state/1"
	case name == "manifest":
		return "rogatory.law/1"
	case name == "measures":
		return "rogatory.measures/2"
	}
	return "rogatory." + name + "/1"
}

// decode reads a file into a struct. Unknown keys, dates that are none and
// wrong types are faults; the rest is decoded all the same.
func (r *reader) decode(file string, into any) {
	root := r.root(file)
	if root == nil {
		return
	}
	if got, want := field(content(root), "schema"), schemaOf(file); got != want {
		r.fault(file, at("schema"), fmt.Sprintf("schema %q is not the one this version reads", got), "write schema: "+want)
	}
	r.checkShape(file, root, reflect.TypeOf(into), nil)
	err := root.Decode(into)
	if err == nil {
		return
	}
	messages := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		messages = typed.Errors
	}
	for _, msg := range messages {
		line, what := lineOf(msg)
		r.faults = append(r.faults, Fault{File: file, Line: line, What: what, Cure: "use a kind of value that this key takes, and each key once"})
		r.spoil(file, line)
	}
}

func (r *reader) spoil(file string, line int) {
	if r.spoilt[file] == nil {
		r.spoilt[file] = map[int]bool{}
	}
	r.spoilt[file][line] = true
}

// facts checks the marks of a file of facts and decodes it.
func (r *reader) facts(file string, into any) {
	r.checkMarks(file)
	r.decode(file, into)
}

// state reads a State's file, its calendar and its zone into b.
func (r *reader) state(b *Book, code string) {
	file := strings.ToLower(code) + ".yaml"
	calendarFile := path.Join("calendars", file)
	var raw rawState
	var cal rawCalendar
	r.facts(file, &raw)
	r.facts(calendarFile, &cal)
	if r.broken[file] || r.broken[calendarFile] {
		return
	}
	if raw.Code != code {
		r.fault(file, at("code"), fmt.Sprintf("%q is not %q, as the manifest and the file's name say", raw.Code, code), "write code: "+code)
	}
	if cal.State != code {
		r.fault(calendarFile, at("state"), fmt.Sprintf("%q is not %q, as the file's name says", cal.State, code), "write state: "+code)
	}
	zone, err := loadZone(raw.Zone.ID, zonesFrom, zonesTo)
	if err != nil {
		r.fault(file, at("zone", "id"), fmt.Sprintf("unknown zone %q", raw.Zone.ID), "write an IANA zone, as Asia/Manila")
	}
	b.states[code] = &State{raw: raw, book: b}
	b.calendars[code], b.almanacs[code] = r.calendar(calendarFile, cal)
	b.zones[zone.Name] = zone
}

// unread faults YAML files that no line of the reader asked for: a misspelt
// name would otherwise be a file that nobody misses.
func (r *reader) unread() {
	err := fs.WalkDir(r.data, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if _, read := r.roots[p]; !read && (strings.HasSuffix(p, ".yaml") || strings.HasSuffix(p, ".yml")) {
			r.faults = append(r.faults, Fault{File: p, What: "nothing reads this file", Cure: "name its State in manifest.yaml, or correct the file's name"})
		}
		return nil
	})
	if err != nil {
		r.faults = append(r.faults, Fault{File: ".", What: "the folder cannot be read: " + err.Error(), Cure: "name a folder of data files"})
	}
}

var numbered = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): (.*)$`)

// lineOf takes the line out of a message of the YAML library.
func lineOf(msg string) (int, string) {
	if m := numbered.FindStringSubmatch(strings.TrimSpace(msg)); m != nil {
		line, _ := strconv.Atoi(m[1])
		if strings.HasPrefix(m[2], "did not find expected") {
			line++ // the library's parser counts from zero, its scanner from one
		}
		return line, m[2]
	}
	return 1, strings.TrimPrefix(msg, "yaml: ")
}
