package jurisdiction

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func stateOf(t *testing.T, code string) *State {
	t.Helper()
	s, err := book(t).State(code)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// leaf refuses a line that a page would show without its mark or in one language.
func leaf(t *testing.T, where string, text mla.Text, s mla.Source) {
	t.Helper()
	if !slices.Contains([]mla.Mark{mla.Sourced, mla.Memory, mla.Design}, s.Mark) || s.Mark == mla.Sourced && s.Ref == "" || s.CheckedOn.IsZero() {
		t.Errorf("%s: %q has the mark %+v", where, text.FR, s)
	}
	if !bilingual(text) {
		t.Errorf("%s: %+v lacks a language", where, text)
	}
}

func TestEveryLineOfACountryPageCarriesItsMark(t *testing.T) {
	t.Parallel()
	for _, s := range book(t).States() {
		for _, b := range s.Basis() {
			leaf(t, "basis "+b.ID, b.Name, b.Source)
			for _, a := range b.Articles {
				leaf(t, "articles "+b.ID, b.Name, a.Source)
			}
		}
		roles := map[string]bool{}
		for _, a := range s.Authorities() {
			leaf(t, "authority "+a.ID, a.Name, a.Source)
			roles[a.Role] = true
		}
		for _, want := range []string{"fiu", "child_protection", "specialised_police", "french_relay", "directory", "ncb"} {
			if !roles[want] {
				t.Errorf("%s has no authority of role %s", s.Code(), want)
			}
		}
		for _, r := range s.Routes() {
			leaf(t, "channel "+r.ID, r.Name, r.Source)
			for _, h := range r.Hops {
				leaf(t, "hop "+h.ID, h.Actor, h.Source)
				leaf(t, "days "+h.ID, h.Actor, h.DaysSource)
			}
		}
		for _, c := range s.ClocksOf() {
			leaf(t, "clock "+c.ID, c.Name, c.Source)
			if c.Active == bilingual(c.Inactive) {
				t.Errorf("%s: %s is inactive without a reason, or active with one", s.Code(), c.ID)
			}
		}
		for _, g := range s.Refusals() {
			for _, e := range g.Entries {
				leaf(t, "refusal "+g.ID, g.Name, e.Source)
			}
		}
		for _, topic := range noteTopics {
			notes := s.Notes(topic)
			if len(notes) == 0 {
				t.Errorf("%s has no note on %s", s.Code(), topic)
			}
			for _, n := range notes {
				leaf(t, "note "+n.ID, n.Text, n.Source)
			}
		}
		for _, q := range s.Questions() {
			leaf(t, "question "+q.ID, q.Text, q.Source)
		}
		if len(s.Offences()) == 0 || len(s.Questions()) < 4 {
			t.Errorf("%s: %d offences, %d questions", s.Code(), len(s.Offences()), len(s.Questions()))
		}
	}
}

// The table of dossier 4.4, read from the State's side.
func TestRefusalsFollowTheBasesOfTheState(t *testing.T) {
	t.Parallel()
	effect := func(state, ground, instrument string) (out []string) {
		for _, g := range stateOf(t, state).Refusals() {
			for _, e := range g.Entries {
				if g.ID == ground && e.Instrument == instrument {
					out = append(out, e.Effect+" "+e.Article)
				}
			}
		}
		return out
	}
	for _, c := range []struct {
		name, state, ground, instrument string
		want                            []string
	}{
		{"Romania may refuse an EIO for want of dual criminality", "RO", "dual_criminality", "EIO", []string{"refuse 11(1)(g)"}},
		{"preservation needs no dual criminality", "PH", "dual_criminality", "ETS185", []string{"refuse 25(5)", "none 29(3) et (4)"}},
		{"the treaty with India does not require it", "IN", "dual_criminality", "FR_IN_1998", []string{"none "}},
		{"India is no party to Budapest", "IN", "dual_criminality", "ETS185", nil},
		{"the Philippine guide knows de minimis", "PH", "de_minimis", "", []string{"refuse "}},
		{"a rule of the Philippine guide is not Laos's", "LA", "de_minimis", "", nil},
		{"bank secrecy is no ground in Romania", "RO", "bank_secrecy", "", []string{"none "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := effect(c.state, c.ground, c.instrument); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestInactiveClocksAreShownLastWithTheirReason(t *testing.T) {
	t.Parallel()
	clocks := stateOf(t, "PH").ClocksOf()
	first := slices.IndexFunc(clocks, func(c ClockOf) bool { return !c.Active })
	if first < 1 || slices.ContainsFunc(clocks[first:], func(c ClockOf) bool { return c.Active }) {
		t.Fatalf("the inactive clocks are not last: %d", first)
	}
	if slices.ContainsFunc(stateOf(t, "IN").ClocksOf(), func(c ClockOf) bool { return c.ID == "BUD_PRESERVE_INT" || c.ID == "EIO_ACK" }) {
		t.Error("India shows a clock of a channel that it has not")
	}
}

func TestHolidaysAheadStayWithinTheirMonths(t *testing.T) {
	t.Parallel()
	from := workday.MustDate("2026-11-23")
	years := func(year int) (HolidayList, error) {
		return book(t).HolidayYear("PH", year, workday.Holiday{
			Date: workday.MustDate("2026-12-10"), Name: "Extra day", NameFR: "Jour ajouté", Status: workday.Official, Source: "Proclamation 9"})
	}
	days, to := stateOf(t, "PH").HolidaysAhead(from, 12, years)
	if len(days) == 0 || days[0].Date.Before(from) || !days[len(days)-1].Date.Before(workday.MustDate("2027-11-23")) || to != workday.MustDate("2027-12-31") {
		t.Fatalf("%v until %s", days, to)
	}
	if !slices.ContainsFunc(days, func(h HolidayAhead) bool { return h.Status == workday.Estimated }) {
		t.Error("no estimated day, though 2027 is not proclaimed")
	}
	if i := slices.IndexFunc(days, func(h HolidayAhead) bool { return h.Name.EN == "Extra day" }); i < 0 || days[i].Source.Ref != "Proclamation 9" {
		t.Error("an imported day is not ahead, or has lost its proclamation")
	}
}

func TestCountryFilesRefuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, old, new, want string }{
		{"a ground under an unknown instrument", "refusals.yaml", "{instrument: FR_IN_1998", "{instrument: FR_IN_1989", `unknown instrument "FR_IN_1989"`},
		{"a ground in an unknown State", "refusals.yaml", "{state: PH, effect", "{state: PX, effect", `unknown State "PX"`},
		{"a ground of nobody", "refusals.yaml", "{state: PH, effect", "{effect", "neither an instrument nor a State"},
		{"an unknown effect", "refusals.yaml", "effect: postpone", "effect: delay", `effect: unknown effect "delay"`},
		{"a ground without mark", "refusals.yaml", `article: "27(4)(b)", mark: memory}`, `article: "27(4)(b)"}`, "refusals.yaml:13: grounds[0](sovereignty).entries[0]: no mark"},
		{"a question about an unknown State", "questions.yaml", "states: [IN]", "states: [IM]", `unknown State "IM"`},
		{"a question that nobody owns", "questions.yaml", "owner: bepi", "owner: someone", `owner: unknown owner "someone"`},
		{"a question asked twice", "questions.yaml", "id: Q2,", "id: Q1,", `"Q1" stands twice`},
		{"a contact of an unknown role", "contacts.yaml", "role: fiu", "role: fui", `role: unknown role "fui"`},
		{"a note of an unknown topic", "notes.yaml", "topic: practice", "topic: practise", `topic: unknown topic "practise"`},
		{"a note without English", "notes.yaml", `en: "Death penalty abolished."`, `en: ""`, "French and English are needed"},
		{"a note with an unknown source", "notes.yaml", "src: S43", "src: S434", `unknown source "S434"`},
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

func TestAllFaultsOfCountryFilesAreNamedAtOnce(t *testing.T) {
	t.Parallel()
	data := fstest.MapFS{}
	root, err := fs.Sub(embedded, "data")
	if err != nil {
		t.Fatal(err)
	}
	for file, edit := range map[string][2]string{"questions.yaml": {"owner: bepi", "owner: x"}, "contacts.yaml": {"role: fiu", "role: fui"}} {
		text, err := fs.ReadFile(edited(t, file, edit[0], edit[1]), file)
		if err != nil {
			t.Fatal(err)
		}
		data[file] = &fstest.MapFile{Data: text}
	}
	_, err = read(layered{over: data, under: root})
	if err == nil || !strings.Contains(err.Error(), "questions.yaml") || !strings.Contains(err.Error(), "contacts.yaml") {
		t.Errorf("only %v", err)
	}
}
