package mla

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHandingOver(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*story){
		"only the holder's clerk hands the file over": func(st *story) {
			st.ready()
			for _, a := range []Actor{bepi, {ID: "u-registry", Role: Clerk}, officer} {
				st.refuses(a, st.handOver(), CodeWrongHolder, "actor")
			}
			st.hand().refuses(registry, st.handOver(), CodeWrongHolder, "actor")
			st.do(bepi, st.handOver())
		},
		"where no clerk of ours sits the officer records what is known": func(st *story) {
			st.abroad().refuses(bepi, st.handOver(), CodeWrongHolder, "actor")
			st.do(officer, st.handOver())
		},
		"hops are taken in order": func(st *story) {
			h := st.ready().handOver()
			h.ToHop = 2
			e := st.refuses(registry, h, CodeUnknownValue, "to_hop")
			if e.Args["expected"] != "1" {
				st.t.Fatalf("args %v", e.Args)
			}
		},
		"nothing follows the last hop": func(st *story) {
			st.abroad().hand().refuses(officer, st.handOver(), CodeUnknownValue, "to_hop")
		},
		"the proof names the signed original and not the file before its signature": func(st *story) {
			h := st.ready().handOver()
			h.Proof.Doc = doc("pdf").SHA256
			st.refuses(registry, h, CodeStaleFile, "proof.doc_sha256")
		},
		"the proof is of a kind that fits the hop": func(st *story) {
			h := st.ready().handOver()
			h.Proof.Kind = "i247_id"
			st.refuses(registry, h, CodeUnknownValue, "proof.kind")
		},
		"nothing was handed over tomorrow": func(st *story) {
			h := st.ready().handOver()
			h.Proof.On = st.today().AddDays(1)
			st.refuses(registry, h, CodeDateInFuture, "proof.on")
		},
		"today abroad is not in the future": func(st *story) {
			st.abroad()
			st.now = st.now.Add(8 * time.Hour) // 18:00 in Paris, past midnight in Manila
			h := st.handOver()
			h.Proof.On = st.today().AddDays(1)
			st.do(officer, h)
		},
		"nothing was handed over before it was signed": func(st *story) {
			h := st.ready().handOver()
			h.Proof.On = st.today().AddDays(-1)
			st.refuses(registry, h, CodeDateBefore, "proof.on")
		},
		"nothing leaves a hop before it came there": func(st *story) {
			st.ready().wait(10).hand()
			h := st.handOver()
			h.Proof.On = st.today().AddDays(-1)
			st.refuses(bepi, h, CodeDateBefore, "proof.on")
		},
		"a holder's duty ends with the hand-over and the next holder's begins": func(st *story) {
			st.ready()
			if o := st.last("HANDOVER_DUTY"); o.Owed.Org != "court_registry" {
				st.t.Fatalf("owed by %+v", o.Owed)
			}
			st.hand()
			if o := st.last("HANDOVER_DUTY"); o.Owed.Org != "bepi" || o.Hop != 1 || st.count("HANDOVER_DUTY", ObligationMet) != 1 {
				st.t.Fatalf("owed by %+v", o.Owed)
			}
			st.hand()
			o := st.last("HOP_EXPECTED")
			if o.Rule.Amount != 20 || !o.Owed.Foreign || o.Rule.Calendar != "abroad" || st.count("HANDOVER_DUTY", ObligationOpen) != 0 {
				st.t.Fatalf("expected %+v", o)
			}
			st.hand().isState("HOP_EXPECTED", ObligationMet)
		},
		"what the authority does proves that the file reached it": func(st *story) {
			st.abroad().do(officer, Acknowledge{ReceivedOn: st.today()})
			st.isState("HOP_EXPECTED", ObligationMet)
			if h, _ := st.s.HolderHop(); h.ID != "prosecutor" || h.TakenOn != st.today() {
				st.t.Fatalf("holder %+v", h)
			}
		},
		"nobody abroad acknowledges what never left": func(st *story) {
			st.ready().hand().refuses(officer, Acknowledge{ReceivedOn: st.today()}, CodeWrongPhase, "received_on")
			st.refuses(officer, st.response("full", item("M1", "fr")), CodeWrongPhase, "received_on")
			st.refuses(officer, RefuseExecution{Ground: "other", On: st.today()}, CodeWrongPhase, "on")
		},
		"it was not received before it was sent": func(st *story) {
			st.abroad().refuses(officer, Acknowledge{ReceivedOn: st.today().AddDays(-1)}, CodeDateBefore, "received_on")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Judicial)))
		})
	}
}

func TestReworkBeforeItLeft(t *testing.T) {
	t.Parallel()
	rework := func(st *story) {
		events := st.do(officer, Rework{Reason: text("typo")})
		s := st.in(PhaseDraft).s
		if s.Frozen != nil || s.Approval != nil || !s.SignedDoc.IsZero() || s.Translation != nil || s.Holder != -1 || s.Travelling() != "" {
			st.t.Fatalf("state %+v", s)
		}
		for _, o := range s.Obligations {
			if o.State == ObligationOpen || o.State == ObligationIsSuspended {
				st.t.Fatalf("%s is still %s", o.ID, o.State)
			}
		}
		for _, end := range bodies[ObligationEnded](events) {
			if end.How != ObligationCancelled {
				st.t.Fatalf("%+v was not met", end)
			}
		}
		st.ready().hand() // the whole way again
	}
	cases := map[string]func(*story){
		"from approved, when the magistrate will not sign": func(st *story) {
			rework(st.approved().in(PhaseApproved))
		},
		"from signed, when nothing follows by itself": func(st *story) {
			if len(RowsFor(Judicial, PhaseSigned, KindRework)) != 1 {
				st.t.Fatalf("no way back")
			}
		},
		"from translation, when the translator finds a typo": func(st *story) {
			rework(st.signed().in(PhaseInTranslation))
		},
		"from ready, and the package for the first holder is none any more": func(st *story) {
			owed := st.ready().lastEffect(EffectPackage)
			rework(st)
			if e, _ := st.s.Effect(owed.Key); e.State != EffectDone || e.Code != "reworked" {
				st.t.Fatalf("%+v", e)
			}
			late := CompleteEffect{Effect: owed.Key, Outcome: "failed", Code: "damaged_file", Final: true}
			if events := st.do(Automaton, late); len(events) != 0 {
				st.t.Fatalf("its failure is somebody's duty: %+v", events)
			}
			if e := st.lastEffect(EffectPackage); e.Key == owed.Key || e.State != EffectPosted {
				st.t.Fatalf("the new package: %+v", e)
			}
		},
		"a failed package leaves no duty behind": func(st *story) {
			e := st.ready().lastEffect(EffectPackage)
			st.do(Automaton, CompleteEffect{Effect: e.Key, Outcome: "failed", Code: "damaged_file", Final: true})
			st.isState(DutyAttention, ObligationOpen)
			st.do(officer, Rework{Reason: text("typo")})
			st.isState(DutyAttention, ObligationMet)
			st.refuses(officer, RetryEffect{Effect: e.Key}, CodeNotFound, "effect")
		},
		"a child's safeguard goes on": func(st *story) {
			st.approved().do(officer, DeclareDanger{})
			st.do(officer, Rework{Reason: text("typo")})
			st.isState("SAFEGUARD_ALERT", ObligationOpen)
		},
		"by the officer alone, and not once it has left": func(st *story) {
			st.ready().refuses(magistrate, Rework{Reason: text("typo")}, CodeNotAllowed, "actor")
			st.hand().refuses(officer, Rework{Reason: text("typo")}, CodeWrongPhase, "phase")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Judicial)))
		})
	}
	for _, track := range []Track{Police, Preservation} {
		t.Run("from ready of "+string(track), func(t *testing.T) {
			t.Parallel()
			rework(opened(t, profile(track)).ready())
		})
	}
}

func TestComingBackIncomplete(t *testing.T) {
	t.Parallel()
	back := func(st *story, to int) ReturnIncomplete {
		return ReturnIncomplete{Cause: "R08", On: st.today(), BackTo: to}
	}
	cases := map[string]func(*story){
		"a cure at the same hop keeps approval, signature and translation": func(st *story) {
			st.ready().hand()
			before := st.s
			st.do(bepi, back(st, 1))
			st.in(PhaseReturnedIncomplete).do(officer, Cure{Note: text("c"), Docs: []DocRef{doc("annex")}})
			st.in(PhaseInTransit)
			if st.s.Holder != 1 || st.s.Travelling() != before.Travelling() ||
				!cmp.Equal(st.s.Approval, before.Approval) || !cmp.Equal(st.s.Translation, before.Translation) {
				st.t.Fatalf("state %+v", st.s)
			}
			if diff := cmp.Diff([]DocRef{doc("annex")}, st.s.CureDocs); diff != "" {
				st.t.Fatalf("%s", diff)
			}
			st.isState("CURE_DUTY", ObligationMet)
			st.hand()
		},
		"back at the first hop it is handed over again": func(st *story) {
			st.ready().hand()
			st.do(bepi, back(st, 0))
			st.do(officer, Cure{Note: text("c")})
			if o := st.last("HANDOVER_DUTY"); o.Owed.Org != "court_registry" || o.State != ObligationOpen || st.count("HANDOVER_DUTY", ObligationOpen) != 1 {
				st.t.Fatalf("%+v", o)
			}
			st.refuses(bepi, st.handOver(), CodeWrongHolder, "actor")
			st.hand()
		},
		"it does not leave again before the day it came back": func(st *story) {
			st.ready().hand().wait(5).do(bepi, back(st, 0))
			st.do(officer, Cure{Note: text("c")})
			h := st.handOver()
			h.Proof.On = st.today().AddDays(-1)
			st.refuses(registry, h, CodeDateBefore, "proof.on")
		},
		"it comes back to a hop that had it": func(st *story) {
			st.ready().hand()
			for _, to := range []int{-1, 2, 3} {
				st.refuses(bepi, back(st, to), CodeUnknownValue, "back_to")
			}
		},
		"it did not come back before it came": func(st *story) {
			st.ready().wait(3).hand()
			b := back(st, 0)
			b.On = b.On.AddDays(-1)
			st.refuses(bepi, b, CodeDateBefore, "on")
		},
		"home again nobody abroad owes anything": func(st *story) {
			st.received()
			st.wait(3).do(officer, back(st, 0))
			for _, o := range st.s.Obligations {
				if o.Owed.Foreign && o.State == ObligationOpen {
					st.t.Fatalf("%s is still open", o.ID)
				}
			}
			if !st.s.SentAbroad.IsZero() || !st.s.ReceivedOn.IsZero() {
				st.t.Fatalf("still sent on %s, received on %s", st.s.SentAbroad, st.s.ReceivedOn)
			}
		},
		"sent again, the clocks run from the second receipt": func(st *story) {
			st.received()
			st.wait(3).do(officer, back(st, 1))
			st.do(officer, Cure{Note: text("c")})
			st.wait(2).hand()
			if o := st.last("EIO_DECISION"); !o.Presumed || o.Start.Date != st.today() {
				st.t.Fatalf("%+v", o)
			}
			st.wait(6).do(officer, Acknowledge{ReceivedOn: st.today()})
			if o := st.last("EIO_DECISION"); o.Presumed || o.Start.Date != st.today() || st.count("EIO_DECISION", ObligationOpen) != 1 {
				st.t.Fatalf("%+v", o)
			}
		},
		"sent back to another authority abroad, the second receipt counts": func(st *story) {
			st.received()
			st.wait(3).do(officer, back(st, 2))
			st.do(officer, Cure{Note: text("c")})
			st.wait(4).do(officer, Acknowledge{ReceivedOn: st.today()})
			if o := st.last("EIO_DECISION"); o.Start.Date != st.today() || st.count("EIO_DECISION", ObligationOpen) != 1 {
				st.t.Fatalf("%+v", o)
			}
		},
		"a rework voids approval, signature, translation and hops": func(st *story) {
			st.abroad().do(officer, back(st, 0))
			st.do(officer, Rework{Reason: text("r")})
			s := st.in(PhaseDraft).s
			if s.Frozen != nil || s.Approval != nil || !s.SignedDoc.IsZero() || !s.SignedOn.IsZero() || s.Translation != nil ||
				s.Holder != -1 || !s.SentAbroad.IsZero() || s.Travelling() != "" {
				st.t.Fatalf("state %+v", s)
			}
			for _, h := range s.Hops {
				if !h.TakenOn.IsZero() || !h.LeftOn.IsZero() || h.Proof.Doc != "" {
					st.t.Fatalf("hop %+v", h)
				}
			}
			if s.Hops[2].Returned != "R08" {
				st.t.Fatalf("the cause is forgotten: %+v", s.Hops[2])
			}
			st.isState("CURE_DUTY", ObligationMet)
			if st.count("EIO_DECISION", ObligationOpen) != 0 {
				st.t.Fatalf("the other side owes a decision on a draft")
			}
			st.refuses(translator, certify(), CodeWrongPhase, "phase")
			st.abroad() // the whole way again, with another approval
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Judicial)))
		})
	}
}
