package mla

import (
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// The story is one Monday, 2 March 2026, ten o'clock in Paris.
func TestAStoppedClockRunsOnWithItsRest(t *testing.T) {
	t.Parallel()
	postpone := func(st *story) { st.do(officer, Postpone{Until: st.today().AddDays(400), Ground: "other"}) }
	resume := func(st *story) { st.do(officer, Resume{On: st.today()}) }
	cases := map[string]func(*story){
		"days: what was left runs from the resumption": func(st *story) {
			was := st.executing().last("ANSWER_EXPECTED")
			st.wait(60)
			postpone(st)
			st.wait(100)
			resume(st)
			o := st.last("ANSWER_EXPECTED")
			if o.DueDate != was.DueDate.AddDays(100) || o.Start != was.Start || o.Rule != was.Rule || o.Pause.Left != 120 || o.Pause.Stood != 100 {
				st.t.Fatalf("due %s, before %s: %+v", o.DueDate, was.DueDate, o)
			}
		},
		"its history says why and what it was before": func(st *story) {
			was := st.executing().last("ANSWER_EXPECTED").DueDate
			postpone(st)
			st.wait(10)
			events := st.do(officer, Resume{On: st.today()})
			m := bodies[ObligationMoved](events)
			if len(m) != 2 || m[0].Why != "resumed" || m[0].WasDue != was || m[0].DueDate != was.AddDays(10) {
				st.t.Fatalf("%+v", m)
			}
		},
		"stopped and resumed on one day it is due as before": func(st *story) {
			was := st.executing().wait(7).last("EIO_EXEC")
			postpone(st)
			resume(st)
			if o := st.last("EIO_EXEC"); o.DueDate != was.DueDate || !o.Due.Equal(was.Due) {
				st.t.Fatalf("%s, before %s", o.DueDate, was.DueDate)
			}
		},
		"stopped twice, the rest of the rest remains": func(st *story) {
			was := st.executing().last("ANSWER_EXPECTED")
			for range 2 {
				st.wait(30)
				postpone(st)
				st.wait(50)
				resume(st)
			}
			if o := st.last("ANSWER_EXPECTED"); o.DueDate != was.DueDate.AddDays(100) || o.Pause.Left != 120 || o.Pause.Stood != 100 {
				st.t.Fatalf("due %s, before %s: %+v", o.DueDate, was.DueDate, o.Pause)
			}
		},
		"the last day of a rest rolls over like that of a period": func(st *story) {
			st.executing().wait(10) // 12 March, 81 days before Monday 1 June
			postpone(st)
			st.wait(300)
			resume(st)
			if o := st.last("EIO_EXEC"); o.Pause.Left != 81 || o.DueDate != day("2027-03-29") {
				st.t.Fatalf("%+v", o)
			}
		},
		"a period that was over stays over": func(st *story) {
			was := st.executing().last("EIO_EXEC")
			st.wait(120)
			postpone(st)
			st.wait(30)
			resume(st)
			if o := st.last("EIO_EXEC"); o.DueDate != was.DueDate || o.State != ObligationOpen || o.Pause.Left >= 0 {
				st.t.Fatalf("%+v", o)
			}
		},
		"stopped on its last day, it has that day again": func(st *story) {
			was := st.executing().last("EIO_EXEC")
			st.now = paris.Midnight(was.DueDate).Add(12 * time.Hour)
			postpone(st)
			st.wait(30)
			resume(st)
			if o := st.last("EIO_EXEC"); o.Pause.Left != 0 || o.DueDate != st.today() {
				st.t.Fatalf("left %d, due %s", o.Pause.Left, o.DueDate)
			}
		},
		"a date that a person named keeps its rest too": func(st *story) {
			o := st.executing().last("EIO_EXEC")
			st.do(officer, ExtendDeadline{Obligation: o.ID, Due: o.DueDate.AddDays(30), Reason: text("r")})
			was := st.last("EIO_EXEC").DueDate
			st.wait(20)
			postpone(st)
			st.wait(14)
			resume(st)
			if o := st.last("EIO_EXEC"); o.DueDate != was.AddDays(14) || !o.Fixed {
				st.t.Fatalf("%s, before %s", o.DueDate, was)
			}
		},
		"working days: those that were left": func(st *story) {
			st.executing().do(officer, st.response("full", item("M1", "en")))
			st.in(PhaseAnswerInTranslation)
			if p := st.last("ASSESS_DUTY").Pause; p.Unit != workday.WorkingDays || p.Left != 10 {
				st.t.Fatalf("%+v", p)
			}
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.wait(14).do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")}) // 16 March
			if o := st.last("ASSESS_DUTY"); o.DueDate != day("2026-03-30") {
				st.t.Fatalf("due %s", o.DueDate)
			}
			// A late item four days on leaves six working days, from when it is translated.
			st.wait(4).do(officer, st.response("partial", item("M2", "en")))
			st.wait(10).do(translator, TranslateAnswer{Evidence: "E2", Doc: doc("t")}) // Monday 30 March
			if o := st.last("ASSESS_DUTY"); o.Pause.Left != 6 || o.DueDate != day("2026-04-08") {
				st.t.Fatalf("left %d, due %s", o.Pause.Left, o.DueDate) // 6 April is Easter Monday
			}
		},
		"a corrected calendar moves a rest, new law does not": func(st *story) {
			st.executing().wait(10)
			postpone(st)
			st.wait(30)
			resume(st)
			due := st.last("EIO_EXEC").DueDate
			st.do(Automaton, RefreshCalendar{Home: french(), Abroad: philippine().With(holiday(due.String(), "new")), Cause: "import-1"})
			is := st.last("EIO_EXEC").DueDate
			if !is.After(due) {
				st.t.Fatalf("%s is off and still the last day", due)
			}
			st.do(officer, RefreshProfile{Profile: changed(st.p, "EIO_EXEC", func(c *Clock) { c.Rule.Amount = 10 }), Reason: text("r")})
			if o := st.last("EIO_EXEC"); o.DueDate != is || o.Rule.Amount != 90 {
				st.t.Fatalf("%+v", o)
			}
		},
		"a rung counted from the start waits as long as the clock stood": func(st *story) {
			st.executing().wait(10)
			rung := func() string { return paris.Date(st.last("ANSWER_EXPECTED").Rungs[0].At).String() }
			before := rung() // sixty days on is 1 May, a holiday
			postpone(st)
			st.wait(100)
			resume(st)
			if before != "2026-05-04" || rung() != "2026-08-10" { // 9 August is a Sunday
				st.t.Fatalf("%s, before %s", rung(), before)
			}
		},
		"answered while the clock stood still, it is not late": func(st *story) {
			st.executing().wait(10)
			postpone(st)
			st.wait(300).do(officer, st.response("full", item("M1", "fr")))
			if o := st.last("EIO_EXEC"); o.State != ObligationMet || o.Late {
				st.t.Fatalf("%+v", o)
			}
		},
		"resumed on a day before it stopped, nothing is lost or won": func(st *story) {
			was := st.executing().wait(10).last("ANSWER_EXPECTED").DueDate
			st.do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.do(officer, AnswerSupplement{On: st.today().AddDays(-5), Text: text("a")})
			if o := st.last("ANSWER_EXPECTED"); o.DueDate != was || o.Pause.Stood != 0 {
				st.t.Fatalf("%+v", o)
			}
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, plain()))
		})
	}
}

// No clock of the law shipped stops a period in hours; the engine can.
func TestAStoppedClockOfHoursKeepsItsHours(t *testing.T) {
	t.Parallel()
	p := changed(plain(), "SAFEGUARD_OUTCOME", func(c *Clock) {
		*c = suspended(*c, []Trigger{OnSupplementAsked, OnPostponed}, []Trigger{OnSupplementAnswered, OnResumed})
	})
	t.Run("by instants, an hour begun counts whole", func(t *testing.T) {
		t.Parallel()
		st := opened(t, &p).executing()
		st.do(officer, DeclareDanger{})
		st.now = st.now.Add(20*time.Hour + 30*time.Minute)
		st.do(officer, Postpone{Until: st.today().AddDays(9), Ground: "other"})
		if pause := st.last("SAFEGUARD_OUTCOME").Pause; pause.Unit != workday.Hours || pause.Left != 52 {
			t.Fatalf("%+v", pause)
		}
		st.wait(2).do(officer, Resume{On: st.today()})
		end := paris.Midnight(st.today().AddDays(1)) // the hour of the resumption is unknown
		if o := st.last("SAFEGUARD_OUTCOME"); !o.Due.Equal(end.Add(52 * time.Hour)) {
			t.Errorf("due %s", o.Due)
		}
	})
	t.Run("by dates, from the beginning of the one to the end of the other", func(t *testing.T) {
		t.Parallel()
		st := opened(t, &p).executing()
		st.do(officer, DeclareDanger{})
		was := st.last("SAFEGUARD_OUTCOME").Due
		st.wait(1).do(officer, AskSupplement{On: st.today(), Question: text("q")})
		stopped := paris.Midnight(st.today())
		st.wait(1).do(officer, AnswerSupplement{On: st.today(), Text: text("a")})
		o := st.last("SAFEGUARD_OUTCOME")
		if !o.Pause.Stopped.Instant.Equal(stopped) || o.Pause.Left != int(was.Sub(stopped)/time.Hour) || o.Pause.Stood != 48 || !o.Due.Equal(was.Add(48*time.Hour)) {
			t.Errorf("%+v, due %s, before %s", o.Pause, o.Due, was)
		}
	})
}
