package schema

import (
	"bytes"
	"encoding/json"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

func compiled(t *testing.T) *validator.Schema {
	t.Helper()
	s, err := Request()
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("request.json", doc); err != nil {
		t.Fatal(err)
	}
	out, err := c.Compile("request.json")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEverySampleFitsThePublishedSchema(t *testing.T) {
	s := compiled(t)
	drafts := []mla.Draft{fixture.PreservationOrder("PH"), fixture.FollowUp("PH", "FR-2026-PH-0001")}
	for state := range fixture.Cases {
		drafts = append(drafts, fixture.Judicial(state), fixture.PoliceMessage(state))
	}
	for _, d := range drafts {
		b, err := d.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		v, err := validator.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s %s: %v", d.State, d.Form, err)
		}
	}
}

func TestAnUnknownFieldDoesNotFitTheSchema(t *testing.T) {
	s := compiled(t)
	v, err := validator.UnmarshalJSON(bytes.NewReader([]byte(`{"schema":"rogatory.request/1","case_reff":"X"}`)))
	if err != nil {
		t.Fatal(err)
	}
	if s.Validate(v) == nil {
		t.Error("an unknown field passed")
	}
}
