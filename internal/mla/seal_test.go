package mla

import "testing"

func TestTheSealOfAnApprovedFile(t *testing.T) {
	t.Parallel()
	seal := func(st *story) Effect { return st.lastEffect(EffectSeal) }
	done := func(st *story) CompleteEffect {
		return CompleteEffect{Effect: seal(st).Key, Outcome: "done", Docs: []DocRef{doc("Sealed")}}
	}
	cases := map[string]func(*story){
		"an approval owes it, over the file that was approved": func(st *story) {
			st.submitted().do(magistrate, approve())
			if e := seal(st); e.Doc != doc("pdf") || e.State != EffectIsOwed || !st.s.SealPending() || st.s.Seal != nil {
				st.t.Fatalf("%+v, %+v", e, st.s.Seal)
			}
		},
		"a submission alone owes none": func(st *story) {
			if st.submitted(); len(st.effects(EffectSeal)) != 0 || st.s.SealPending() {
				st.t.Fatalf("%+v", st.s.Effects)
			}
		},
		"the sealed file is what travels, and the hand-over waits for it": func(st *story) {
			st.submitted().do(magistrate, approve())
			st.in(PhaseReady)
			if len(st.effects(EffectPackage)) != 0 {
				st.t.Fatalf("a package before the seal")
			}
			st.refuses(registry, st.handOver(), CodeSealPending, "seal")
			st.do(Automaton, done(st))
			if st.s.Travelling() != doc("Sealed").SHA256 || st.s.Seal.Doc != doc("Sealed") || st.s.Seal.Lacks != "" || len(st.effects(EffectPackage)) != 1 {
				st.t.Fatalf("%+v, %d packages", st.s.Seal, len(st.effects(EffectPackage)))
			}
			unsealed := st.handOver()
			unsealed.Proof.Doc = doc("pdf").SHA256
			st.refuses(registry, unsealed, CodeStaleFile, "proof.doc_sha256")
			st.hand()
		},
		"told twice, it is sealed once and packed once": func(st *story) {
			st.submitted().do(magistrate, approve())
			st.do(Automaton, done(st))
			again := done(st)
			again.Docs[0] = doc("Another")
			if events := st.do(Automaton, again); len(events) != 0 || st.s.Seal.Doc != doc("Sealed") || len(st.effects(EffectPackage)) != 1 {
				st.t.Fatalf("%d events, %+v", len(events), st.s.Seal)
			}
		},
		"without a certificate the approved file travels, and the state says what is lacking": func(st *story) {
			st.submitted().do(magistrate, approve())
			none := done(st)
			none.Docs, none.Code = nil, SealNotConfigured
			st.do(Automaton, none)
			if st.s.Seal.Lacks != SealNotConfigured || !st.s.Seal.Doc.IsZero() || st.s.Travelling() != doc("pdf").SHA256 {
				st.t.Fatalf("%+v", st.s.Seal)
			}
			st.hand()
		},
		"done without a file and without that reason is refused": func(st *story) {
			st.submitted().do(magistrate, approve())
			none := done(st)
			none.Docs = nil
			st.refuses(Automaton, none, CodeRequired, "docs")
		},
		"a seal without the time stamp that was asked for says so": func(st *story) {
			st.submitted().do(magistrate, approve())
			bare := done(st)
			bare.Code = SealNoTimestamp
			st.do(Automaton, bare)
			if st.s.Seal.Lacks != SealNoTimestamp || st.s.Seal.Doc != doc("Sealed") {
				st.t.Fatalf("%+v", st.s.Seal)
			}
		},
		"one that cannot be made is a duty, and a retry makes it": func(st *story) {
			st.submitted().do(magistrate, approve())
			st.do(Automaton, CompleteEffect{Effect: seal(st).Key, Outcome: "failed", Code: "seal_timestamp", Final: true})
			st.isState(DutyAttention, ObligationOpen)
			st.refuses(registry, st.handOver(), CodeSealPending, "seal")
			st.do(officer, RetryEffect{Effect: seal(st).Key})
			st.do(Automaton, done(st))
			st.isState(DutyAttention, ObligationMet)
			st.hand()
		},
		"a withdrawal before it is made ends it, and nothing is left to wait for": func(st *story) {
			st.submitted().do(magistrate, approve())
			st.do(magistrate, Withdraw{Reason: text("w")})
			if e := seal(st); e.State != EffectDone || e.Code != sealNotWanted || !st.s.Idle() {
				st.t.Fatalf("%+v", e)
			}
			if events := st.do(Automaton, done(st)); len(events) != 0 || st.s.Seal != nil {
				st.t.Fatalf("%d events, %+v", len(events), st.s.Seal)
			}
		},
		"decisions of before know no seal": func(st *story) {
			st.submitted()
			events, err := Decide(logicSeal-1, st.s, st.p, Command{ID: "old", Actor: magistrate, Body: approve()}, st.now)
			if err != nil {
				st.t.Fatalf("%v", err)
			}
			for _, ev := range events {
				st.s = Evolve(st.s, ev)
			}
			if len(st.effects(EffectSeal)) != 0 || len(st.effects(EffectPackage)) != 1 {
				st.t.Fatalf("%+v", st.s.Effects)
			}
			st.hand()
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, plain()))
		})
	}
}

func TestWherePaperTravelsTheScanIsBoundToTheSealedFile(t *testing.T) {
	t.Parallel()
	p := profile(Judicial)
	p.Paper, p.TranslateTo = true, ""
	st := opened(t, p).submitted()
	st.do(magistrate, approve())
	// The registry may print and have signed what was approved while the seal is made.
	st.do(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today(), PDFSHA256: approve().PDFSHA256})
	st.in(PhaseReady).refuses(registry, st.handOver(), CodeSealPending, "seal")
	st.sealed()
	if len(st.effects(EffectPackage)) != 1 || st.s.Travelling() != doc("scan").SHA256 || st.s.ReferenceFile() != doc("Sealed") {
		t.Fatalf("%d packages, %s travels", len(st.effects(EffectPackage)), st.s.Travelling())
	}
	st.hand()
}

func TestAFileThatGoesBackToItsDrafterIsSealedAnew(t *testing.T) {
	t.Parallel()
	st := opened(t, plain()).ready()
	for st.s.SentAbroad.IsZero() {
		st.hand()
	}
	first := st.lastEffect(EffectSeal)
	st.do(officer, ReturnIncomplete{Cause: "R01", BackTo: 0, On: st.today(), Note: text("r")})
	st.do(officer, Rework{Reason: text("r")})
	if st.in(PhaseDraft); st.s.Seal != nil || st.s.SealPending() {
		t.Fatalf("%+v", st.s.Seal)
	}
	st.submitted().do(magistrate, approve())
	if e := st.lastEffect(EffectSeal); e.Key == first.Key || !st.s.SealPending() {
		t.Fatalf("%+v", e)
	}
}
