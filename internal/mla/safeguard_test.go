package mla

import (
	"testing"
	"time"
)

func TestSafeguardOfAChild(t *testing.T) {
	t.Parallel()
	alert := func(st *story) LogSafeguardAlert {
		return LogSafeguardAlert{Channel: "i247", Number: "I-1", At: st.now}
	}
	outcome := func(st *story) LogSafeguardOutcome {
		return LogSafeguardOutcome{Outcome: "child_safe", At: st.now}
	}
	withdrawn := func(st *story) *story {
		st.do(officer, DeclareDanger{})
		st.do(Automaton, CompleteEffect{Effect: st.lastEffect(EffectPoliceCopy).Key, Outcome: "done"})
		st.do(officer, Withdraw{Reason: text("w")})
		return st.in(PhaseWithdrawn)
	}
	cases := map[string]func(*story){
		"a danger opens the police copy and the hours at once, before any approval": func(st *story) {
			st.do(officer, DeclareDanger{Note: text("d")})
			if len(st.effects(EffectPoliceCopy)) != 1 {
				st.t.Fatalf("no police copy")
			}
			if o := st.last("SAFEGUARD_ALERT"); !o.Due.Equal(st.now.Add(4 * time.Hour)) {
				st.t.Fatalf("due %s", o.Due)
			}
			st.in(PhaseDraft).refuses(officer, DeclareDanger{}, CodeAlreadyDone, "safeguard")
		},
		"the hours run through the weekend": func(st *story) {
			st.now = time.Date(2026, 3, 6, 22, 0, 0, 0, time.UTC) // a Friday night
			st.do(officer, DeclareDanger{})
			if o := st.last("SAFEGUARD_OUTCOME"); !o.Due.Equal(st.now.Add(72 * time.Hour)) {
				st.t.Fatalf("due %s", o.Due)
			}
		},
		"no request is closed while a child is in danger": func(st *story) {
			st.assessed().acknowledgeDeliveries().do(officer, DeclareDanger{})
			st.refuses(officer, Close{}, CodeSafeguardOpen, "safeguard")
			st.do(officer, alert(st))
			st.do(officer, outcome(st))
			st.do(officer, Close{})
		},
		"the duties outlive the request, and so do the commands that meet them": func(st *story) {
			withdrawn(st).isState("SAFEGUARD_ALERT", ObligationOpen)
			st.isState("SAFEGUARD_OUTCOME", ObligationOpen)
			if st.s.Idle() {
				st.t.Fatalf("idle while a child is in danger")
			}
			st.wait(1).do(officer, alert(st))
			if o := st.last("SAFEGUARD_ALERT"); o.State != ObligationMet || !o.Late {
				st.t.Fatalf("%+v", o)
			}
			st.do(officer, outcome(st))
			if !st.s.Idle() {
				st.t.Fatalf("not idle: %+v", st.s.Obligations)
			}
		},
		"an outcome without an alert leaves no duty that nobody could meet": func(st *story) {
			withdrawn(st).do(officer, outcome(st))
			st.isState("SAFEGUARD_ALERT", ObligationCancelled)
			st.isState("SAFEGUARD_OUTCOME", ObligationMet)
			if !st.s.Idle() {
				st.t.Fatalf("not idle: %+v", st.s.Obligations)
			}
		},
		"nothing is logged of the future, or without a danger": func(st *story) {
			st.refuses(officer, alert(st), CodeNotFound, "safeguard")
			st.refuses(officer, outcome(st), CodeNotFound, "safeguard")
			st.do(officer, DeclareDanger{})
			a, o := alert(st), outcome(st)
			a.At, o.At = st.now.Add(time.Hour), st.now.Add(time.Hour)
			st.refuses(officer, a, CodeDateInFuture, "at")
			st.refuses(officer, o, CodeDateInFuture, "at")
		},
		"a second danger after the first ended begins anew": func(st *story) {
			st.do(officer, DeclareDanger{})
			st.do(officer, alert(st))
			st.do(officer, outcome(st))
			st.wait(2).do(officer, DeclareDanger{})
			if !st.s.Safeguard.Open() || st.s.Safeguard.Outcome != "" || st.count("SAFEGUARD_ALERT", ObligationOpen) != 1 {
				st.t.Fatalf("%+v", st.s.Safeguard)
			}
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, plain()))
		})
	}
	t.Run("a request opened with a danger begins with its duties", func(t *testing.T) {
		t.Parallel()
		st := begin(t, plain())
		o := st.open()
		o.Danger = true
		st.do(officer, o)
		st.isState("SAFEGUARD_ALERT", ObligationOpen)
	})
	t.Run("a police request makes no copy of itself", func(t *testing.T) {
		t.Parallel()
		st := opened(t, profile(Police))
		st.do(officer, DeclareDanger{})
		if len(st.effects(EffectPoliceCopy)) != 0 {
			t.Error("copied")
		}
	})
}
