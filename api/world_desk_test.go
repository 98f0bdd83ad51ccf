package api

import (
	"strconv"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

func (w *world) row(r *record) desk.RequestRow {
	st := r.state
	return desk.RequestRow{
		ID: r.id, Reference: r.ref, CaseID: st.CaseID, CaseRef: "JIRS-2026-0117", State: st.State, Track: st.Track, Form: st.Form,
		Phase: st.Phase, PhaseAt: st.PhaseAt, Seq: st.Seq, OfficerID: st.Officer, Officer: "Prénom Nom", OpenedOn: st.OpenedOn,
	}
}

// fakes is the desk of the world. Everybody sees everything but the sealed annex.
func (w *world) fakes() *fakeDesk {
	return &fakeDesk{
		fakeTranslations: newFakeTranslations(w),
		register:         w.nameRegister, changeNames: w.changeNames, nameHistory: w.nameHistory,
		namesOf: func(mla.Actor, string) (mla.NameBook, error) {
			var out mla.NameBook
			for _, e := range w.entries() {
				out = append(out, e.Known())
			}
			return out, nil
		},
		ping: func() error { return nil },
		request: func(_ mla.Actor, ref string) (desk.Request, error) {
			r, err := w.find(ref)
			if err != nil {
				return desk.Request{}, err
			}
			d := r.drafts[len(r.drafts)-1]
			return desk.Request{
				RequestRow: w.row(r), State: r.state.Clone(), Profile: r.profile, Draft: &d, Events: r.events, Documents: r.docs, Texts: w.text,
				Names: map[string]string{"u-officer": "Prénom Nom"}, Effects: []desk.EffectRow{{Key: "k", Kind: "mail", State: "done", OwedAt: w.now}},
			}, nil
		},
		requests: func(mla.Actor, desk.Filter) (desk.RequestPage, error) {
			return desk.RequestPage{Rows: []desk.RequestRow{w.row(w.reqs[theRequest])}, Next: "cursor"}, nil
		},
		duties: func(mla.Actor, int) ([]desk.Duty, error) {
			r := w.reqs[theRequest]
			var out []desk.Duty
			for _, o := range r.state.Obligations {
				out = append(out, desk.Duty{Request: w.row(r), Obligation: o})
			}
			return out, nil
		},
		cases: func(mla.Actor) ([]desk.Case, error) {
			return []desk.Case{{ID: "case-1", Ref: "JIRS-2026-0117", OpenedOn: w.reqs[theRequest].state.OpenedOn}}, nil
		},
		caseFile: func(_ mla.Actor, ref string) (desk.CaseFile, error) {
			if ref != "JIRS-2026-0117" {
				return desk.CaseFile{}, mla.Refuse(mla.CodeNotFound, "case")
			}
			r := w.reqs[theRequest]
			f := desk.CaseFile{Case: desk.Case{ID: "case-1", Ref: ref, OpenedOn: r.state.OpenedOn}, Rows: []desk.RequestRow{w.row(r)}}
			for _, e := range r.state.Evidence {
				f.Evidence = append(f.Evidence, desk.EvidenceRow{Evidence: e, RequestID: r.id, Reference: r.ref, Detail: w.text[e.Detail.ID]})
			}
			for _, d := range r.state.Deliveries {
				f.Deliveries = append(f.Deliveries, desk.DeliveryRow{Delivery: d, RequestID: r.id, Reference: r.ref})
			}
			return f, nil
		},
		outcome: func(who mla.Actor, id string) (desk.Outcome, error) {
			if out, ok := w.done[id]; ok && out.ActorID == who.ID {
				return out, nil
			}
			return desk.Outcome{}, mla.Refuse(mla.CodeNotFound, "command")
		},
		outbox: func(mla.Actor, int) ([]desk.Mail, error) {
			return []desk.Mail{{ID: "m1", To: "a@demo", State: "outbox", At: w.now}}, nil
		},
		usersByRole: func(_ mla.Actor, role mla.Role) ([]desk.User, error) {
			var out []desk.User
			for _, u := range w.users {
				if u.Role == role {
					out = append(out, u)
				}
			}
			return out, nil
		},
		reserve: func(who mla.Actor, id string, d mla.Draft) (Reserved, error) {
			rid := "2" + id[1:]
			r, known := w.reqs[rid]
			if !known {
				r = &record{id: rid, ref: "FR-2026-" + d.State + "-" + strconv.Itoa(1000+len(w.reqs))}
				w.reqs[rid] = r
				w.addDraft(r, who.ID, d)
			}
			return Reserved{RequestID: rid, Reference: r.ref, CaseID: "case-1", Draft: r.drafts[0]}, nil
		},
		draft: func(_ mla.Actor, id string, revision int) (desk.Draft, error) {
			r := w.reqs[id]
			if revision < 1 || revision > len(r.drafts) {
				return desk.Draft{}, mla.Refuse(mla.CodeNotFound, "draft")
			}
			return r.drafts[revision-1], nil
		},
		saveDraft: func(who mla.Actor, id string, base int, d mla.Draft) (desk.Draft, error) {
			r := w.reqs[id]
			if r.state.Phase != mla.PhaseDraft {
				return desk.Draft{}, mla.Refuse(mla.CodeWrongPhase, "phase", "phase", string(r.state.Phase))
			}
			if base != len(r.drafts) {
				return desk.Draft{}, mla.Refuse(codeDraftConflict, "base_revision")
			}
			return w.addDraft(r, who.ID, d), nil
		},
		putText: func(_ mla.Actor, _, text string) (mla.TextRef, error) { return w.textRef(text), nil },
		document: func(_ mla.Actor, id string) (desk.Document, error) {
			for _, r := range w.reqs {
				if d, ok := documentBy(r.docs, id); ok {
					return d, nil
				}
			}
			return desk.Document{}, mla.Refuse(mla.CodeNotFound, "document")
		},
		addUpload: func(who mla.Actor, id, kind, name, lang string, doc mla.DocRef) (desk.Document, error) {
			r := w.reqs[id]
			d := desk.Document{ID: "doc-" + strconv.Itoa(len(r.docs)+1), RequestID: id, CaseID: "case-1", Kind: kind, Name: name, Lang: lang, Doc: doc, By: who.ID, At: w.now}
			r.docs = append(r.docs, d)
			return d, nil
		},
		putSealed: func(_ mla.Actor, id string, s desk.Sealed) error {
			w.reqs[id].sealed = append(w.reqs[id].sealed, s)
			return nil
		},
		sealed: func(who mla.Actor, id string) ([]desk.Sealed, error) {
			if who.Role != mla.Officer {
				return nil, mla.Refuse(mla.CodeNotFound, "request")
			}
			return w.reqs[id].sealed, nil
		},
		annexMade: func(who mla.Actor, id string, labels []string, sha256 string) error {
			w.annexes = append(w.annexes, who.ID+" "+strings.Join(labels, ",")+" "+sha256)
			return w.annexFails
		},
		markReceived: func(who mla.Actor, id string, cmd mla.Command) error {
			if _, ok := w.done[cmd.ID]; !ok {
				w.done[cmd.ID] = desk.Outcome{CommandID: cmd.ID, RequestID: id, Kind: cmd.Body.Kind(), Digest: cmd.Digest(), ActorID: who.ID, Status: statusReceived, At: w.now}
			}
			return nil
		},
		userByID: func(id string) (desk.User, error) {
			if u, ok := w.users[id]; ok {
				return u, nil
			}
			return desk.User{}, mla.Refuse(mla.CodeNotFound, "user")
		},
		userByToken: func(hash string) (desk.User, error) {
			if id, ok := w.tokens[hash]; ok {
				return w.users[id], nil
			}
			return desk.User{}, mla.Refuse(mla.CodeNotFound, "token")
		},
		createToken: func(who mla.Actor, label, hash string, expires time.Time) (desk.Token, error) {
			w.tokens[hash] = who.ID
			t := desk.Token{ID: "tok-" + strconv.Itoa(len(w.secrets)+1), UserID: who.ID, Label: label, Hash: hash, ExpiresAt: expires, CreatedAt: w.now}
			w.secrets = append(w.secrets, t)
			return t, nil
		},
		tokens: func(mla.Actor) ([]desk.Token, error) { return w.secrets, nil },
		revokeToken: func(_ mla.Actor, id string) error {
			for i, t := range w.secrets {
				if t.ID == id {
					delete(w.tokens, t.Hash)
					w.secrets = append(w.secrets[:i], w.secrets[i+1:]...)
					return nil
				}
			}
			return mla.Refuse(mla.CodeNotFound, "token")
		},
		deliveryFile: func(delivery, sha string) (mla.DocRef, string, error) {
			if data, ok := w.files.byHash[sha]; ok && delivery == "D1" {
				return mla.DocRef{SHA256: sha, Size: int64(len(data)), MIME: mimePDF}, "E1.pdf", nil
			}
			return mla.DocRef{}, "", mla.Refuse(mla.CodeNotFound, "delivery")
		},
	}
}
