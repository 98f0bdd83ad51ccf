package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// world is an office in memory: the fakes over the real domain. A test replaces single functions.
type world struct {
	names []desk.NameRevision // of the register of names, every one in order

	t      *testing.T
	desk   *fakeDesk
	engine *fakeEngine
	files  fakeFiles
	server *Server
	now    time.Time
	log    *lines
	reqs   map[string]*record
	// annexes are those made, as logged; annexFails is what logging answers.
	annexes    []string
	annexFails error
	users      map[string]desk.User
	done       map[string]desk.Outcome
	text       map[string]string
	tokens     map[string]string
	sent       int // commands that reached the engine
	texts      int // texts stored
	secrets    []desk.Token
	verifier   *fakeVerifier
	// seal is the sealed file of an approval; without it, no seal is configured.
	seal func(r *record) mla.DocRef
}

type record struct {
	id, ref string
	state   mla.State
	events  []desk.Event
	profile mla.Profile
	drafts  []desk.Draft
	docs    []desk.Document
	sealed  []desk.Sealed
}

type lines struct{ text []byte }

func (l *lines) Write(p []byte) (int, error) { l.text = append(l.text, p...); return len(p), nil }

const (
	theRequest = "00000000-0000-4000-8000-000000000042"
	theRef     = "FR-2026-PH-0042"
)

// newWorld has one judicial request to the Philippines, in draft, opened by officer u-officer.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), log: &lines{}, files: fakeFiles{map[string][]byte{}},
		reqs: map[string]*record{}, users: map[string]desk.User{}, done: map[string]desk.Outcome{}, text: map[string]string{}, tokens: map[string]string{},
	}
	for _, u := range []desk.User{
		{ID: "u-officer", Role: mla.Officer}, {ID: "u-magistrate", Role: mla.Magistrate}, {ID: "u-writer", Role: mla.Magistrate},
		{ID: "u-translator", Role: mla.Translator}, {ID: "u-clerk", Role: mla.Clerk, Org: "court_registry"},
		{ID: "u-auditor", Role: mla.Auditor}, {ID: "u-admin", Role: mla.Admin}, {ID: "u-gone", Role: mla.Officer, Disabled: true},
	} {
		u.Name, u.Login, u.Lang = "Prénom Nom", u.ID+"@demo", "fr"
		w.users[u.ID] = u
		w.tokens[auth.HashToken(tokenOf(u.ID))] = u.ID
	}
	w.desk, w.engine = w.fakes(), &fakeEngine{open: w.open, do: w.do, ping: func() error { return nil }}
	w.verifier = &fakeVerifier{w: w}
	s, err := New(Config{
		Verifier: w.verifier, Templates: &fakeTemplates{},
		Desk: w.desk, Engine: w.engine, Law: fakeLaw(law), Letters: fakeLetters{}, Files: w.files, Sessions: scs.New(),
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: func() time.Time { return w.now }, Demo: &Demo{Speed: 1}, MaxUpload: 100 << 10,
		Links: fakeLinks{}, TrustedHosts: []string{"office.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.server = s
	w.begin()
	return w
}

func tokenOf(user string) string { return auth.TokenPrefix + user }

type fakeLinks struct{}

func (fakeLinks) VerifyRequest(r *http.Request) (string, string, error) {
	q := r.URL.Query()
	if q.Get("sig") != "good" {
		return "", "", errors.New("forged")
	}
	return q.Get("delivery"), q.Get("sha"), nil
}

// law knows the Philippines.
func law(d mla.Draft) (mla.Profile, error) {
	if d.State != "PH" {
		return mla.Profile{}, mla.Refuse(mla.CodeUnknownValue, "state", "value", d.State)
	}
	design := mla.Source{Mark: mla.Design, Ref: "design"}
	plain := workday.NewCalendar(workday.Calendar{State: "FR", AsOf: "2026-01-01"})
	return mla.Profile{
		Version: "test", Hash: "hash", State: "PH", Track: d.Track, Form: d.Form, HomeCalendar: plain, AbroadCalendar: plain,
		HomeZone: workday.UTC(), AbroadZone: workday.UTC(), AcceptedLanguages: []string{"en"}, TranslateTo: "en",
		Path: mla.Path{ID: "formal", Hops: []mla.Hop{
			{ID: "registry", Side: mla.Home, Role: "draft", ClerkOrg: "court_registry", Source: design},
			{ID: "prosecutor", Side: mla.Abroad, Role: "execute", Proofs: []string{"bordereau"}, Source: design},
		}},
		Clocks: []mla.Clock{{
			ID: "APPROVE_DUTY", Kind: mla.Duty, StartsOn: mla.OnSubmitted, MetBy: []mla.Trigger{mla.OnApproved, mla.OnReturned},
			OwedBy: "magistrate", Active: true, Rule: workday.Rule{Amount: 3, Unit: workday.Days, RollOver: workday.NoRoll, Calendar: workday.Home},
			Source: design,
		}},
	}, nil
}

func goodDraft() mla.Draft {
	return mla.Draft{
		Schema: mla.DraftSchema, CaseRef: "JIRS-2026-0117", State: "PH", Track: mla.Judicial, Form: mla.FormMLA,
		Authority: mla.Authority{Name: "TJ Paris", Zone: "Europe/Paris"}, ReciprocityOffered: true, Purpose: "Identifier le titulaire.",
		Proceedings: mla.Proceedings{Nature: "judicial_information", Authority: "TJ Paris"}, Facts: "Des paiements.",
		Offences: []mla.Offence{{Qualification: "Traite", Articles: []string{"225-4-1"}}},
		Measures: []mla.Measure{{ID: "M1", Kind: "subscriber_data", Description: "Identité."}},
		Urgency:  mla.Urgency{Level: "normal"}, Certified: true,
	}
}

// begin opens the request of the tests without passing through the API.
func (w *world) begin() {
	d := goodDraft()
	p, _ := law(d)
	r := &record{id: theRequest, ref: theRef, profile: p}
	w.reqs[r.id] = r
	w.addDraft(r, "u-officer", d)
	r.drafts[0].Contributors = []string{"u-officer", "u-writer"}
	cmd := mla.Command{ID: newID(), Actor: w.users["u-officer"].Actor(), Body: mla.Open{
		RequestID: r.id, Reference: r.ref, CaseID: "case-1", Officer: "u-officer", Track: d.Track, Form: d.Form, State: d.State, Measures: d.MeasureIDs(),
	}}
	if _, err := w.decide(r, cmd); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) addDraft(r *record, by string, d mla.Draft) desk.Draft {
	sha, err := d.Digest()
	if err != nil {
		w.t.Fatal(err)
	}
	rev := desk.Draft{RequestID: r.id, Revision: len(r.drafts) + 1, SHA256: sha, Body: d, By: by, At: w.now, Contributors: []string{by}}
	r.drafts = append(r.drafts, rev)
	return rev
}

// decide is what engine, workflow and store do together.
func (w *world) decide(r *record, cmd mla.Command) (desk.Outcome, error) {
	if out, ok := w.done[cmd.ID]; ok && out.Status == statusDone {
		if out.Digest != cmd.Digest() {
			return desk.Outcome{}, mla.Refuse(mla.CodeCommandReused, "command_id")
		}
		return out, nil
	}
	events, err := mla.Decide(mla.LogicVersion, r.state, &r.profile, cmd, w.now)
	if err != nil {
		return desk.Outcome{}, err
	}
	for _, ev := range events {
		r.state = mla.Evolve(r.state, ev)
		r.events = append(r.events, desk.Event{Event: ev, Hash: fmt.Sprintf("%064d", ev.Seq)})
	}
	out := desk.Outcome{
		CommandID: cmd.ID, RequestID: r.id, Reference: r.ref, Kind: cmd.Body.Kind(), Digest: cmd.Digest(), ActorID: cmd.Actor.ID,
		Status: statusDone, Seq: r.state.Seq, Phase: r.state.Phase, At: w.now,
	}
	w.done[cmd.ID] = out
	return out, w.sealApproved(r)
}

// sealApproved does at once what the worker does after an approval.
func (w *world) sealApproved(r *record) error {
	if !r.state.SealPending() {
		return nil
	}
	end := mla.CompleteEffect{Outcome: "done", Code: mla.SealNotConfigured}
	if w.seal != nil {
		end.Docs, end.Code = []mla.DocRef{w.seal(r)}, ""
	}
	for _, e := range r.state.Effects {
		if e.Kind == mla.EffectSeal && e.State != mla.EffectDone {
			end.Effect = e.Key
		}
	}
	_, err := w.decide(r, mla.Command{ID: newID(), Actor: mla.Automaton, Body: end})
	return err
}

func (w *world) open(id string, cmd mla.Command, p mla.Profile) (desk.Outcome, error) {
	w.sent++
	r := w.reqs[id]
	r.profile = p
	return w.decide(r, cmd)
}

func (w *world) do(id string, cmd mla.Command) (desk.Outcome, error) {
	w.sent++
	raw, err := json.Marshal(cmd) // as the engine does
	if err == nil {
		err = json.Unmarshal(raw, &cmd)
	}
	if err != nil {
		return desk.Outcome{}, err
	}
	out, err := w.decide(w.reqs[id], cmd)
	out.At, out.Reference = time.Time{}, "" // the engine knows neither
	return out, err
}

func (w *world) find(ref string) (*record, error) {
	for _, r := range w.reqs {
		if r.id == ref || r.ref == ref {
			return r, nil
		}
	}
	return nil, mla.Refuse(mla.CodeNotFound, "request")
}

// reach moves the request to a phase by commands of the right people.
func (w *world) reach(phase mla.Phase) *record {
	w.t.Helper()
	r := w.reqs[theRequest]
	give := func(user string, body mla.CommandBody) {
		if r.state.Phase == phase {
			return
		}
		if _, err := w.decide(r, mla.Command{ID: newID(), Actor: w.users[user].Actor(), Body: body}); err != nil {
			w.t.Fatal(err)
		}
	}
	d := r.drafts[0]
	pdf, _ := w.files.Put(context.Background(), strings.NewReader("%PDF-1.7 request"), mimePDF, 0)
	give("u-officer", mla.Submit{Revision: 1, DraftSHA256: d.SHA256, PDF: pdf, Contributors: d.Contributors, Measures: d.Body.MeasureIDs()})
	give("u-officer", mla.AssignTranslator{Translator: "u-translator"})
	give("u-magistrate", mla.Approve{PDFSHA256: pdf.SHA256, DraftSHA256: d.SHA256})
	give("u-translator", mla.CertifyTranslation{Doc: pdf, SourceSHA256: d.SHA256, Language: "en"})
	give("u-clerk", mla.HandOver{ToHop: 1, Proof: mla.Proof{Kind: "bordereau", Number: "1", On: workday.MustDate("2026-11-23"), Doc: pdf.SHA256}})
	if r.state.Phase != phase {
		w.t.Fatalf("reached %s, not %s", r.state.Phase, phase)
	}
	return r
}

var ids atomic.Int64

func newID() string { return "10000000-0000-4000-8000-" + fmt.Sprintf("%012d", ids.Add(1)) }

func (w *world) textRef(text string) mla.TextRef {
	w.texts++
	id := "text-" + strconv.Itoa(w.texts) // a new one each time, as with a salted digest
	w.text[id] = text
	return mla.TextRef{ID: id, Digest: "salted-" + id}
}
