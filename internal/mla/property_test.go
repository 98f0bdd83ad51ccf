package mla

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/rogatory/rogatory/internal/workday"
)

// TestAnySequenceOfCommands gives random commands, sensible and not, to random
// requests. The story checks each (rows of the table, gapless sequence, dates
// that move with a reason, rungs once, an untouched input, refusals without
// events); here is what holds over the whole life.
func TestAnySequenceOfCommands(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		st := begin(t, rapid.SampledFrom([]*Profile{profile(Judicial), plain(), profile(Police), profile(Preservation)}).Draw(t, "profile"))
		open := st.open()
		open.Danger = rapid.Bool().Draw(t, "danger")
		st.do(officer, open)
		last := ""
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			last = step(t, st)
		}
		wholeLife(t, st, last)
	})
}

// TestLikelySequences takes only commands that the table offers, so that the
// ends of the tracks are reached often.
func TestLikelySequences(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		st := begin(t, rapid.SampledFrom([]*Profile{profile(Judicial), plain(), profile(Police), profile(Preservation)}).Draw(t, "profile"))
		st.do(officer, st.open())
		if st.s.Track != Preservation {
			st.do(officer, AssignTranslator{Translator: translator.ID})
		}
		for range rapid.IntRange(20, 80).Draw(t, "steps") {
			st.now = st.now.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "days"))
			forward(t, st)
		}
		wholeLife(t, st, "")
	})
}

func forward(t *rapid.T, st *story) {
	seldom := []CommandKind{KindRefuse, KindRework, KindRecall, KindReturn, KindReturnIncomplete, KindRelease, KindFollowUpReceived, KindWithdraw}
	rare := rapid.IntRange(0, 9).Draw(t, "rare") == 0
	var rows []Row
	for _, r := range Table {
		if r.Track == st.s.Track && r.From == st.s.Phase && r.On != advance && r.On != KindLapse && (rare || !slices.Contains(seldom, r.On)) {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 || rapid.IntRange(0, 2).Draw(t, "side") == 0 {
		step(t, st)
		return
	}
	r := rapid.SampledFrom(rows).Draw(t, "row")
	send(t, st, giver(st, r.On, r.By), body(t, st, r.On, true))
}

// step gives one random command, or lets the automaton do what is due.
func step(t *rapid.T, st *story) string {
	st.now = st.now.AddDate(0, 0, rapid.SampledFrom([]int{0, 0, 1, 3, 20, 70}).Draw(t, "days"))
	if rapid.IntRange(0, 5).Draw(t, "automaton") == 0 {
		st.runDue()
		return "due"
	}
	kinds := make([]CommandKind, 0, len(commandBodies))
	for k := range commandBodies {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	if rapid.IntRange(0, 9).Draw(t, "stay") > 0 { // or most lives would be short
		kinds = slices.DeleteFunc(kinds, func(k CommandKind) bool { return k == KindWithdraw || k == KindRefuse || k == KindRelease })
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	actors := []Actor{officer, magistrate, translator, registry, bepi, ncb, pointFR, Automaton, {ID: "u-aud", Role: Auditor}, {ID: "u-other", Role: Magistrate}}
	a := giver(st, kind, nil)
	if rapid.IntRange(0, 4).Draw(t, "stranger") == 0 {
		a = rapid.SampledFrom(actors).Draw(t, "actor")
	}
	send(t, st, a, body(t, st, kind, rapid.IntRange(0, 4).Draw(t, "sense") > 0))
	return string(kind)
}

func send(t *rapid.T, st *story, a Actor, b CommandBody) {
	st.n++
	ended := st.s.Phase.Terminal()
	side, sidestep := sidesteps[b.Kind()]
	_, err := st.tell(Command{ID: fmt.Sprintf("cmd-%d", st.n), Actor: a, Body: b})
	if late := sidestep && side.Late; ended && !late && err == nil {
		t.Fatalf("%s is accepted after the end", b.Kind())
	}
}

// giver is an actor whom the command fits.
func giver(st *story, kind CommandKind, by []Role) Actor {
	if kind == KindHandOver {
		return st.handActor()
	}
	if by == nil {
		for _, r := range RowsFor(st.s.Track, st.s.Phase, kind) {
			by = r.By
		}
	}
	if by == nil {
		by = sidesteps[kind].By
	}
	for _, a := range []Actor{officer, magistrate, translator, registry, Automaton} {
		if slices.Contains(by, a.Role) {
			return a
		}
	}
	return officer
}

// body draws the content of a command: one that fits the state, or a wild one.
func body(t *rapid.T, st *story, kind CommandKind, sense bool) CommandBody {
	on := st.today()
	if !sense {
		on = on.AddDays(rapid.IntRange(-30, 30).Draw(t, "on"))
	}
	lang := rapid.SampledFrom([]string{"fr", "zxx", "en"})
	obligation := func() string {
		return pick(t, "obligation", st.s.Obligations, func(o Obligation) string { return o.ID })
	}
	effect := func() string { return pick(t, "effect", st.s.Effects, func(e Effect) string { return e.Key }) }
	delivery := func() string { return pick(t, "delivery", st.s.Deliveries, func(d Delivery) string { return d.ID }) }
	switch kind {
	case KindSubmit:
		s := submit()
		s.Revision = st.n
		return s
	case KindApprove:
		if !sense {
			return Approve{PDFSHA256: digest("zzz"), DraftSHA256: digest("draft")}
		}
	case KindAttachSigned:
		return AttachSigned{Scan: doc("scan"), SignedOn: on, PDFSHA256: approve().PDFSHA256}
	case KindAssignTranslator:
		return AssignTranslator{Translator: translator.ID}
	case KindHandOver:
		h := st.handOver()
		h.Proof.On = on
		if !sense {
			h.ToHop = rapid.IntRange(0, 4).Draw(t, "to")
		}
		return h
	case KindReturnIncomplete:
		return ReturnIncomplete{Cause: "R08", On: on, BackTo: rapid.IntRange(-1, 3).Draw(t, "back")}
	case KindRecordResponse:
		r := st.response(rapid.SampledFrom([]string{"partial", "full"}).Draw(t, "extent"), item("M1", lang.Draw(t, "lang")), item("M2", lang.Draw(t, "lang")))
		r.ReceivedOn = on
		return r
	case KindTranslateAnswer:
		return TranslateAnswer{Evidence: pick(t, "item", st.s.Evidence, func(e Evidence) string { return e.ID }), Doc: doc("t")}
	case KindAssess:
		return Assess{Final: rapid.Bool().Draw(t, "final"), Verdict: "partly"}
	case KindExtendDeadline:
		return ExtendDeadline{Obligation: obligation(), Due: on.AddDays(rapid.IntRange(0, 200).Draw(t, "more")), Reason: text("r")}
	case KindLogSafeguardAlert:
		return LogSafeguardAlert{Channel: "i247", Number: "1", At: st.now}
	case KindLogSafeguardOutcome:
		return LogSafeguardOutcome{Outcome: "child_safe", At: st.now}
	case KindCompleteDuty:
		id := obligation()
		o, _ := st.s.Obligation(id)
		if o == nil {
			o = &Obligation{}
		}
		return CompleteDuty{Obligation: id, Note: text("n"), Proof: proof("valise", on, o.Doc.SHA256)}
	case KindRetryEffect:
		return RetryEffect{Effect: effect(), Settled: !sense}
	case KindConfirmPreserved:
		return ConfirmPreserved{On: on, Until: on.AddDays(rapid.IntRange(1, 120).Draw(t, "until"))}
	case KindExtendPreservation:
		return ExtendPreservation{On: on, Until: on.AddDays(rapid.IntRange(0, 200).Draw(t, "until"))}
	case KindLapse:
		return Lapse{Obligation: obligation()}
	case KindFireRung:
		return FireRung{Obligation: obligation(), Rung: rapid.SampledFrom([]string{"r1", "r2", "r3"}).Draw(t, "rung")}
	case KindCompleteEffect:
		return CompleteEffect{
			Effect: effect(), Outcome: rapid.SampledFrom([]string{"done", "failed", "uncertain"}).Draw(t, "outcome"),
			Final: !sense, Docs: []DocRef{doc("letter")}, Code: "code",
		}
	case KindDeliveryAcknowledged:
		return DeliveryAcknowledged{Delivery: delivery(), Receipt: "rcpt", At: st.now}
	case KindDeliveryTroubled:
		return DeliveryTroubled{Delivery: delivery(), Code: "http_500", Attempts: 3, Final: sense}
	case KindRefreshProfile:
		p := *st.p
		p.Clocks = slices.Clone(p.Clocks)
		c := &p.Clocks[rapid.IntRange(0, len(p.Clocks)-1).Draw(t, "clock")]
		c.Rule.Amount = rapid.IntRange(1, 100).Draw(t, "amount")
		return RefreshProfile{Profile: p, Reason: text("r")}
	case KindRemakePapers:
		return RemakePapers{Effect: effect()}
	case KindRefreshCalendar:
		off := holiday(on.AddDays(rapid.IntRange(0, 100).Draw(t, "off")).String(), "new")
		return RefreshCalendar{Home: st.p.HomeCalendar.With(off), Abroad: st.p.AbroadCalendar.With(off), Cause: "import"}
	}
	return dated(samples()[kind], on)
}

// dated sets the date of the plain bodies.
func dated(b CommandBody, on workday.Date) CommandBody {
	switch c := b.(type) {
	case Acknowledge:
		c.ReceivedOn = on
		return c
	case LogDecision:
		c.On = on
		return c
	case LogStatus:
		c.On = on
		return c
	case AskSupplement:
		c.On = on
		return c
	case AnswerSupplement:
		c.On = on
		return c
	case Postpone:
		c.Until = on.AddDays(40)
		return c
	case Resume:
		c.On = on
		return c
	case RefuseExecution:
		c.On = on
		return c
	case FollowUpReceived:
		c.On = on
		return c
	}
	return b
}

func pick[T any](t *rapid.T, label string, from []T, id func(T) string) string {
	if len(from) == 0 {
		return "none"
	}
	return id(rapid.SampledFrom(from).Draw(t, label))
}

// wholeLife holds the events of a request against its state.
func wholeLife(t *rapid.T, st *story, last string) {
	if diff := cmp.Diff(st.s, Fold(st.events)); diff != "" {
		t.Fatalf("after %s the folded state differs:\n%s", last, diff)
	}
	for i, ev := range st.events {
		if ev.Seq != int64(i+1) {
			t.Fatalf("event %d has seq %d", i+1, ev.Seq)
		}
	}
	data, err := json.Marshal(st.events)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var back []Event
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(st.events, back); diff != "" {
		t.Fatalf("the events do not survive:\n%s", diff)
	}
	if diff := cmp.Diff(st.s, Fold(back)); diff != "" {
		t.Fatalf("the state folded from the store differs:\n%s", diff)
	}
	roundTrip(t, st.s)
	sane(t, &st.s)
	quiet(t, st)
}

// sane is what no state may show.
func sane(t *rapid.T, s *State) {
	open := map[string]string{}
	for _, o := range s.Obligations {
		if o.State != ObligationOpen && o.State != ObligationIsSuspended {
			continue
		}
		if other, twice := open[o.Clock]; twice && !personal(o.Clock) {
			t.Fatalf("%s and %s run at once", other, o.ID)
		}
		open[o.Clock] = o.ID
		if s.Phase.Terminal() && !personal(o.Clock) && !s.Safeguard.Open() {
			t.Fatalf("%s is %s after the end", o.ID, o.State)
		}
		if o.Owed.Foreign && s.SentAbroad.IsZero() {
			t.Fatalf("%s is owed abroad while the file is here", o.ID)
		}
		if o.Clock == "HANDOVER_DUTY" {
			if h, ok := s.HolderHop(); !ok || h.ClerkOrg != o.Owed.Org {
				t.Fatalf("%s is owed by %s, the file is with %s", o.ID, o.Owed.Org, h.ClerkOrg)
			}
		}
		if o.State == ObligationIsSuspended && s.Phase != PhaseSupplementAsked && s.Phase != PhasePostponed && answerReadable(s) {
			t.Fatalf("%s stands still in %s", o.ID, s.Phase)
		}
	}
	if (s.Phase == PhasePostponed) != (open["POSTPONED_UNTIL"] != "") {
		t.Fatalf("in %s, the end of a postponement is owed as %q", s.Phase, open["POSTPONED_UNTIL"])
	}
	if s.Phase == PhaseExecuted && open["ASSESS_DUTY"] == "" {
		t.Fatalf("what came is nobody's to assess")
	}
	if s.Phase == PhaseRefused && s.Responses > 0 {
		t.Fatalf("a refusal lost what was answered")
	}
	if s.Phase == PhasePreserved && !s.FollowUpOn.IsZero() {
		t.Fatalf("the follow-up received on %s is forgotten", s.FollowUpOn)
	}
	if s.Phase == PhaseDelivered && open["DELIVER_DUTY"] != "" {
		t.Fatalf("all is delivered and %s is open", open["DELIVER_DUTY"])
	}
	if s.Phase == PhaseClosed && s.Safeguard.Open() && s.Safeguard.Declared.Before(s.PhaseAt) {
		t.Fatalf("closed over a child in danger")
	}
}

// quiet: after the automaton did what is due, nothing more is due now, so that
// a workflow that waits for the next wake does not spin.
func quiet(t *rapid.T, st *story) {
	for range 3 {
		st.runDue()
	}
	if cmds := DueCommands(&st.s, st.now); len(cmds) > 0 {
		t.Fatalf("%s stays due", cmds[0].ID)
	}
	ids := map[string]bool{}
	for _, ev := range st.events {
		if _, ok := ev.Body.(RungFired); ok {
			if ids[ev.Command] {
				t.Fatalf("the id %s is given twice", ev.Command)
			}
			ids[ev.Command] = true
		}
	}
	sane(t, &st.s)
}
