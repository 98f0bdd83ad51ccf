package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Error words a refusal for people: what is wrong, with the name of the field,
// and what to do about it. A code without a text gets a general one that names it.
func Error(lang string, e *mla.Error) string {
	if e == nil {
		return ""
	}
	key := "error." + e.Code
	if !Has(lang, key) {
		key = "error.unknown"
	}
	return capital(T(lang, key, errorData(lang, e)))
}

// errorData turns the codes in an error's arguments into words. Every place that
// any text uses is filled, so that no "<no value>" is ever read.
func errorData(lang string, e *mla.Error) map[string]string {
	a := e.Args
	d := map[string]string{
		"Code": e.Code, "Field": Field(lang, e.Field), "Value": a["value"], "Min": a["min"], "Max": a["max"], "Char": a["char"],
		"Phase": Label(lang, "phase", a["phase"]), "Command": Label(lang, "command", a["command"]),
		"Role": Label(lang, "role", a["role"]), "Holder": holder(lang, a["holder"]), "Needs": list(lang, "phase", a["needs"]),
		"Date": day(lang, a["date"]), "Before": day(lang, a["before"]), "Today": day(lang, a["today"]),
		"Forms": list(lang, "form", a["forms"]), "States": a["states"], "Clock": a["clock"], "State": a["state"], "Known": firstOf(a, "known"),
		"Expected": a["expected"], "Seconds": a["seconds"], "OffsetHint": "", "Offset": a["offset"],
		"From": a["from"], "To": a["to"], "Validity": spans(lang, a["validity"]), "Instead": a["instead"], "Line": a["line"],
		"Unit": a["unit"], "Units": a["units"], "Column": a["column"], "Want": a["want"], "Got": a["got"], "Lang": languageName(lang, a["lang"]), "Document": Label(lang, "doc", a["doc"]),
	}
	switch e.Code {
	case "upload_too_large":
		d["Max"] = sizeOr(lang, a["max"])
	case "unknown_field":
		d["Field"] = e.Field
	case "not_shareable":
		d["Value"] = Label(lang, "notshared", a["cause"])
	case "xliff_wrong_language":
		d["Value"], d["Expected"] = languageName(lang, a["value"]), languageName(lang, a["expected"])
	}
	if lang == English && a["name_en"] != "" {
		d["Value"] = a["name_en"]
	}
	if d["Value"] == "" {
		d["Value"] = firstOf(a, "rule", "rune", "state", "channel", "form", "language", "instrument", "zone", "clock", "year", "detail")
	}
	if d["Known"] == "" {
		d["Known"] = "–"
	}
	if d["Max"] == "" {
		d["Max"] = "–"
	}
	if d["Needs"] == "" {
		d["Needs"] = "–"
	}
	if d["Forms"] == "" {
		d["Forms"] = "–"
	}
	d["ExpectedHint"] = T(lang, "error.choose_hint", nil)
	if d["Expected"] != "" {
		d["ExpectedHint"] = T(lang, "error.expected_hint", d)
	}
	d["InsteadHint"] = T(lang, "error.date_hint", nil)
	if d["Instead"] != "" {
		d["InsteadHint"] = T(lang, "error.instead_hint", d)
	}
	if d["Offset"] != "" {
		d["OffsetHint"] = " " + T(lang, "error.offset_hint", d)
	}
	return d
}

// Field names a field of a command or a draft; the numbers of rows are kept
// apart, as in "measures (3): kind of measure".
func Field(lang, field string) string {
	if field == "" {
		return T(lang, "error.this_page", nil)
	}
	key, row := FieldKey(field)
	if !Has(lang, key) {
		return field
	}
	if row == "" {
		return T(lang, key, nil)
	}
	return T(lang, key, nil) + " (" + row + ")"
}

// FieldKey is the key of a field's label, and the row it lies in, counted from 1.
func FieldKey(field string) (key, row string) {
	field = strings.NewReplacer("[", ".", "]", "").Replace(field)
	var parts, rows []string
	for _, p := range strings.Split(field, ".") {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			rows = append(rows, rowNumber(p))
			continue
		}
		parts = append(parts, p)
	}
	return "field." + strings.Join(parts, "."), strings.Join(rows, ".")
}

func rowNumber(index string) string {
	n := 0
	for _, r := range index {
		n = n*10 + int(r-'0')
	}
	return itoa(n + 1)
}

func holder(lang, id string) string {
	if Has(lang, "org."+id) {
		return T(lang, "org."+id, nil)
	}
	return id
}

func list(lang, family, codes string) string {
	if codes == "" {
		return ""
	}
	var out []string
	for _, c := range strings.Split(codes, ", ") {
		out = append(out, Label(lang, family, c))
	}
	return strings.Join(out, ", ")
}

func day(lang, s string) string {
	if d, err := workday.ParseDate(s); err == nil {
		return Date(lang, d)
	}
	return s
}

// spans words times of validity written as 2026-08-18/2027-01-01, either end open.
func spans(lang, all string) string {
	var out []string
	for _, s := range strings.Split(all, ", ") {
		from, to, ok := strings.Cut(s, "/")
		if !ok {
			continue
		}
		key := "error.span_between"
		switch {
		case to == "":
			key = "error.span_from"
		case from == "":
			key = "error.span_to"
		}
		out = append(out, T(lang, key, map[string]string{"From": day(lang, from), "To": day(lang, to)}))
	}
	return strings.Join(out, ", ")
}

func firstOf(args map[string]string, names ...string) string {
	for _, n := range names {
		if args[n] != "" {
			return args[n]
		}
	}
	return ""
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
