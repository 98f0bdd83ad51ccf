package store_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func proclaimed(day, number string) workday.Holiday {
	return workday.Holiday{Date: workday.MustDate(day), Name: "Proclaimed", NameFR: "Proclamé", Status: workday.Official, Source: number}
}

func days(state string, all ...workday.Holiday) map[string][]workday.Holiday {
	return map[string][]workday.Holiday{state: all}
}

// owed are the calendar commands waiting for a request.
func (w *world) owed(id string) (out []mla.RefreshCalendar, ids []string) {
	w.t.Helper()
	items, err := w.OpenInbox(w.t.Context(), 1000)
	w.ok(err)
	for _, it := range items {
		if b, ok := it.Command.Body.(mla.RefreshCalendar); ok && it.RequestID == id {
			out, ids = append(out, b), append(ids, it.Command.ID)
		}
	}
	return out, ids
}

// refresh carries out what is owed, as the request's workflow does.
func (r *request) refresh() {
	r.w.t.Helper()
	bodies, ids := r.w.owed(r.id)
	for i, b := range bodies {
		in := r.decide(mla.Automaton, ids[i], b)
		p := *r.p
		p.HomeCalendar, p.AbroadCalendar = b.Home, b.Abroad
		in.Profile, r.p = &p, &p
		answer, err := r.w.Record(r.w.t.Context(), in)
		r.w.ok(err)
		r.keep(answer.Events)
	}
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := proclaimed("2026-03-20", "P-1")
	for want := 1; want >= 0; want-- {
		if got, err := w.ImportHolidays(t.Context(), w.admin, days("PH", day)); got.Added != want || err != nil {
			t.Errorf("%+v, want %d, %v", got, want, err)
		}
	}
	for _, who := range []mla.Actor{w.officer, w.magistrate, w.auditor, w.registry} {
		_, err := w.ImportHolidays(t.Context(), who, days("PH", proclaimed("2026-03-21", "P-2")))
		refused(t, err, mla.CodeNotAllowed, "actor")
	}
	got, err := w.Holidays(t.Context(), "PH")
	w.ok(err)
	if len(got) != 1 || !cmp.Equal(got[0].Holiday, day) || got[0].By != w.admin.ID || got[0].Import == "" {
		t.Errorf("%+v", got)
	}
	if none, err := w.Holidays(t.Context(), "RO"); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestTheLastEntryForADayHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, other := proclaimed("2026-03-20", "P-1"), proclaimed("2026-03-20", "P-1")
	other.Name = "Proclaimed, spelt right"
	for i, d := range []workday.Holiday{first, other, first, first} {
		got, err := w.ImportHolidays(t.Context(), w.admin, days("PH", d))
		w.ok(err)
		if want := min(1, 3-i); got.Added != want {
			t.Errorf("step %d: %d added, want %d", i, got.Added, want)
		}
	}
	got, err := w.Holidays(t.Context(), "PH")
	w.ok(err)
	if len(got) != 3 || got[2].Holiday != first {
		t.Errorf("%+v", got)
	}
}

func TestAnImportRecomputesTheOpenRequestsOfTheState(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().submit()
	untouched := w.open()
	closed := w.open().delivered()
	duty, _ := openDuty(r.s, "APPROVE_DUTY")
	got, err := w.ImportHolidays(t.Context(), w.admin, days("FR", proclaimed(duty.DueDate.String(), "D-9")))
	w.ok(err)
	if got.Added != 1 || got.Requests != 2 {
		t.Errorf("%+v: France's days concern all open requests, and no closed one", got)
	}
	if bodies, _ := w.owed(closed.id); len(bodies) != 0 {
		t.Error("a closed request is recomputed")
	}
	bodies, ids := w.owed(r.id)
	if len(bodies) != 1 || ids[0] != "holidays/"+got.ID+"/"+r.id || bodies[0].Cause != got.ID {
		t.Fatalf("%v %+v", ids, bodies)
	}
	if d := bodies[0].Days; len(d) != 1 || d[0].State != "FR" || d[0].Number != "D-9" {
		t.Errorf("%+v", d)
	}
	r.refresh()
	moved, _ := openDuty(r.s, "APPROVE_DUTY")
	if !moved.DueDate.After(duty.DueDate) {
		t.Errorf("due %s, before the import %s", moved.DueDate, duty.DueDate)
	}
	if bodies, _ := w.owed(r.id); len(bodies) != 0 {
		t.Error("the inbox row is not done")
	}
	if bodies, _ := w.owed(untouched.id); len(bodies) != 1 {
		t.Error("another request's row is gone")
	}
	// A repeat of the import, or a look of the sweep, owes nothing more.
	got, err = w.ImportHolidays(t.Context(), w.admin, days("FR", proclaimed(duty.DueDate.String(), "D-9")))
	if n, serr := w.OweCalendars(t.Context()); err != nil || serr != nil || got.Requests != 0 || n != 0 {
		t.Errorf("%+v, %d, %v, %v", got, n, err, serr)
	}
	if p, err := w.CurrentProfile(t.Context(), r.id); err != nil || p.HomeCalendar.IsWorking(duty.DueDate) {
		t.Errorf("the day does not govern from then on: %v", err)
	}
}

// TestADutyThatOutlivesItsRequestIsRecomputedToo has a withdrawal abroad, which
// leaves a letter to hand over.
func TestADutyThatOutlivesItsRequestIsRecomputedToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	r.do(w.magistrate, mla.Withdraw{Reason: r.text(w.magistrate, "The case was joined to another.")})
	letter, ok := r.s.Effect(lastLetter(r.s))
	if !ok || !r.s.Phase.Terminal() {
		t.Fatalf("no letter is owed in %s", r.s.Phase)
	}
	r.do(mla.Automaton, mla.CompleteEffect{Effect: letter.Key, Outcome: "done", Docs: []mla.DocRef{doc("the letter")}})
	duty, ok := openDuty(r.s, mla.DutyHandOverLetter)
	if !ok {
		t.Fatalf("nobody hands the letter over: %+v", r.s.Obligations)
	}
	got, err := w.ImportHolidays(t.Context(), w.admin, days("FR", proclaimed(duty.DueDate.String(), "D-9")))
	if err != nil || got.Requests != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	r.refresh()
	if moved, _ := openDuty(r.s, mla.DutyHandOverLetter); !moved.DueDate.After(duty.DueDate) {
		t.Errorf("due %s, before %s", moved.DueDate, duty.DueDate)
	}
}

func lastLetter(s mla.State) string {
	key := ""
	for _, e := range s.Effects {
		if e.Kind == mla.EffectLetter {
			key = e.Key
		}
	}
	return key
}

func openDuty(s mla.State, clock string) (mla.Obligation, bool) {
	for _, o := range s.Obligations {
		if o.Clock == clock && o.State == mla.ObligationOpen {
			return o, true
		}
	}
	return mla.Obligation{}, false
}

func TestDaysOfAnotherStateConcernNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	got, err := w.ImportHolidays(t.Context(), w.admin, days("RO", proclaimed("2026-03-20", "P-1")))
	w.ok(err)
	if bodies, _ := w.owed(r.id); got.Requests != 0 || len(bodies) != 0 {
		t.Errorf("%+v, %v", got, bodies)
	}
}

// TestARequestOpenedWhileDaysWereImportedIsFoundByTheSweep opens one under a
// profile read before the import.
func TestARequestOpenedWhileDaysWereImportedIsFoundByTheSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.ImportHolidays(t.Context(), w.admin, days("PH", proclaimed("2026-03-20", "P-1")))
	w.ok(err)
	r := w.open()
	for want := 1; want >= 0; want-- {
		if n, err := w.OweCalendars(t.Context()); n != want || err != nil {
			t.Errorf("%d owed, want %d, %v", n, want, err)
		}
	}
	r.refresh()
	if n, err := w.OweCalendars(t.Context()); n != 0 || err != nil {
		t.Errorf("%d owed after the refresh, %v", n, err)
	}
}

// TestASecondImportKeepsTheDaysOfTheFirst has two imports before the request
// has taken up either.
func TestASecondImportKeepsTheDaysOfTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	for _, d := range []workday.Holiday{proclaimed("2026-03-20", "P-1"), proclaimed("2026-03-23", "P-2")} {
		_, err := w.ImportHolidays(t.Context(), w.admin, days("PH", d))
		w.ok(err)
	}
	r.refresh()
	for _, day := range []string{"2026-03-20", "2026-03-23"} {
		if r.p.AbroadCalendar.IsWorking(workday.MustDate(day)) {
			t.Errorf("%s is lost", day)
		}
	}
	gone := workday.Holiday{Date: workday.MustDate("2026-03-20"), Status: workday.Withdrawn, Source: "P-3"}
	_, err := w.ImportHolidays(t.Context(), w.admin, days("PH", gone))
	w.ok(err)
	bodies, _ := w.owed(r.id)
	if len(bodies) != 1 || len(bodies[0].Days) != 1 || bodies[0].Days[0].Number != "P-3" || !bodies[0].Days[0].Withdrawn {
		t.Fatalf("%+v", bodies)
	}
	r.refresh()
	if !r.p.AbroadCalendar.IsWorking(gone.Date) || r.p.AbroadCalendar.IsWorking(workday.MustDate("2026-03-23")) {
		t.Error("the withdrawn day is off, or the other one is not")
	}
}

func TestTheHistoryOfARefreshNamesItsDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	_, err := w.ImportHolidays(t.Context(), w.admin, days("PH", proclaimed("2026-03-20", "P-1")))
	w.ok(err)
	r.refresh()
	req, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	for _, ev := range req.Events {
		if b, ok := ev.Event.Body.(mla.CalendarRefreshed); ok {
			text, err := json.Marshal(b)
			w.ok(err)
			for _, want := range []string{`"state":"PH"`, `"on":"2026-03-20"`, `"number":"P-1"`} {
				if !strings.Contains(string(text), want) {
					t.Errorf("%s lacks %s", text, want)
				}
			}
			return
		}
	}
	t.Error("no event says that the calendars were refreshed")
}
