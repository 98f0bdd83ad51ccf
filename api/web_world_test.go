package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// newWebWorld is a world under the real law, with a request that has lived: an
// answer, a delivery in trouble, a moved deadline, texts and names.
func newWebWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.server.cfg.Law = fakeLaw(realLaw)
	for id, name := range map[string]string{
		"u-officer": "Camille Aubert", "u-magistrate": "Dominique Vasseur", "u-writer": "Alix Morel", "u-translator": "Sacha Lindt", "u-clerk": "Noa Perrin", "u-auditor": "Lou Garnier",
	} {
		u := w.users[id]
		u.Name = name
		w.users[id] = u
	}
	r := w.reqs[theRequest]
	d := richDraft()
	p, err := realLaw(d)
	if err != nil {
		t.Fatal(err)
	}
	*r = record{id: theRequest, ref: theRef, profile: p}
	w.addDraft(r, "u-officer", d)
	w.give(r, "u-officer", mla.Open{
		RequestID: r.id, Reference: r.ref, CaseID: "case-1", Officer: "u-officer", Track: d.Track, Form: d.Form, State: d.State, Measures: d.MeasureIDs(), Urgent: true,
	})
	request := w.desk.request
	w.desk.request = func(who mla.Actor, ref string) (desk.Request, error) {
		req, err := request(who, ref)
		req.Names = map[string]string{}
		for id, u := range w.users {
			req.Names[id] = u.Name
		}
		if h, ok := req.State.HolderHop(); ok {
			req.Holder, req.HolderOrg = h.Actor, h.ClerkOrg
		}
		req.Officer = "Camille Aubert"
		return req, err
	}
	w.desk.setLang = func(mla.Actor, string) error { return nil }
	return w
}

func realLaw(d mla.Draft) (mla.Profile, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return mla.Profile{}, err
	}
	return book.Profile(jurisdiction.ProfileInput{State: d.State, Track: d.Track, Form: d.Form, Channel: d.Channel})
}

func richDraft() mla.Draft {
	d := goodDraft()
	d.Channel = "budapest"
	d.Form = mla.FormBudapest31
	d.LegalBasis = []mla.LegalBasis{{Instrument: "ETS185", Articles: []string{"25", "31"}}}
	d.Facts = "Des versements répétés ont été relevés entre deux comptes.\nLes titulaires ne sont pas identifiés."
	d.Persons = []mla.Person{{Label: "P1", Role: "suspect", Name: "Exemple Fictif", BornOn: workday.MustDate("1980-02-01")}}
	d.Victims = []mla.Victim{{Label: "V1", AgeBand: "10_14", Sealed: true}}
	d.Measures[0].Identifiers = []mla.Identifier{{Kind: "ip", Value: "192.0.2.7", At: "2026-10-01T08:00:00Z", Port: 4000}}
	d.References = []mla.Reference{{Kind: "parquet", Value: "26117000123"}}
	d.Urgency = mla.Urgency{Level: "urgent", Reason: "Durée de conservation courte."}
	d.UseLimitation, d.Confidential = true, true
	return d
}

func (w *world) give(r *record, user string, body mla.CommandBody) {
	w.t.Helper()
	if _, err := w.decide(r, mla.Command{ID: newID(), Actor: w.users[user].Actor(), Body: body}); err != nil {
		w.t.Fatalf("%s: %v", body.Kind(), err)
	}
}

func (w *world) filed(r *record, kind, name string) mla.DocRef {
	doc, _ := w.files.Put(context.Background(), strings.NewReader("%PDF-1.7 "+name), mimePDF, 0)
	r.docs = append(r.docs, desk.Document{ID: "doc-" + name, Kind: kind, Name: "0042-" + name, Doc: doc, At: w.now, By: "u-officer"})
	return doc
}

// live takes the rich request to the phase, by the people whose turn it is.
func (w *world) live(until mla.Phase) *record {
	w.t.Helper()
	r := w.reqs[theRequest]
	d := r.drafts[0]
	pdf, scan := w.filed(r, "request", "demande.pdf"), w.filed(r, "signed", "original-signe.pdf")
	day := func(n int) workday.Date { return workday.MustDate("2026-11-23").AddDays(n) }
	at := func(n int) { w.now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	steps := []func(){
		func() {
			w.give(r, "u-officer", mla.Submit{Revision: 1, DraftSHA256: d.SHA256, PDF: pdf, Contributors: []string{"u-officer", "u-writer"}, Measures: d.Body.MeasureIDs(), Urgent: true})
		},
		func() { w.give(r, "u-magistrate", mla.Approve{PDFSHA256: pdf.SHA256, DraftSHA256: d.SHA256}) },
		func() {
			w.give(r, "u-officer", mla.AssignTranslator{Translator: "u-translator"})
			w.give(r, "u-clerk", mla.AttachSigned{Scan: scan, SignedOn: day(0), PDFSHA256: pdf.SHA256})
		},
		func() {
			w.give(r, "u-translator", mla.CertifyTranslation{Doc: w.filed(r, "translation", "traduction.pdf"), SourceSHA256: d.SHA256, Language: "en"})
		},
		func() {
			for i := 1; i < len(r.state.Hops)-1; i++ {
				at(i * 3)
				h, _ := r.state.HolderHop()
				user, kind := "u-officer", "bordereau"
				if h.ClerkOrg != "" {
					u := w.users["u-clerk"]
					u.Org, u.ID = h.ClerkOrg, "u-clerk"
					w.users["u-clerk-"+h.ClerkOrg], user = u, "u-clerk-"+h.ClerkOrg
				}
				if ps := r.state.Hops[i].Proofs; len(ps) > 0 {
					kind = ps[0]
				}
				w.give(r, user, mla.HandOver{ToHop: i, Proof: mla.Proof{Kind: kind, Number: "B-" + r.ref[8:], On: day(i * 3), Doc: scan.SHA256}})
			}
		},
		func() {
			at(20)
			w.give(r, "u-officer", mla.Acknowledge{ReceivedOn: day(18), ForeignRef: "OOC-2026-118"})
			for _, o := range r.state.Obligations {
				if o.State == mla.ObligationOpen && !o.Lapses {
					w.give(r, "u-officer", mla.ExtendDeadline{Obligation: o.ID, Due: o.DueDate.AddDays(15), Reason: w.textRef("L'autorité annonce un délai supplémentaire.")})
					break
				}
			}
		},
		func() {
			at(60)
			w.give(r, "u-officer", mla.RecordResponse{Extent: "partial", ReceivedOn: day(59), Evidence: []mla.EvidenceIn{
				{Doc: w.filed(r, "evidence", "releve.pdf"), Measure: "M1", Language: "en", AllowedUse: "case_only", Detail: w.textRef("Relevé de compte\nFournisseur Exemple")},
				{Doc: w.filed(r, "evidence", "donnees.csv"), Measure: "M1", Language: "zxx", AllowedUse: "consent_needed", Detail: w.textRef("Tableau des connexions")},
			}})
			w.give(r, "u-officer", mla.Note{Text: w.textRef("Appel à l'autorité centrale.")})
		},
		func() {
			w.give(r, "u-translator", mla.TranslateAnswer{Evidence: "E1", Doc: w.filed(r, "evidence_translation", "releve-fr.pdf")})
			w.give(r, "u-magistrate", mla.Assess{Verdict: "satisfied", Final: true})
			id := r.state.Deliveries[0].ID
			if _, err := w.decide(r, mla.Command{ID: newID(), Actor: mla.Automaton, Body: mla.DeliveryTroubled{Delivery: id, Code: "receiver_refused", Attempts: 6, Final: true}}); err != nil {
				w.t.Fatal(err)
			}
		},
	}
	for _, step := range steps {
		if r.state.Phase == until {
			break
		}
		step()
	}
	if r.state.Phase != until {
		w.t.Fatalf("reached %s, not %s", r.state.Phase, until)
	}
	return r
}

// asked is a page as a person gets it in a language.
func (w *world) asked(user, lang, method, path string, form url.Values) *httptest.ResponseRecorder {
	var body *strings.Reader = strings.NewReader(form.Encode())
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if user != "" {
		r.Header.Set("Authorization", "Bearer "+tokenOf(user))
	}
	r.AddCookie(&http.Cookie{Name: langCookie, Value: lang})
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}
