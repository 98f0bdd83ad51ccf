package mla

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	interim := Assess{Verdict: "partly"}
	final := Assess{Final: true, Verdict: "satisfied"}
	partial := func(st *story) *story {
		st.executing().do(officer, st.response("partial", item("M1", "fr")))
		return st.in(PhasePartiallyExecuted)
	}
	cases := map[string]func(*story){
		"a partial answer waits for the rest": func(st *story) {
			partial(st).isState("ANSWER_EXPECTED", ObligationOpen)
			st.wait(20).do(officer, st.response("full", item("M2", "fr")))
			st.in(PhaseExecuted).isState("ANSWER_EXPECTED", ObligationMet)
			if len(st.s.Evidence) != 2 || st.s.Evidence[1].ID != "E2" || st.s.Evidence[1].Response != 2 {
				st.t.Fatalf("%+v", st.s.Evidence)
			}
		},
		"an interim assessment delivers what is there": func(st *story) {
			partial(st).do(magistrate, interim)
			st.in(PhasePartiallyExecuted)
			if d := st.s.Deliveries; len(d) != 1 || d[0].Final || len(d[0].Items) != 1 || d[0].ID != "r-1/delivery/1" {
				st.t.Fatalf("%+v", d)
			}
			st.acknowledgeDeliveries().isState("DELIVER_DUTY", ObligationMet)
			st.do(officer, st.response("full", item("M2", "fr")))
			st.do(magistrate, final)
			if d := st.s.Deliveries; len(d) != 2 || !cmp.Equal(d[1].Items, []string{"E2"}) || !d[1].Final {
				st.t.Fatalf("%+v", d)
			}
			st.in(PhaseAssessed).acknowledgeDeliveries().in(PhaseDelivered)
		},
		"a final assessment of what was all delivered leaves nothing owed": func(st *story) {
			partial(st).do(magistrate, interim)
			st.acknowledgeDeliveries().do(magistrate, final)
			st.in(PhaseDelivered).isState("DELIVER_DUTY", ObligationMet)
			st.do(magistrate, Close{})
		},
		"a second interim assessment of nothing new leaves nothing owed": func(st *story) {
			partial(st).do(magistrate, interim)
			st.acknowledgeDeliveries().do(magistrate, interim)
			st.isState("DELIVER_DUTY", ObligationMet)
		},
		"an answer in a foreign language is translated before it is assessed": func(st *story) {
			st.executing().do(officer, st.response("full", item("M1", "en"), item("M2", "fr")))
			st.in(PhaseAnswerInTranslation).refuses(magistrate, final, CodeNotTranslated, "evidence")
			st.isState("ASSESS_DUTY", ObligationIsSuspended)
			st.isState("ANSWER_TRANSLATE_DUTY", ObligationOpen)
			st.refuses(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")}, CodeNotAllowed, "translator")
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.refuses(translator, TranslateAnswer{Evidence: "E9", Doc: doc("t")}, CodeNotFound, "evidence")
			st.refuses(translator, TranslateAnswer{Evidence: "E2", Doc: doc("t")}, CodeAlreadyDone, "evidence")
			st.wait(15).do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")})
			st.refuses(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")}, CodeAlreadyDone, "evidence")
			st.isState("ASSESS_DUTY", ObligationOpen)
			st.isState("ANSWER_TRANSLATE_DUTY", ObligationMet)
			st.do(magistrate, final)
			st.in(PhaseAssessed)
		},
		"a part in a foreign language is translated too": func(st *story) {
			st.executing().do(officer, st.response("partial", item("M1", "en")))
			st.in(PhasePartiallyExecuted).refuses(magistrate, interim, CodeNotTranslated, "evidence")
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")})
			st.do(magistrate, interim)
		},
		"an item is for a measure that was asked": func(st *story) {
			st.executing().refuses(officer, st.response("full", item("M7", "fr")), CodeUnknownMeasure, "evidence.measure")
		},
		"an answer is not received before the request was sent": func(st *story) {
			r := st.executing().response("full", item("M1", "fr"))
			r.ReceivedOn = r.ReceivedOn.AddDays(-1)
			st.refuses(officer, r, CodeDateBefore, "received_on")
		},
		"an answer without an acknowledgement is taken": func(st *story) {
			st.abroad().do(officer, st.response("full", item("M1", "fr")))
			st.in(PhaseExecuted)
			for _, clock := range []string{"EIO_ACK", "EIO_DECISION", "HOP_EXPECTED", "ANSWER_EXPECTED"} {
				st.isState(clock, ObligationMet)
			}
		},
		"a supplement stops the clocks that it should, and its answer starts them": func(st *story) {
			st.executing()
			was := st.last("EIO_EXEC")
			st.wait(10).do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.in(PhaseSupplementAsked).isState("EIO_EXEC", ObligationIsSuspended)
			st.isState("SUPPLEMENT_DUTY", ObligationOpen)
			st.wait(300)
			for _, cmd := range DueCommands(&st.s, st.now) {
				if f, ok := cmd.Body.(FireRung); ok && f.Obligation == was.ID {
					st.t.Fatalf("%s is due while the clock stands still", cmd.ID)
				}
			}
			events := st.do(officer, AnswerSupplement{On: st.today(), Text: text("a")})
			st.in(PhaseInExecution).isState("EIO_EXEC", ObligationOpen)
			for _, m := range bodies[ObligationMoved](events) {
				if m.Why != "resumed" || !m.DueDate.After(m.WasDue) {
					st.t.Fatalf("%+v", m)
				}
			}
			// 81 days of the 90 were left: from 6 January to Sunday 28 March, and so Monday.
			if o := st.last("EIO_EXEC"); o.Start != was.Start || o.DueDate != day("2027-03-29") || len(bodies[ObligationMoved](events)) != 2 {
				st.t.Fatalf("%+v", o)
			}
		},
		"a part that comes while a supplement is asked leaves the question open": func(st *story) {
			st.executing().do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.do(officer, st.response("partial", item("M1", "en")))
			st.in(PhaseSupplementAsked).isState("SUPPLEMENT_DUTY", ObligationOpen)
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")})
			st.do(officer, AnswerSupplement{On: st.today(), Text: text("a")})
			st.in(PhasePartiallyExecuted).isState("EIO_EXEC", ObligationOpen)
		},
		"asked before it was recognised, it is recognised afterwards": func(st *story) {
			st.received().do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.do(officer, AnswerSupplement{On: st.today(), Text: text("a")})
			st.in(PhaseInExecution).isState("EIO_DECISION", ObligationOpen)
			st.do(officer, LogDecision{On: st.today()})
			st.in(PhaseInExecution).isState("EIO_DECISION", ObligationMet)
			st.isState("EIO_EXEC", ObligationOpen)
			st.refuses(officer, LogDecision{On: st.today()}, CodeAlreadyDone, "on")
		},
		"a postponement is into the future": func(st *story) {
			st.executing().refuses(officer, Postpone{Until: st.today(), Ground: "local_investigation"}, CodeDateBefore, "until")
		},
		"a postponed request resumes where it stood": func(st *story) {
			st.executing().do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.in(PhasePostponed).isState("ANSWER_EXPECTED", ObligationIsSuspended)
			st.wait(30).do(officer, Resume{On: st.today()})
			st.in(PhaseInExecution).isState("ANSWER_EXPECTED", ObligationOpen)
		},
		"a part that comes in spite of a postponement ends it": func(st *story) {
			st.executing().do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.wait(30).do(officer, st.response("partial", item("M1", "fr")))
			st.in(PhasePartiallyExecuted).isState("ANSWER_EXPECTED", ObligationOpen)
			st.isState("EIO_EXEC", ObligationOpen)
		},
		"a full answer in spite of a postponement ends everything": func(st *story) {
			st.executing().do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.do(officer, st.response("full", item("M1", "fr")))
			st.in(PhaseExecuted).isState("EIO_EXEC", ObligationMet)
			st.isState("ANSWER_EXPECTED", ObligationMet)
		},
		"a decision in spite of a postponement restarts the clocks": func(st *story) {
			st.received().do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.wait(30).do(officer, LogDecision{On: st.today()})
			st.in(PhaseInExecution).isState("ANSWER_EXPECTED", ObligationOpen)
		},
		"a decision on what was answered in part keeps the part in hand": func(st *story) {
			st.received().do(officer, st.response("partial", item("M1", "fr")))
			st.do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.do(officer, LogDecision{On: st.today()})
			st.in(PhasePartiallyExecuted).do(magistrate, interim)
		},
		"a refusal of the rest keeps what came, to be assessed and delivered": func(st *story) {
			partial(st).wait(5).do(officer, RefuseExecution{Ground: "dual_criminality", On: st.today()})
			st.in(PhaseExecuted).isState("ANSWER_EXPECTED", ObligationCancelled)
			st.isState("EIO_EXEC", ObligationCancelled)
			st.isState("ASSESS_DUTY", ObligationOpen)
			if st.s.Ground != "dual_criminality" || st.s.Full {
				st.t.Fatalf("ground %q, full %v", st.s.Ground, st.s.Full)
			}
			st.do(magistrate, Assess{Final: true, Verdict: "partly"})
			st.in(PhaseAssessed).acknowledgeDeliveries().in(PhaseDelivered).do(officer, Close{})
			if st.s.Ground != "dual_criminality" {
				st.t.Fatalf("the ground is forgotten")
			}
		},
		"a refusal of the rest has what came translated": func(st *story) {
			st.executing().do(officer, st.response("partial", item("M1", "en")))
			st.do(officer, AskSupplement{On: st.today(), Question: text("q")})
			st.do(officer, RefuseExecution{Ground: "other", On: st.today()})
			st.in(PhaseAnswerInTranslation).isState("ASSESS_DUTY", ObligationIsSuspended)
			st.isState("SUPPLEMENT_DUTY", ObligationMet)
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")})
			st.do(magistrate, Assess{Final: true, Verdict: "partly"})
			st.in(PhaseAssessed)
		},
		"postponed with a part in hand, a refusal keeps the part": func(st *story) {
			partial(st).do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.do(officer, RefuseExecution{Ground: "other", On: st.today()})
			st.in(PhaseExecuted).isState("POSTPONED_UNTIL", ObligationCancelled)
		},
		"postponed with nothing in hand, a refusal is the end": func(st *story) {
			st.executing().do(officer, Postpone{Until: st.today().AddDays(90), Ground: "local_investigation"})
			st.do(officer, RefuseExecution{Ground: "other", On: st.today()})
			st.in(PhaseRefused).isState("POSTPONED_UNTIL", ObligationCancelled)
		},
		"a late item is assessed and delivered by itself": func(st *story) {
			st.assessed().acknowledgeDeliveries().in(PhaseDelivered)
			st.wait(30).do(officer, st.response("partial", item("M2", "fr")))
			st.in(PhaseExecuted).isState("ASSESS_DUTY", ObligationOpen)
			st.do(magistrate, final)
			st.in(PhaseAssessed).isState("DELIVER_DUTY", ObligationOpen)
			if d := st.s.Deliveries; len(d) != 2 || !cmp.Equal(d[1].Items, []string{"E3"}) {
				st.t.Fatalf("%+v", d)
			}
			st.acknowledgeDeliveries().in(PhaseDelivered).isState("DELIVER_DUTY", ObligationMet)
			st.do(officer, Close{})
		},
		"a late item while the first delivery is under way waits for both": func(st *story) {
			st.assessed().do(officer, st.response("full", item("M2", "fr")))
			st.in(PhaseExecuted).do(magistrate, final)
			st.do(Automaton, DeliveryAcknowledged{Delivery: "r-1/delivery/2", At: st.now})
			st.in(PhaseAssessed).acknowledgeDeliveries().in(PhaseDelivered)
		},
		"a late item in a foreign language is translated first": func(st *story) {
			st.executed().do(officer, st.response("partial", item("M2", "en")))
			st.in(PhaseAnswerInTranslation).isState("ASSESS_DUTY", ObligationIsSuspended)
			st.do(officer, AssignTranslator{Translator: translator.ID})
			st.do(translator, TranslateAnswer{Evidence: "E3", Doc: doc("t")})
			st.isState("ANSWER_TRANSLATE_DUTY", ObligationMet)
			st.do(officer, st.response("full", item("M1", "en"))) // and another, once all was translated
			st.in(PhaseAnswerInTranslation).isState("ANSWER_TRANSLATE_DUTY", ObligationOpen)
			st.refuses(magistrate, final, CodeNotTranslated, "evidence")
			st.do(translator, TranslateAnswer{Evidence: "E4", Doc: doc("t")})
			st.do(magistrate, final)
			st.in(PhaseAssessed)
		},
		"an acknowledgement that comes after the answer is taken once, and starts no clock again": func(st *story) {
			st.abroad().do(officer, st.response("partial", item("M1", "fr")))
			for _, clock := range []string{"EIO_ACK", "EIO_DECISION"} {
				st.isState(clock, ObligationMet)
			}
			events := st.wait(3).do(officer, Acknowledge{ReceivedOn: st.today().AddDays(-3)})
			st.in(PhasePartiallyExecuted)
			if st.s.ReceivedOn != st.today().AddDays(-3) || len(bodies[ObligationOpened](events)) != 0 {
				st.t.Fatalf("received on %s, %+v", st.s.ReceivedOn, events)
			}
			st.refuses(officer, Acknowledge{ReceivedOn: st.today()}, CodeAlreadyDone, "received_on")
		},
		"an acknowledgement is taken whatever the answer waits for": func(st *story) {
			st.abroad().do(officer, st.response("partial", item("M1", "fr")))
			st.do(officer, AskSupplement{On: st.today(), Question: text("q")})
			late := func(want Phase) {
				s, n := st.s.Clone(), len(st.events)
				st.do(officer, Acknowledge{ReceivedOn: st.today()})
				st.in(want)
				st.s, st.events = s, st.events[:n]
			}
			late(PhaseSupplementAsked)
			st.do(officer, AnswerSupplement{On: st.today(), Text: text("a")})
			st.do(officer, Postpone{Until: st.today().AddDays(9), Ground: "other"})
			late(PhasePostponed)
			st.do(officer, st.response("full", item("M1", "fr")))
			late(PhaseExecuted)
			st.do(officer, st.response("full", item("M1", "en")))
			late(PhaseAnswerInTranslation)
		},
		"a late acknowledgement without a number keeps the number of the answer": func(st *story) {
			r := st.abroad().response("full", item("M1", "fr"))
			r.ForeignRef = "PH-5"
			st.do(officer, r)
			st.do(officer, Acknowledge{ReceivedOn: st.today()})
			if st.s.ForeignRef != "PH-5" {
				st.t.Fatalf("%q", st.s.ForeignRef)
			}
		},
		"acknowledged before, it is not acknowledged again in execution": func(st *story) {
			st.executing().refuses(officer, Acknowledge{ReceivedOn: st.today()}, CodeAlreadyDone, "received_on")
		},
		"a postponement is owed its end, on the day that was named": func(st *story) {
			until := st.executing().today().AddDays(40)
			st.do(officer, Postpone{Until: until, Ground: "local_investigation"})
			o := st.last("POSTPONED_UNTIL")
			if o.DueDate != until || !o.Fixed || !o.Owed.Foreign || o.Rule.Amount != 40 {
				st.t.Fatalf("%+v", o)
			}
			st.wait(45)
			if fired := bodies[RungFired](st.runDue()); len(fired) != 1 || fired[0].Obligation != o.ID {
				st.t.Fatalf("nobody is woken: %+v", fired)
			}
			st.do(officer, Resume{On: st.today()})
			if o := st.last("POSTPONED_UNTIL"); o.State != ObligationMet || !o.Late {
				st.t.Fatalf("%+v", o)
			}
			st.do(officer, Postpone{Until: st.today().AddDays(10), Ground: "local_investigation"})
			if st.count("POSTPONED_UNTIL", ObligationOpen) != 1 || st.last("POSTPONED_UNTIL").DueDate != st.today().AddDays(10) {
				st.t.Fatalf("%+v", st.last("POSTPONED_UNTIL"))
			}
		},
		"whatever ends a postponement meets what it owed, and the end of the request cancels it": func(st *story) {
			st.received()
			for _, c := range []struct {
				by   Actor
				body CommandBody
				want ObligationState
			}{
				{officer, LogDecision{On: st.today()}, ObligationMet},
				{officer, st.response("partial", item("M1", "fr")), ObligationMet},
				{officer, st.response("full", item("M1", "fr")), ObligationMet},
				{magistrate, Withdraw{Reason: text("w")}, ObligationCancelled},
			} {
				s, n := st.s.Clone(), len(st.events)
				st.do(officer, Postpone{Until: st.today().AddDays(9), Ground: "other"})
				st.do(c.by, c.body)
				st.isState("POSTPONED_UNTIL", c.want)
				st.s, st.events = s, st.events[:n]
			}
		},
		"nothing is decided before it was received": func(st *story) {
			st.abroad().wait(5).do(officer, Acknowledge{ReceivedOn: st.today()})
			early := st.today().AddDays(-1)
			st.refuses(officer, LogDecision{On: early}, CodeDateBefore, "on")
			st.refuses(officer, AskSupplement{On: early, Question: text("q")}, CodeDateBefore, "on")
			st.refuses(officer, LogDecision{On: st.today().AddDays(2)}, CodeDateInFuture, "on")
		},
		"a status moves nothing": func(st *story) {
			phase := st.received().s.PhaseSeq
			st.do(officer, LogStatus{On: st.today(), Note: text("s")})
			if st.s.PhaseSeq != phase {
				st.t.Fatalf("moved")
			}
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plain()
			c(opened(t, p))
		})
	}
}

func TestPoliceAnswersAreTranslatedToo(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Police)).abroad()
	st.do(officer, st.response("full", item("M1", "en")))
	st.in(PhaseAnswered).isState("ANSWER_TRANSLATE_DUTY", ObligationOpen)
	st.isState("ASSESS_DUTY", ObligationIsSuspended)
	st.refuses(officer, Assess{Final: true, Verdict: "satisfied"}, CodeNotTranslated, "evidence")
	st.do(officer, AssignTranslator{Translator: translator.ID})
	st.do(translator, TranslateAnswer{Evidence: "E1", Doc: doc("t")})
	st.refuses(officer, Assess{Verdict: "satisfied"}, CodeUnknownValue, "final")
	st.do(officer, Assess{Final: true, Verdict: "satisfied"})
	st.in(PhaseAssessed)
}

func TestPoliceAnswersComeLateToo(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Police)).abroad()
	st.do(officer, st.response("full", item("M1", "fr")))
	st.do(officer, Acknowledge{ReceivedOn: st.today()})
	st.in(PhaseAnswered).do(officer, Assess{Final: true, Verdict: "partly"})
	st.acknowledgeDeliveries().in(PhaseDelivered).do(officer, st.response("partial", item("M2", "fr")))
	st.in(PhaseAnswered).isState("ASSESS_DUTY", ObligationOpen)
	st.do(officer, Assess{Final: true, Verdict: "satisfied"})
	if d := st.s.Deliveries; len(d) != 2 || !cmp.Equal(d[1].Items, []string{"E2"}) {
		t.Errorf("%+v", d)
	}
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*story){
		"delivered only when every delivery is acknowledged": func(st *story) {
			st.executing().do(officer, st.response("partial", item("M1", "fr")))
			st.do(magistrate, Assess{Verdict: "partly"})
			st.do(officer, st.response("full", item("M2", "fr")))
			st.do(magistrate, Assess{Final: true, Verdict: "satisfied"})
			st.do(Automaton, DeliveryAcknowledged{Delivery: "r-1/delivery/2", At: st.now})
			st.in(PhaseAssessed).isState("DELIVER_DUTY", ObligationOpen)
			st.do(Automaton, DeliveryAcknowledged{Delivery: "r-1/delivery/1", At: st.now})
			st.in(PhaseDelivered).isState("DELIVER_DUTY", ObligationMet)
		},
		"an acknowledgement that comes twice is one": func(st *story) {
			st.assessed().acknowledgeDeliveries()
			if events := st.do(Automaton, DeliveryAcknowledged{Delivery: "r-1/delivery/1", At: st.now}); len(events) != 0 {
				st.t.Fatalf("%d events", len(events))
			}
		},
		"a magistrate waives what does not arrive, and nobody is left with a duty about it": func(st *story) {
			st.assessed().refuses(officer, WaiveDelivery{Reason: text("w")}, CodeNotAllowed, "actor")
			st.do(Automaton, DeliveryTroubled{Delivery: "r-1/delivery/1", Code: "http_500", Attempts: 6, Final: true})
			st.isState(DutyAttention, ObligationOpen)
			st.do(magistrate, WaiveDelivery{Reason: text("w")})
			st.in(PhaseDelivered).isState(DutyAttention, ObligationMet)
			if e := st.lastEffect(EffectDeliver); e.State != EffectDone || e.Code != "waived" {
				st.t.Fatalf("%+v", e)
			}
			st.do(officer, Close{})
			if !st.s.Idle() {
				st.t.Fatalf("not idle: %+v", st.s)
			}
		},
		"trouble is a duty, and a later acknowledgement meets it": func(st *story) {
			st.assessed().do(Automaton, DeliveryTroubled{Delivery: "r-1/delivery/1", Code: "http_500", Attempts: 3})
			st.isState(DutyAttention, ObligationOpen)
			st.do(Automaton, DeliveryTroubled{Delivery: "r-1/delivery/1", Code: "http_500", Attempts: 6, Final: true})
			if st.count(DutyAttention, ObligationOpen) != 1 {
				st.t.Fatalf("one trouble, one duty")
			}
			if st.s.Deliveries[0].Status != "stuck" || st.lastEffect(EffectDeliver).State != EffectFailed {
				st.t.Fatalf("%+v", st.s.Deliveries)
			}
			st.acknowledgeDeliveries().in(PhaseDelivered).isState(DutyAttention, ObligationMet)
		},
		"a stuck delivery is tried again": func(st *story) {
			st.assessed().do(Automaton, DeliveryTroubled{Delivery: "r-1/delivery/1", Code: "http_500", Final: true})
			st.do(officer, RetryEffect{Effect: st.lastEffect(EffectDeliver).Key})
			st.isState(DutyAttention, ObligationMet)
			if st.lastEffect(EffectDeliver).State != EffectIsOwed {
				st.t.Fatalf("not owed again")
			}
		},
		"an unknown delivery is not found": func(st *story) {
			st.assessed().refuses(Automaton, DeliveryAcknowledged{Delivery: "r-1/delivery/9"}, CodeNotFound, "delivery")
			st.refuses(Automaton, DeliveryTroubled{Delivery: "r-1/delivery/9"}, CodeNotFound, "delivery")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, plain()))
		})
	}
}
