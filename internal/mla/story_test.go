package mla

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/workday"
)

var (
	officer    = Actor{ID: "u-officer", Role: Officer}
	magistrate = Actor{ID: "u-magistrate", Role: Magistrate}
	translator = Actor{ID: "u-translator", Role: Translator}
	registry   = Actor{ID: "u-registry", Role: Clerk, Org: "court_registry"}
	bepi       = Actor{ID: "u-bepi", Role: Clerk, Org: "bepi"}
	ncb        = Actor{ID: "u-ncb", Role: Clerk, Org: "ncb_paris"}
	pointFR    = Actor{ID: "u-247", Role: Clerk, Org: "fr_247"}
)

func digest(s string) string { return strings.Repeat(fmt.Sprintf("%02x", s[0]), 32) }

func doc(s string) DocRef { return DocRef{SHA256: digest(s), Size: 1234, MIME: "application/pdf"} }

func text(id string) TextRef { return TextRef{ID: "text-" + id, Digest: digest(id)} }

func proof(kind string, on workday.Date, of string) Proof {
	return Proof{Kind: kind, Number: "N-1", On: on, Doc: of}
}

// fataler is what a story needs of a test, ordinary or by properties.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// story drives one request, and checks at every command what must always hold.
type story struct {
	t      fataler
	p      *Profile
	s      State
	events []Event
	now    time.Time
	n      int
	// neededBy is the day that the issuer asks for; none unless a test sets it.
	neededBy workday.Date
	// fired counts the firings of each rung of each deadline.
	fired map[string]int
}

// monday is when every story begins: 2 March 2026, ten o'clock in Paris.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func begin(t fataler, p *Profile) *story {
	return &story{t: t, p: p, now: monday, fired: map[string]int{}}
}

func opened(t *testing.T, p *Profile) *story {
	t.Helper()
	st := begin(t, p)
	st.do(officer, st.open())
	return st
}

func (st *story) open() Open {
	return Open{
		RequestID: "r-1", Reference: "FR-2026-PH-0001", CaseID: "c-1", Officer: officer.ID, Track: st.p.Track, Form: st.p.Form, State: st.p.State,
		Measures: []MeasureID{{"M1", "account_data"}, {"M2", "hearing"}},
	}
}

func (st *story) today() workday.Date { return st.p.HomeZone.Date(st.now) }

func (st *story) wait(days int) *story {
	st.now = st.now.AddDate(0, 0, days)
	return st
}

// tell decides a command and evolves over its events.
func (st *story) tell(cmd Command) ([]Event, error) {
	st.t.Helper()
	before, kept := st.s, st.s.Clone()
	events, err := Decide(LogicVersion, st.s, st.p, cmd, st.now)
	if !reflect.DeepEqual(kept, before) {
		st.t.Fatalf("%s changed the state it was given:\n%s", cmd.Body.Kind(), cmp.Diff(kept, before))
	}
	if err != nil {
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Code == "" {
			st.t.Fatalf("%s: a refusal is an *Error with a code, got %v", cmd.Body.Kind(), err)
		}
		if events != nil {
			st.t.Fatalf("%s was refused and yet writes %d events", cmd.Body.Kind(), len(events))
		}
		return nil, err
	}
	st.keep(cmd, events)
	return events, nil
}

func (st *story) keep(cmd Command, events []Event) {
	st.t.Helper()
	before := st.s.Clone()
	moved := map[string]ObligationMoved{}
	for _, ev := range events {
		if ev.Seq != st.s.Seq+1 || ev.Command != cmd.ID || ev.Actor != cmd.Actor || !ev.At.Equal(st.now) {
			st.t.Fatalf("event %d after %d: %+v", ev.Seq, st.s.Seq, ev)
		}
		st.check(cmd, ev, moved)
		st.s = Evolve(st.s, ev)
	}
	st.events = append(st.events, events...)
	checkDates(st.t, before, st.s, moved)
	switch b := cmd.Body.(type) {
	case RefreshProfile:
		st.p = &b.Profile
	case RefreshCalendar:
		p := *st.p
		p.HomeCalendar, p.AbroadCalendar = b.Home, b.Abroad
		st.p = &p
	}
}

// check holds one event against the table and the ladders.
func (st *story) check(cmd Command, ev Event, moved map[string]ObligationMoved) {
	st.t.Helper()
	switch b := ev.Body.(type) {
	case PhaseChanged:
		if b.From != st.s.Phase || !inTable(st.s.Track, b, cmd) {
			st.t.Fatalf("%s by %s: %s → %s is no row of the table", cmd.Body.Kind(), cmd.Actor.Role, b.From, b.To)
		}
	case ObligationMoved:
		o, ok := st.s.Obligation(b.ID)
		if !ok || b.Why == "" || b.WasDue != o.DueDate {
			st.t.Fatalf("obligation %s moved without its reason or its former date: %+v", b.ID, b)
		}
		moved[b.ID] = b
	case RungFired:
		o, _ := st.s.Obligation(b.Obligation)
		key := b.Obligation + "/" + b.Rung + o.deadline()
		if st.fired[key]++; st.fired[key] > 1 {
			st.t.Fatalf("rung %s fired twice", key)
		}
	}
}

func inTable(track Track, ch PhaseChanged, cmd Command) bool {
	if ch.From == "" {
		return ch.To == PhaseDraft && cmd.Body.Kind() == KindOpen
	}
	return slices.ContainsFunc(Table, func(r Row) bool {
		return r.Track == track && (r.From == ch.From || r.From == anyPhase && !ch.From.Terminal()) && r.To == ch.To &&
			(r.On == advance || r.On == cmd.Body.Kind() && slices.Contains(r.By, cmd.Actor.Role))
	})
}

// checkDates: no date of an obligation changes without a move that says why.
func checkDates(t fataler, before, after State, moved map[string]ObligationMoved) {
	t.Helper()
	for _, was := range before.Obligations {
		is, ok := after.Obligation(was.ID)
		if !ok {
			t.Fatalf("obligation %s vanished", was.ID)
		}
		same := is.Due.Equal(was.Due) && is.DueDate == was.DueDate && is.ActBefore == was.ActBefore && is.Presumed == was.Presumed &&
			is.Rule == was.Rule && is.Start.Date == was.Start.Date && is.Start.Instant.Equal(was.Start.Instant)
		if _, ok := moved[was.ID]; !ok && !same {
			t.Fatalf("obligation %s changed without a move: %+v → %+v", was.ID, was, *is)
		}
	}
}

// do gives a command that must be accepted.
func (st *story) do(a Actor, b CommandBody) []Event {
	st.t.Helper()
	st.n++
	events, err := st.tell(Command{ID: fmt.Sprintf("cmd-%d", st.n), Actor: a, Body: b})
	if err != nil {
		st.t.Fatalf("%s by %s in %s: %v %v", b.Kind(), a.Role, st.s.Phase, err, err.(*Error).Args)
	}
	return events
}

// refuses gives a command that must be refused with a code and a field.
func (st *story) refuses(a Actor, b CommandBody, code, field string) *Error {
	st.t.Helper()
	st.n++
	_, err := st.tell(Command{ID: fmt.Sprintf("cmd-%d", st.n), Actor: a, Body: b})
	var refusal *Error
	if !errors.As(err, &refusal) {
		st.t.Fatalf("%s by %s in %s: accepted, want %s (%s)", b.Kind(), a.Role, st.s.Phase, code, field)
	}
	if refusal.Code != code || refusal.Field != field {
		st.t.Fatalf("%s by %s in %s: %v, want %s (%s)", b.Kind(), a.Role, st.s.Phase, refusal, code, field)
	}
	return refusal
}

// runDue carries out what the automaton has to do by now, once round.
func (st *story) runDue() []Event {
	st.t.Helper()
	var out []Event
	for _, cmd := range DueCommands(&st.s, st.now) {
		events, err := st.tell(cmd)
		if err != nil && !st.s.Phase.Terminal() {
			st.t.Fatalf("%s: %v", cmd.ID, err)
		}
		out = append(out, events...)
	}
	return out
}

func (st *story) in(want Phase) *story {
	st.t.Helper()
	if st.s.Phase != want {
		st.t.Fatalf("phase %s, want %s", st.s.Phase, want)
	}
	return st
}

// last is the youngest obligation of a clock.
func (st *story) last(clock string) Obligation {
	st.t.Helper()
	for _, o := range slices.Backward(st.s.Obligations) {
		if o.Clock == clock {
			return o
		}
	}
	st.t.Fatalf("no obligation of clock %s", clock)
	return Obligation{}
}

func (st *story) count(clock string, state ObligationState) int {
	n := 0
	for _, o := range st.s.Obligations {
		if o.Clock == clock && o.State == state {
			n++
		}
	}
	return n
}

func (st *story) isState(clock string, want ObligationState) {
	st.t.Helper()
	if o := st.last(clock); o.State != want {
		st.t.Fatalf("%s is %s, want %s", clock, o.State, want)
	}
}

// effects lists the effects of a kind.
func (st *story) effects(kind EffectKind) []Effect {
	var out []Effect
	for _, e := range st.s.Effects {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

func (st *story) lastEffect(kind EffectKind) Effect {
	st.t.Helper()
	all := st.effects(kind)
	if len(all) == 0 {
		st.t.Fatalf("no effect of kind %s", kind)
	}
	return all[len(all)-1]
}

// bodies filters the events by type.
func bodies[T EventBody](events []Event) []T {
	var out []T
	for _, ev := range events {
		if b, ok := ev.Body.(T); ok {
			out = append(out, b)
		}
	}
	return out
}

// The stations of a request, each from the one before.

func submit() Submit {
	return Submit{
		Revision: 3, DraftSHA256: digest("draft"), PDF: doc("pdf"), Contributors: []string{officer.ID, "u-other"},
		Measures: []MeasureID{{"M1", "account_data"}, {"M2", "hearing"}},
	}
}

func approve() Approve { return Approve{PDFSHA256: doc("pdf").SHA256, DraftSHA256: digest("draft")} }

func (st *story) submitted() *story {
	b := submit()
	b.NeededBy = st.neededBy
	st.do(officer, b)
	return st
}

func (st *story) approved() *story {
	st.submitted().do(magistrate, approve())
	return st.sealed()
}

// sealed lets the automaton report the seal of the approved file.
func (st *story) sealed() *story {
	st.t.Helper()
	st.do(Automaton, CompleteEffect{Effect: st.lastEffect(EffectSeal).Key, Outcome: "done", Docs: []DocRef{doc("Sealed")}})
	return st
}

func (st *story) signed() *story {
	st.approved().do(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today(), PDFSHA256: approve().PDFSHA256})
	return st
}

func certify() CertifyTranslation {
	return CertifyTranslation{Doc: doc("translation"), SourceSHA256: digest("draft"), Language: "en"}
}

// ready takes the request to its first holder, whatever the profile asks for.
func (st *story) ready() *story {
	st.t.Helper()
	if st.p.Track != Judicial {
		return st.submitted().in(PhaseReady)
	}
	if st.p.Paper {
		st.signed()
	} else {
		st.approved()
	}
	if st.p.TranslateTo != "" {
		st.do(officer, AssignTranslator{Translator: translator.ID})
		st.do(translator, certify())
	}
	return st.in(PhaseReady)
}

// hand records the hand-over from the present holder to the next.
func (st *story) hand() *story {
	st.t.Helper()
	st.do(st.handActor(), st.handOver())
	return st
}

func (st *story) handActor() Actor {
	h, _ := st.s.HolderHop()
	for _, a := range []Actor{registry, bepi, ncb, pointFR} {
		if a.Org == h.ClerkOrg {
			return a
		}
	}
	return officer
}

func (st *story) handOver() HandOver {
	to := st.s.Holder + 1
	kind := "bordereau"
	if to < len(st.s.Hops) && len(st.s.Hops[to].Proofs) > 0 {
		kind = st.s.Hops[to].Proofs[0]
	}
	return HandOver{ToHop: to, Proof: proof(kind, st.today(), st.s.Travelling())}
}

// abroad hands over until the file has left the country.
func (st *story) abroad() *story {
	st.t.Helper()
	st.ready()
	for st.s.SentAbroad.IsZero() {
		st.hand()
	}
	return st.in(PhaseInTransit)
}

func (st *story) received() *story {
	st.abroad().do(officer, Acknowledge{ReceivedOn: st.today(), ForeignRef: "PH-77"})
	return st.in(PhaseReceived)
}

func (st *story) executing() *story {
	st.received().do(officer, LogDecision{On: st.today()})
	return st.in(PhaseInExecution)
}

func item(measure, lang string) EvidenceIn {
	return EvidenceIn{Doc: doc(measure), Measure: measure, Language: lang, AllowedUse: "case_only", Detail: text("detail")}
}

func (st *story) response(extent string, items ...EvidenceIn) RecordResponse {
	return RecordResponse{Extent: extent, ReceivedOn: st.today(), Evidence: items}
}

func (st *story) executed() *story {
	st.executing().do(officer, st.response("full", item("M1", "fr"), item("M2", "zxx")))
	return st.in(PhaseExecuted)
}

func (st *story) assessed() *story {
	st.executed().do(magistrate, Assess{Final: true, Verdict: "satisfied"})
	return st.in(PhaseAssessed)
}

// acknowledgeDeliveries lets the case system confirm whatever is outstanding.
func (st *story) acknowledgeDeliveries() *story {
	st.t.Helper()
	for _, dl := range st.s.Deliveries {
		if dl.Status == "owed" || dl.Status == "stuck" {
			st.do(Automaton, DeliveryAcknowledged{Delivery: dl.ID, Receipt: "rcpt-1", At: st.now})
		}
	}
	return st
}
