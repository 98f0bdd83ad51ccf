package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// formRow is a row of a repeated group.
type formRow struct {
	Title string
	// Remove is the value of the button that removes the row.
	Remove string
	Fields []formField
	Sub    *formGroup
}

// formGroup is a repeated group with the button that adds a row.
type formGroup struct {
	Key, Add string
	Rows     []formRow
}

// formSection is a section of the editor.
type formSection struct {
	Key    string
	Fields []formField
	Group  *formGroup
	// Bad says that a field of the section is refused; Open that it is shown unfolded.
	Bad, Open bool
}

// draftValues spreads a draft over the names of the form.
func draftValues(d mla.Draft) (url.Values, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("draft to form: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("draft to form: %w", err)
	}
	out := url.Values{}
	spread(out, "", tree)
	return out, nil
}

func spread(out url.Values, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			spread(out, strings.TrimPrefix(at+"."+k, "."), child)
		}
	case []any:
		var texts []string
		for i, child := range v {
			if s, ok := child.(string); ok {
				texts = append(texts, s)
				continue
			}
			spread(out, at+"."+strconv.Itoa(i), child)
		}
		if texts != nil {
			out.Set(at, strings.Join(texts, "\n"))
		}
	case bool:
		if v {
			out.Set(at, "on")
		}
	case nil:
	default:
		if s := fmt.Sprint(v); s != "" {
			out.Set(at, s)
		}
	}
}

// draftFrom reads the draft from the form. What cannot be read is an error of
// its field; the rest is read all the same.
func draftFrom(values url.Values) (mla.Draft, formErrors) {
	tree := map[string]any{}
	var errs formErrors
	read := func(fields []draftField, prefix string) {
		for _, f := range fields {
			if err := readDraftField(tree, f.widget, prefix+f.name, values.Get(prefix+f.name)); err != nil {
				errs = append(errs, err)
			}
		}
	}
	read(fixedDraftFields, "")
	for _, sec := range draftSections {
		read(sec.fields, "")
		for i := range rowsIn(values, sec.group) {
			row := fmt.Sprintf("%s.%d.", sec.group, i)
			read(sec.rows, row)
			for j := range rowsIn(values, row+sec.sub) {
				read(sec.subs, fmt.Sprintf("%s%s.%d.", row, sec.sub, j))
			}
		}
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		return mla.Draft{}, append(errs, mla.Refuse(codeInvalidJSON, "draft"))
	}
	d, err := mla.ParseDraft(bytes.NewReader(raw))
	if err != nil {
		return d, append(errs, refusalsOf(err)...)
	}
	return d, errs
}

func readDraftField(tree map[string]any, widget, name, raw string) *mla.Error {
	raw = strings.TrimSpace(strings.ReplaceAll(raw, "\r\n", "\n"))
	if raw == "" {
		return nil
	}
	switch widget {
	case asLines:
		putAt(tree, name, textLines(raw))
	case asCheck:
		putAt(tree, name, true)
	case asDate:
		d, err := workday.ParseDate(raw)
		if err != nil {
			return mla.Refuse(codeInvalidDate, name, "value", raw)
		}
		putAt(tree, name, d)
	case asInt:
		n, err := strconv.Atoi(raw)
		if err != nil {
			return mla.Refuse("invalid_number", name, "value", raw)
		}
		putAt(tree, name, n)
	default:
		if strings.HasSuffix(name, ".size") {
			n, _ := strconv.ParseInt(raw, 10, 64)
			putAt(tree, name, n)
			return nil
		}
		putAt(tree, name, raw)
	}
	return nil
}

// compacted closes the gaps that empty and removed rows left, so that the rows
// of the form and those of the draft have the same numbers. At every level an
// unused row disappears.
func compacted(values url.Values) url.Values {
	tree := map[string]any{}
	for name, vs := range values {
		if len(vs) > 0 && strings.TrimSpace(vs[0]) != "" {
			putAt(tree, name, vs[0])
		}
	}
	out := url.Values{}
	spread(out, "", pruned(tree))
	return out
}

func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			v[k] = pruned(child)
		}
	case []any:
		kept := v[:0]
		for _, child := range v {
			if m, ok := child.(map[string]any); !ok || len(m) > 0 {
				kept = append(kept, pruned(child))
			}
		}
		return kept
	}
	return v
}

// editRows does what an "add row" or "remove row" button asks.
func editRows(values url.Values, do string) url.Values {
	if at, ok := strings.CutPrefix(do, "remove:"); ok {
		for name := range values {
			if strings.HasPrefix(name, at+".") {
				values.Del(name)
			}
		}
	}
	values = compacted(values)
	if group, ok := strings.CutPrefix(do, "add:"); ok {
		n := rowsIn(values, group)
		field, label := nextLabel(group, n)
		if field == "" {
			field = "new"
		}
		values.Set(fmt.Sprintf("%s.%d.%s", group, n, field), label)
	}
	return values
}

// withHeld adds the kind of measure that an older draft holds and that is offered
// no more, so that saving keeps it.
func withHeld(options []option, lang, name, held string) []option {
	if name != "kind" || held == "" || slices.ContainsFunc(options, func(o option) bool { return o.Value == held }) || !i18n.Has(lang, "measure."+held) {
		return options
	}
	return append(options, option{held, i18n.T(lang, "measure."+held, nil)})
}

// draftForm builds the editor's sections from what was typed.
func draftForm(lang string, values url.Values, errs formErrors) (sections []formSection, hidden []formField, rest []string) {
	state, form := values.Get("state"), mla.Form(values.Get("form"))
	build := func(fields []draftField, prefix string) []formField {
		var out []formField
		for _, f := range fields {
			fl := newField(lang, prefix+f.name, f.widget, values.Get(prefix+f.name))
			fl.Values = values[prefix+f.name]
			if f.options != nil {
				fl.Options = withHeld(f.options(lang, state, form), lang, f.name, fl.Value)
			}
			if help := "help.draft." + f.name; i18n.Has(lang, help) {
				fl.Help = i18n.T(lang, help, nil)
			}
			fl.Rows = 5
			if f.widget == asLines || strings.HasSuffix(f.name, "address") || f.name == "executing_authority" {
				fl.Rows = 2
			}
			out = append(out, fl)
		}
		return out
	}
	var all []*formField
	collect := func(fields []formField) {
		for i := range fields {
			all = append(all, &fields[i])
		}
	}
	hidden = build(fixedDraftFields, "")
	for _, sec := range draftSections {
		out := formSection{Key: sec.key, Fields: build(sec.fields, "")}
		collect(out.Fields)
		if sec.group != "" {
			out.Group = &formGroup{Key: sec.group, Add: "add:" + sec.group}
			for i := range rowsIn(values, sec.group) {
				at := fmt.Sprintf("%s.%d", sec.group, i)
				row := formRow{Title: i18n.Label(lang, "group", sec.group) + " " + strconv.Itoa(i+1), Remove: "remove:" + at, Fields: build(sec.rows, at+".")}
				collect(row.Fields)
				if sec.sub != "" {
					row.Sub = &formGroup{Key: sec.sub, Add: "add:" + at + "." + sec.sub}
					for j := range rowsIn(values, at+"."+sec.sub) {
						below := fmt.Sprintf("%s.%s.%d", at, sec.sub, j)
						sub := formRow{Title: i18n.Label(lang, "group", sec.sub) + " " + strconv.Itoa(j+1), Remove: "remove:" + below, Fields: build(sec.subs, below+".")}
						collect(sub.Fields)
						row.Sub.Rows = append(row.Sub.Rows, sub)
					}
				}
				out.Group.Rows = append(out.Group.Rows, row)
			}
		}
		sections = append(sections, out)
	}
	rest = placeDraftErrors(lang, all, errs)
	for i := range sections {
		sections[i].Bad = sections[i].bad()
		sections[i].Open = sections[i].Bad || sections[i].Key != "validation" || sections[i].filled()
	}
	return sections, hidden, rest
}

func placeDraftErrors(lang string, all []*formField, errs formErrors) (rest []string) {
	flat := make([]formField, len(all))
	for i, f := range all {
		flat[i] = *f
	}
	rest = errs.place(lang, flat)
	for i, f := range all {
		f.Error = flat[i].Error
	}
	return rest
}

// filled reports whether anything was typed in the plain fields.
func (s formSection) filled() bool {
	for _, f := range s.Fields {
		if f.Value != "" {
			return true
		}
	}
	return false
}

func (s formSection) bad() bool {
	bad := func(fields []formField) bool {
		for _, f := range fields {
			if f.Error != "" {
				return true
			}
		}
		return false
	}
	if bad(s.Fields) {
		return true
	}
	if s.Group == nil {
		return false
	}
	for _, r := range s.Group.Rows {
		if bad(r.Fields) {
			return true
		}
		if r.Sub != nil {
			for _, sub := range r.Sub.Rows {
				if bad(sub.Fields) {
					return true
				}
			}
		}
	}
	return false
}
