package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

func TestHolidaysAreListed(t *testing.T) {
	var out, warn strings.Builder
	if err := (&holidaysListCmd{State: "ph", Year: 2026, JSON: true}).run(&out, &warn); err != nil {
		t.Fatal(err)
	}
	var days []map[string]string
	if err := json.Unmarshal([]byte(out.String()), &days); err != nil {
		t.Fatal(err)
	}
	if len(days) != 20 || days[3]["date"] != "2026-04-02" || days[3]["name"] != "Maundy Thursday" || days[3]["status"] != "official" || warn.Len() != 0 {
		t.Errorf("%d days, the fourth %v, warned %q", len(days), days[3], warn.String())
	}
	for lang, want := range map[string][2]string{"fr": {"Jeudi saint", "officiel"}, "en": {"Maundy Thursday", "official"}} {
		out.Reset()
		if err := (&holidaysListCmd{State: "PH", Year: 2026, Lang: lang}).run(&out, &warn); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want[0]) || !strings.Contains(out.String(), want[1]) {
			t.Errorf("%s: %s", lang, out.String())
		}
	}
}

func TestComputedYearsAreNeverSilent(t *testing.T) {
	var out, warn strings.Builder
	if err := (&holidaysListCmd{State: "PH", Year: 2029, JSON: true, Lang: "en"}).run(&out, &warn); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"status":"computed"`) || !strings.Contains(warn.String(), "No list is published") || !strings.Contains(warn.String(), "Eid al-Fitr") {
		t.Errorf("%s\n%s", out.String(), warn.String())
	}
	if err := (&holidaysListCmd{State: "PH", Year: 1950}).run(&out, &warn); err == nil || !strings.Contains(err.Error(), "2019") {
		t.Errorf("%v", err)
	}
	if err := (&holidaysListCmd{State: "XX", Year: 2026}).run(&out, &warn); err == nil {
		t.Error("an unknown State has holidays")
	}
}

func TestADeadlineSaysWhatMakesItUncertain(t *testing.T) {
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ state, clock, from, lang, want string }{
		{"RO", "EIO_ACK", "2028-04-07", "fr", "hors des années publiées"},
		{"RO", "EIO_ACK", "2026-04-03", "fr", "(fin de semaine)"},
		{"PH", "BUD_PRESERVE_INT", "2026-03-03", "en", "act by 2026-04-30"},
		{"PH", "BUD_PRESERVE_INT", "2026-03-03", "en", "first working day after: 2026-05-04"},
		{"RO", "AP2_ART7", "2026-03-03", "en", "INACTIVE"},
		{"IN", "IN_MHA_WC", "2027-03-05", "en", "an estimated day"},
	} {
		r, err := book.Deadline(jurisdiction.DeadlineInput{State: c.state, Clock: c.clock, From: c.from})
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if printDeadline(&out, c.lang, r); !strings.Contains(out.String(), c.want) {
			t.Errorf("%s does not say %q:\n%s", c.clock, c.want, out.String())
		}
	}
}
