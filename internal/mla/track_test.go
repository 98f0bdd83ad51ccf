package mla

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (st *story) phases() []Phase {
	var out []Phase
	for _, ev := range bodies[PhaseChanged](st.events) {
		out = append(out, ev.To)
	}
	return out
}

func TestTracksRunToTheirEnd(t *testing.T) {
	t.Parallel()
	finish := func(st *story) {
		st.acknowledgeDeliveries().in(PhaseDelivered).do(officer, Close{})
	}
	cases := map[string]struct {
		p    *Profile
		live func(*story)
		want []Phase
	}{
		"a judicial request on paper and translated": {profile(Judicial), func(st *story) { finish(st.assessed()) }, []Phase{
			PhaseDraft, PhaseAwaitingApproval, PhaseApproved, PhaseSigned, PhaseInTranslation, PhaseReady, PhaseInTransit, PhaseReceived,
			PhaseInExecution, PhaseExecuted, PhaseAssessed, PhaseDelivered, PhaseClosed,
		}},
		"a judicial request without either skips both": {plain(), func(st *story) { finish(st.assessed()) }, []Phase{
			PhaseDraft, PhaseAwaitingApproval, PhaseApproved, PhaseReady, PhaseInTransit, PhaseReceived,
			PhaseInExecution, PhaseExecuted, PhaseAssessed, PhaseDelivered, PhaseClosed,
		}},
		"a police request waits for no magistrate": {profile(Police), func(st *story) {
			st.abroad().do(officer, Acknowledge{ReceivedOn: st.today()})
			st.do(officer, st.response("full", item("M1", "fr")))
			st.do(officer, Assess{Final: true, Verdict: "partly"})
			finish(st)
		}, []Phase{PhaseDraft, PhaseReady, PhaseInTransit, PhaseReceived, PhaseAnswered, PhaseAssessed, PhaseDelivered, PhaseClosed}},
		"a preservation is followed by its request": {profile(Preservation), func(st *story) {
			st.abroad().do(officer, ConfirmPreserved{On: st.today()})
			st.do(Automaton, FollowUpReceived{Request: "r-2", On: st.today()})
		}, []Phase{PhaseDraft, PhaseReady, PhaseInTransit, PhasePreserved, PhaseFollowedByMLA}},
		"a preservation is released": {profile(Preservation), func(st *story) {
			st.abroad().do(officer, ConfirmPreserved{On: st.today()})
			st.do(officer, Release{Reason: text("release")})
		}, []Phase{PhaseDraft, PhaseReady, PhaseInTransit, PhasePreserved, PhaseReleased}},
		"a request is refused abroad": {plain(), func(st *story) {
			st.received().do(officer, RefuseExecution{Ground: "sovereignty", On: st.today()})
		}, []Phase{PhaseDraft, PhaseAwaitingApproval, PhaseApproved, PhaseReady, PhaseInTransit, PhaseReceived, PhaseRefused}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := opened(t, c.p)
			c.live(st)
			if diff := cmp.Diff(c.want, st.phases()); diff != "" {
				t.Error(diff)
			}
			if !st.s.Phase.Terminal() {
				t.Errorf("%s is no end", st.s.Phase)
			}
			for _, o := range st.s.Obligations {
				if o.State == ObligationOpen || o.State == ObligationIsSuspended {
					t.Errorf("%s is still %s at the end", o.ID, o.State)
				}
			}
		})
	}
}

func TestWhoMayDoWhatAndWhen(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*story){
		"a request cannot be opened twice": func(st *story) { st.refuses(officer, st.open(), CodeAlreadyDone, "request") },
		"a magistrate does not submit":     func(st *story) { st.refuses(magistrate, submit(), CodeNotAllowed, "actor") },
		"an auditor writes nothing": func(st *story) {
			st.refuses(Actor{ID: "u-a", Role: Auditor}, Note{Text: text("n")}, CodeNotAllowed, "actor")
		},
		"an officer never approves": func(st *story) { st.submitted().refuses(officer, approve(), CodeNotAllowed, "actor") },
		"a person fires no rung": func(st *story) {
			st.submitted().refuses(officer, FireRung{Obligation: st.last("APPROVE_DUTY").ID, Rung: "r1"}, CodeNotAllowed, "actor")
		},
		"an officer withdraws a draft": func(st *story) {
			st.do(officer, Withdraw{Reason: text("w")})
			st.in(PhaseWithdrawn)
		},
		"only a magistrate withdraws what was submitted": func(st *story) {
			st.submitted().refuses(officer, Withdraw{Reason: text("w")}, CodeNotAllowed, "actor")
			st.do(magistrate, Withdraw{Reason: text("w")})
			st.in(PhaseWithdrawn)
		},
		"a wrong phase names the phases needed": func(st *story) {
			e := st.refuses(bepi, HandOver{ToHop: 1, Proof: proof("bordereau", st.today(), digest("pdf"))}, CodeWrongPhase, "phase")
			if e.Args["needs"] != "ready, in_transit" || e.Args["phase"] != "draft" || e.Args["command"] != "hand_over" {
				st.t.Fatalf("args %v", e.Args)
			}
		},
		"a command of another track fits no phase": func(st *story) {
			st.refuses(officer, LinkFollowUp{Request: "r-2"}, CodeWrongPhase, "phase")
		},
		"a page older than the phase is stale": func(st *story) {
			seen := st.s.PhaseSeq
			st.submitted()
			_, err := st.tell(Command{ID: "x", Actor: magistrate, SeenSeq: seen, Body: approve()})
			if e, ok := err.(*Error); !ok || e.Code != CodeStalePage || e.Field != "seen_seq" {
				st.t.Fatalf("got %v", err)
			}
		},
		"a page as old as the phase is not stale": func(st *story) {
			st.submitted()
			seen := st.s.PhaseSeq
			st.do(officer, Note{Text: text("n")})
			if _, err := st.tell(Command{ID: "x", Actor: magistrate, SeenSeq: seen, Body: approve()}); err != nil {
				st.t.Fatalf("refused: %v", err)
			}
		},
		"a note is taken from a stale page": func(st *story) {
			seen := st.s.PhaseSeq
			st.submitted()
			if _, err := st.tell(Command{ID: "x", Actor: officer, SeenSeq: seen, Body: Note{Text: text("n")}}); err != nil {
				st.t.Fatalf("refused: %v", err)
			}
		},
		"a command without a body names its kind": func(st *story) {
			_, err := Decide(LogicVersion, st.s, st.p, Command{ID: "x", Actor: officer}, st.now)
			if e, ok := err.(*Error); !ok || e.Field != "kind" {
				st.t.Fatalf("got %v", err)
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

func TestOpening(t *testing.T) {
	t.Parallel()
	t.Run("nothing is said to a request that was not opened", func(t *testing.T) {
		t.Parallel()
		begin(t, plain()).refuses(officer, submit(), CodeNotFound, "request")
	})
	t.Run("a clerk opens nothing", func(t *testing.T) {
		t.Parallel()
		st := begin(t, plain())
		st.refuses(registry, st.open(), CodeNotAllowed, "actor")
	})
	t.Run("the profile is that of the State, the track and the form", func(t *testing.T) {
		t.Parallel()
		st := begin(t, plain())
		o := st.open()
		o.Form = FormMLA
		st.refuses(officer, o, CodeUnknownValue, "profile")
	})
	t.Run("the automaton opens and submits the police copy of a child in danger", func(t *testing.T) {
		t.Parallel()
		st := begin(t, profile(Police))
		o := st.open()
		o.Parent, o.Urgent = "r-0", true
		st.do(Automaton, o)
		st.do(Automaton, submit())
		st.in(PhaseReady)
		if len(st.effects(EffectPoliceCopy)) != 0 {
			t.Error("a copy makes no copy")
		}
	})
}

// What Allowed offers by the table is never refused for its phase or its giver's role.
func TestAllowedAgreesWithTheTable(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Judicial)).submitted()
	got := Allowed(&st.s, magistrate)
	for _, want := range []CommandKind{KindApprove, KindReturn, KindWithdraw, KindNote} {
		if !slices.Contains(got, want) {
			t.Errorf("the magistrate is not offered %s: %v", want, got)
		}
	}
	if slices.Contains(got, KindRecall) || slices.Contains(got, KindFireRung) || !slices.IsSorted(got) {
		t.Errorf("got %v", got)
	}
	st.do(magistrate, Withdraw{Reason: text("w")})
	late := []CommandKind{KindCompleteDuty}
	if diff := cmp.Diff(late, Allowed(&st.s, magistrate)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEndedRequestTakesOnlyTheLateSidesteps(t *testing.T) {
	t.Parallel()
	st := opened(t, plain())
	st.do(officer, Withdraw{Reason: text("w")})
	for kind, body := range samples() {
		if kind == KindOpen {
			continue
		}
		side, ok := sidesteps[kind]
		for _, a := range []Actor{officer, magistrate, translator, registry, Automaton} {
			_, err := Decide(LogicVersion, st.s, st.p, Command{ID: "x", Actor: a, Body: body}, st.now)
			refusal, _ := err.(*Error)
			ended := refusal != nil && refusal.Code == CodeRequestEnded
			if late := ok && side.Late; late == ended {
				t.Errorf("%s by %s: late %v, got %v", kind, a.Role, late, err)
			}
		}
	}
}
