package letter

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const manual = "../../docs/templates.md"

// The list at the end of the manual is the data that templates really have.
func TestTheManualListsWhatATemplateCanSay(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- fields -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(string(page), begin)
	was, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("the manual has no place for the list")
	}
	is := fieldsTable()
	if *update {
		if err := os.WriteFile(manual, []byte(before+begin+is+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("the manual's list (-page +templates; -update writes it):\n%s", diff)
	}
}

func fieldsTable() string {
	var b strings.Builder
	b.WriteString("| name | is |\n|---|---|\n")
	var list func(path string, t reflect.Type)
	list = func(path string, t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, is, inner := path+"."+f.Name, "", f.Type
			switch {
			case inner.Kind() == reflect.Pointer:
				is, inner = "a group, or nothing", inner.Elem()
			case inner.Kind() == reflect.Slice:
				is, inner = "a list, for `range`", inner.Elem()
			}
			switch {
			case inner.Kind() == reflect.Struct:
				if is != "" {
					fmt.Fprintf(&b, "| `%s` | %s |\n", name, is)
				}
				if strings.HasPrefix(is, "a list") {
					name += "[]"
				}
				list(name, inner)
				continue
			case is != "":
			case inner.Kind() == reflect.Bool:
				is = "yes or no, for `if`"
			case inner.Kind() == reflect.Int:
				is = "a number"
			case inner == reflect.TypeFor[value]():
				is = "text"
			default:
				is = "a code, for `term`, or a reference"
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", name, is)
		}
	}
	list("", reflect.TypeFor[view]())
	b.WriteString("\nIn a `range` over `.Measures`, what the list calls `.Measures[].Kind` is `.Kind`.\n\nFunctions: ")
	for i, f := range functions() {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "`%s`", f)
	}
	b.WriteString(".\n")
	return b.String()
}

// The example of the manual is a letter that prints.
func TestTheExampleOfTheManualIsALetter(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	var example string
	for _, block := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		if strings.HasPrefix(block[1], "---\n") {
			example = block[1]
		}
	}
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	letter, err := l.parse("cover", "fr", example, nil)
	if err != nil {
		t.Fatal(err)
	}
	if faults := append(l.forbiddenIn(letter), l.trial(letter, l.previewInput("cover", "fr"), nil)...); len(faults) > 0 {
		t.Error(faults)
	}
	// Every mark of the markup is in the manual.
	for _, m := range slices.Concat(marks, []mark{{prefix: "---"}, {prefix: "~"}, {prefix: "==="}}) {
		if !strings.Contains(string(page), "`"+m.prefix) {
			t.Errorf("the manual does not show %q", m.prefix)
		}
	}
}
