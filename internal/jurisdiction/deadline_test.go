package jurisdiction

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// registry is dossier 4.1; every id must be in the data.
var registry = strings.Fields(`EIO_ACK EIO_ACK_FWD EIO_DECISION EIO_DECISION_EXT EIO_EXEC EIO_TOTAL_FR EIO_PROVISIONAL
	EIO_SHORTER EIO_INFO EIO_INTERCEPT_NOTIF BUD_PRESERVE_DOM BUD_PRESERVE_INT BUD_MLA_FOLLOWUP BUD_30_31 AP2_ART7
	AP2_ART8_SERVE AP2_ART8_SUB AP2_ART8_TRAF AP2_EMERG EPOC EPOC_PR PH_RETAIN PH_PRESERVE_CONTENT PH_DISCLOSE PH_DEPOSIT
	PH_WARRANT IN_MHA_WC IN_MLA LA_MLA UNTOC_18 OPSC_6 INTERPOL_24_7`)

func TestTheWholeRegistryIsThere(t *testing.T) {
	b := book(t)
	for _, id := range registry {
		c, err := b.Clock(id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if inactive := strings.HasPrefix(id, "AP2_"); c.Active == inactive || inactive && !bilingual(c.InactiveWhy) {
			t.Errorf("%s: active %v because %q", id, c.Active, c.InactiveWhy.EN)
		}
	}
	_, err := b.Clock("NO_CLOCK")
	refused(t, err, "unknown_clock", "clock")
}

func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ state, clock, from, due string }{
		{"RO", "EIO_ACK", "2026-03-03", "2026-03-10"},
		{"RO", "EIO_ACK", "2026-04-03", "2026-04-14"}, // Orthodox Good Friday to Easter Monday
		{"RO", "EIO_DECISION", "2026-03-03", "2026-04-02"},
		{"RO", "EIO_DECISION", "2026-05-02", "2026-06-02"}, // Pentecost Monday and Children's Day
		{"RO", "EIO_EXEC", "2026-04-02", "2026-07-01"},
		{"RO", "EIO_TOTAL_FR", "2026-03-03", "2026-07-03"},
		{"RO", "EIO_PROVISIONAL", "2026-03-06T15:20:00+02:00", "2026-03-07T16:00:00+02:00"},
		{"RO", "EIO_INTERCEPT_NOTIF", "2026-04-09T10:00:00+03:00", "2026-04-13T11:00:00+03:00"},
		{"PH", "BUD_PRESERVE_INT", "2026-03-03", "2026-05-02"}, // a Saturday, and it stays
		{"PH", "PH_RETAIN", "2026-08-31", "2027-02-28"},
		{"PH", "PH_DISCLOSE", "2026-04-02T09:00:00+08:00", "2026-04-05T09:00:00+08:00"}, // Holy Week
		{"IN", "IN_MHA_WC", "2026-10-12", "2026-10-27"},                                 // Dussehra
		{"PH", "APPROVE_DUTY", "2026-05-06", "2026-05-12"},                              // Victory Day, weekend
		{"ro", "ap2_art8_sub", "2026-03-03", "2026-03-23"},
	} {
		t.Run(c.state+" "+c.clock+" "+c.from, func(t *testing.T) {
			got, err := book(t).Deadline(DeadlineInput{State: c.state, Clock: c.clock, From: c.from})
			if err != nil {
				t.Fatal(err)
			}
			if got.Due != c.due {
				t.Errorf("due %s, want %s; skipped %v", got.Due, c.due, got.Skipped)
			}
			if got.Basis == "" || got.Mark == "" || got.Zone == "" || got.AsOf == "" {
				t.Errorf("basis, mark, zone or calendar is missing: %+v", got)
			}
		})
	}
}

func TestALapseSaysUntilWhenToAct(t *testing.T) {
	got, err := book(t).Deadline(DeadlineInput{State: "PH", Clock: "BUD_PRESERVE_INT", From: "2026-03-03"})
	if err != nil {
		t.Fatal(err)
	}
	// Saturday 2 May; 1 May is a holiday here and there.
	if got.ActBefore != workday.MustDate("2026-04-30") || got.NextWorking != workday.MustDate("2026-05-04") || got.RollOver != workday.NoRoll {
		t.Errorf("act before %s, next working %s, %s", got.ActBefore, got.NextWorking, got.RollOver)
	}
}

func TestInactiveLawIsComputedAndFlagged(t *testing.T) {
	got, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: "AP2_ART7", From: "2026-03-03"})
	if err != nil || got.Active || got.Due == "" || !strings.Contains(got.Note.EN, "not in force") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnImportedDayMovesADeadline(t *testing.T) {
	in := DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2026-03-03"}
	in.Overlay = map[string][]workday.Holiday{"RO": {{Date: workday.MustDate("2026-03-10"), Name: "Day of mourning", Status: workday.Official}}}
	got, err := book(t).Deadline(in)
	if err != nil || got.Due != "2026-03-11" || len(got.Skipped) != 1 || got.Skipped[0].Why != "Day of mourning" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDeadlineJSON(t *testing.T) {
	got, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2026-03-03"})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(got)
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	if m["due"] != "2026-03-10" || m["due_instant"] != "2026-03-10T22:00:00Z" || m["active"] != true || m["act_before"] != nil {
		t.Errorf("%s", text)
	}
	if skipped, ok := m["skipped"].([]any); !ok || len(skipped) != 0 {
		t.Errorf("skipped is a list even when empty: %v", m["skipped"])
	}
}

func TestDeadlineRefuses(t *testing.T) {
	for _, c := range []struct {
		name        string
		in          DeadlineInput
		code, field string
	}{
		{"unknown State", DeadlineInput{State: "XX", Clock: "EIO_ACK", From: "2026-03-03"}, "unknown_state", "state"},
		{"unknown clock", DeadlineInput{State: "RO", Clock: "EIO", From: "2026-03-03"}, "unknown_clock", "clock"},
		{"a clock of another State", DeadlineInput{State: "PH", Clock: "EIO_ACK", From: "2026-03-03"}, "clock_not_for_state", "clock"},
		{"an obligation without days", DeadlineInput{State: "RO", Clock: "EIO_INFO", From: "2026-03-03"}, "clock_has_no_period", "clock"},
		{"hours from a date", DeadlineInput{State: "PH", Clock: "PH_DISCLOSE", From: "2026-03-03"}, "instant_needed", "from"},
		{"no date", DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "tomorrow"}, "invalid_date", "from"},
		{"an impossible date", DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2026-02-30"}, "invalid_date", "from"},
		{"unknown zone", DeadlineInput{State: "RO", Clock: "EIO_ACK", From: "2026-03-03", Zone: "Mars/Base"}, "unknown_zone", "zone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := book(t).Deadline(c.in)
			refused(t, err, c.code, c.field)
		})
	}
	_, err := book(t).Deadline(DeadlineInput{State: "PH", Clock: "EIO_ACK", From: "2026-03-03"})
	e, ok := err.(*mla.Error)
	if !ok || e.Args["state"] != "PH" || e.Args["states"] != "RO" || e.Args["clock"] != "EIO_ACK" {
		t.Errorf("the error names both States: %+v", e)
	}
}

func TestEveryPeriodOfTheRegistryComputes(t *testing.T) {
	b := book(t)
	for _, s := range b.States() {
		for _, c := range b.Clocks(s.Code()) {
			if raw, _ := b.rawClock(c.ID); raw.Runs == runsNote || raw.AmountFrom != "" {
				continue
			}
			from := "2026-09-03"
			if c.Rule.Unit == workday.Hours {
				from = "2026-09-03T10:00:00Z"
			}
			if got, err := b.Deadline(DeadlineInput{State: s.Code(), Clock: c.ID, From: from}); err != nil || got.Due <= from[:10] {
				t.Errorf("%s %s: %v, %v", s.Code(), c.ID, got.Due, err)
			}
		}
	}
	if ids := b.Clocks("LA"); slices.ContainsFunc(ids, func(c mla.Clock) bool { return c.ID == "EIO_ACK" }) {
		t.Error("Laos knows no EIO")
	}
}

func TestAClockOutsideItsValidityIsRefusedWithTheAlternative(t *testing.T) {
	for _, c := range []struct{ clock, from, instead string }{
		{"EPOC", "2026-08-17", "EIO_DECISION, EIO_EXEC"},
		{"EPOC_PR", "2026-08-17", "BUD_PRESERVE_INT, EIO_PROVISIONAL"},
		// 23:30 UTC on the 16th is half past two on the 17th in Bucharest.
		{"EPOC_EMERGENCY", "2026-08-16T23:30:00Z", "EIO_PROVISIONAL"},
	} {
		_, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: c.clock, From: c.from})
		refused(t, err, "clock_not_valid_then", "from")
		var e *mla.Error
		if errors.As(err, &e) && (e.Args["validity"] != "2026-08-18/" || e.Args["date"] != "2026-08-17" || e.Args["instead"] != c.instead) {
			t.Errorf("%s: %v", c.clock, e.Args)
		}
	}
	for from, due := range map[string]string{"2026-08-18": "2026-08-28", "2026-08-20": "2026-08-31"} {
		got, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: "EPOC", From: from})
		if err != nil || got.Due != due || got.ValidFrom != workday.MustDate("2026-08-18") || !got.Active {
			t.Errorf("%s: %+v, %v", from, got, err)
		}
	}
	// 22:30 UTC on the 17th is already the 18th in Bucharest.
	got, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: "EPOC_EMERGENCY", From: "2026-08-17T22:30:00Z"})
	if err != nil || got.Due != "2026-08-18T10:00:00+03:00" {
		t.Errorf("%v, %v", got.Due, err)
	}
}

// versioned is the shipped law in which the acknowledgement takes two weeks from 2027 on.
func versioned(t *testing.T) *Book {
	t.Helper()
	files := shippedFiles(t)
	text := string(files["clocks.yaml"].Data)
	start := strings.Index(text, "  - id: EIO_ACK\n")
	end := strings.Index(text, "  - id: EIO_ACK_FWD\n")
	first := text[start:end]
	second := strings.Replace(strings.Replace(first, "amount: 1", "amount: 2", 1), "  - id: EIO_ACK\n", "  - id: EIO_ACK\n    valid_from: 2027-01-01\n", 1)
	first = strings.Replace(first, "  - id: EIO_ACK\n", "  - id: EIO_ACK\n    valid_to: 2026-12-31\n", 1)
	files["clocks.yaml"].Data = []byte(text[:start] + first + second + text[end:])
	b, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheVersionOfTheDayIsTaken(t *testing.T) {
	b := versioned(t)
	for from, due := range map[string]string{"2026-12-31": "2027-01-08", "2027-01-11": "2027-01-25"} {
		if got, err := b.Deadline(DeadlineInput{State: "RO", Clock: "EIO_ACK", From: from}); err != nil || got.Due != due {
			t.Errorf("from %s: due %s, want %s, %v", from, got.Due, due, err)
		}
	}
	for on, amount := range map[string]int{"2026-11-25": 1, "2026-12-31": 1, "2027-01-01": 2, "": 2} {
		in := ProfileInput{State: "RO", Form: mla.FormEIO}
		if on != "" {
			in.On = workday.MustDate(on)
		}
		p, err := b.Profile(in)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, c := range p.Clocks {
			if c.ID == "EIO_ACK" {
				found++
				if c.Rule.Amount != amount {
					t.Errorf("opened on %q: %d weeks, want %d", on, c.Rule.Amount, amount)
				}
			}
		}
		if found != 1 {
			t.Errorf("opened on %q: %d versions of one clock", on, found)
		}
	}
}

// TestFarYearsCountTheDaysThatARuleGives: beyond the years listed and those
// around them, a day that a rule gives is no working day either. Worked by hand:
// 25 December 2034 is a Monday; Orthodox Easter of 2035 is on 29 April.
func TestFarYearsCountTheDaysThatARuleGives(t *testing.T) {
	for _, c := range []struct{ state, clock, from, due, instant string }{
		{"RO", "EIO_ACK", "2034-12-18", "2034-12-27", "2034-12-27T22:00:00Z"},
		{"RO", "EIO_ACK", "2022-12-19", "2022-12-27", "2022-12-27T22:00:00Z"},
		{"RO", "EIO_ACK", "2035-04-20", "2035-05-02", "2035-05-02T21:00:00Z"},
		{"RO", "EIO_ACK", "2023-07-03", "2023-07-10", "2023-07-10T21:00:00Z"}, // summer time before the zones of a profile
		{"RO", "EIO_ACK", "2040-07-03", "2040-07-10", "2040-07-10T21:00:00Z"}, // and after them
	} {
		got, err := book(t).Deadline(DeadlineInput{State: c.state, Clock: c.clock, From: c.from})
		if err != nil || got.Due != c.due || got.DueInstant.Format(time.RFC3339) != c.instant {
			t.Errorf("%s from %s: %s %s %v, want %s %s", c.clock, c.from, got.Due, got.DueInstant, err, c.due, c.instant)
		}
		if !slices.Contains(got.Warnings, workday.WarnCoverage) || got.Missing.FR == "" {
			t.Errorf("%s from %s is certain: %v %v", c.clock, c.from, got.Warnings, got.Missing)
		}
	}
}

func TestADeadlineSaysWhatTheListWaitsFor(t *testing.T) {
	for _, c := range []struct {
		state, clock, from string
		missing, guessed   bool
	}{
		{"PH", "BUD_PRESERVE_INT", "2026-03-03", false, false},
		{"PH", "BUD_PRESERVE_INT", "2027-01-08", true, true},  // lapses on an Eid that is not proclaimed
		{"PH", "BUD_PRESERVE_INT", "2027-01-09", true, true},  // the day before it is that Eid
		{"PH", "BUD_PRESERVE_INT", "2027-02-09", true, false}, // the year waits, no guessed day is near
		{"RO", "EIO_ACK", "2026-03-03", false, false},
		{"PH", "APPROVE_DUTY", "2027-03-03", false, false}, // our own calendar
	} {
		got, err := book(t).Deadline(DeadlineInput{State: c.state, Clock: c.clock, From: c.from})
		if err != nil {
			t.Fatal(err)
		}
		if (got.Missing.EN != "") != c.missing || slices.Contains(got.Warnings, workday.WarnEstimated) != c.guessed {
			t.Errorf("%s from %s: %q, %v", c.clock, c.from, got.Missing.EN, got.Warnings)
		}
	}
}

func TestAStartThatCannotBeReadIsRefusedWithItsCure(t *testing.T) {
	for _, c := range []struct{ clock, from, code string }{
		{"EIO_ACK", "2026-02-31", "invalid_date"},
		{"EIO_ACK", "2026-02-01T10:00:00", "invalid_instant"},
		{"EIO_PROVISIONAL", "yesterday", "invalid_instant"},
		{"EIO_PROVISIONAL", "2026-02-01", "instant_needed"},
		{"EIO_ACK", "0026-02-01", "year_not_covered"},
		{"EIO_ACK", "9999-12-30", "year_not_covered"},
		{"EIO_PROVISIONAL", "9999-12-30T10:00:00Z", "year_not_covered"},
	} {
		_, err := book(t).Deadline(DeadlineInput{State: "RO", Clock: c.clock, From: c.from})
		refused(t, err, c.code, "from")
	}
	_, err := book(t).Deadline(DeadlineInput{State: "IN", Clock: "NOPE", From: "2026-02-01"})
	var e *mla.Error
	if !errors.As(err, &e) || !strings.Contains(e.Args["known"], "IN_MHA_WC") || strings.Contains(e.Args["known"], "EIO_ACK") {
		t.Errorf("%v", err)
	}
}
