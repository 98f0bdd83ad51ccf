package jurisdiction

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/workday"
)

var threeForms = map[string]string{
	"days.csv": "state,date,name_fr,name_en,kind,proclamation\n" +
		"PH,2026-11-27,Jour chômé spécial,Special non-working day,added,1300/2026\n" +
		"PH,2027-03-09,Aïd el-Fitr,Eid al-Fitr,corrected,1350/2027\n" +
		"PH,2027-05-16,,,removed,1350/2027\n",
	"days.yaml": `
holidays:
  - {state: PH, date: 2026-11-27, fr: Jour chômé spécial, en: Special non-working day, kind: added, proclamation: 1300/2026}
  - state: PH
    date: 2027-03-09
    name_fr: Aïd el-Fitr
    name_en: Eid al-Fitr
    kind: corrected
    proclamation: 1350/2027
  - {state: ph, date: 2027-05-16, kind: removed, proclamation: 1350/2027}
`,
	"days.json": `[
  {"state": "PH", "date": "2026-11-27", "name_fr": "Jour chômé spécial", "name_en": "Special non-working day", "kind": "added", "proclamation": "1300/2026"},
  {"state": "PH", "date": "2027-03-09", "name_fr": "Aïd el-Fitr", "name_en": "Eid al-Fitr", "kind": "corrected", "proclamation": "1350/2027"},
  {"state": "PH", "date": "2027-05-16", "kind": "removed", "proclamation": "1350/2027"}
]`,
	"semicolons.csv": "\xef\xbb\xbfstate;date;name_fr;name_en;kind;proclamation\r\n" +
		"PH;2026-11-27;Jour chômé spécial;Special non-working day;added;1300/2026\r\n" +
		"PH;2027-03-09;Aïd el-Fitr;Eid al-Fitr;corrected;1350/2027\r\n" +
		"PH;2027-05-16;;;removed;1350/2027\r\n",
}

func TestAnImportIsReadFromEveryForm(t *testing.T) {
	want := []workday.Holiday{
		{Date: workday.MustDate("2026-11-27"), Name: "Special non-working day", NameFR: "Jour chômé spécial", Status: workday.Official, Source: "1300/2026"},
		{Date: workday.MustDate("2027-03-09"), Name: "Eid al-Fitr", NameFR: "Aïd el-Fitr", Status: workday.Official, Source: "1350/2027"},
		{Date: workday.MustDate("2027-05-16"), Status: workday.Withdrawn, Source: "1350/2027"},
	}
	b := book(t)
	for name, text := range threeForms {
		changes := ReadHolidays(name, []byte(text))
		if faults := b.CheckHolidays(changes, nil); len(faults) != 0 {
			t.Errorf("%s: %+v", name, faults)
		}
		overlay := Overlay(changes)
		if diff := cmp.Diff(map[string][]workday.Holiday{"PH": want}, overlay); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		// Imported again it is sound, and means the same.
		if faults := b.CheckHolidays(changes, overlay); len(faults) != 0 {
			t.Errorf("%s again: %+v", name, faults)
		}
	}
}

// faultsOf are the defects of an import as "line code field".
func faultsOf(b *Book, name, text string) string {
	var out []string
	for _, f := range b.CheckHolidays(ReadHolidays(name, []byte(text)), nil) {
		out = append(out, fmt.Sprintf("%d %s %s", f.Line, f.Err.Code, f.Err.Field))
	}
	return strings.Join(out, "\n")
}

func TestEveryFaultOfAnImportIsReportedWithItsLine(t *testing.T) {
	csv := "state,date,name_fr,name_en,kind,proclamation\n" + // 1
		"XX,2026-11-27,a,b,added,1\n" + // 2
		"PH,2026-02-30,a,b,added,1\n" + // 3
		"PH,2026-12-25,a,b,added,1\n" + // 4 Christmas
		"PH,2026-11-26,,b,added,1\n" + // 5
		"PH,2026-11-25,a,b,moved,1\n" + // 6
		"PH,2026-11-24,a,b,added,\n" + // 7
		"PH,2026-11-23,a,b\n" + // 8
		"PH,2026-11-20,,,removed,1\n" + // 9
		"PH,2026-11-24,a,b,added,1\n" + // 10, as line 7
		",,,,,\n" + // 11
		"FR,2026-11-24,a,b,added,1\n" // 12, sound
	want := `2 unknown_state state
3 invalid_date date
4 day_known date
5 required name_fr
6 unknown_value kind
7 required proclamation
8 unreadable_line 
9 day_unknown date
10 day_twice date
11 required state
11 required date
11 required kind
11 required proclamation`
	if diff := cmp.Diff(want, faultsOf(book(t), "x.csv", csv)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct{ name, file, text, want string }{
		{"an empty file", "x.yaml", "", "1 required date"},
		{"an empty CSV", "x.csv", "", "1 required date"},
		{"broken YAML", "x.yaml", "holidays:\n  - {state: PH\n    date: [\n", "2 unreadable_line "},
		{"no list", "x.yaml", "state: PH\n", "1 unreadable_line "},
		{"a list of words", "x.yaml", "- PH\n- RO\n", "1 unreadable_line \n2 unreadable_line "},
		{"an unknown key", "x.yaml", "- state: PH\n  dat: 2026-11-27\n", "2 unknown_field dat"},
		{"an unknown column", "x.csv", "state,day\nPH,2026-11-27\n", "1 unknown_field day"},
		{"a column is missing", "x.csv", "state,date,name_fr,name_en,kind\n", "1 unreadable_line "},
		{"a quote is open", "x.csv", "state,date,name_fr,name_en,kind,proclamation\nPH,2026-11-27,\"a,b,added,1\n", "2 unreadable_line "},
		{"a year out of reach", "x.json", `[{"state":"PH","date":"1850-01-01","name_fr":"a","name_en":"b","kind":"added","proclamation":"1"}]`, "1 invalid_date date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := faultsOf(book(t), c.file, c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestALongOrControlledNameIsRefused(t *testing.T) {
	long := strings.Repeat("x", 81)
	text := "- {state: PH, date: 2026-11-27, fr: " + long + `, en: "a\u0007b", kind: added, proclamation: 1}`
	if got := faultsOf(book(t), "x.yaml", text); got != "1 too_long name_fr\n1 unknown_value name_en" {
		t.Errorf("%q", got)
	}
}

func TestALengthIsCountedInLetters(t *testing.T) {
	text := "- {state: PH, date: 2026-11-27, fr: " + strings.Repeat("é", 80) + `, en: b, kind: added, proclamation: 1}`
	if got := faultsOf(book(t), "x.yaml", text); got != "" {
		t.Errorf("%q", got)
	}
}

func TestWhatStandsTwiceInAnImportIsRefused(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"a key", "x.yaml", "- {state: PH, date: 2026-11-27, date: 2026-11-30, fr: a, en: b, kind: added, proclamation: 1}", "1 unreadable_line "},
		{"a name under both keys", "x.yaml", "- {state: PH, date: 2026-11-27, fr: a, name_fr: c, en: b, kind: added, proclamation: 1}", "1 unreadable_line "},
		{"a column", "x.csv", "state,date,date,name_fr,name_en,kind,proclamation\n", "1 unreadable_line "},
		{"a document", "x.yaml", "- {state: PH, date: 2026-11-27, fr: a, en: b, kind: added, proclamation: 1}\n---\n- {}\n", "2 unreadable_line "},
	} {
		if got := faultsOf(book(t), c.file, c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
