package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// decoder checks a JSON tree against a Go type before encoding/json sees it, to say in one answer everything that is
// wrong and where. Two domain types differ on the wire: a TextRef is the text itself, a DocRef names a document of the request.
type decoder struct {
	errs []*mla.Error
	// complete refuses objects that lack a field which is always written; drafts are in the making and may.
	complete bool
	// text gives the reference of a free text; nil allows none.
	text func(path, text string) mla.TextRef
	// docs are what a DocRef can name.
	docs func(key string) (mla.DocRef, bool)
}

var (
	textType     = reflect.TypeFor[mla.TextRef]()
	docType      = reflect.TypeFor[mla.DocRef]()
	dateType     = reflect.TypeFor[workday.Date]()
	timeType     = reflect.TypeFor[time.Time]()
	proofType    = reflect.TypeFor[mla.Proof]()
	evidenceType = reflect.TypeFor[mla.EvidenceIn]()
)

func (d *decoder) refuse(code, path string, args ...string) any {
	d.errs = append(d.errs, mla.Refuse(code, path, args...))
	return nil
}

func (d *decoder) wrong(path, expected string) any {
	return d.refuse(codeInvalidType, path, "expected", expected)
}

// into decodes a tree into out, a pointer to a struct.
func (d *decoder) into(tree map[string]any, out any) error {
	clean := d.value(tree, reflect.TypeOf(out).Elem(), "")
	if len(d.errs) > 0 {
		return refusals(d.errs)
	}
	raw, err := json.Marshal(clean)
	if err == nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		return mla.Refuse(codeInvalidJSON, "")
	}
	return nil
}

// value gives v in the form that encoding/json takes for t; nil where it was refused or means nothing.
func (d *decoder) value(v any, t reflect.Type, path string) any {
	if t.Kind() == reflect.Pointer {
		return d.value(v, t.Elem(), path)
	}
	switch t {
	case textType:
		return d.textRef(v, path)
	case docType:
		return d.docRef(v, path)
	case dateType:
		return d.date(v, path)
	case timeType:
		return d.instant(v, path)
	}
	switch t.Kind() {
	case reflect.Struct:
		return d.object(v, t, path)
	case reflect.Slice:
		return d.list(v, t, path)
	case reflect.Map:
		return d.words(v, path)
	case reflect.String:
		return d.str(v, path)
	case reflect.Bool:
		if b, ok := v.(bool); ok {
			return b
		}
		return d.wrong(path, "boolean")
	case reflect.Int, reflect.Int64:
		return d.integer(v, path)
	}
	return d.wrong(path, t.String())
}

func (d *decoder) object(v any, t reflect.Type, path string) any {
	in, ok := v.(map[string]any)
	if !ok {
		return d.wrong(path, "object")
	}
	if t == evidenceType {
		in = d.evidence(in, path)
	}
	out := map[string]any{}
	known := map[string]bool{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known[name] = true
		if child, has := in[name]; has {
			if clean := d.value(child, t.Field(i).Type, join(path, name)); clean != nil {
				out[name] = clean
			}
		} else if d.complete && mustHave(t, t.Field(i)) {
			d.refuse(mla.CodeRequired, join(path, name))
		}
	}
	var unknown []string
	for name := range in {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		d.refuse(codeUnknownField, join(path, printable(name)))
	}
	return out
}

// mustHave reads the tag: what encoding/json may leave out, a client may too. The document of a proof is the
// domain's to ask for, because not every duty hands one over; an item's detail comes from its name.
func mustHave(t reflect.Type, f reflect.StructField) bool {
	tag := f.Tag.Get("json")
	return !strings.Contains(tag, ",omit") && !(t == proofType && f.Name == "Doc") && !(t == evidenceType && f.Name == "Detail")
}

// evidence takes the item's name and custodian, which the domain keeps as one erasable text.
func (d *decoder) evidence(in map[string]any, path string) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		if k == "detail" {
			d.refuse(codeUnknownField, join(path, k))
		} else if k != "name" && k != "custodian" {
			out[k] = v
		}
	}
	line := func(field string) string {
		v, has := in[field]
		if !has {
			return ""
		}
		s, _ := d.str(v, join(path, field)).(string)
		return s
	}
	name, custodian := line("name"), line("custodian")
	if strings.TrimSpace(name) == "" {
		d.refuse(mla.CodeRequired, join(path, "name"))
	}
	out["detail"] = evidenceDetail(name, custodian)
	return out
}

func (d *decoder) list(v any, t reflect.Type, path string) any {
	in, ok := v.([]any)
	if !ok {
		return d.wrong(path, "array")
	}
	out := make([]any, len(in))
	for i, child := range in {
		before := len(d.errs)
		out[i] = d.value(child, t.Elem(), join(path, strconv.Itoa(i)))
		if t.Elem() == docType && out[i] == nil && len(d.errs) == before {
			d.refuse(mla.CodeRequired, join(path, strconv.Itoa(i)))
		}
	}
	return out
}

func (d *decoder) words(v any, path string) any {
	in, ok := v.(map[string]any)
	if !ok {
		return d.wrong(path, "object")
	}
	out := map[string]any{}
	for k, child := range in {
		if checkText(k, path) != nil {
			return d.refuse(codeInvalidText, path)
		}
		out[k] = d.str(child, join(path, k))
	}
	return out
}

func (d *decoder) str(v any, path string) any {
	s, ok := v.(string)
	if !ok {
		return d.wrong(path, "string")
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return d.refuse(codeInvalidText, path)
	}
	return s
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// printable keeps a field name that a stranger chose short and harmless.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return '?'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return name
}
