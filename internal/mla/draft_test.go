package mla

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func draft() Draft {
	return Draft{
		Schema: DraftSchema, CaseRef: "C-1", State: "PH", Track: Judicial, Form: FormMLA,
		Authority: Authority{Name: "Parquet de Nowhere"}, LegalBasis: []LegalBasis{{Instrument: "UNTOC", Articles: []string{"18"}}},
		Purpose: "Identifier un titulaire", Facts: "Des faits.\nEncore des faits.",
		Proceedings: Proceedings{Nature: "judicial_information", Authority: "TJ"},
		Offences:    []Offence{{Qualification: "Q", Articles: []string{"1"}}},
		Measures:    []Measure{{ID: "M1", Kind: "account_data", Description: "Titulaire du compte"}},
		Urgency:     Urgency{Level: "normal"}, Certified: true,
	}
}

func TestADraftHasOneForm(t *testing.T) {
	t.Parallel()
	d := draft()
	want, err := d.Digest()
	if err != nil {
		t.Fatal(err)
	}
	typed := draft()
	typed.Facts = " Des faits.\r\nEncore des faits. \r"
	if got, _ := typed.Digest(); got != want {
		t.Error("the line ends of a browser change the digest")
	}
	typed.Facts = "D'autres faits."
	if got, _ := typed.Digest(); got == want {
		t.Error("other facts have the same digest")
	}
	data, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseDraft(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, back); diff != "" {
		t.Error(diff)
	}
	if got, _ := back.Digest(); got != want {
		t.Error("the digest does not survive storage")
	}
	if diff := cmp.Diff([]MeasureID{{"M1", "account_data"}}, d.MeasureIDs()); diff != "" {
		t.Error(diff)
	}
}

func TestADraftIsReadStrictly(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ in, code, field string }{
		"an unknown field is named":       {`{"surprise":1}`, "unknown_field", "surprise"},
		"a wrong type names its field":    {`{"facts":1}`, "invalid_type", "facts"},
		"a broken text is refused":        {`{"facts":`, "invalid_json", "draft"},
		"a syntax error is refused":       {`{]`, "invalid_json", "draft"},
		"two values are refused":          {`{} {}`, "invalid_json", "draft"},
		"more than a mebibyte is refused": {`{"facts":"` + strings.Repeat("x", 1<<20) + `"}`, CodeTooLong, "draft"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseDraft(strings.NewReader(c.in))
			var e *Error
			if !errors.As(err, &e) || e.Code != c.code || e.Field != c.field {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatADraftMustHold(t *testing.T) {
	t.Parallel()
	if errs := CheckSubmission(draft()); len(errs) != 0 {
		t.Fatalf("a whole draft: %v", errs)
	}
	cases := map[string]struct {
		change func(*Draft)
		field  string
	}{
		"another schema":            {func(d *Draft) { d.Schema = "rogatory.request/9" }, "schema"},
		"no case":                   {func(d *Draft) { d.CaseRef = "" }, "case_ref"},
		"no State":                  {func(d *Draft) { d.State = "" }, "state"},
		"an unknown track":          {func(d *Draft) { d.Track = "postal" }, "track"},
		"a form of another track":   {func(d *Draft) { d.Form = FormBudapest29 }, "form"},
		"a minor by name":           {func(d *Draft) { d.Victims = []Victim{{Label: "Someone"}} }, "victims.0.label"},
		"a person without a label":  {func(d *Draft) { d.Persons = []Person{{Label: "X"}} }, "persons.0.label"},
		"a measure without a label": {func(d *Draft) { d.Measures[0].ID = "one" }, "measures.0.id"},
		"two measures of one label": {func(d *Draft) { d.Measures = append(d.Measures, d.Measures[0]) }, "measures.1.id"},
		"a period that ends before it begins": {func(d *Draft) {
			d.Measures[0].PeriodFrom, d.Measures[0].PeriodTo = day("2026-02-01"), day("2026-01-01")
		}, "measures.0.period_to"},
		"an address seen at no instant": {func(d *Draft) {
			d.Measures[0].Identifiers = []Identifier{{Kind: "ip", Value: "192.0.2.1", At: "yesterday"}}
		}, "measures.0.identifiers.0.at"},
		"a port that is none": {func(d *Draft) {
			d.Measures[0].Identifiers = []Identifier{{Kind: "ip", Value: "192.0.2.1", Port: 70000}}
		}, "measures.0.identifiers.0.port"},
		"a sex that is none":             {func(d *Draft) { d.Persons = []Person{{Label: "P1", Sex: "x"}} }, "persons.0.sex"},
		"an official without a name":     {func(d *Draft) { d.Officials = []Official{{Function: "OPJ"}} }, "officials.0.name"},
		"no authority":                   {func(d *Draft) { d.Authority.Name = "" }, "authority.name"},
		"no purpose":                     {func(d *Draft) { d.Purpose = "" }, "purpose"},
		"no facts":                       {func(d *Draft) { d.Facts = "" }, "facts"},
		"no measures":                    {func(d *Draft) { d.Measures = nil }, "measures"},
		"a measure of no kind":           {func(d *Draft) { d.Measures[0].Kind = "" }, "measures.0.kind"},
		"a measure that asks nothing":    {func(d *Draft) { d.Measures[0].Description = "" }, "measures.0.description"},
		"an urgency without a reason":    {func(d *Draft) { d.Urgency.Level = "urgent" }, "urgency.reason"},
		"no legal basis, no reciprocity": {func(d *Draft) { d.LegalBasis = nil }, "legal_basis"},
		"no offence":                     {func(d *Draft) { d.Offences = nil }, "offences"},
		"no authority of the case":       {func(d *Draft) { d.Proceedings.Authority = "" }, "proceedings.authority"},
		"not certified":                  {func(d *Draft) { d.Certified = false }, "certified"},
		"another form than proposed, without saying why": {func(d *Draft) {
			d.PathChoice = &PathChoice{Proposed: PathRef{Form: FormLetterRogatory}, Reason: " "}
		}, "path_choice.reason"},
		"another channel than proposed, without saying why": {func(d *Draft) {
			d.Channel, d.PathChoice = "formal", &PathChoice{Proposed: PathRef{Form: d.Form, Channel: "budapest"}}
		}, "path_choice.reason"},
		"a proposed form that is none": {func(d *Draft) {
			d.PathChoice = &PathChoice{Proposed: PathRef{Form: "pigeon"}, Reason: "faster"}
		}, "path_choice.proposed.form"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := draft()
			c.change(&d)
			errs := CheckSubmission(d)
			if len(errs) != 1 || errs[0].Field != c.field || errs[0].Error() == "" {
				t.Errorf("want %s, got %v", c.field, errs)
			}
		})
	}
	for name, c := range map[string]PathChoice{
		"the path proposed":           {Proposed: PathRef{Form: FormMLA, Channel: "formal"}},
		"another, with a reason":      {Proposed: PathRef{Form: FormEIO, Channel: "eio"}, Reason: "the court asked for it"},
		"nothing proposed is no path": {},
	} {
		d := draft()
		d.Channel, d.PathChoice = "formal", &c
		if errs := CheckSubmission(d); len(errs) != 0 {
			t.Errorf("%s: %v", name, errs)
		}
	}
	assisted := draft()
	assisted.Officials, assisted.Persons = []Official{{Name: "Camille EXEMPLE"}}, []Person{{Label: "P1", Sex: "f"}}
	if errs := CheckSubmission(assisted); len(errs) != 0 {
		t.Errorf("an official and a person's sex: %v", errs)
	}
	reciprocity := draft()
	reciprocity.LegalBasis, reciprocity.ReciprocityOffered = nil, true
	if errs := CheckSubmission(reciprocity); len(errs) != 0 {
		t.Errorf("reciprocity is a basis: %v", errs)
	}
}
