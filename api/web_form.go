package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// The widgets of a form.
const (
	asText     = "text"
	asArea     = "area"   // several lines, kept as typed
	asWords    = "words"  // several lines of free text, stored outside the event
	asLine     = "line"   // one line of free text, likewise
	asDate     = "date"   // a civil date
	asTime     = "time"   // an instant, typed in Paris time
	asSelect   = "select" // one of a list
	asNumber   = "number" // one of a list of numbers, or a number
	asChecks   = "checks" // several of a list
	asCheck    = "check"  // yes or no
	asFile     = "file"   // one document
	asFiles    = "files"  // several documents
	asHidden   = "hidden"
	asPassword = "password"
)

// option is an entry of a list.
type option struct{ Value, Label string }

// formField is a field as the "field" partial shows it.
type formField struct {
	// Name is the name in the form; ID is it, fit for HTML.
	Name, ID, Label, Widget, Value string
	// Values are those ticked, or the documents kept from an earlier try.
	Values   []string
	Options  []option
	Required bool
	Help     string
	Error    string
	// Notes are what the pre-flight found at the field.
	Notes []findingView
	Rows  int
}

// newField labels a field by its name.
func newField(lang, name, widget, value string) formField {
	key, _ := i18n.FieldKey(name)
	label := i18n.T(lang, key, nil)
	return formField{Name: name, ID: fieldID(name), Label: upperFirst(label), Widget: widget, Value: value, Rows: 4}
}

func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// Checked reports whether a value is ticked.
func (f formField) Checked(v string) bool { return slices.Contains(f.Values, v) }

// formErrors are the refusals of a form by field; those that no field shows
// stand above it.
type formErrors []*mla.Error

// place writes each error beside its field and returns the rest, worded.
func (errs formErrors) place(lang string, fields []formField) []string {
	var rest []string
	for _, e := range errs {
		if i := fieldOf(fields, e.Field); i >= 0 {
			if fields[i].Error == "" {
				fields[i].Error = i18n.Error(lang, e)
			}
			continue
		}
		rest = append(rest, i18n.Error(lang, e))
	}
	return rest
}

// fieldOf finds the field of an error: the same name, or the first row of it.
func fieldOf(fields []formField, name string) int {
	if name == "" {
		return -1
	}
	wanted, _ := i18n.FieldKey(name)
	row := -1
	for i, f := range fields {
		if f.Widget == asHidden {
			continue
		}
		if f.Name == name {
			return i
		}
		if key, _ := i18n.FieldKey(f.Name); key == wanted && row < 0 {
			row = i
		}
	}
	return row
}

// putAt sets a value in a tree of maps and lists at a dotted path.
func putAt(tree map[string]any, path string, v any) {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		tree[head] = v
		return
	}
	index, tail, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(index)
	if err != nil {
		sub, _ := tree[head].(map[string]any)
		if sub == nil {
			sub = map[string]any{}
			tree[head] = sub
		}
		putAt(sub, rest, v)
		return
	}
	if n < 0 || n >= maxRows {
		return
	}
	list, _ := tree[head].([]any)
	for len(list) <= n {
		list = append(list, map[string]any{})
	}
	tree[head] = list
	if row, ok := list[n].(map[string]any); ok && tail != "" {
		putAt(row, tail, v)
	}
}

// textLines splits what a person typed one a line.
func textLines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// labelled makes the options of a family of codes.
func labelled[T ~string](lang, family string, codes ...T) []option {
	out := make([]option, len(codes))
	for i, c := range codes {
		out[i] = option{string(c), i18n.Label(lang, family, string(c))}
	}
	return out
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// maxRows bounds what a form can make us count to.
const maxRows = 99

// rowsIn counts the rows of a repeated group in a submitted form.
func rowsIn(form url.Values, prefix string) int {
	n := 0
	for name := range form {
		rest, ok := strings.CutPrefix(name, prefix+".")
		if !ok {
			continue
		}
		index, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(index); err == nil && i >= n && i < maxRows {
			n = i + 1
		}
	}
	return n
}

func sortedNames(values url.Values) []string {
	out := make([]string, 0, len(values))
	for name := range values {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
