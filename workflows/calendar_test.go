package workflows_test

import (
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
	"github.com/rogatory/rogatory/workflows"
	"github.com/rogatory/rogatory/workflows/contract"
)

// TestAProclaimedDayMovesWhatRuns signals an imported holiday twice, as the
// sweep may: the open duty moves once, and the history names the day.
func TestAProclaimedDayMovesWhatRuns(t *testing.T) {
	env, l := newEnv(t)
	p := roProfile(t)
	// Three working days from Monday 2 March 2026 end on Thursday 5.
	off := workday.Holiday{Date: workday.MustDate("2026-03-04"), Name: "Day of mourning", NameFR: "Deuil national", Status: workday.Official, Source: "D-9"}
	cmd := mla.Command{ID: "holidays/i/r1", Actor: mla.Automaton, Body: mla.RefreshCalendar{
		Home: p.HomeCalendar.With(off), Abroad: p.AbroadCalendar, Cause: "i", Days: []mla.CalendarDay{{State: "FR", On: off.Date, Number: "D-9"}},
	}}
	say(t, env, 0, opening())
	say(t, env, time.Hour, submission())
	for range 2 {
		env.RegisterDelayedCallback(func() { env.SignalWorkflow(contract.SignalMachine, cmd) }, 2*time.Hour)
	}
	env.RegisterDelayedCallback(env.CancelWorkflow, 3*time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: p})
	refreshed, moved := 0, 0
	for _, ev := range l.events {
		switch b := ev.Body.(type) {
		case mla.CalendarRefreshed:
			refreshed++
			if len(b.Days) != 1 || b.Days[0].Number != "D-9" || ev.Actor != mla.Automaton {
				t.Errorf("%+v by %+v", b, ev.Actor)
			}
		case mla.ObligationMoved:
			moved++
			if b.Why != "calendar" || b.WasDue != workday.MustDate("2026-03-05") || b.DueDate != workday.MustDate("2026-03-06") {
				t.Errorf("%s from %s to %s because %s", b.ID, b.WasDue, b.DueDate, b.Why)
			}
		}
	}
	if refreshed != 1 || moved != 1 {
		t.Errorf("refreshed %d times, moved %d, want once each", refreshed, moved)
	}
}
