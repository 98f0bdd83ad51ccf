package mla

import "testing"

func TestEffects(t *testing.T) {
	t.Parallel()
	fail := func(e Effect) CompleteEffect {
		return CompleteEffect{Effect: e.Key, Outcome: "failed", Code: "smtp_451"}
	}
	letter := func(st *story) Effect {
		st.abroad().do(magistrate, Withdraw{Reason: text("w")})
		return st.in(PhaseWithdrawn).lastEffect(EffectLetter)
	}
	cases := map[string]func(*story){
		"a failure backs off, then becomes a duty": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			for i, pause := range effectBackoff {
				st.do(Automaton, fail(mail))
				if e, _ := st.s.Effect(mail.Key); !e.NextTry.Equal(st.now.Add(pause)) || e.Attempts != i+1 {
					st.t.Fatalf("try %d: %+v", i, e)
				}
				st.now = st.now.Add(pause)
			}
			if st.count(DutyAttention, ObligationOpen) != 0 {
				st.t.Fatalf("a duty before the machine gave up")
			}
			st.do(Automaton, fail(mail))
			e, _ := st.s.Effect(mail.Key)
			if o := st.last(DutyAttention); !e.NextTry.IsZero() || o.Effect != mail.Key || o.Owed.Role != Officer {
				st.t.Fatalf("%+v, %+v", e, o)
			}
		},
		"a final failure is a duty at once, and a retry meets it": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			f := fail(mail)
			f.Final = true
			st.do(Automaton, f)
			st.isState(DutyAttention, ObligationOpen)
			st.do(officer, RetryEffect{Effect: mail.Key})
			st.isState(DutyAttention, ObligationMet)
			if e, _ := st.s.Effect(mail.Key); e.State != EffectPosted {
				st.t.Fatalf("%+v", e)
			}
		},
		"what succeeded or is under way is not tried again": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			st.refuses(officer, RetryEffect{Effect: mail.Key}, CodeNotFound, "effect")
			st.do(Automaton, CompleteEffect{Effect: mail.Key, Outcome: "done"})
			st.refuses(officer, RetryEffect{Effect: mail.Key}, CodeNotFound, "effect")
			st.refuses(Automaton, CompleteEffect{Effect: "r-1/mail/999", Outcome: "done"}, CodeNotFound, "effect")
		},
		"done twice is done once": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			st.do(Automaton, CompleteEffect{Effect: mail.Key, Outcome: "done"})
			if events := st.do(Automaton, fail(mail)); len(events) != 0 {
				st.t.Fatalf("%d events", len(events))
			}
		},
		"an uncertain sending is a duty once, and a person settles it": func(st *story) {
			copied := func() Effect { return st.lastEffect(EffectPoliceCopy) }
			st.do(officer, DeclareDanger{})
			for range 2 {
				st.do(Automaton, CompleteEffect{Effect: copied().Key, Outcome: "uncertain", Code: "timeout"})
			}
			if st.count(DutyUncertain, ObligationOpen) != 1 {
				st.t.Fatalf("%d duties", st.count(DutyUncertain, ObligationOpen))
			}
			st.do(officer, RetryEffect{Effect: copied().Key, Settled: true})
			st.isState(DutyUncertain, ObligationMet)
			if copied().State != EffectDone {
				st.t.Fatalf("%+v", copied())
			}
		},
		"only what is uncertain is settled": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			st.do(Automaton, fail(mail))
			st.refuses(officer, RetryEffect{Effect: mail.Key, Settled: true}, CodeUnknownValue, "settled")
		},
		"a mail about a mail that failed is no new duty": func(st *story) {
			f := fail(st.submitted().lastEffect(EffectMail))
			f.Final = true
			st.do(Automaton, f)
			for range 5 {
				st.wait(10).runDue()
				for _, e := range st.effects(EffectMail) {
					if e.State == EffectPosted && e.Obligation == st.last(DutyAttention).ID {
						f := fail(e)
						f.Final = true
						st.do(Automaton, f)
					}
				}
			}
			if n := st.count(DutyAttention, ObligationOpen); n != 1 {
				st.t.Fatalf("%d duties", n)
			}
		},
		"a withdrawal abroad owes a letter, and its clerk hands it over with proof": func(st *story) {
			e := letter(st)
			if e.Template != "withdrawal" || e.Lang != "fr" || st.s.Idle() {
				st.t.Fatalf("%+v", e)
			}
			st.do(Automaton, CompleteEffect{Effect: e.Key, Outcome: "done", Docs: []DocRef{doc("letter")}})
			o := st.last(DutyHandOverLetter)
			if o.Owed.Org != "court_registry" || o.Doc != doc("letter") || st.s.Idle() {
				st.t.Fatalf("%+v", o)
			}
			done := CompleteDuty{Obligation: o.ID, Proof: proof("registered_mail", st.today(), doc("letter").SHA256)}
			st.refuses(bepi, done, CodeWrongHolder, "actor")
			st.refuses(officer, done, CodeWrongHolder, "actor")
			other, early, bare := done, done, done
			other.Proof.Doc, early.Proof.On, bare.Proof = digest("other"), st.today().AddDays(-1), Proof{}
			st.refuses(registry, other, CodeStaleFile, "proof.doc_sha256")
			st.refuses(registry, early, CodeDateBefore, "proof.on")
			st.refuses(registry, bare, CodeRequired, "proof.kind")
			st.wait(10) // logged late, handed over in time
			st.do(registry, done)
			if o := st.last(DutyHandOverLetter); o.State != ObligationMet || o.Late || !st.s.Idle() {
				st.t.Fatalf("%+v", o)
			}
		},
		"a letter that waits for another try keeps an ended request awake": func(st *story) {
			e := letter(st)
			st.do(Automaton, fail(e))
			if st.s.Idle() {
				st.t.Fatalf("idle while the letter is owed")
			}
			if _, ok := NextWake(&st.s); !ok {
				st.t.Fatalf("nothing wakes it")
			}
		},
		"a withdrawal before it left owes no letter": func(st *story) {
			st.ready().do(magistrate, Withdraw{Reason: text("w")})
			if len(st.effects(EffectLetter)) != 0 || !st.s.Idle() {
				st.t.Fatalf("%+v", st.s.Effects)
			}
		},
		"a duty is completed with a note, by whoever owes it or the officer": func(st *story) {
			f := fail(st.submitted().lastEffect(EffectMail))
			f.Final = true
			st.do(Automaton, f)
			id := st.last(DutyAttention).ID
			st.refuses(officer, CompleteDuty{Obligation: id}, CodeRequired, "note")
			st.refuses(magistrate, CompleteDuty{Obligation: id, Note: text("n")}, CodeNotAllowed, "actor")
			st.do(officer, CompleteDuty{Obligation: id, Note: text("n")})
			st.refuses(officer, CompleteDuty{Obligation: id, Note: text("n")}, CodeNotFound, "obligation")
		},
		"a duty that an act meets is not ticked off": func(st *story) {
			st.submitted().refuses(magistrate, CompleteDuty{Obligation: st.last("APPROVE_DUTY").ID, Note: text("n")}, CodeNotAllowed, "obligation")
		},
		"what the other side owes is not ticked off": func(st *story) {
			st.received().refuses(officer, CompleteDuty{Obligation: st.last("EIO_DECISION").ID, Note: text("n")}, CodeNotAllowed, "obligation")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, plain()))
		})
	}
}
