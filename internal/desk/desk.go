// Package desk holds the read models of the desk: what a person sees of cases,
// requests, duties and documents. internal/store fills them, api shows them;
// neither knows the other.
package desk

import (
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// RequestRow is a request in a list.
type RequestRow struct {
	ID        string          `json:"id"`
	Reference string          `json:"reference"`
	CaseID    string          `json:"case_id"`
	CaseRef   string          `json:"case_ref"`
	State     string          `json:"state"`
	Track     mla.Track       `json:"track"`
	Form      mla.Form        `json:"form"`
	Phase     mla.Phase       `json:"phase"`
	PhaseAt   time.Time       `json:"phase_at"`
	Seq       int64           `json:"seq"`
	Urgent    bool            `json:"urgent"`
	Danger    bool            `json:"danger"`
	OfficerID string          `json:"officer_id"`
	Officer   string          `json:"officer"`
	Holder    mla.Text        `json:"holder,omitzero"`
	HolderOrg string          `json:"holder_org,omitempty"`
	OpenedOn  workday.Date    `json:"opened_on"`
	Measures  []mla.MeasureID `json:"measures"`
	// NextDue is the soonest open obligation, estimates excluded.
	NextDue   *time.Time `json:"next_due,omitempty"`
	NextClock string     `json:"next_clock,omitempty"`
	Overdue   bool       `json:"overdue"`
}

// Filter narrows a list. The zero value lists everything visible, soonest deadline first.
type Filter struct {
	State, Track, Phase, OfficerID, CaseID string
	// Search is an exact reference, a case reference, or the beginning of one.
	Search  string
	Overdue bool
	// Open leaves out what has ended.
	Open bool
	// After is the cursor of the previous page; Limit at most 200, 50 by default.
	After string
	Limit int
}

// RequestPage is one page of a list.
type RequestPage struct {
	Rows []RequestRow `json:"rows"`
	// Next is the cursor of the next page, empty at the end.
	Next string `json:"next,omitempty"`
}

// Request is one request in full, as far as the viewer may see it.
type Request struct {
	RequestRow
	State mla.State
	// Profile is the law and path that govern it.
	Profile mla.Profile
	// Draft is the latest revision; nil for a viewer who may not read it.
	Draft     *Draft
	Events    []Event
	Documents []Document
	// Texts are the free texts that events refer to, by id.
	Texts map[string]string
	// Names are the display names of the actors, by user id.
	Names map[string]string
	Mails []Mail
	// Effects are the side effects with their last state.
	Effects []EffectRow
	// Case is what the viewer may know of the originating case.
	Case Case
}

// HandoverFile is what a clerk's queue shows of a request.
type HandoverFile struct {
	State     mla.State
	Documents []Document
}

// Event is an event with its place in the hash chain.
type Event struct {
	mla.Event
	Hash string
}

// Draft is one revision of a draft.
type Draft struct {
	RequestID    string    `json:"request_id"`
	Revision     int       `json:"revision"`
	SHA256       string    `json:"sha256"`
	Body         mla.Draft `json:"body"`
	By           string    `json:"by"`
	At           time.Time `json:"at"`
	Contributors []string  `json:"contributors"`
}

// Reserved is a request about to be opened: its reference and first revision.
type Reserved struct {
	RequestID string
	Reference string
	CaseID    string
	Draft     Draft
}

// Document is a stored document of a request.
type Document struct {
	ID        string `json:"id"`
	RequestID string `json:"request_id"`
	CaseID    string `json:"case_id"`
	// Kind is request, sealed_request, signed, translation, cover, slip, reminder, status_request,
	// withdrawal, acknowledgement, decision, evidence, evidence_translation, cure, attachment.
	Kind string     `json:"kind"`
	Doc  mla.DocRef `json:"doc"`
	Lang string     `json:"lang,omitempty"`
	// Name is a neutral file name.
	Name       string    `json:"name"`
	Obligation string    `json:"obligation,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	// Unreviewed documents carry the label of a template that nobody released: they
	// are not handed over.
	Unreviewed bool `json:"unreviewed,omitempty"`
	// Key is that of the effect that made it, or of the event that brought it.
	Key string `json:"-"`
}

// FoundDocument is a filed document that has a given content, with what it is to
// its request today.
type FoundDocument struct {
	DocumentID string       `json:"document_id"`
	Reference  string       `json:"reference"`
	Phase      mla.Phase    `json:"phase"`
	Kind       string       `json:"kind"`
	Lang       string       `json:"lang,omitempty"`
	At         time.Time    `json:"at"`
	Standing   mla.Standing `json:"standing"`
}

// EffectRow is a side effect as the store knows it.
type EffectRow struct {
	Key, Kind, State, Code string
	Attempts               int
	OwedAt, DoneAt         time.Time
}

// Duty is an open obligation in somebody's list.
type Duty struct {
	Request    RequestRow
	Obligation mla.Obligation
}

// Case is an originating case.
type Case struct {
	ID    string `json:"id"`
	Ref   string `json:"ref"`
	Court string `json:"court"`
	// Connector says how answers are delivered: folder or http.
	Connector string       `json:"connector"`
	OpenedOn  workday.Date `json:"opened_on"`
	Members   []Member     `json:"members,omitempty"`
	Requests  int          `json:"requests"`
}

// Member is a person with access to a case.
type Member struct {
	UserID string   `json:"user_id"`
	Name   string   `json:"name"`
	Role   mla.Role `json:"role"`
}

// CaseFile is a case with all that arrived.
type CaseFile struct {
	Case
	Rows       []RequestRow
	Evidence   []EvidenceRow
	Deliveries []DeliveryRow
}

// EvidenceRow is an item of evidence in a case.
type EvidenceRow struct {
	mla.Evidence
	RequestID, Reference string
	// Detail is the item's name and custodian.
	Detail string
}

// DeliveryRow is a delivery with its receipt.
type DeliveryRow struct {
	mla.Delivery
	RequestID, Reference string
}

// User is a person with an account.
type User struct {
	ID           string   `json:"id"`
	Login        string   `json:"login"`
	Name         string   `json:"name"`
	Email        string   `json:"email"`
	Role         mla.Role `json:"role"`
	Org          string   `json:"org,omitempty"`
	Lang         string   `json:"lang"`
	Disabled     bool     `json:"disabled,omitempty"`
	PasswordHash string   `json:"-"`
}

// Actor is the user as the giver of commands.
func (u User) Actor() mla.Actor { return mla.Actor{ID: u.ID, Role: u.Role, Org: u.Org} }

// Token is an API token; only its hash is stored.
type Token struct {
	ID        string     `json:"id"`
	UserID    string     `json:"user_id"`
	Label     string     `json:"label"`
	Hash      string     `json:"-"`
	ExpiresAt time.Time  `json:"expires_at"`
	LastUsed  *time.Time `json:"last_used,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
}

// Outcome is how a command ended.
type Outcome struct {
	CommandID string          `json:"command_id"`
	RequestID string          `json:"request_id"`
	Reference string          `json:"reference,omitempty"`
	Kind      mla.CommandKind `json:"kind"`
	Digest    string          `json:"-"`
	ActorID   string          `json:"-"`
	// Status is done, or received where it is not yet known to be done.
	Status string    `json:"status"`
	Seq    int64     `json:"seq"`
	Phase  mla.Phase `json:"phase"`
	At     time.Time `json:"at"`
}

// Mail is a message of the outbox.
type Mail struct {
	ID, RequestID, Reference, To, Subject, Text string
	// State is owed, sent, failed or outbox (kept here because no SMTP is configured).
	State string
	At    time.Time
}

// Sealed is the identity of a minor, readable to its own access list only.
type Sealed struct {
	Label    string       `json:"label"`
	Name     string       `json:"name"`
	BornOn   workday.Date `json:"born_on,omitzero"`
	Document string       `json:"document,omitempty"`
	Address  string       `json:"address,omitempty"`
	Note     string       `json:"note,omitempty"`
}
