package mla

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClocksFromAPresumedDate(t *testing.T) {
	t.Parallel()
	t.Run("hand-over abroad starts them, presumed", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).abroad()
		for _, clock := range []string{"EIO_ACK", "EIO_DECISION"} {
			if o := st.last(clock); !o.Presumed || o.Start.Date != st.today() {
				t.Errorf("%s: %+v", clock, o)
			}
		}
	})
	t.Run("the acknowledgement re-bases them and shows the move", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).abroad()
		was := st.last("EIO_DECISION")
		st.wait(10)
		events := st.do(officer, Acknowledge{ReceivedOn: st.today().AddDays(-3)})
		moves := map[string]ObligationMoved{}
		for _, m := range bodies[ObligationMoved](events) {
			moves[strings.SplitN(m.ID, "-", 2)[0]] = m
		}
		for _, clock := range []string{"EIO_ACK", "EIO_DECISION", "EIO_PROVISIONAL"} {
			if m := moves[clock]; m.Why != "received" || m.Presumed || m.WasDue.IsZero() {
				t.Errorf("%s: %+v", clock, m)
			}
		}
		m := moves["EIO_DECISION"]
		if m.WasDue != was.DueDate || m.DueDate.Before(st.today().AddDays(27)) || m.Start.Date != st.today().AddDays(-3) {
			t.Errorf("%+v", m)
		}
		// Met by what re-bases it: the history shows the real date, then the end.
		if o := st.last("EIO_ACK"); o.State != ObligationMet || o.Presumed || o.Late {
			t.Errorf("%+v", o)
		}
		st.isState("EIO_DECISION", ObligationOpen)
	})
	t.Run("a law not in force starts nothing", func(t *testing.T) {
		t.Parallel()
		if st := opened(t, plain()); st.count("DORMANT", ObligationOpen) != 0 {
			t.Error("started")
		}
	})
	t.Run("an hour clock from a civil date starts at the end of that day", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).abroad()
		o := st.last("EIO_PROVISIONAL")
		start := manila.Midnight(st.today().AddDays(1))
		// Art. 3(1): the hour of the event is not counted, so one more.
		if !o.Start.Instant.Equal(start) || !o.Due.Equal(start.Add(25*time.Hour)) {
			t.Errorf("from %s to %s", o.Start.Instant, o.Due)
		}
	})
	t.Run("a period that ends on the day of the act is kept", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		st.now = st.last("EIO_DECISION").Due.Add(-time.Minute)
		st.do(officer, LogDecision{On: st.last("EIO_DECISION").DueDate})
		if st.last("EIO_DECISION").Late {
			t.Error("late on its last day")
		}
	})
	t.Run("a day later is late", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		st.now = st.last("EIO_DECISION").Due.Add(time.Hour)
		st.do(officer, LogDecision{On: st.last("EIO_DECISION").DueDate.AddDays(1)})
		if !st.last("EIO_DECISION").Late {
			t.Error("not late")
		}
	})
}

func TestExtendingADeadline(t *testing.T) {
	t.Parallel()
	st := opened(t, plain()).received()
	was := st.last("EIO_DECISION")
	st.wait(45)
	first := st.runDue()
	if len(bodies[RungFired](first)) == 0 {
		t.Fatal("no rung fired before the extension")
	}
	extend := ExtendDeadline{Obligation: was.ID, Due: was.DueDate, Reason: text("r")}
	st.refuses(officer, extend, CodeDateBefore, "due")
	extend.Due = st.today().AddDays(30)
	m := bodies[ObligationMoved](st.do(officer, extend))
	if len(m) != 1 || m[0].Why != "extended" || m[0].WasDue != was.DueDate || m[0].Reason != text("r") {
		t.Fatalf("%+v", m)
	}
	ids := map[string]bool{}
	for _, ev := range first {
		ids[ev.Command] = true
	}
	again := 0
	for _, cmd := range DueCommands(&st.s, st.now.AddDate(0, 0, 90)) {
		if f, ok := cmd.Body.(FireRung); ok && f.Obligation == was.ID {
			again++
			if ids[cmd.ID] {
				t.Errorf("%s was given before: it would be taken for done", cmd.ID)
			}
		}
	}
	if again != 4 {
		t.Errorf("%d rungs of the new deadline, want 4", again)
	}
	// No computation moves what a person set.
	events := st.do(Automaton, RefreshCalendar{Home: french(), Abroad: philippine().With(holiday(extend.Due.String(), "new")), Cause: "import-1"})
	for _, m := range bodies[ObligationMoved](events) {
		if m.ID == was.ID {
			t.Errorf("moved %+v", m)
		}
	}
	st.refuses(officer, ExtendDeadline{Obligation: "none-1", Due: extend.Due, Reason: text("r")}, CodeNotFound, "obligation")
}

func TestOnlyWhatTheOtherSideOwesIsExtended(t *testing.T) {
	t.Parallel()
	extend := func(st *story, clock string) ExtendDeadline {
		o := st.last(clock)
		return ExtendDeadline{Obligation: o.ID, Due: o.DueDate.AddDays(30), Reason: text("r")}
	}
	cases := map[string]func(*story){
		"the officer gives the magistrate no more time": func(st *story) {
			st.submitted().refuses(officer, extend(st, "APPROVE_DUTY"), CodeNotAllowed, "obligation")
		},
		"nor the clerk": func(st *story) {
			st.ready().refuses(officer, extend(st, "HANDOVER_DUTY"), CodeNotAllowed, "obligation")
			st.refuses(registry, extend(st, "HANDOVER_DUTY"), CodeNotAllowed, "obligation")
		},
		"nor the translator": func(st *story) {
			st.signed().refuses(officer, extend(st, "TRANSLATE_DUTY"), CodeNotAllowed, "obligation")
		},
		"nor themselves": func(st *story) {
			st.executing().do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.refuses(officer, extend(st, "SUPPLEMENT_DUTY"), CodeNotAllowed, "obligation")
		},
		"the hours of a child in danger are not moved": func(st *story) {
			st.do(officer, DeclareDanger{})
			st.refuses(officer, extend(st, "SAFEGUARD_ALERT"), CodeNotAllowed, "obligation")
			st.refuses(officer, extend(st, "SAFEGUARD_OUTCOME"), CodeNotAllowed, "obligation")
		},
		"what the other side owes by law or by practice is": func(st *story) {
			st.abroad()
			for _, clock := range []string{"EIO_DECISION", "ANSWER_EXPECTED", "HOP_EXPECTED"} {
				st.do(officer, extend(st, clock))
			}
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Judicial)))
		})
	}
}

func TestATranslatorAssignedLaterOwesTheTranslation(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Judicial)).signed().in(PhaseInTranslation)
	if o := st.last("TRANSLATE_DUTY"); o.Owed.User != "" {
		t.Fatalf("owed by %+v", o.Owed)
	}
	st.do(officer, AssignTranslator{Translator: "u-someone"})
	st.do(officer, AssignTranslator{Translator: translator.ID})
	if o := st.last("TRANSLATE_DUTY"); o.Owed.User != translator.ID || o.Owed.Role != Translator {
		t.Errorf("owed by %+v", o.Owed)
	}
	st.do(translator, certify())
	st.do(officer, AssignTranslator{Translator: "u-someone"}) // for the answer
	if o := st.last("TRANSLATE_DUTY"); o.Owed.User != translator.ID {
		t.Errorf("what is done is now owed by %+v", o.Owed)
	}
	if folded, _ := foldOf(st).Obligation(st.last("TRANSLATE_DUTY").ID); folded.Owed.User != translator.ID {
		t.Errorf("the fold says %+v", folded.Owed)
	}
}

func foldOf(st *story) *State {
	s := Fold(st.events)
	return &s
}

func TestRefreshing(t *testing.T) {
	t.Parallel()
	t.Run("a day proclaimed later moves only what it touches, and says why", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		due := st.last("EIO_DECISION").DueDate
		events := st.do(Automaton, RefreshCalendar{Home: french(), Abroad: philippine().With(holiday(due.String(), "proclaimed")), Cause: "import-1"})
		m := bodies[ObligationMoved](events)
		if len(m) != 1 || m[0].ID != st.last("EIO_DECISION").ID || m[0].Why != "calendar" || m[0].WasDue != due || !m[0].DueDate.After(due) {
			t.Errorf("%+v", m)
		}
		if len(bodies[CalendarRefreshed](events)) != 1 {
			t.Error("the import is not in the history")
		}
		again := st.do(Automaton, RefreshCalendar{Home: french(), Abroad: philippine().With(holiday(due.String(), "proclaimed")), Cause: "import-2"})
		if len(again) != 1 {
			t.Errorf("the same calendar moves something: %+v", again[1:])
		}
	})
	t.Run("new law moves open obligations and says why", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		was := st.last("EIO_DECISION")
		p := changed(st.p, "EIO_DECISION", func(c *Clock) { c.Rule.Amount = 45 })
		events := st.do(officer, RefreshProfile{Profile: p, Reason: text("r")})
		m := bodies[ObligationMoved](events)
		if len(m) != 1 || m[0].Why != "profile" || m[0].Rule.Amount != 45 || m[0].WasDue != was.DueDate || st.s.ProfileHash != "hash-2" {
			t.Errorf("%+v", m)
		}
	})
	t.Run("new law that ends on the same day is remembered", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		p := changed(st.p, "EIO_DECISION", func(c *Clock) { c.Rule.RollOver = "none" })
		st.do(officer, RefreshProfile{Profile: p, Reason: text("r")})
		if got := st.last("EIO_DECISION").Rule.RollOver; got != "none" {
			t.Errorf("roll-over %s", got)
		}
	})
	t.Run("a corrected letter reaches the rungs not yet fired", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		p := changed(st.p, "EIO_DECISION", func(*Clock) {})
		p.Ladders = ladders()
		p.Ladders["ack"][1].Basis = "art. 12(3)"
		st.do(officer, RefreshProfile{Profile: p, Reason: text("r")})
		if got := st.last("EIO_DECISION").Rungs[1].Basis; got != "art. 12(3)" {
			t.Errorf("basis %s", got)
		}
	})
	t.Run("the law of another State, track or form is refused", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain())
		for _, change := range []func(*Profile){
			func(p *Profile) { p.State = "RO" }, func(p *Profile) { p.Track = Police }, func(p *Profile) { p.Form = FormMLA },
		} {
			p := *plain()
			change(&p)
			st.refuses(officer, RefreshProfile{Profile: p, Reason: text("r")}, CodeUnknownValue, "profile")
		}
	})
	t.Run("an obligation whose law is gone stays as it was", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		was := st.last("EIO_DECISION")
		p := changed(st.p, "EIO_DECISION", func(c *Clock) { c.ID = "OTHER" })
		st.do(officer, RefreshProfile{Profile: p, Reason: text("r")})
		if is := st.last("EIO_DECISION"); len(is.Rungs) != len(was.Rungs) || is.DueDate != was.DueDate {
			t.Errorf("%+v", is)
		}
	})
}

// changed is a copy of a profile with one clock changed.
func changed(p *Profile, clock string, f func(*Clock)) Profile {
	c := *p
	c.Hash, c.Version = "hash-2", "test-2"
	c.Clocks = slices.Clone(p.Clocks)
	for i := range c.Clocks {
		if c.Clocks[i].ID == clock {
			f(&c.Clocks[i])
		}
	}
	return c
}

func TestRungs(t *testing.T) {
	t.Parallel()
	t.Run("each rung does what its ladder says", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		id := st.last("EIO_DECISION").ID
		want := map[string]Effect{
			"r1": {Kind: EffectMail, Template: "rung_remind", ToRole: Officer},
			"r2": {Kind: EffectLetter, Template: "reminder", Lang: "fr", Basis: "art. 16(1)"},
			"r3": {Kind: EffectMail, Template: "rung_liaison", ToRole: Officer},
			"r4": {Kind: EffectMail, Template: "rung_escalate", ToRole: Magistrate},
		}
		st.wait(60).runDue()
		seen := 0
		for _, e := range st.s.Effects {
			w, ok := want[e.Rung]
			if e.Obligation != id || !ok {
				continue
			}
			seen++
			if e.Kind != w.Kind || e.Template != w.Template || e.ToRole != w.ToRole || e.Lang != w.Lang || e.Basis != w.Basis {
				t.Errorf("%s: %+v", e.Rung, e)
			}
		}
		if seen != 4 || st.last("EIO_DECISION").Level != 4 {
			t.Errorf("%d rungs did something, level %d", seen, st.last("EIO_DECISION").Level)
		}
	})
	t.Run("whoever owes it is reminded, a clerk by organisation", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).ready()
		st.wait(8).runDue()
		i := slices.IndexFunc(st.s.Effects, func(e Effect) bool { return e.Obligation == st.last("HANDOVER_DUTY").ID })
		if i < 0 || st.s.Effects[i].ToRole != Clerk || st.s.Effects[i].ToOrg != "court_registry" {
			t.Errorf("effect %d of %+v", i, st.s.Effects)
		}
	})
	t.Run("after days of downtime each fires once, marked late", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		st.wait(60)
		fired := bodies[RungFired](st.runDue())
		late := 0
		for _, f := range fired {
			if f.Obligation == st.last("EIO_DECISION").ID && f.Late {
				late++
			}
		}
		if late != 4 {
			t.Errorf("%d late rungs, want 4", late)
		}
		if again := st.runDue(); len(again) != 0 {
			t.Errorf("%d events the second time", len(again))
		}
	})
	t.Run("in time it is not late", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		o := st.last("EIO_DECISION")
		st.now = o.Rungs[0].At.Add(time.Hour)
		events := st.do(Automaton, FireRung{Obligation: o.ID, Rung: "r1"})
		if f := bodies[RungFired](events); len(f) != 1 || f[0].Late {
			t.Errorf("%+v", f)
		}
	})
	t.Run("before its time, twice, or after the end it does nothing", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).received()
		o := st.last("EIO_DECISION")
		nothing := func() {
			t.Helper()
			if events := st.do(Automaton, FireRung{Obligation: o.ID, Rung: "r1"}); len(events) != 0 {
				t.Errorf("%d events", len(events))
			}
		}
		nothing()
		st.now = o.Rungs[0].At
		st.do(Automaton, FireRung{Obligation: o.ID, Rung: "r1"})
		nothing()
		st.do(officer, LogDecision{On: st.today()})
		o.Rungs[0].ID = "r2"
		st.wait(90)
		if events := st.do(Automaton, FireRung{Obligation: o.ID, Rung: "r2"}); len(events) != 0 {
			t.Errorf("%d events", len(events))
		}
	})
	t.Run("a re-based ladder does not fire again what it fired", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).abroad()
		st.wait(60).runDue()
		st.do(officer, Acknowledge{ReceivedOn: st.today()})
		st.wait(90)
		for _, cmd := range DueCommands(&st.s, st.now) {
			if f, ok := cmd.Body.(FireRung); ok && f.Obligation == st.last("EIO_DECISION").ID {
				t.Errorf("%s", cmd.ID)
			}
		}
	})
	t.Run("a reminder by day is read in the morning of a French working day", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).submitted() // Monday 2 March, due Thursday 5 March
		var at []string
		for _, r := range st.last("APPROVE_DUTY").Rungs {
			at = append(at, paris.Local(r.At).Format("Mon 2 15:04"))
		}
		// due − 1 is Wednesday; due + 1 Friday; due + 5 Tuesday.
		if got := strings.Join(at, ", "); got != "Wed 4 07:00, Fri 6 07:00, Tue 10 07:00" {
			t.Error(got)
		}
	})
	t.Run("before a due date it comes the working day before, after it the working day after", func(t *testing.T) {
		t.Parallel()
		p := plain()
		sunday, may1 := day("2026-03-08"), day("2026-05-01")
		before := rungAt(p, Rung{From: "due", Offset: -1, Unit: "days"}, monday, monday, sunday.AddDays(1), noDate)
		after := rungAt(p, Rung{From: "due", Offset: 1, Unit: "days"}, monday, monday, may1.AddDays(-1), noDate)
		if paris.Date(before) != day("2026-03-06") || paris.Date(after) != day("2026-05-04") {
			t.Errorf("%s, %s", before, after)
		}
	})
}

func TestWhatTheAutomatonWaitsFor(t *testing.T) {
	t.Parallel()
	t.Run("ids derive from their causes, in the order of their instants", func(t *testing.T) {
		t.Parallel()
		st := opened(t, profile(Preservation)).abroad()
		st.do(officer, ConfirmPreserved{On: st.today()})
		o := st.last("BUD_PRESERVE_INT")
		var ids []string
		for _, cmd := range DueCommands(&st.s, st.now.AddDate(0, 0, 70)) {
			if cmd.Actor != Automaton {
				t.Errorf("%s by %+v", cmd.ID, cmd.Actor)
			}
			if strings.Contains(cmd.ID, o.ID) {
				ids = append(ids, cmd.ID)
			}
		}
		want := []string{"timer/" + o.ID + "/r1", "timer/" + o.ID + "/r2", "lapse/" + o.ID}
		if !slices.Equal(ids, want) {
			t.Errorf("got %v, want %v", ids, want)
		}
	})
	t.Run("an extended lapse has another id", func(t *testing.T) {
		t.Parallel()
		st := opened(t, profile(Preservation)).abroad()
		st.do(officer, ConfirmPreserved{On: st.today()})
		until := st.s.Until.AddDays(30)
		st.do(officer, ExtendPreservation{Until: until, On: st.today()})
		cmds := DueCommands(&st.s, st.now.AddDate(1, 0, 0))
		if got, want := cmds[len(cmds)-1].ID, "lapse/"+st.last("BUD_PRESERVE_INT").ID+"/"+until.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("it wakes for the first of a rung, a lapse and a repeated effect", func(t *testing.T) {
		t.Parallel()
		var s State
		if _, ok := NextWake(&s); ok {
			t.Error("woken for nothing")
		}
		st := opened(t, plain()).submitted()
		first := st.last("APPROVE_DUTY").Rungs[0].At
		if at, ok := NextWake(&st.s); !ok || !at.Equal(first) {
			t.Errorf("%s, want %s", at, first)
		}
		st.do(Automaton, CompleteEffect{Effect: st.s.Effects[0].Key, Outcome: "failed", Code: "smtp_451"})
		if at, ok := NextWake(&st.s); !ok || !at.Equal(st.now.Add(effectBackoff[0])) {
			t.Errorf("%s", at)
		}
	})
	t.Run("a suspended obligation wakes nobody", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).executing()
		st.do(officer, Postpone{Until: st.today().AddDays(400), Ground: "other"})
		for _, cmd := range DueCommands(&st.s, st.now.AddDate(2, 0, 0)) {
			if !strings.Contains(cmd.ID, "POSTPONED_UNTIL") {
				t.Errorf("%s", cmd.ID)
			}
		}
	})
	t.Run("what is done leaves nothing to wake for", func(t *testing.T) {
		t.Parallel()
		st := opened(t, plain()).assessed().acknowledgeDeliveries()
		st.do(officer, Close{})
		if at, ok := NextWake(&st.s); ok {
			t.Errorf("wakes at %s", at)
		}
	})
}
