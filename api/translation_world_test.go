package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/alexedwards/scs/v2"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store/storetest"
	"github.com/rogatory/rogatory/internal/workday"
)

// office is the API over a real PostgreSQL: the store's desk, the real law and the
// texts of real letters. Its engine decides and records as a workflow would.
type office struct {
	t      *testing.T
	db     *storetest.DB
	server *Server
	users  map[string]desk.User
	files  fakeFiles
	log    *lines
}

// deskLetters renders with the real templates.
type deskLetters struct{ fakeLetters }

func (deskLetters) Segments(d mla.Draft) []Segment {
	var out []Segment
	for _, s := range letter.Segments(d) {
		out = append(out, Segment{ID: s.ID, Field: s.Field, Text: s.Text})
	}
	return out
}

func (deskLetters) Terms(from, to string) ([]Term, error) {
	pairs, err := letter.Terms(from, to)
	var out []Term
	for _, p := range pairs {
		out = append(out, Term{p[0], p[1]})
	}
	return out, err
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, db: storetest.New(t), users: map[string]desk.User{}, files: fakeFiles{map[string][]byte{}}, log: &lines{}}
	for _, u := range []desk.User{
		{Login: "officer", Role: mla.Officer}, {Login: "magistrate", Role: mla.Magistrate}, {Login: "auditor", Role: mla.Auditor},
		{Login: "translator", Role: mla.Translator}, {Login: "second", Role: mla.Translator}, {Login: "admin", Role: mla.Admin},
		{Login: "registry", Role: mla.Clerk, Org: "court_registry"}, {Login: "stranger", Role: mla.Officer},
	} {
		u.Name = "Name of " + u.Login
		made, err := o.db.CreateUser(t.Context(), u)
		o.ok(err)
		o.users[u.Login] = made
		_, err = o.db.CreateToken(t.Context(), made.Actor(), "test", auth.HashToken(tokenOf(u.Login)), o.db.Clock.Now().AddDate(1, 0, 0))
		o.ok(err)
	}
	for _, c := range fixture.Cases {
		made, err := o.db.CreateCase(t.Context(), c.Ref, c.Court, c.Connector)
		o.ok(err)
		for _, login := range []string{"officer", "magistrate", "auditor"} {
			o.ok(o.db.AddMember(t.Context(), made.ID, o.users[login].ID))
		}
	}
	var err error
	o.server, err = New(Config{
		Desk: o.db.Store, Engine: o, Law: fakeLaw(realLaw), Letters: deskLetters{}, Files: o.files, Sessions: scs.New(),
		Log: slog.New(slog.NewTextHandler(o.log, nil)), Now: o.db.Clock.Now, MaxUpload: 20 << 20, Links: fakeLinks{},
	})
	o.ok(err)
	return o
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		var refusal *mla.Error
		if errors.As(err, &refusal) {
			o.t.Fatalf("%v %v", err, refusal.Args)
		}
		o.t.Fatal(err)
	}
}

// Open, Do and Ping are an Engine without Temporal.
func (o *office) Open(ctx context.Context, id string, cmd mla.Command, p mla.Profile) (desk.Outcome, error) {
	return o.record(ctx, id, mla.State{}, &p, cmd)
}

func (o *office) Do(ctx context.Context, id string, cmd mla.Command) (desk.Outcome, error) {
	snap, err := o.db.Snapshot(ctx, id)
	if err != nil {
		return desk.Outcome{}, err
	}
	return o.record(ctx, id, snap.State, &snap.Profile, cmd)
}

func (o *office) Ping(context.Context) error { return nil }

func (o *office) record(ctx context.Context, id string, s mla.State, p *mla.Profile, cmd mla.Command) (desk.Outcome, error) {
	events, err := mla.Decide(mla.LogicVersion, s, p, cmd, o.db.Clock.Now())
	if err != nil {
		return desk.Outcome{}, err
	}
	in := activities.RecordInput{
		RequestID: id, CommandID: cmd.ID, CommandKind: cmd.Body.Kind(), Digest: cmd.Digest(), Actor: cmd.Actor, ExpectedSeq: s.Seq, Events: events,
	}
	if cmd.Body.Kind() == mla.KindOpen {
		in.Profile = p
	}
	if _, err := o.db.Record(ctx, in); err != nil {
		return desk.Outcome{}, err
	}
	for _, ev := range events {
		s = mla.Evolve(s, ev)
	}
	return desk.Outcome{CommandID: cmd.ID, RequestID: id, Kind: cmd.Body.Kind(), Status: statusDone, Seq: s.Seq, Phase: s.Phase}, nil
}

// give is a command by a person, past the API.
func (o *office) give(login, id string, body mla.CommandBody) {
	o.t.Helper()
	_, err := o.Do(o.t.Context(), id, mla.Command{ID: newID(), Actor: o.users[login].Actor(), Body: body})
	o.ok(err)
}

// opened is a request from a draft of the fixtures.
func (o *office) opened(d mla.Draft) desk.Request {
	o.t.Helper()
	res, err := o.db.Reserve(o.t.Context(), o.users["officer"].Actor(), newID(), d)
	o.ok(err)
	p, err := realLaw(d)
	o.ok(err)
	_, err = o.Open(o.t.Context(), res.RequestID, mla.Command{ID: newID(), Actor: o.users["officer"].Actor(), Body: mla.Open{
		RequestID: res.RequestID, Reference: res.Reference, CaseID: res.CaseID, Officer: o.users["officer"].ID, Track: d.Track, Form: d.Form, State: d.State,
		Measures: d.MeasureIDs(),
	}}, p)
	o.ok(err)
	return o.read(res.RequestID)
}

func (o *office) read(ref string) desk.Request {
	o.t.Helper()
	r, err := o.db.Request(o.t.Context(), o.users["officer"].Actor(), ref)
	o.ok(err)
	return r
}

// inTranslation takes the last revision of a request to its translator.
func (o *office) inTranslation(id, translator string) desk.Request {
	o.t.Helper()
	d, err := o.db.Draft(o.t.Context(), o.users["officer"].Actor(), id, 0)
	o.ok(err)
	pdf, err := o.files.Put(o.t.Context(), strings.NewReader("%PDF-1.7 "+d.SHA256), mimePDF, 0)
	o.ok(err)
	o.give("officer", id, mla.Submit{Revision: d.Revision, DraftSHA256: d.SHA256, PDF: pdf, Contributors: d.Contributors, Measures: d.Body.MeasureIDs()})
	o.give("magistrate", id, mla.Approve{PDFSHA256: pdf.SHA256, DraftSHA256: d.SHA256})
	for _, e := range o.read(id).State.Effects { // no seal is configured, as a worker would report
		if e.Kind == mla.EffectSeal {
			_, err := o.Do(o.t.Context(), id, mla.Command{ID: newID(), Actor: mla.Automaton, Body: mla.CompleteEffect{Effect: e.Key, Outcome: "done", Code: mla.SealNotConfigured}})
			o.ok(err)
		}
	}
	if o.read(id).State.Translator == "" {
		o.give("officer", id, mla.AssignTranslator{Translator: o.users[translator].ID})
	}
	if r := o.read(id); r.State.Paper {
		o.give("registry", id, mla.AttachSigned{Scan: pdf, SignedOn: workday.MustDate("2026-03-02"), PDFSHA256: pdf.SHA256})
	}
	r := o.read(id)
	if r.State.Phase != mla.PhaseInTranslation {
		o.t.Fatalf("phase %s", r.State.Phase)
	}
	return r
}

// call is a call of the JSON API.
func (o *office) call(login, method, path string, body any) answered {
	o.t.Helper()
	raw, err := json.Marshal(body)
	o.ok(err)
	return o.send(login, method, path, "application/json", raw)
}

func (o *office) send(login, method, path, media string, body []byte) answered {
	o.t.Helper()
	req := httptest.NewRequest(method, path, bytes.NewReader(body))
	req.Header.Set("Content-Type", media)
	req.Header.Set("Accept-Language", "fr")
	req.Header.Set("Authorization", "Bearer "+tokenOf(login))
	rec := httptest.NewRecorder()
	o.server.ServeHTTP(rec, req)
	a := answered{status: rec.Code, header: rec.Header(), raw: rec.Body.Bytes()}
	_ = json.Unmarshal(a.raw, &a.body)
	return a
}

// upload sends a file in a form to the JSON API, uploadPage to a page.
func (o *office) upload(login, path string, file []byte) answered {
	o.t.Helper()
	media, body := o.form(file)
	return o.send(login, http.MethodPost, path, media, body)
}

func (o *office) uploadPage(login, lang, path string, file []byte, values ...string) answered {
	o.t.Helper()
	media, body := o.form(file, values...)
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", media)
	r.Header.Set("Authorization", "Bearer "+tokenOf(login))
	r.AddCookie(&http.Cookie{Name: langCookie, Value: lang})
	rec := httptest.NewRecorder()
	o.server.ServeHTTP(rec, r)
	return answered{status: rec.Code, header: rec.Header(), raw: rec.Body.Bytes()}
}

func (o *office) form(file []byte, values ...string) (media string, body []byte) {
	o.t.Helper()
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf)
	for i := 0; i+1 < len(values); i += 2 {
		o.ok(mw.WriteField(values[i], values[i+1]))
	}
	part, err := mw.CreateFormFile("file", "file")
	o.ok(err)
	_, err = part.Write(file)
	o.ok(err)
	o.ok(mw.Close())
	return mw.FormDataContentType(), buf.Bytes()
}

// page is a page as a person gets it.
func (o *office) page(login, lang, method, path string, form url.Values) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Authorization", "Bearer "+tokenOf(login))
	r.AddCookie(&http.Cookie{Name: langCookie, Value: lang})
	rec := httptest.NewRecorder()
	o.server.ServeHTTP(rec, r)
	return rec
}
