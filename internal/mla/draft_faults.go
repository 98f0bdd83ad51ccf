package mla

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// DraftFaults gives everything that keeps a text from being read as a draft, each
// fault with its field: broken JSON, unknown fields, wrong types. ParseDraft
// names the first only, and does not see a field given twice. None means that ParseDraft takes it.
func DraftFaults(data []byte) []*Error {
	data, refused := readableDraft(data)
	if refused != nil {
		return []*Error{refused}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return []*Error{NotJSON("draft", data, err)}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return []*Error{Refuse("invalid_json", "draft", "detail", "more than one value")}
	}
	var f draftFaults
	f.twice(json.NewDecoder(bytes.NewReader(data)), "")
	f.value(tree, reflect.TypeFor[Draft](), "")
	if len(f) == 0 {
		// What only the real reading finds, such as a size.
		if _, err := ParseDraft(bytes.NewReader(data)); err != nil {
			var e *Error
			if errors.As(err, &e) {
				f = append(f, e)
			}
		}
	}
	return f
}

type draftFaults []*Error

// twice faults a field that an object gives twice: only the last would count,
// and nobody would see which. The text is known to be JSON.
func (f *draftFaults) twice(dec *json.Decoder, path string) {
	t, err := dec.Token()
	open, ok := t.(json.Delim)
	if err != nil || !ok {
		return
	}
	seen := map[string]bool{}
	for i := 0; dec.More(); i++ {
		name := strconv.Itoa(i)
		if open == '{' {
			key, _ := dec.Token()
			name, _ = key.(string)
		}
		at := strings.TrimPrefix(path+"."+name, ".")
		if seen[name] {
			*f = append(*f, Refuse("given_twice", at))
		}
		seen[name] = true
		f.twice(dec, at)
	}
	_, _ = dec.Token()
}

func (f *draftFaults) wrong(path, expected string) {
	if path == "" {
		path = "draft"
	}
	*f = append(*f, Refuse("invalid_type", path, "expected", expected))
}

func (f *draftFaults) value(v any, t reflect.Type, path string) {
	if v == nil {
		return // null is the zero value
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		f.text(v, t, path)
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		f.object(v, t, path)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			f.wrong(path, "array")
		}
		for i, child := range list {
			f.value(child, t.Elem(), path+"."+strconv.Itoa(i))
		}
	case reflect.String:
		if _, ok := v.(string); !ok {
			f.wrong(path, "string")
		}
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			f.wrong(path, "boolean")
		}
	default:
		n, ok := v.(json.Number)
		if _, err := strconv.ParseInt(string(n), 10, 64); !ok || err != nil {
			f.wrong(path, "integer")
		}
	}
}

func (f *draftFaults) text(v any, t reflect.Type, path string) {
	s, ok := v.(string)
	if !ok {
		f.wrong(path, "string")
		return
	}
	into, _ := reflect.New(t).Interface().(encoding.TextUnmarshaler)
	if err := into.UnmarshalText([]byte(s)); err != nil {
		*f = append(*f, Refuse("invalid_date", path, "value", s))
	}
}

func (f *draftFaults) object(v any, t reflect.Type, path string) {
	in, ok := v.(map[string]any)
	if !ok {
		f.wrong(path, "object")
		return
	}
	known := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known[name] = t.Field(i).Type
	}
	names := make([]string, 0, len(in))
	for name := range in {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		at := strings.TrimPrefix(path+"."+name, ".")
		if field, ok := known[name]; ok {
			f.value(in[name], field, at)
			continue
		}
		*f = append(*f, Refuse("unknown_field", at, "expected", nearest(name, known)))
	}
}

// nearest lists the field that was probably meant, else all that exist.
func nearest(name string, known map[string]reflect.Type) string {
	var all []string
	best, within := "", 3
	for k := range known {
		all = append(all, k)
		if n := distance([]rune(strings.ToLower(name)), []rune(k)); n < within || n == within && best != "" && k < best {
			best, within = k, n
		}
	}
	if best != "" {
		return best
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
