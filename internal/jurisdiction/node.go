package jurisdiction

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/workday"
)

// place is a way into a file: keys as strings, positions in lists as numbers.
type place []any

func at(steps ...any) place { return steps }

// under is the place further down; the original is not changed.
func (p place) under(steps ...any) place {
	return append(append(place{}, p...), steps...)
}

// locate finds the line of a place, that of the nearest thing above it where
// it does not exist, and words its path. An entry with an id shows it.
func locate(root *yaml.Node, p place) (line int, path string) {
	var b strings.Builder
	n := content(root)
	for _, step := range p {
		var next *yaml.Node
		switch s := step.(type) {
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s)
			if key, value := entry(n, s); value != nil {
				next, line = value, key.Line
			}
		case int:
			b.WriteString("[" + strconv.Itoa(s) + "]")
			if n != nil && n.Kind == yaml.SequenceNode && s < len(n.Content) {
				next = n.Content[s]
				line = next.Line
			}
			if id := field(content(next), "id"); id != "" {
				b.WriteString("(" + id + ")")
			}
		}
		n = content(next)
	}
	if line == 0 && root != nil {
		line = max(root.Line, 1)
	}
	return line, b.String()
}

// content is the node that a document or an alias stands for.
func content(n *yaml.Node) *yaml.Node {
	for n != nil && (n.Kind == yaml.DocumentNode || n.Kind == yaml.AliasNode) {
		switch {
		case n.Kind == yaml.AliasNode:
			n = n.Alias
		case len(n.Content) == 0:
			return nil
		default:
			n = n.Content[0]
		}
	}
	return n
}

func entry(n *yaml.Node, key string) (k, v *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func field(n *yaml.Node, key string) string {
	if _, v := entry(n, key); v != nil {
		return v.Value
	}
	return ""
}

var dateType = reflect.TypeFor[workday.Date]()

// checkShape holds a file against the type it is decoded into: keys that the
// type does not know, and dates that are none. A bad date is emptied, since the
// decoder would stop at the first without saying where it stands.
func (r *reader) checkShape(file string, n *yaml.Node, t reflect.Type, p place) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n = content(n); n == nil {
		return
	}
	switch {
	case t == dateType:
		if _, err := workday.ParseDate(n.Value); n.Value != "" && err != nil {
			r.fault(file, p, fmt.Sprintf("%q is no date", n.Value), "write it as 2026-03-03")
			r.spoil(file, n.Line)
			n.Value, n.Tag = "", "!!str"
		}
	case t.Kind() == reflect.Int && n.Kind == yaml.ScalarNode && n.Tag == "!!float":
		// The decoder would cut the fraction off and say nothing.
		r.fault(file, p, fmt.Sprintf("%q is no whole number", n.Value), "write a whole number of the unit")
		r.spoil(file, n.Line)
		n.Value, n.Tag = "0", "!!int"
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for i, child := range n.Content {
			r.checkShape(file, child, t.Elem(), p.under(i))
		}
	case t.Kind() == reflect.Map && n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			r.checkShape(file, n.Content[i+1], t.Elem(), p.under(n.Content[i].Value))
		}
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		known, seen := r.keys[t]
		if !seen {
			known = keysOf(t)
			r.keys[t] = known
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			inner, ok := known[key]
			if !ok {
				r.fault(file, p.under(key), fmt.Sprintf("unknown key %q", key), "use one of "+strings.Join(slices.Sorted(maps.Keys(known)), ", "))
				continue
			}
			r.checkShape(file, n.Content[i+1], inner, p.under(key))
		}
	}
}

// keysOf gives the keys that a struct takes, those of inlined structs included.
func keysOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case opts == "inline":
			maps.Copy(out, keysOf(f.Type))
		case name == "-" || !f.IsExported():
		case name == "":
			out[strings.ToLower(f.Name)] = f.Type
		default:
			out[name] = f.Type
		}
	}
	return out
}
