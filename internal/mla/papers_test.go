package mla

import "testing"

func TestPapersAreMadeAnewWhileTheyWait(t *testing.T) {
	t.Parallel()
	remake := func(e Effect) RemakePapers { return RemakePapers{Effect: e.Key} }
	cases := map[string]func(*story){
		"a package that lies with its holder is owed again under a key of its own": func(st *story) {
			first := st.ready().lastEffect(EffectPackage)
			events := st.do(Automaton, remake(first))
			again := st.lastEffect(EffectPackage)
			if len(events) != 1 || again.Key == first.Key || again.Template != first.Template || again.ToOrg != first.ToOrg || again.State != EffectPosted {
				st.t.Fatalf("%d events, %+v after %+v", len(events), again, first)
			}
			if !st.s.Superseded(first.Key) || !st.s.Superseded(first.Key+"/slip") || st.s.Superseded(again.Key+"/slip") || st.s.Superseded("r-1/mail/3") {
				st.t.Fatalf("which package counts is told wrongly")
			}
		},
		"a package made anew is not made twice": func(st *story) {
			first := st.ready().lastEffect(EffectPackage)
			st.do(Automaton, remake(first))
			if events := st.do(Automaton, remake(first)); len(events) != 0 {
				st.t.Fatalf("%d events", len(events))
			}
		},
		"what was handed over stays as it went": func(st *story) {
			first := st.ready().lastEffect(EffectPackage)
			st.hand()
			if events := st.do(Automaton, remake(first)); len(events) != 0 {
				st.t.Fatalf("%d events", len(events))
			}
		},
		"a letter that nobody handed over is made again, and its duty with it": func(st *story) {
			st.abroad().do(magistrate, Withdraw{Reason: text("w")})
			first := st.lastEffect(EffectLetter)
			st.do(Automaton, CompleteEffect{Effect: first.Key, Outcome: "done", Docs: []DocRef{doc("draft letter")}})
			st.do(Automaton, remake(first))
			st.isState(DutyHandOverLetter, ObligationCancelled)
			again := st.lastEffect(EffectLetter)
			if again.Key == first.Key || again.State != EffectIsOwed || again.Attempts != 0 {
				st.t.Fatalf("%+v", again)
			}
			st.do(Automaton, CompleteEffect{Effect: again.Key, Outcome: "done", Docs: []DocRef{doc("letter")}})
			if o := st.last(DutyHandOverLetter); o.State != ObligationOpen || o.Doc != doc("letter") {
				st.t.Fatalf("%+v", o)
			}
			if events := st.do(Automaton, remake(first)); len(events) != 0 {
				st.t.Fatalf("again: %d events", len(events))
			}
		},
		"a mail and what nobody owes are nothing to make": func(st *story) {
			mail := st.submitted().lastEffect(EffectMail)
			for _, e := range []Effect{mail, {Key: "r-1/package/999"}} {
				if events := st.do(Automaton, remake(e)); len(events) != 0 {
					st.t.Fatalf("%d events", len(events))
				}
			}
		},
		"only the system makes papers anew": func(st *story) {
			st.refuses(officer, remake(st.ready().lastEffect(EffectPackage)), CodeNotAllowed, "actor")
		},
	}
	for name, run := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(opened(t, profile(Judicial)))
		})
	}
}

func TestWhatTravelsIsTheFileAndThePapersOfItsHolder(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Judicial)).ready()
	first := st.lastEffect(EffectPackage).Key
	st.hand()
	before := st.lastEffect(EffectPackage).Key
	st.do(Automaton, RemakePapers{Effect: before})
	now := st.lastEffect(EffectPackage).Key
	for name, tt := range map[string]struct {
		doc            DocRef
		key            string
		want, remaking bool
	}{
		"the approved file":                         {st.s.Frozen.PDF, "event/2", true, true},
		"a paper of the holder's package":           {doc("slip"), now + "/slip", true, true},
		"one that was made again since":             {doc("slip"), before + "/slip", false, true},
		"a paper of a package that went":            {doc("slip"), first + "/slip", false, false},
		"an answer":                                 {doc("answer"), "event/9", false, false},
		"a key that only begins like another's key": {doc("slip"), now + "9/slip", false, false},
	} {
		if got := st.s.Carries(tt.doc, tt.key, false); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if got := st.s.Carries(tt.doc, tt.key, true); got != tt.remaking {
			t.Errorf("%s, while the papers are made anew: %v", name, got)
		}
	}
}
