package api

import (
	"strconv"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// asLines is a list of texts, typed one a line; asInt a whole number.
const (
	asLines = "lines"
	asInt   = "int"
)

// draftField is a field of the request document.
type draftField struct {
	name, widget string
	options      func(lang, state string, form mla.Form) []option
}

// draftSection is a part of the editor: plain fields, and rows of a group.
type draftSection struct {
	key    string
	fields []draftField
	group  string
	rows   []draftField
	// sub is a group within each row.
	sub  string
	subs []draftField
}

func list(family string, of ...string) func(string, string, mla.Form) []option {
	return func(lang, _ string, _ mla.Form) []option { return labelled(lang, family, of...) }
}

func authorityFields(prefix string) []draftField {
	return []draftField{
		{name: prefix + "name", widget: asText}, {name: prefix + "capacity", widget: asText}, {name: prefix + "person", widget: asText},
		{name: prefix + "address", widget: asArea}, {name: prefix + "phone", widget: asText}, {name: prefix + "email", widget: asText},
		{name: prefix + "hours", widget: asText}, {name: prefix + "zone", widget: asText}, {name: prefix + "languages", widget: asLines},
	}
}

// draftSections is the editor, in the order of the document (F01–F30).
var draftSections = []draftSection{
	{key: "authority", fields: authorityFields("authority.")},
	{key: "validation", fields: append(authorityFields("validating_authority."), draftField{name: "executing_authority", widget: asArea})},
	{key: "references", group: "references", rows: []draftField{
		{name: "kind", widget: asSelect, options: list("refkind", "parquet", "instruction", "investigators", "bepi", "ncb", "prior_request", "preservation")},
		{name: "value", widget: asText},
	}},
	{key: "basis", fields: []draftField{{name: "reciprocity_offered", widget: asCheck}}, group: "legal_basis", rows: []draftField{
		{name: "instrument", widget: asSelect, options: instruments}, {name: "articles", widget: asLines},
	}},
	{key: "purpose", fields: []draftField{
		{name: "purpose", widget: asArea},
		{name: "proceedings.nature", widget: asSelect, options: list("nature", "preliminary_inquiry", "flagrancy", "judicial_information", "trial")},
		{name: "proceedings.authority", widget: asText}, {name: "proceedings.stage", widget: asText},
		{name: "path_choice.reason", widget: asArea},
	}},
	{key: "facts", fields: []draftField{{name: "facts", widget: asArea}, {name: "necessity", widget: asArea}}},
	{key: "offences", group: "offences", rows: []draftField{
		{name: "qualification", widget: asText}, {name: "articles", widget: asLines}, {name: "law_text", widget: asArea},
		{name: "max_penalty", widget: asText}, {name: "prescription", widget: asText}, {name: "eio_category", widget: asText},
	}},
	{key: "persons", group: "persons", rows: []draftField{
		{name: "label", widget: asText}, {name: "role", widget: asSelect, options: list("person", "suspect", "witness", "victim", "expert", "third_party")},
		{name: "name", widget: asText}, {name: "other_names", widget: asText},
		{name: "sex", widget: asSelect, options: list("sex", "f", "m", "other")}, {name: "born_on", widget: asDate}, {name: "born_at", widget: asText},
		{name: "nationality", widget: asText}, {name: "document", widget: asText}, {name: "address", widget: asArea},
		{name: "workplace", widget: asText}, {name: "contact", widget: asText},
		{name: "languages", widget: asLines}, {name: "local", widget: asCheck},
		{name: "legal", widget: asCheck}, {name: "legal_form", widget: asText}, {name: "registration", widget: asText}, {name: "representative", widget: asText},
	}},
	{key: "victims", group: "victims", rows: []draftField{
		{name: "label", widget: asText}, {name: "age_band", widget: asSelect, options: list("age", "under_10", "10_14", "15_17", "unknown")},
		{name: "sealed", widget: asCheck},
	}},
	{key: "measures", group: "measures", rows: []draftField{
		{name: "id", widget: asText}, {name: "kind", widget: asSelect, options: measureKinds}, {name: "description", widget: asArea},
		{name: "expected", widget: asArea}, {name: "custodian", widget: asText}, {name: "period_from", widget: asDate},
		{name: "period_to", widget: asDate}, {name: "questions", widget: asLines}, {name: "person", widget: asText},
		{name: "place", widget: asText}, {name: "coercive", widget: asCheck}, {name: "authorisation", widget: asText},
	}, sub: "identifiers", subs: []draftField{
		{name: "kind", widget: asSelect, options: list("ident", "account", "url", "phone", "email", "ip", "iban", "bank_account", "mtcn", "wallet", "imei", "device")},
		{name: "value", widget: asText}, {name: "at", widget: asText}, {name: "port", widget: asInt},
	}},
	{key: "urgency", fields: []draftField{
		{name: "urgency.level", widget: asSelect, options: list("urgency", "normal", "urgent")},
		{name: "urgency.ground", widget: asSelect, options: list("uground", "concealment", "trial", "other")}, {name: "urgency.reason", widget: asArea},
		{name: "urgency.required_by", widget: asDate}, {name: "child_in_danger", widget: asCheck},
	}},
	{key: "conditions", fields: []draftField{
		{name: "formalities", widget: asLines}, {name: "confidential", widget: asCheck}, {name: "use_limitation", widget: asCheck},
		{name: "costs", widget: asText}, {name: "remedies", widget: asArea}, {name: "data_protection", widget: asText},
		{name: "assurance_required", widget: asCheck}, {name: "translate_to", widget: asSelect, options: languages4},
	}},
	{key: "officials", group: "officials", rows: []draftField{
		{name: "name", widget: asText}, {name: "function", widget: asText}, {name: "contact", widget: asText},
	}},
	{key: "attachments", group: "attachments", rows: []draftField{
		{name: "title", widget: asText}, {name: "doc.sha256", widget: asHidden}, {name: "doc.size", widget: asHidden}, {name: "doc.mime", widget: asHidden},
	}},
	{key: "certification", fields: []draftField{{name: "certified", widget: asCheck}}},
}

// fixedDraftFields are chosen when the request is opened and carried along.
var fixedDraftFields = []draftField{
	{name: "schema", widget: asHidden}, {name: "case_ref", widget: asHidden}, {name: "state", widget: asHidden},
	{name: "track", widget: asHidden}, {name: "form", widget: asHidden}, {name: "channel", widget: asHidden},
	{name: "path_choice.proposed.form", widget: asHidden}, {name: "path_choice.proposed.channel", widget: asHidden},
}

func instruments(lang, state string, form mla.Form) []option {
	st, err := lawOf(state)
	if err != nil {
		return nil
	}
	var out []option
	for _, in := range st.Instruments(form) {
		if in.Status != "not_in_force" {
			out = append(out, option{in.ID, inLang(lang, in.Name)})
		}
	}
	return out
}

func languages4(lang, state string, form mla.Form) []option {
	st, err := lawOf(state)
	if err != nil {
		return nil
	}
	track := mla.Judicial
	for tr, forms := range mla.FormsOf {
		for _, f := range forms {
			if f == form {
				track = tr
			}
		}
	}
	return labelled(lang, "lang", st.Languages(track)...)
}

func lawOf(state string) (*jurisdiction.State, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, err
	}
	return book.State(state)
}

// measureKinds lists the kinds of the law's data, with the note for the State.
func measureKinds(lang, state string, _ mla.Form) []option {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil
	}
	var out []option
	for _, m := range book.Measures(state) {
		label := inLang(lang, m.Name)
		if i18n.Has(lang, "measure."+m.ID) {
			label = i18n.T(lang, "measure."+m.ID, nil)
		}
		out = append(out, option{m.ID, label})
	}
	return out
}

// nextLabel is the label that a new row starts with: P2, V1, M3.
func nextLabel(group string, i int) (field, value string) {
	switch group {
	case "persons":
		return "label", "P" + strconv.Itoa(i+1)
	case "victims":
		return "label", "V" + strconv.Itoa(i+1)
	case "measures":
		return "id", "M" + strconv.Itoa(i+1)
	}
	return "", ""
}
