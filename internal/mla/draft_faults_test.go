package mla

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryFaultOfADraftIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text string
		want []string // code@field
	}{
		"a whole draft":         {`{"schema":"rogatory.request/1","measures":[{"id":"M1","period_from":"2026-01-02","identifiers":[{"port":1}]}]}`, nil},
		"unknown fields":        {`{"purpos":"x","measures":[{"kinds":"y"}],"authority":{"nom":"z"}}`, []string{"unknown_field@authority.nom", "unknown_field@measures.0.kinds", "unknown_field@purpos"}},
		"wrong types":           {`{"facts":1,"certified":"yes","measures":{},"persons":[3],"authority":"x"}`, []string{"invalid_type@authority", "invalid_type@certified", "invalid_type@facts", "invalid_type@measures", "invalid_type@persons.0"}},
		"a date that is none":   {`{"urgency":{"required_by":"hier"}}`, []string{"invalid_date@urgency.required_by"}},
		"a port that is none":   {`{"measures":[{"identifiers":[{"port":1.5}]}]}`, []string{"invalid_type@measures.0.identifiers.0.port"}},
		"null is nothing":       {`{"facts":null,"measures":null,"validating_authority":null}`, nil},
		"broken text":           {`{"facts":`, []string{"invalid_json@draft"}},
		"more than one value":   {`{} {}`, []string{"invalid_json@draft"}},
		"a list is no draft":    {`[]`, []string{"invalid_type@draft"}},
		"more than it can hold": {`{"facts":"` + strings.Repeat("x", 1<<20) + `"}`, []string{"too_long@draft"}},
		"an empty text":         {``, []string{"invalid_json@draft"}},
		"a byte order mark":     {"\ufeff{}", nil},
		"UTF-16":                {"\xff\xfe{\x00}\x00", []string{"not_utf8@draft"}},
		"Latin-1":               {"{\"facts\":\"Mme \xc9milie\"}", []string{"not_utf8@draft"}},
		"null characters":       {"{}\x00\x00", []string{"not_utf8@draft"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range DraftFaults([]byte(c.text)) {
				got = append(got, e.Code+"@"+e.Field)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if _, err := ParseDraft(strings.NewReader(c.text)); (err == nil) != (len(c.want) == 0) {
				t.Errorf("ParseDraft says %v", err)
			}
		})
	}
	twice := DraftFaults([]byte(`{"state":"PH","measures":[{"id":"M1"},{"id":"M2","id":"M3"}],"state":"RO"}`))
	if len(twice) != 2 || twice[0].Code != "given_twice" || twice[0].Field != "measures.1.id" || twice[1].Field != "state" {
		t.Errorf("fields given twice: %v", twice)
	}
	if e := DraftFaults([]byte(`{"purpos":"x"}`))[0]; e.Args["expected"] != "purpose" {
		t.Errorf("meant %q", e.Args["expected"])
	}
}

func TestATextThatIsNoJSONIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"{\"facts\":":                         {"1", "10"},
		"{\"state\":\"PH\",\n\"é\": \"a\" b}": {"2", "10"},
		"":                                    {"1", "1"},
		"]":                                   {"1", "1"},
	} {
		faults := DraftFaults([]byte(text))
		if len(faults) != 1 || faults[0].Code != "invalid_json" || faults[0].Args["line"] != want[0] || faults[0].Args["offset"] != want[1] {
			t.Errorf("%q: %+v, want line and column %v", text, faults, want)
		}
	}
}
