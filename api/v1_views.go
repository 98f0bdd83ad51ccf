package api

import (
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// requestJSON is GET /requests/{ref}: the row of the list and what the request is made of. Lists are never null.
type requestJSON struct {
	desk.RequestRow
	Parent      string           `json:"parent,omitempty"`
	Channel     string           `json:"channel"`
	ChannelName mla.Text         `json:"channel_name"`
	Instruments []mla.Instrument `json:"instruments"`
	ProfileHash string           `json:"profile_hash"`
	Paper       bool             `json:"paper"`
	TranslateTo string           `json:"translate_to,omitempty"`

	Frozen   *mla.Frozen   `json:"frozen,omitempty"`
	Approval *mla.Approval `json:"approval,omitempty"`
	Seal     *mla.Seal     `json:"seal,omitempty"`
	// SealPending says that the seal of the approved file is still being made.
	SealPending bool             `json:"seal_pending,omitempty"`
	SignedDoc   mla.DocRef       `json:"signed_doc,omitzero"`
	SignedOn    workday.Date     `json:"signed_on,omitzero"`
	Translator  string           `json:"translator,omitempty"`
	Translation *mla.Translation `json:"translation,omitempty"`

	Hops []mla.HopState `json:"hops"`
	// HolderHop is the index of the hop that holds the file, -1 before it is ready.
	HolderHop int `json:"holder_hop"`
	// TravellingSHA256 is the document that a hand-over names.
	TravellingSHA256 string       `json:"travelling_sha256,omitempty"`
	SentAbroad       workday.Date `json:"sent_abroad,omitzero"`
	ReceivedOn       workday.Date `json:"received_on,omitzero"`
	ForeignRef       string       `json:"foreign_ref,omitempty"`
	Until            workday.Date `json:"until,omitzero"`
	FollowUp         string       `json:"follow_up,omitempty"`

	Evidence   []mla.Evidence `json:"evidence"`
	Deliveries []mla.Delivery `json:"deliveries"`
	Safeguard  mla.Safeguard  `json:"safeguard,omitzero"`
	Verdict    string         `json:"verdict,omitempty"`
	Ground     string         `json:"ground,omitempty"`

	DraftRevision int               `json:"draft_revision,omitempty"`
	DraftSHA256   string            `json:"draft_sha256,omitempty"`
	Documents     []desk.Document   `json:"documents"`
	Texts         map[string]string `json:"texts"`
	Names         map[string]string `json:"names"`
	Effects       []effectJSON      `json:"effects"`
	// Allowed are the commands, as verbs of this API, that the viewer could give now.
	Allowed []string `json:"allowed"`
}

func viewRequest(r desk.Request, user desk.User) requestJSON {
	st := r.State
	v := requestJSON{
		RequestRow: viewRow(r.RequestRow), Parent: st.Parent, Channel: st.Channel, ChannelName: r.Profile.Path.Name,
		Instruments: orEmpty(r.Profile.Instruments), ProfileHash: st.ProfileHash, Paper: st.Paper, TranslateTo: st.TranslateTo,
		Frozen: st.Frozen, Approval: st.Approval, Seal: st.Seal, SealPending: st.SealPending(), SignedDoc: st.SignedDoc, SignedOn: st.SignedOn, Translator: st.Translator,
		Translation: st.Translation, Hops: orEmpty(st.Hops), HolderHop: st.Holder, TravellingSHA256: st.Travelling(),
		SentAbroad: st.SentAbroad, ReceivedOn: st.ReceivedOn, ForeignRef: st.ForeignRef, Until: st.Until, FollowUp: st.FollowUp,
		Evidence: orEmpty(st.Evidence), Deliveries: orEmpty(st.Deliveries), Safeguard: st.Safeguard, Verdict: st.Verdict, Ground: st.Ground,
		Documents: orEmpty(r.Documents), Texts: r.Texts, Names: r.Names, Effects: pageOf(r.Effects, viewEffect).Rows,
		Allowed: allowedVerbs(&st, user),
	}
	if v.Texts == nil {
		v.Texts = map[string]string{}
	}
	if v.Names == nil {
		v.Names = map[string]string{}
	}
	if r.Draft != nil {
		v.DraftRevision, v.DraftSHA256 = r.Draft.Revision, r.Draft.SHA256
	}
	return v
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// verbOf names a command kind as this API does.
var verbOf = func() map[mla.CommandKind]string {
	out := map[mla.CommandKind]string{
		mla.KindSubmit: "submit", mla.KindCertifyTranslation: "certify-translation", mla.KindRefreshProfile: "refresh-profile",
		mla.KindTranslateAnswer: "translate-answer",
	}
	for _, v := range verbs {
		if body, ok := v.Body.(mla.CommandBody); ok {
			out[body.Kind()] = v.Name
		}
	}
	return out
}()

func allowedVerbs(st *mla.State, user desk.User) []string {
	out := []string{}
	for _, k := range mla.Allowed(st, user.Actor()) {
		if name, ok := verbOf[k]; ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

type effectJSON struct {
	Key      string    `json:"key"`
	Kind     string    `json:"kind"`
	State    string    `json:"state"`
	Code     string    `json:"code,omitempty"`
	Attempts int       `json:"attempts"`
	OwedAt   time.Time `json:"owed_at"`
	DoneAt   time.Time `json:"done_at,omitzero"`
}

func viewEffect(e desk.EffectRow) effectJSON {
	return effectJSON{e.Key, e.Kind, e.State, e.Code, e.Attempts, e.OwedAt.UTC(), e.DoneAt}
}

type eventJSON struct {
	Seq     int64         `json:"seq"`
	At      time.Time     `json:"at"`
	Actor   mla.Actor     `json:"actor"`
	Command string        `json:"command"`
	Kind    mla.EventKind `json:"kind"`
	Body    mla.EventBody `json:"body"`
	Hash    string        `json:"hash"`
}

func viewEvent(e desk.Event) eventJSON {
	return eventJSON{e.Seq, e.At.UTC(), e.Actor, e.Command, e.Event.Body.EventKind(), e.Event.Body, e.Hash}
}

type dutyJSON struct {
	Request    desk.RequestRow `json:"request"`
	Obligation mla.Obligation  `json:"obligation"`
}

func viewDuty(d desk.Duty) dutyJSON { return dutyJSON{viewRow(d.Request), d.Obligation} }

type mailJSON struct {
	ID        string    `json:"id"`
	RequestID string    `json:"request_id,omitempty"`
	Reference string    `json:"reference,omitempty"`
	To        string    `json:"to"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	State     string    `json:"state"`
	At        time.Time `json:"at"`
}

func viewMail(m desk.Mail) mailJSON {
	return mailJSON{m.ID, m.RequestID, m.Reference, m.To, m.Subject, m.Text, m.State, m.At.UTC()}
}

// caseFileJSON is GET /cases/{ref}.
type caseFileJSON struct {
	desk.Case
	Rows       []desk.RequestRow `json:"rows"`
	Evidence   []evidenceJSON    `json:"evidence"`
	Deliveries []deliveryJSON    `json:"deliveries"`
}

type evidenceJSON struct {
	mla.Evidence
	RequestID string `json:"request_id"`
	Reference string `json:"reference"`
	Name      string `json:"name"`
	Custodian string `json:"custodian,omitempty"`
}

type deliveryJSON struct {
	mla.Delivery
	RequestID string `json:"request_id"`
	Reference string `json:"reference"`
}

func viewCase(f desk.CaseFile) caseFileJSON {
	return caseFileJSON{
		Case: f.Case, Rows: pageOf(f.Rows, viewRow).Rows,
		Evidence: pageOf(f.Evidence, func(e desk.EvidenceRow) evidenceJSON {
			name, custodian, _ := strings.Cut(e.Detail, "\n")
			return evidenceJSON{e.Evidence, e.RequestID, e.Reference, name, custodian}
		}).Rows,
		Deliveries: pageOf(f.Deliveries, func(d desk.DeliveryRow) deliveryJSON {
			d.Items = orEmpty(d.Items)
			return deliveryJSON{d.Delivery, d.RequestID, d.Reference}
		}).Rows,
	}
}

// userJSON is what colleagues may know of each other.
type userJSON struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Role mla.Role `json:"role"`
	Org  string   `json:"org,omitempty"`
}

func viewUser(u desk.User) userJSON { return userJSON{u.ID, u.Name, u.Role, u.Org} }
