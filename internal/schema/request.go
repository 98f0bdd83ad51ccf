// Package schema publishes the JSON Schemas of the documents that people and
// other systems hand in.
package schema

import (
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Request is the JSON Schema (draft 2020-12) of a draft, made from mla.Draft so
// that it cannot drift. It admits a draft that is still incomplete; what a
// submission needs beyond it is checked when it is submitted.
func Request() (*jsonschema.Schema, error) {
	r := jsonschema.Reflector{Anonymous: true, Mapper: mapType}
	s := r.Reflect(&mla.Draft{})
	s.ID = "https://rogatory.example/schema/request/1"
	s.Title = "Request for mutual legal assistance (" + mla.DraftSchema + ")"
	return s, nil
}

func mapType(t reflect.Type) *jsonschema.Schema {
	enum := func(values ...any) *jsonschema.Schema { return &jsonschema.Schema{Type: "string", Enum: values} }
	switch t {
	case reflect.TypeFor[workday.Date]():
		return &jsonschema.Schema{Type: "string", Format: "date", Description: "civil date, 2026-03-03"}
	case reflect.TypeFor[mla.Track]():
		return enum(any(string(mla.Judicial)), string(mla.Police), string(mla.Preservation))
	case reflect.TypeFor[mla.Form]():
		var forms []any
		for _, tr := range mla.Tracks {
			for _, f := range mla.FormsOf[tr] {
				forms = append(forms, string(f))
			}
		}
		return &jsonschema.Schema{Type: "string", Enum: forms}
	}
	return nil
}
