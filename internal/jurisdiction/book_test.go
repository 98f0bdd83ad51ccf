package jurisdiction

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func book(t *testing.T) *Book {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// edited is the shipped data with one replacement in one file.
func edited(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	root, _ := fs.Sub(embedded, "data")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, path)
		out[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(out[file].Data); strings.Contains(text, old) {
		out[file].Data = []byte(strings.Replace(text, old, new, 1))
		return out
	}
	t.Fatalf("%s does not hold %q", file, old)
	return nil
}

func TestLoaderRefuses(t *testing.T) {
	const bepi = `en: "Office for international mutual assistance in criminal matters (BEPI), Ministry of Justice", mark: sourced, src: S1}`
	for _, c := range []struct{ name, file, old, new, want string }{
		{"a holder without mark", "fr.yaml", bepi, strings.Replace(bepi, ", mark: sourced, src: S1", "", 1), "fr.yaml:12: authorities[2](bepi): no mark"},
		{"a sourced fact without source", "fr.yaml", bepi, strings.Replace(bepi, ", src: S1", "", 1), "fr.yaml:12: authorities[2](bepi): sourced without src"},
		{"an unknown source", "fr.yaml", bepi, strings.Replace(bepi, "S1}", "S999}", 1), `fr.yaml:12: authorities[2](bepi).src: unknown source "S999"`},
		{"an unknown mark", "fr.yaml", bepi, strings.Replace(bepi, "sourced", "certain", 1), `fr.yaml:12: authorities[2](bepi).mark: unknown mark "certain"`},
		{"one mark for a whole file", "ph.yaml", "code: PH", "code: PH\nmark: design", "ph.yaml:5: mark: a mark at the head"},
		{"a hop without mark", "ph.yaml", "role: transmit, least: 1, expected: 3, mark: design}", "role: transmit, least: 1, expected: 3}", ": channels[0](budapest).hops[0]: no mark"},
		{"a zone without mark", "ph.yaml", "{id: Asia/Manila, mark: design}", "{id: Asia/Manila}", "ph.yaml:6: zone.id: no mark"},
		{"a holiday without mark", "calendars/ro.yaml", `status: official, mark: sourced, src: S77}`, "status: official}", ": holidays[0]: no mark"},
		{"a cited article without mark", "ladders.yaml", `text: "Directive 2014/41/UE, art. 16(1)", mark: memory}`, `text: "Directive 2014/41/UE, art. 16(1)"}`, ": ladders.eio_ack[1](r2).cites[0]: no mark"},
		{"an unknown field", "in.yaml", "code: IN", "code: IN\nmottoes: x", `in.yaml:5: mottoes: unknown key "mottoes"`},
		{"an unknown zone", "la.yaml", "Asia/Vientiane", "Asia/Atlantis", `la.yaml:6: zone.id: unknown zone "Asia/Atlantis"`},
		{"a hop held by nobody known", "ph.yaml", "at: ph_doj_ooc", "at: ph_nobody", `: channels[0](budapest).hops[3].at: unknown authority "ph_nobody"`},
		{"a clock with an unknown trigger", "clocks.yaml", "starts_on: received", "starts_on: recieved", `: clocks[0](EIO_ACK).starts_on: unknown trigger "recieved"`},
		{"a clock with an unknown ladder", "clocks.yaml", "ladder: eio_ack", "ladder: eio_nack", `: clocks[0](EIO_ACK).ladder: unknown ladder "eio_nack"`},
		{"a treaty minimum that rolls over", "clocks.yaml", "rule: {amount: 60, unit: days, roll_over: none", "rule: {amount: 60, unit: days, roll_over: cpp_801", ": clocks[11](BUD_PRESERVE_INT).rule.roll_over: what lapses never rolls over"},
		{"a rung without action", "ladders.yaml", "action: remind", "action: nag", `unknown action "nag"`},
		{"a double holiday", "calendars/fr.yaml", "2025-04-21", "2025-01-01", ": holidays[1].date: 2025-01-01 is out of order or double"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(edited(t, c.file, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestZonesMatchTheirChanges(t *testing.T) {
	b := book(t)
	for name, changes := range map[string]int{"Europe/Paris": 27, "Europe/Bucharest": 27, "Asia/Manila": 1, "Asia/Kolkata": 1, "Asia/Vientiane": 1} {
		z, err := b.Zone(name)
		if err != nil || len(z.Transitions) != changes || !z.Transitions[0].From.IsZero() {
			t.Errorf("%s: %d transitions, %v", name, len(z.Transitions), err)
		}
	}
	z, _ := b.Zone("Europe/Paris")
	if got := z.Midnight(workday.MustDate("2026-07-14")).Format("2006-01-02T15:04Z07:00"); got != "2026-07-13T22:00Z" {
		t.Errorf("Paris on 14 July: %s", got)
	}
	if z, _ := b.Zone("Asia/Kolkata"); z.Transitions[0].OffsetSeconds != 19800 {
		t.Errorf("Kolkata: %+v", z)
	}
	for _, bad := range []string{"", "Local", "Europe/Atlantis", "../etc/passwd"} {
		refused(t, func() error { _, err := b.Zone(bad); return err }(), "unknown_zone", "zone")
	}
}

func TestHolidays(t *testing.T) {
	b := book(t)
	count := map[string][3]int{"FR": {11, 11, 11}, "PH": {22, 20, 18}, "RO": {17, 16, 17}, "IN": {17, 18, 18}, "LA": {8, 8, 8}}
	for state, years := range count {
		for i, want := range years {
			days, err := b.Holidays(state, 2025+i)
			if err != nil || len(days) != want {
				t.Errorf("%s %d: %d holidays, want %d, %v", state, 2025+i, len(days), want, err)
			}
		}
	}
	eid, ok := b.Calendar("PH").Holiday(workday.MustDate("2027-03-09"))
	if !ok || eid.Status != workday.Estimated {
		t.Errorf("an unproclaimed Eid is estimated, got %+v", eid)
	}
	_, err := b.Holidays("PH", 1998)
	refused(t, err, "year_not_covered", "year")
	_, err = b.Holidays("XX", 2026)
	refused(t, err, "unknown_state", "state")
}

func TestStates(t *testing.T) {
	b := book(t)
	var codes []string
	for _, s := range b.States() {
		codes = append(codes, s.Code())
		if len(s.Forms()) == 0 || len(s.Channels("")) == 0 || !bilingual(s.Name()) {
			t.Errorf("%s is incomplete", s.Code())
		}
	}
	if diff := cmp.Diff([]string{"PH", "RO", "IN", "LA"}, codes); diff != "" {
		t.Error(diff)
	}
	if b.Home().Code() != "FR" || b.Version() == "" || b.CheckedOn().IsZero() {
		t.Error("the head of the book is incomplete")
	}
}

func TestMeasuresOfAllFourStates(t *testing.T) {
	b := book(t)
	for _, s := range b.States() {
		noted := 0
		for _, m := range b.Measures(s.Code()) {
			if m.Source.Mark == "" || !bilingual(m.Name) || len(m.Fields) == 0 {
				t.Errorf("%s: %s is incomplete", s.Code(), m.ID)
			}
			if m.Note != (mla.Text{}) {
				noted++
			}
		}
		if noted < 10 {
			t.Errorf("%s has notes for %d measures only", s.Code(), noted)
		}
	}
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	var e *mla.Error
	if !errors.As(err, &e) || e.Code != code || e.Field != field {
		t.Errorf("got %v, want %s on %s", err, code, field)
	}
}
