package mla

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// letterOf are the letters owed under a template.
func letterOf(s *State, template string) []Effect {
	var out []Effect
	for _, e := range s.Effects {
		if e.Kind == EffectLetter && e.Template == template {
			out = append(out, e)
		}
	}
	return out
}

func TestAnAnsweredSupplementOwesTheLetterThatBringsIt(t *testing.T) {
	t.Parallel()
	ask := func(st *story) { st.do(officer, AskSupplement{On: st.today(), Question: text("q")}) }
	for name, c := range map[string]struct {
		translated TextRef
		lang       string
	}{
		"in French where nobody translated the answer": {TextRef{}, "fr"},
		"in the language of the request where it is":   {text("translated"), "en"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := profile(Judicial)
			p.TranslateTo = "en"
			st := opened(t, p).executing()
			ask(st)
			st.wait(2).do(officer, AnswerSupplement{On: st.today(), Text: text("a"), Translated: c.translated, Docs: []DocRef{doc("d")}})
			got := letterOf(&st.s, "supplement")
			if len(got) != 1 || got[0].Lang != c.lang || got[0].Supplement != 1 {
				t.Fatalf("owed %+v", got)
			}
			want := []Supplement{{AskedOn: st.today().AddDays(-2), AnsweredOn: st.today(), Text: text("a"), Translated: c.translated, Docs: []DocRef{doc("d")}}}
			if diff := cmp.Diff(want, st.s.Supplements); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			ask(st)
			st.do(officer, AnswerSupplement{On: st.today(), Text: text("b")})
			if got := letterOf(&st.s, "supplement"); len(got) != 2 || got[1].Supplement != 2 {
				t.Errorf("the second question: %+v", got)
			}
		})
	}
}

func TestAnAnswerInTheCaseIsThankedForOnce(t *testing.T) {
	t.Parallel()
	st := opened(t, plain()).assessed()
	if got := letterOf(&st.s, "thanks"); len(got) != 0 {
		t.Errorf("thanked before it arrived: %+v", got)
	}
	st.acknowledgeDeliveries().in(PhaseDelivered)
	got := letterOf(&st.s, "thanks")
	if len(got) != 1 {
		t.Fatalf("owed %+v", got)
	}
	st.do(Automaton, CompleteEffect{Effect: got[0].Key, Outcome: "done", Docs: []DocRef{doc("thanks")}})
	if o := st.last(DutyHandOverLetter); o.Owed.Org != "court_registry" || o.Doc != doc("thanks") {
		t.Errorf("who hands it over: %+v", o)
	}
	st.do(magistrate, Close{})
	if got := letterOf(&st.s, "thanks"); len(got) != 1 {
		t.Errorf("thanked %d times", len(got))
	}
}

func TestAPartOfAnAnswerIsNotThankedForYet(t *testing.T) {
	t.Parallel()
	st := opened(t, plain()).executing()
	st.do(officer, st.response("partial", item("M1", "fr")))
	st.do(magistrate, Assess{Verdict: "partly"})
	st.acknowledgeDeliveries()
	if got := letterOf(&st.s, "thanks"); len(got) != 0 {
		t.Errorf("owed %+v", got)
	}
}

// A run that began before these letters keeps its decisions until it continues as new.
func TestEarlierLogicOwesNoLettersOfAnswers(t *testing.T) {
	t.Parallel()
	st := opened(t, plain()).executing()
	st.do(officer, AskSupplement{On: st.today(), Question: text("q")})
	cmd := Command{ID: "c", Actor: officer, Body: AnswerSupplement{On: st.today(), Text: text("a")}}
	for logic, want := range map[int]int{1: 0, logicSeal: 0, LogicVersion: 1} {
		events, err := Decide(logic, st.s, st.p, cmd, st.now)
		if err != nil {
			t.Fatal(err)
		}
		s := st.s
		for _, ev := range events {
			s = Evolve(s, ev)
		}
		if got := letterOf(&s, "supplement"); len(got) != want {
			t.Errorf("logic %d owes %d letters", logic, len(got))
		}
	}
}

func TestPapersAreMadeByTheLastClerkOnTheWayInTheLanguageOfTheirReader(t *testing.T) {
	t.Parallel()
	hop := func(id string, side Side, org string) HopState {
		return HopState{Hop: Hop{ID: id, Side: side, ClerkOrg: org}}
	}
	hops := []HopState{
		hop("registry", Home, "registry"), hop("bepi", Home, "bepi"), hop("embassy", Home, ""), hop("mfa", Abroad, ""), hop("central", Abroad, ""),
	}
	p := Profile{AcceptedLanguages: []string{"lo", "en"}, Papers: []Paper{
		{ID: "note_verbale", To: "mfa", Langs: []string{"fr", PaperReader}},
		{ID: "cover", To: "central", Langs: []string{PaperReader, "lo", "fr"}},
		{ID: "slip", Langs: []string{PaperReader}},
		{ID: "offer", To: "central", Langs: []string{"fr"}, When: PaperReciprocity},
		{ID: "nowhere", To: "court", Langs: []string{"fr"}},
	}}
	for k, want := range [][]PaperDue{
		{{"slip", "fr", "", 1}},
		{
			{"note_verbale", "fr", "", 3}, {"note_verbale", "lo", "", 3}, {"cover", "lo", "", 4}, {"cover", "fr", "", 4}, {"slip", "fr", "", 2},
			{"offer", "fr", PaperReciprocity, 4},
		},
		nil, // no clerk of ours sits at the embassy
		nil,
		nil, // nobody is left to hand it to
	} {
		if diff := cmp.Diff(want, p.PapersAt(hops, k)); diff != "" {
			t.Errorf("hop %d (-want +got):\n%s", k, diff)
		}
	}
	if got := p.Reads(Hop{Side: Home}); got != "fr" {
		t.Errorf("at home %s", got)
	}
	p.TranslateTo = "en"
	if got := p.Reads(Hop{Side: Abroad}); got != "en" {
		t.Errorf("the language chosen: %s", got)
	}
	if got := (&Profile{}).Reads(Hop{Side: Abroad}); got != "fr" {
		t.Errorf("a State of no language: %s", got)
	}
}
