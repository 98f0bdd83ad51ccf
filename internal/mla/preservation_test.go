package mla

import (
	"testing"
	"time"
)

func TestPreservation(t *testing.T) {
	t.Parallel()
	preserved := func(st *story) *story {
		st.abroad().do(officer, ConfirmPreserved{On: st.today(), ForeignRef: "PH-9"})
		return st.in(PhasePreserved)
	}
	lapse := func(st *story) Lapse { return Lapse{Obligation: st.last("BUD_PRESERVE_INT").ID} }
	cases := map[string]func(*story){
		"without a date from abroad the treaty minimum is presumed": func(st *story) {
			preserved(st)
			o := st.last("BUD_PRESERVE_INT")
			if want := st.today().AddDays(60); st.s.Until != want || o.DueDate != want {
				st.t.Fatalf("until %s, due %s, want %s", st.s.Until, o.DueDate, want)
			}
			// 2 March + 60 days is 1 May, a holiday: a lapse never rolls forward,
			// and the last day to act is a working day on both sides.
			if o.DueDate != day("2026-05-01") || o.ActBefore != day("2026-04-30") || !o.Due.Equal(manila.Midnight(day("2026-05-02"))) {
				st.t.Fatalf("%+v", o)
			}
		},
		"a later date named abroad counts": func(st *story) {
			until := st.today().AddDays(180)
			st.abroad().do(officer, ConfirmPreserved{On: st.today(), Until: until})
			if o := st.last("BUD_PRESERVE_INT"); o.DueDate != until || st.s.Until != until {
				st.t.Fatalf("%+v", o)
			}
		},
		"an earlier date named abroad counts more than the treaty minimum": func(st *story) {
			until := st.abroad().today().AddDays(25) // Friday 27 March
			st.do(officer, ConfirmPreserved{On: st.today(), Until: until})
			o := st.last("BUD_PRESERVE_INT")
			if o.DueDate != until || !o.Fixed || o.ActBefore != day("2026-03-26") || st.s.Until != until {
				st.t.Fatalf("%+v", o)
			}
			if d := st.last("BUD_MLA_FOLLOWUP"); d.DueDate != o.ActBefore {
				st.t.Fatalf("the follow-up is due %s, after the data is gone", d.DueDate)
			}
			st.wait(26).runDue()
			st.in(PhaseLapsed)
		},
		"a follow-up received before the confirmation is remembered": func(st *story) {
			st.ready().do(Automaton, FollowUpReceived{Request: "r-2", On: st.today()})
			on := st.in(PhaseReady).today()
			st.hand()
			st.wait(4).do(officer, ConfirmPreserved{On: st.today()})
			st.in(PhaseFollowedByMLA).isState("BUD_PRESERVE_INT", ObligationMet)
			st.isState("BUD_MLA_FOLLOWUP", ObligationMet)
			if st.s.FollowUp != "r-2" || st.s.FollowUpOn != on || !st.s.Idle() {
				st.t.Fatalf("%+v", st.s)
			}
		},
		"a follow-up received in transit is remembered": func(st *story) {
			st.abroad().do(officer, FollowUpReceived{Request: "r-2", On: st.today()})
			st.in(PhaseInTransit).do(officer, ConfirmPreserved{On: st.today()})
			st.in(PhaseFollowedByMLA)
		},
		"a follow-up received while the request lies returned is remembered": func(st *story) {
			st.abroad().do(officer, ReturnIncomplete{Cause: "R08", On: st.today()})
			st.do(Automaton, FollowUpReceived{Request: "r-2", On: st.today()})
			st.do(officer, Cure{Note: text("c")})
			st.hand().do(officer, ConfirmPreserved{On: st.today()})
			st.in(PhaseFollowedByMLA)
		},
		"a linked follow-up meets the duty to send one, and the lapse goes on": func(st *story) {
			preserved(st).isState("BUD_MLA_FOLLOWUP", ObligationOpen)
			st.do(officer, LinkFollowUp{Request: "r-2"})
			st.in(PhasePreserved).isState("BUD_MLA_FOLLOWUP", ObligationMet)
			st.isState("BUD_PRESERVE_INT", ObligationOpen)
		},
		"linked before the confirmation, no follow-up is asked for, and the lapse runs": func(st *story) {
			st.abroad().do(officer, LinkFollowUp{Request: "r-2"})
			st.do(officer, ConfirmPreserved{On: st.today()})
			st.in(PhasePreserved).isState("BUD_MLA_FOLLOWUP", ObligationMet)
			st.isState("BUD_PRESERVE_INT", ObligationOpen)
		},
		"nothing is preserved before it was sent, or in the future": func(st *story) {
			st.ready().wait(3).hand()
			st.refuses(officer, ConfirmPreserved{On: st.today().AddDays(-1)}, CodeDateBefore, "on")
			st.refuses(officer, ConfirmPreserved{On: st.today().AddDays(2)}, CodeDateInFuture, "on")
			st.refuses(officer, ConfirmPreserved{On: st.today(), Until: st.today()}, CodeDateBefore, "until")
		},
		"a lapse fires only when it is due": func(st *story) {
			preserved(st)
			for _, at := range []time.Time{st.now, st.last("BUD_PRESERVE_INT").Due.Add(-time.Second)} {
				st.now = at
				if events := st.do(Automaton, lapse(st)); len(events) != 0 {
					st.t.Fatalf("at %s: %d events", at, len(events))
				}
				st.in(PhasePreserved)
			}
			st.now = st.last("BUD_PRESERVE_INT").Due
			st.do(Automaton, lapse(st))
			st.in(PhaseLapsed).isState("BUD_PRESERVE_INT", ObligationLapsed)
			if len(bodies[PreservationLost](st.events)) != 1 {
				st.t.Fatalf("the loss is not in the history")
			}
		},
		"the lapse of an unknown obligation is nothing": func(st *story) {
			preserved(st).wait(400)
			if events := st.do(Automaton, Lapse{Obligation: "BUD_PRESERVE_INT-1"}); len(events) != 0 {
				st.t.Fatalf("%d events", len(events))
			}
			st.in(PhasePreserved)
		},
		"a person lets nothing lapse": func(st *story) {
			preserved(st).refuses(officer, lapse(st), CodeNotAllowed, "actor")
		},
		"the automaton finds the lapse when its time has come": func(st *story) {
			preserved(st).wait(70).runDue()
			st.in(PhaseLapsed)
		},
		"the follow-up received abroad ends it": func(st *story) {
			preserved(st).do(officer, LinkFollowUp{Request: "r-2"})
			st.in(PhasePreserved).refuses(officer, FollowUpReceived{Request: "r-2", On: st.today().AddDays(2)}, CodeDateInFuture, "on")
			st.wait(50).do(Automaton, FollowUpReceived{Request: "r-2", On: st.today()})
			st.in(PhaseFollowedByMLA).isState("BUD_PRESERVE_INT", ObligationMet)
			if st.last("BUD_PRESERVE_INT").Late || !st.s.Idle() || st.s.FollowUp != "r-2" {
				st.t.Fatalf("%+v", st.s)
			}
		},
		"an extension moves the lapse and its history says why": func(st *story) {
			preserved(st)
			was := st.last("BUD_PRESERVE_INT").DueDate
			st.refuses(officer, ExtendPreservation{Until: was, On: st.today()}, CodeDateBefore, "until")
			st.refuses(officer, ExtendPreservation{Until: was.AddDays(60), On: st.today().AddDays(2)}, CodeDateInFuture, "on")
			st.wait(46).runDue() // the alarm of day 45 fires
			events := st.do(officer, ExtendPreservation{Until: was.AddDays(60), On: st.today()})
			m := bodies[ObligationMoved](events)
			if len(m) != 1 || m[0].Why != "extended" || m[0].WasDue != was || m[0].DueDate != was.AddDays(60) || m[0].ActBefore.IsZero() {
				st.t.Fatalf("%+v", m)
			}
			st.wait(20).runDue()
			st.in(PhasePreserved).wait(60).runDue()
			st.in(PhaseLapsed)
		},
		"what lapses is not extended like a deadline": func(st *story) {
			preserved(st).refuses(officer, ExtendDeadline{Obligation: lapse(st).Obligation, Due: st.today().AddDays(300), Reason: text("r")},
				CodeNotAllowed, "obligation")
		},
		"nothing is preserved of what never left": func(st *story) {
			st.p.Path.Hops = append([]Hop{{ID: "court", Side: Home, ClerkOrg: "court_registry"}}, st.p.Path.Hops...)
			st = begin(st.t, st.p)
			st.do(officer, st.open())
			st.ready().do(registry, HandOver{ToHop: 1, Proof: proof("bordereau", st.today(), st.s.Travelling())})
			st.refuses(officer, ConfirmPreserved{On: st.today()}, CodeWrongPhase, "on")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Preservation)))
		})
	}
}

func TestTheFollowUpTellsItsPreservation(t *testing.T) {
	t.Parallel()
	st := begin(t, plain())
	o := st.open()
	o.Parent = "r-0"
	st.do(officer, o)
	st.received()
	if e := st.lastEffect(EffectNotifyLink); e.Request != "r-0" {
		t.Errorf("%+v", e)
	}
	// Answered before it is acknowledged, it tells so when the date is known.
	st = begin(t, plain())
	st.do(officer, o)
	st.abroad().do(officer, st.response("full", item("M1", "fr")))
	st.do(officer, Acknowledge{ReceivedOn: st.today()})
	if len(st.effects(EffectNotifyLink)) != 1 {
		t.Errorf("%+v", st.effects(EffectNotifyLink))
	}
}
