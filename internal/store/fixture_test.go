package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store/storetest"
	"github.com/rogatory/rogatory/internal/workday"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// world is a store with one person a role, all members of one case, and some
// strangers to it.
type world struct {
	*storetest.DB
	t testing.TB
	c desk.Case

	officer, colleague, magistrate, auditor, translator, registry, bepi, admin mla.Actor
	// The strangers have the same roles and are members of another case.
	strangeOfficer, strangeMagistrate, strangeAuditor, strangeTranslator, strangeClerk mla.Actor
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{DB: storetest.New(t), t: t}
	w.c = w.must(w.CreateCase(t.Context(), "24/00123", "Tribunal judiciaire de Paris", "folder"))
	other := w.must(w.CreateCase(t.Context(), "25/00999", "Tribunal judiciaire de Lyon", "http"))
	add := func(id string, role mla.Role, org, caseID string) mla.Actor {
		u, err := w.CreateUser(t.Context(), desk.User{ID: id, Login: id, Name: "Name of " + id, Email: id + "@example.org", Role: role, Org: org})
		w.ok(err)
		if caseID != "" {
			w.ok(w.AddMember(t.Context(), caseID, u.ID))
		}
		return u.Actor()
	}
	w.officer = add("u-officer", mla.Officer, "", w.c.ID)
	w.colleague = add("u-colleague", mla.Officer, "", w.c.ID)
	w.magistrate = add("u-magistrate", mla.Magistrate, "", w.c.ID)
	w.auditor = add("u-auditor", mla.Auditor, "", w.c.ID)
	w.translator = add("u-translator", mla.Translator, "", "")
	w.registry = add("u-registry", mla.Clerk, "court_registry", "")
	w.bepi = add("u-bepi", mla.Clerk, "bepi", "")
	w.admin = add("u-admin", mla.Admin, "", "")
	w.strangeOfficer = add("u-strange-officer", mla.Officer, "", other.ID)
	w.strangeMagistrate = add("u-strange-magistrate", mla.Magistrate, "", other.ID)
	w.strangeAuditor = add("u-strange-auditor", mla.Auditor, "", other.ID)
	w.strangeTranslator = add("u-strange-translator", mla.Translator, "", "")
	w.strangeClerk = add("u-strange-clerk", mla.Clerk, "ncb_paris", "")
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(c desk.Case, err error) desk.Case {
	w.t.Helper()
	w.ok(err)
	return c
}

func draft() mla.Draft {
	return mla.Draft{
		Schema: mla.DraftSchema, CaseRef: "24/00123", State: "PH", Track: mla.Judicial, Form: mla.FormEIO,
		Authority: mla.Authority{Name: "TJ Paris"}, Purpose: "To obtain the records of an account", Facts: "Payments were made.",
		LegalBasis: []mla.LegalBasis{{Instrument: "test"}}, Offences: []mla.Offence{{Qualification: "fraud", Articles: []string{"313-1"}}},
		Measures: []mla.Measure{{ID: "M1", Kind: "account_data", Description: "Records"}}, Certified: true,
	}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func doc(s string) mla.DocRef {
	return mla.DocRef{SHA256: digest(s), Size: int64(len(s)), MIME: "application/pdf"}
}

// profile is the law of a State that does not exist: paper, a translation, two
// holders at home with a clerk, two abroad.
func profile() *mla.Profile {
	design := mla.Source{Mark: mla.Design, Ref: "design"}
	weekend := []time.Weekday{time.Saturday, time.Sunday}
	rule := func(n int, unit string) workday.Rule {
		return workday.Rule{Amount: n, Unit: unit, RollOver: workday.NoRoll, Calendar: workday.Home}
	}
	duty := func(id string, starts mla.Trigger, met mla.Trigger, owed string) mla.Clock {
		return mla.Clock{
			ID: id, Kind: mla.Duty, StartsOn: starts, MetBy: []mla.Trigger{met}, OwedBy: owed,
			Rule: rule(5, workday.WorkingDays), Active: true, Ladder: "duty", Source: design,
		}
	}
	return &mla.Profile{
		Version: "test", Hash: "hash-test", State: "PH", Track: mla.Judicial, Form: mla.FormEIO, Paper: true, TranslateTo: "en",
		HomeCalendar:   workday.NewCalendar(workday.Calendar{State: "FR", Weekend: weekend}),
		AbroadCalendar: workday.NewCalendar(workday.Calendar{State: "PH", Weekend: weekend}),
		HomeZone:       workday.Zone{Name: "Europe/Paris", Transitions: []workday.Transition{{OffsetSeconds: 3600}}},
		AbroadZone:     workday.Zone{Name: "Asia/Manila", Transitions: []workday.Transition{{OffsetSeconds: 8 * 3600}}},
		Path: mla.Path{ID: "formal", Hops: []mla.Hop{
			{ID: "registry", Actor: mla.Text{FR: "Greffe", EN: "Registry"}, Side: mla.Home, ClerkOrg: "court_registry"},
			{ID: "bepi", Actor: mla.Text{FR: "BEPI", EN: "BEPI"}, Side: mla.Home, ClerkOrg: "bepi"},
			{ID: "central", Side: mla.Abroad, Role: "receive"},
			{ID: "prosecutor", Side: mla.Abroad, Role: "execute"},
		}},
		Clocks: []mla.Clock{
			duty("APPROVE_DUTY", mla.OnSubmitted, mla.OnApproved, "magistrate"),
			duty("TRANSLATE_DUTY", mla.OnTranslationNeeded, mla.OnTranslated, "translator"),
			duty("HANDOVER_DUTY", mla.OnHopTaken, mla.OnHandedOver, "holder"),
			{
				ID: "ACK", Kind: mla.Statutory, StartsOn: mla.OnReceived, PresumedFrom: mla.OnSentAbroad, MetBy: []mla.Trigger{mla.OnReceived},
				OwedBy: "foreign", Rule: rule(7, workday.Days), Active: true, Ladder: "duty", Source: design,
			},
			{
				ID: "ANSWER", Kind: mla.Expected, StartsOn: mla.OnSentAbroad, MetBy: []mla.Trigger{mla.OnAnswered},
				OwedBy: "foreign", Rule: rule(180, workday.Days), Active: true, Ladder: "duty", Source: design,
			},
			duty("ASSESS_DUTY", mla.OnAnswered, mla.OnAssessed, "magistrate"),
		},
		Ladders: map[string][]mla.Rung{"duty": {
			{ID: "r1", From: "due", Offset: 1, Unit: "days", Action: mla.Remind, To: "owed_by", Source: design},
			{ID: "r2", From: "due", Offset: 5, Unit: "days", Action: mla.ReminderLetter, To: "clerk", Source: design},
		}},
	}
}

// request drives one request as a workflow would: decide, record, evolve.
type request struct {
	w         *world
	id, ref   string
	s         mla.State
	p         *mla.Profile
	events    []mla.Event
	n         int
	submitted mla.Submit
}

// reserve makes a reservation with the officer's first draft.
func (w *world) reserve(command string) desk.Reserved {
	w.t.Helper()
	r, err := w.Reserve(w.t.Context(), w.officer, command, draft())
	w.ok(err)
	return r
}

// open reserves and opens a request.
func (w *world) open() *request {
	w.t.Helper()
	r := w.reserve("open-" + fmt.Sprint(time.Now().UnixNano()))
	rq := &request{w: w, id: r.RequestID, ref: r.Reference, p: profile()}
	rq.do(w.officer, mla.Open{
		RequestID: r.RequestID, Reference: r.Reference, CaseID: r.CaseID, Officer: w.officer.ID, Track: mla.Judicial, Form: mla.FormEIO,
		State: "PH", Measures: draft().MeasureIDs(),
	})
	return rq
}

// decide gives the input of Record for a command.
func (r *request) decide(a mla.Actor, id string, b mla.CommandBody) activities.RecordInput {
	r.w.t.Helper()
	cmd := mla.Command{ID: id, Actor: a, Body: b}
	events, err := mla.Decide(mla.LogicVersion, r.s, r.p, cmd, r.w.Clock.Now())
	if err != nil {
		var refusal *mla.Error
		errors.As(err, &refusal)
		r.w.t.Fatalf("%s in %s: %v %v", b.Kind(), r.s.Phase, err, refusal.Args)
	}
	in := activities.RecordInput{
		RequestID: r.id, CommandID: id, CommandKind: b.Kind(), Digest: cmd.Digest(), Actor: a, ExpectedSeq: r.s.Seq, Events: events,
	}
	if b.Kind() == mla.KindOpen {
		in.Profile = r.p
	}
	return in
}

func (r *request) do(a mla.Actor, b mla.CommandBody) []mla.Event {
	r.w.t.Helper()
	r.n++
	return r.doAs(a, fmt.Sprintf("cmd-%d", r.n), b)
}

func (r *request) doAs(a mla.Actor, id string, b mla.CommandBody) []mla.Event {
	r.w.t.Helper()
	answer, err := r.w.Record(r.w.t.Context(), r.decide(a, id, b))
	r.w.ok(err)
	if answer.Kind != activities.Committed {
		r.w.t.Fatalf("%s: %+v", b.Kind(), answer)
	}
	r.keep(answer.Events)
	return answer.Events
}

func (r *request) keep(events []mla.Event) {
	for _, ev := range events {
		r.s = mla.Evolve(r.s, ev)
	}
	r.events = append(r.events, events...)
}

func (r *request) today() workday.Date { return r.p.HomeZone.Date(r.w.Clock.Now()) }

func (r *request) text(by mla.Actor, text string) mla.TextRef {
	r.w.t.Helper()
	ref, err := r.w.PutText(r.w.t.Context(), by, r.id, "", text)
	r.w.ok(err)
	return ref
}

// The stations of a request, each from the one before.

func (r *request) submit() *request {
	r.w.t.Helper()
	d, err := r.w.Draft(r.w.t.Context(), r.w.officer, r.id, 0)
	r.w.ok(err)
	r.submitted = mla.Submit{
		Revision: d.Revision, DraftSHA256: d.SHA256, PDF: doc("the pdf"), Contributors: d.Contributors, Measures: d.Body.MeasureIDs(),
	}
	r.do(r.w.officer, r.submitted)
	return r
}

func (r *request) ready() *request {
	r.w.t.Helper()
	if r.s.Frozen == nil {
		r.submit()
	}
	pdf := doc("the pdf").SHA256
	r.do(r.w.magistrate, mla.Approve{PDFSHA256: pdf, DraftSHA256: r.submitted.DraftSHA256})
	r.seal(doc("the sealed pdf"))
	r.do(r.w.registry, mla.AttachSigned{Scan: doc("the scan"), SignedOn: r.today(), PDFSHA256: pdf})
	r.do(r.w.officer, mla.AssignTranslator{Translator: r.w.translator.ID})
	r.do(r.w.translator, mla.CertifyTranslation{Doc: doc("the translation"), SourceSHA256: r.submitted.DraftSHA256, Language: "en"})
	return r
}

// seal reports the sealed file, as the worker does after an approval.
func (r *request) seal(sealed mla.DocRef) {
	r.w.t.Helper()
	for _, e := range r.s.Effects {
		if e.Kind == mla.EffectSeal && e.State != mla.EffectDone {
			r.do(mla.Automaton, mla.CompleteEffect{Effect: e.Key, Outcome: "done", Docs: []mla.DocRef{sealed}})
		}
	}
}

func (r *request) handOver(by mla.Actor, to int) *request {
	r.w.t.Helper()
	r.do(by, mla.HandOver{ToHop: to, Proof: mla.Proof{Kind: "bordereau", Number: "B-1", On: r.today(), Doc: doc("the scan").SHA256}})
	return r
}

func (r *request) abroad() *request {
	r.w.t.Helper()
	return r.ready().handOver(r.w.registry, 1).handOver(r.w.bepi, 2)
}

// delivered takes the request to its end, with one item of evidence in a foreign language.
func (r *request) delivered() *request {
	r.w.t.Helper()
	r.abroad()
	r.do(r.w.officer, mla.Acknowledge{ReceivedOn: r.today(), ForeignRef: "PH-1", Doc: doc("the acknowledgement")})
	r.do(r.w.officer, mla.RecordResponse{Extent: "full", ReceivedOn: r.today(), Evidence: []mla.EvidenceIn{{
		Doc: doc("the evidence"), Measure: "M1", Language: "en", AllowedUse: "case_only", Detail: r.text(r.w.officer, "Statement of account"),
	}}})
	r.do(r.w.translator, mla.TranslateAnswer{Evidence: "E1", Doc: doc("the evidence in French")})
	r.do(r.w.magistrate, mla.Assess{Final: true, Verdict: "satisfied"})
	r.do(mla.Automaton, mla.DeliveryAcknowledged{Delivery: r.id + "/delivery/1", Receipt: "R-1", At: r.w.Clock.Now()})
	r.do(r.w.officer, mla.Close{})
	return r
}

// refused demands a refusal with the code and field.
func refused(t testing.TB, err error, code, field string) {
	t.Helper()
	var refusal *mla.Error
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Field != field {
		t.Errorf("got %v, want %s (%s)", err, code, field)
	}
}
