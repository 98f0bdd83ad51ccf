package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/workday"
)

func TestHolidaysAreListed(t *testing.T) {
	var out, warn strings.Builder
	if err := (&holidaysListCmd{State: "ph", Year: 2026, JSON: true}).run(&out, &warn, nil); err != nil {
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
		if err := (&holidaysListCmd{State: "PH", Year: 2026, Lang: lang}).run(&out, &warn, nil); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want[0]) || !strings.Contains(out.String(), want[1]) {
			t.Errorf("%s: %s", lang, out.String())
		}
	}
}

func TestComputedYearsAreNeverSilent(t *testing.T) {
	var out, warn strings.Builder
	if err := (&holidaysListCmd{State: "PH", Year: 2029, JSON: true, Lang: "en"}).run(&out, &warn, nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"status":"computed"`) || !strings.Contains(warn.String(), "No list is published") || !strings.Contains(warn.String(), "Eid al-Fitr") {
		t.Errorf("%s\n%s", out.String(), warn.String())
	}
	if err := (&holidaysListCmd{State: "PH", Year: 1950}).run(&out, &warn, nil); err == nil || !strings.Contains(err.Error(), "2019") {
		t.Errorf("%v", err)
	}
	if err := (&holidaysListCmd{State: "XX", Year: 2026}).run(&out, &warn, nil); err == nil {
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

func TestImportedDaysAreLaidOverTheListAndTheDeadline(t *testing.T) {
	overlay := map[string][]workday.Holiday{"RO": {{Date: mustDate(t, "2026-03-10"), Name: "Bridge day", NameFR: "Jour de pont", Status: workday.Official, Source: "HG 1"}}}
	var out, warn strings.Builder
	if err := (&holidaysListCmd{State: "RO", Year: 2026, Lang: "en"}).run(&out, &warn, overlay); err != nil || !strings.Contains(out.String(), "Bridge day") {
		t.Errorf("%v\n%s", err, out.String())
	}
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		overlay map[string][]workday.Holiday
		want    []string
	}{
		{"without imports", nil, []string{"due 2026-03-10", "list of 2026-07-23, without imported days"}},
		{"with a day imported", overlay, []string{"due 2026-03-11", "not counted: 2026-03-10 (Bridge day)", "1 imported days taken into account"}},
	} {
		r, err := book.Deadline(jurisdiction.DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2026-03-03", Overlay: c.overlay})
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		printDeadline(&out, "en", r)
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: %q is not in\n%s", c.name, want, out.String())
			}
		}
	}
}

func TestWithoutADatabaseNoDaysAreImported(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("DATABASE_URL_FILE", "")
	var warn strings.Builder
	if days, err := importedDays(t.Context(), "", "en", &warn); days != nil || err != nil || warn.Len() != 0 {
		t.Errorf("%v, %v, %q", days, err, warn.String())
	}
	if _, err := importedDays(t.Context(), t.TempDir(), "en", &warn); err == nil {
		t.Error("a folder in which nothing runs gives days")
	}
	t.Setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
	if days, err := importedDays(t.Context(), "", "en", &warn); days != nil || err != nil || !strings.Contains(warn.String(), "could not be read") {
		t.Errorf("%v, %v, %q", days, err, warn.String())
	}
}

func mustDate(t *testing.T, s string) workday.Date {
	t.Helper()
	d, err := workday.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
