package jurisdiction

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func simulate(t *testing.T, in ProfileInput, from string) Simulation {
	t.Helper()
	s, err := book(t).Simulate(in, workday.MustDate(from))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func daysOf(s Span) string { return s.Earliest.String() + ".." + s.Latest.String() }

// Worked out by hand on the calendars of part 7 of the dossier.
func TestASimulationCountsEachHopOnItsOwnCalendar(t *testing.T) {
	t.Parallel()
	// Submitted on Monday 2 March 2026, to Romania directly: no paper, no translation.
	s := simulate(t, ProfileInput{State: "RO", Form: mla.FormEIO}, "2026-03-02")
	got := ids(s.Steps, func(x SimulatedStep) string { return x.Kind + "/" + x.Hop + " " + x.Calendar + " " + daysOf(x.Done) })
	want := strings.Join([]string{
		"approve/ FR 2026-03-04..2026-03-05",           // two to three working days
		"hop/court_registry FR 2026-03-05..2026-03-10", // one to three more, over a weekend at most
		"answer/ro_executing RO 2026-05-04..2026-08-07",
	}, " ")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if daysOf(s.SentAbroad) != "2026-03-05..2026-03-10" || daysOf(s.Received) != daysOf(s.SentAbroad) || !s.Estimate {
		t.Errorf("sent %s, received %s", daysOf(s.SentAbroad), daysOf(s.Received))
	}
}

func TestHolidaysAheadAreNamed(t *testing.T) {
	t.Parallel()
	names := func(s Simulation) string {
		var out []string
		for _, st := range s.Steps {
			for _, c := range st.Crosses {
				out = append(out, c.State+" "+c.Date.String()+" "+c.Name.EN)
			}
		}
		return strings.Join(out, "\n")
	}
	for _, tc := range []struct {
		name, state, from, want string
		form                    mla.Form
		channel                 string
	}{
		{"Holy Week in Manila", "PH", "2026-02-02", "PH 2026-04-02 Maundy Thursday", mla.FormBudapest31, "budapest"},
		{"Lao New Year in Vientiane", "LA", "2026-01-05", "LA 2026-04-14 Lao New Year's Day", mla.FormMLA, "formal"},
		{"Diwali in New Delhi", "IN", "2026-08-03", "IN 2026-11-08 Diwali", mla.FormMLA, "formal"},
		{"Orthodox Easter in Bucharest", "RO", "2026-03-02", "RO 2026-04-10 Orthodox Good Friday", mla.FormEIO, "eio"},
		{"15 August in Paris", "PH", "2025-08-11", "FR 2025-08-15 Assumption Day", mla.FormMLA, "formal"},
	} {
		if got := names(simulate(t, ProfileInput{State: tc.state, Form: tc.form, Channel: tc.channel}, tc.from)); !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q is not among\n%s", tc.name, tc.want, got)
		}
	}
	early := simulate(t, ProfileInput{State: "PH", Form: mla.FormBudapest29, Channel: "preserve", Measures: []string{"preservation"}}, "2026-02-02")
	if got := names(early); strings.Contains(got, "Maundy") {
		t.Errorf("a preservation of February does not wait for Holy Week: %s", got)
	}
	diwali := simulate(t, ProfileInput{State: "IN", Form: mla.FormMLA, Channel: "formal"}, "2026-08-03")
	for _, st := range diwali.Steps {
		for _, c := range st.Crosses {
			if strings.HasPrefix(c.Name.EN, "Diwali") && c.Date == workday.MustDate("2026-11-08") && !c.Weekend {
				t.Error("Diwali 2026 is a Sunday")
			}
		}
	}
}

func TestAHolidayMovesTheEstimate(t *testing.T) {
	t.Parallel()
	p := profile(t, ProfileInput{State: "PH", Form: mla.FormBudapest31, Channel: "budapest"})
	run := func(p mla.Profile) Simulation {
		s, err := Simulate(SimulateInput{Profile: p, From: workday.MustDate("2026-02-02")})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := run(p)
	receiver := before.Steps[len(before.Steps)-2]
	p.AbroadCalendar = p.AbroadCalendar.With(workday.Holiday{Date: receiver.Done.Latest, Name: "Special day", Status: workday.Official})
	after := run(p)
	if !after.Received.Latest.After(before.Received.Latest) {
		t.Errorf("a day off at the end moves the arrival: %s, then %s", daysOf(before.Received), daysOf(after.Received))
	}
	if daysOf(after.SentAbroad) != daysOf(before.SentAbroad) {
		t.Error("a holiday abroad does not delay Paris")
	}
}

func TestTranslationTakesItsTime(t *testing.T) {
	t.Parallel()
	kinds := func(s Simulation) string { return ids(s.Steps, func(x SimulatedStep) string { return x.Kind }) }
	lao := simulate(t, ProfileInput{State: "LA", Form: mla.FormMLA}, "2026-02-02")
	i := slices.IndexFunc(lao.Steps, func(x SimulatedStep) bool { return x.Kind == "translate" })
	if i < 0 || lao.Steps[i].Max != 20 || lao.Steps[i].Min != 10 {
		t.Errorf("into Lao: ten to twenty working days: %+v", lao.Steps)
	}
	if got := kinds(simulate(t, ProfileInput{State: "RO", Form: mla.FormEIO}, "2026-02-02")); strings.Contains(got, "translate") {
		t.Errorf("Romania takes French: %s", got)
	}
	if got := kinds(simulate(t, ProfileInput{State: "RO", Form: mla.FormEIO, TranslateTo: "ro"}, "2026-02-02")); !strings.Contains(got, "translate") {
		t.Errorf("unless Romanian is wanted: %s", got)
	}
}

func TestAPreservationThatLapsesBeforeTheRequestArrivesIsTold(t *testing.T) {
	t.Parallel()
	p := profile(t, ProfileInput{State: "PH", Form: mla.FormBudapest31, Channel: "budapest"})
	for _, tc := range []struct{ name, lapses, want string }{
		{"it lapses before the earliest arrival", "2026-02-10", LapseCertain},
		{"it lapses within the range", "2026-04-15", LapsePossible},
		{"it outlives the range", "2026-12-31", LapseNone},
	} {
		s, err := Simulate(SimulateInput{Profile: p, From: workday.MustDate("2026-02-02"), Lapses: workday.MustDate(tc.lapses)})
		if err != nil || s.LapseRisk != tc.want {
			t.Errorf("%s: %s, received %s, %v", tc.name, s.LapseRisk, daysOf(s.Received), err)
		}
	}
	ph := simulate(t, ProfileInput{State: "PH", Form: mla.FormBudapest29, Measures: []string{"preservation"}}, "2026-02-02")
	if ph.FollowUp.Latest.IsZero() || ph.LapseRisk != LapsePossible || ph.Answered.Earliest.AddDays(60) != ph.Lapse.Earliest {
		t.Errorf("sixty days from the preservation, against the art. 31 request: %+v", ph)
	}
	ro := simulate(t, ProfileInput{State: "RO", Form: mla.FormBudapest29, Measures: []string{"preservation"}}, "2026-02-02")
	if ro.LapseRisk != LapseNone {
		t.Errorf("a direct EIO arrives in time: %s against %s", daysOf(ro.FollowUp), daysOf(ro.Lapse))
	}
	if s, _ := Simulate(SimulateInput{Profile: p, From: workday.MustDate("2026-02-02")}); s.LapseRisk != "" {
		t.Error("no preservation, no risk")
	}
}

func TestSimulationsStayInOrder(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, s := range b.States() {
		for _, c := range s.Channels("") {
			for _, f := range c.Forms {
				sim := simulate(t, ProfileInput{State: s.Code(), Form: f, Channel: c.ID}, "2026-11-25")
				last := Span{sim.From, sim.From}
				for _, st := range sim.Steps {
					if st.Done.Earliest.Before(last.Earliest) || st.Done.Latest.Before(last.Latest) || st.Done.Latest.Before(st.Done.Earliest) || st.Min > st.Max || st.Source.Mark == "" {
						t.Errorf("%s %s %s: %+v after %s", s.Code(), c.ID, f, st, daysOf(last))
					}
					last = st.Done
				}
				if sim.Answered.Latest.IsZero() {
					t.Errorf("%s %s %s: no answer", s.Code(), c.ID, f)
				}
			}
		}
	}
	if s := simulate(t, ProfileInput{State: "LA", Form: mla.FormMLA}, "2026-11-25"); !slices.Contains(s.Warnings, "beyond_calendar") {
		t.Errorf("an answer of 2029 lies beyond the calendars: %v", s.Warnings)
	}
	if s := simulate(t, ProfileInput{State: "RO", Form: mla.FormEIO}, "2026-11-25"); slices.Contains(s.Warnings, "beyond_calendar") {
		t.Error("an answer of 2027 does not")
	}
	_, err := b.Simulate(ProfileInput{State: "RO", Form: mla.FormEIO}, workday.Date{})
	refused(t, err, mla.CodeRequired, "from")
}

// TestTheFollowUpCountsImportedDays holds that the request after a preservation
// is estimated by the same calendars as the preservation itself.
func TestTheFollowUpCountsImportedDays(t *testing.T) {
	t.Parallel()
	in := ProfileInput{State: "PH", Form: mla.FormBudapest29, Measures: []string{"preservation"}}
	before := simulate(t, in, "2026-02-02")
	in.Overlay = map[string][]workday.Holiday{"FR": {
		{Date: workday.MustDate("2026-02-05"), Name: "Day off", NameFR: "Jour chômé", Status: workday.Official},
	}}
	after := simulate(t, in, "2026-02-02")
	if after.FollowUp.Earliest.Compare(before.FollowUp.Earliest) <= 0 {
		t.Errorf("a day off in Paris delays the request that follows: %s, before %s", daysOf(after.FollowUp), daysOf(before.FollowUp))
	}
}
