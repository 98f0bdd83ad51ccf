package mla

import (
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// State is everything a request's events say, folded. It is serialisable, holds
// no personal data, and is the same whether folded by a workflow or the store.
type State struct {
	Seq int64 `json:"seq"`
	// PhaseSeq is the event that last changed the phase: a page older than it is stale.
	PhaseSeq  int64  `json:"phase_seq"`
	ID        string `json:"id"`
	Reference string `json:"reference"`
	CaseID    string `json:"case_id"`
	Officer   string `json:"officer"`
	Parent    string `json:"parent,omitempty"`
	Track     Track  `json:"track"`
	Form      Form   `json:"form"`
	State     string `json:"state"`
	Channel   string `json:"channel"`
	Urgent    bool   `json:"urgent,omitempty"`
	Phase     Phase  `json:"phase"`
	// PhaseAt is when the phase was entered.
	PhaseAt     time.Time    `json:"phase_at"`
	OpenedOn    workday.Date `json:"opened_on"`
	ProfileHash string       `json:"profile_hash"`
	Paper       bool         `json:"paper"`
	TranslateTo string       `json:"translate_to,omitempty"`
	Measures    []MeasureID  `json:"measures"`

	Frozen   *Frozen   `json:"frozen,omitempty"`
	Approval *Approval `json:"approval,omitempty"`
	// Seal is the organisation's on the approved file; nil while it is being made,
	// and where a file was approved before approvals were sealed.
	Seal        *Seal        `json:"seal,omitempty"`
	SignedDoc   DocRef       `json:"signed_doc,omitzero"`
	SignedOn    workday.Date `json:"signed_on,omitzero"`
	Translator  string       `json:"translator,omitempty"`
	Translation *Translation `json:"translation,omitempty"`

	Hops []HopState `json:"hops"`
	// Holder is the index of the hop that holds the file; -1 before ready.
	Holder     int          `json:"holder"`
	SentAbroad workday.Date `json:"sent_abroad,omitzero"`
	// NeededBy is the day by which the issuer asked for the answer.
	NeededBy   workday.Date `json:"needed_by,omitzero"`
	ReceivedOn workday.Date `json:"received_on,omitzero"`
	ForeignRef string       `json:"foreign_ref,omitempty"`
	CureDocs   []DocRef     `json:"cure_docs,omitempty"`

	// Supplements are the questions asked and what was answered, in order.
	Supplements []Supplement `json:"supplements,omitempty"`

	DecidedOn  workday.Date `json:"decided_on,omitzero"` // recognised
	Responses  int          `json:"responses"`
	Full       bool         `json:"full,omitempty"`
	Evidence   []Evidence   `json:"evidence,omitempty"`
	Deliveries []Delivery   `json:"deliveries,omitempty"`
	Verdict    string       `json:"verdict,omitempty"`
	Ground     string       `json:"ground,omitempty"`
	Safeguard  Safeguard    `json:"safeguard,omitzero"`
	Until      workday.Date `json:"until,omitzero"` // preservation
	FollowUp   string       `json:"follow_up,omitempty"`
	// FollowUpOn is when the other side received the request that follows a preservation.
	FollowUpOn workday.Date `json:"follow_up_on,omitzero"`

	Obligations []Obligation `json:"obligations,omitempty"`
	Effects     []Effect     `json:"effects,omitempty"`
}

// Frozen is the submitted revision.
type Frozen struct {
	Revision     int      `json:"revision"`
	DraftSHA256  string   `json:"draft_sha256"`
	PDF          DocRef   `json:"pdf"`
	Contributors []string `json:"contributors"`
}

// Approval names the approved file.
type Approval struct {
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	PDFSHA256 string    `json:"pdf_sha256"`
}

// What a seal can lack.
const (
	// SealNotConfigured: the organisation has no certificate, so the file is not sealed.
	SealNotConfigured = "not_configured"
	// SealNoTimestamp: sealed, without the time stamp that was asked for.
	SealNoTimestamp = "no_timestamp"
)

// Seal is what became of the organisation's seal. It is not the magistrate's signature.
type Seal struct {
	// Doc is the sealed file; zero where Lacks is SealNotConfigured.
	Doc DocRef    `json:"doc,omitzero"`
	At  time.Time `json:"at"`
	// Lacks is one of the two above, or empty.
	Lacks string `json:"lacks,omitempty"`
}

// Translation is the certified translation, and of which text.
type Translation struct {
	Doc          DocRef    `json:"doc"`
	SourceSHA256 string    `json:"source_sha256"`
	Language     string    `json:"language"`
	By           string    `json:"by"`
	At           time.Time `json:"at"`
	// TextSHA256 is the translated text at the desk; empty for a PDF that was brought.
	TextSHA256 string `json:"text_sha256,omitempty"`
}

// Supplement is a request for supplementary information and its answer.
type Supplement struct {
	AskedOn    workday.Date `json:"asked_on,omitzero"`
	AnsweredOn workday.Date `json:"answered_on,omitzero"`
	Text       TextRef      `json:"text,omitzero"`
	// Translated is the answer in the language of letters abroad, where a person wrote it.
	Translated TextRef  `json:"translated,omitzero"`
	Docs       []DocRef `json:"docs,omitempty"`
}

// HopState is a hop and what is known of it.
type HopState struct {
	Hop
	TakenOn  workday.Date `json:"taken_on,omitzero"`
	Proof    Proof        `json:"proof,omitzero"` // of the hand-over to this hop
	LeftOn   workday.Date `json:"left_on,omitzero"`
	Returned string       `json:"returned,omitempty"` // cause it last came back with
}

// Evidence is an item received.
type Evidence struct {
	ID string `json:"id"`
	EvidenceIn
	Response   int          `json:"response"`
	ReceivedOn workday.Date `json:"received_on"`
	Translated DocRef       `json:"translated,omitzero"`
	Assessed   bool         `json:"assessed,omitempty"`
	Delivery   string       `json:"delivery,omitempty"`
}

// NeedsTranslation reports whether a person here cannot read it yet.
func (e Evidence) NeedsTranslation() bool {
	return !readable(e.Language) && e.Translated.IsZero()
}

// readable languages of an answer: French, and "zxx" for items without language
// (data files).
func readable(lang string) bool { return lang == "fr" || lang == "zxx" }

// Delivery is a promise of evidence to the originating case.
type Delivery struct {
	ID       string    `json:"id"`
	Items    []string  `json:"items"`
	Final    bool      `json:"final,omitempty"`
	Status   string    `json:"status"` // owed, stuck, acknowledged, waived
	Receipt  string    `json:"receipt,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Attempts int       `json:"attempts,omitempty"`
	Code     string    `json:"code,omitempty"`
}

// Safeguard is the urgent police track beside the main line.
type Safeguard struct {
	Declared  time.Time `json:"declared,omitzero"`
	AlertedAt time.Time `json:"alerted_at,omitzero"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
	Outcome   string    `json:"outcome,omitempty"`
}

// Open reports whether a child's safeguard still waits for its outcome.
func (s Safeguard) Open() bool { return !s.Declared.IsZero() && s.EndedAt.IsZero() }

// EffectKind names a side effect.
type EffectKind string

// The side effects a request can owe.
const (
	// EffectMail writes to our own people.
	EffectMail EffectKind = "mail"
	// EffectLetter renders a letter and stores it; a clerk hands it over.
	EffectLetter EffectKind = "letter"
	// EffectPackage builds and verifies what travels, and queues it to the holder's clerk.
	EffectPackage EffectKind = "package"
	// EffectSeal puts the organisation's seal on the approved file.
	EffectSeal EffectKind = "seal"
	// EffectDeliver brings evidence into the originating case, as a child workflow.
	EffectDeliver EffectKind = "deliver"
	// EffectNotifyLink tells the linked preservation that its follow-up was received.
	EffectNotifyLink EffectKind = "notify_link"
	// EffectPoliceCopy opens the urgent police request of a child in danger.
	EffectPoliceCopy EffectKind = "police_copy"
)

// Quiet reports whether success is recorded in the effects table only. A mail
// sent or a package queued is no fact about the request; its failure is.
func (k EffectKind) Quiet() bool { return k == EffectMail || k == EffectPackage }

// EffectState is where an effect stands.
type EffectState string

// The states. Attempting is kept by the store only, around the attempt.
const (
	EffectIsOwed EffectState = "owed"
	// EffectPosted is a quiet effect given to the engine: the store's row says how
	// it ended, and only a failure comes back as an event.
	EffectPosted      EffectState = "posted"
	EffectDone        EffectState = "done"
	EffectFailed      EffectState = "failed"
	EffectIsUncertain EffectState = "uncertain"
)

// Effect is a side effect promised by an event, under a key that is stored
// before it is attempted and sent along with it.
type Effect struct {
	// Key is request/step/seq.
	Key  string     `json:"key"`
	Kind EffectKind `json:"kind"`
	// Template is the mail or letter template; Lang the language of a letter.
	Template string `json:"template,omitempty"`
	Lang     string `json:"lang,omitempty"`
	// ToRole is who gets a mail; ToOrg narrows a clerk.
	ToRole Role   `json:"to_role,omitempty"`
	ToOrg  string `json:"to_org,omitempty"`
	// Obligation and Rung say what it is about; Delivery which delivery; Request which other request.
	Obligation string `json:"obligation,omitempty"`
	Rung       string `json:"rung,omitempty"`
	Delivery   string `json:"delivery,omitempty"`
	Request    string `json:"request,omitempty"`
	// Supplement is the number of the supplement that a letter brings, from 1.
	Supplement int `json:"supplement,omitempty"`
	// Doc is the file to seal.
	Doc DocRef `json:"doc,omitzero"`
	// Basis is the article a letter may cite.
	Basis    string      `json:"basis,omitempty"`
	State    EffectState `json:"state"`
	Attempts int         `json:"attempts,omitempty"`
	NextTry  time.Time   `json:"next_try,omitzero"`
	Code     string      `json:"code,omitempty"`
	OwedAt   time.Time   `json:"owed_at"`
	// By is who gave the command that owes it: a mail does not go to them.
	By string `json:"by,omitempty"`
}

// Clone returns a copy that shares nothing that Evolve changes.
func (s State) Clone() State {
	s.Measures = slices.Clone(s.Measures)
	s.Hops = slices.Clone(s.Hops)
	s.CureDocs = slices.Clone(s.CureDocs)
	s.Supplements = slices.Clone(s.Supplements)
	s.Evidence = slices.Clone(s.Evidence)
	s.Deliveries = slices.Clone(s.Deliveries)
	s.Effects = slices.Clone(s.Effects)
	s.Obligations = slices.Clone(s.Obligations)
	for i := range s.Obligations {
		s.Obligations[i].Rungs = slices.Clone(s.Obligations[i].Rungs)
	}
	return s
}

// Obligation returns the obligation with the id.
func (s *State) Obligation(id string) (*Obligation, bool) {
	for i := range s.Obligations {
		if s.Obligations[i].ID == id {
			return &s.Obligations[i], true
		}
	}
	return nil, false
}

// Effect returns the effect with the key.
func (s *State) Effect(key string) (*Effect, bool) {
	for i := range s.Effects {
		if s.Effects[i].Key == key {
			return &s.Effects[i], true
		}
	}
	return nil, false
}

// Delivery returns the delivery with the id.
func (s *State) Delivery(id string) (*Delivery, bool) {
	for i := range s.Deliveries {
		if s.Deliveries[i].ID == id {
			return &s.Deliveries[i], true
		}
	}
	return nil, false
}

// Item returns the evidence with the id.
func (s *State) Item(id string) (*Evidence, bool) {
	for i := range s.Evidence {
		if s.Evidence[i].ID == id {
			return &s.Evidence[i], true
		}
	}
	return nil, false
}

// HolderHop returns the hop that holds the file.
func (s *State) HolderHop() (HopState, bool) {
	if s.Holder < 0 || s.Holder >= len(s.Hops) {
		return HopState{}, false
	}
	return s.Hops[s.Holder], true
}

// ReferenceFile is the file that everything else is bound to: the approved one with
// the organisation's seal, or as it was approved where it bears none.
func (s *State) ReferenceFile() DocRef {
	switch {
	case s.Seal != nil && !s.Seal.Doc.IsZero():
		return s.Seal.Doc
	case s.Frozen != nil:
		return s.Frozen.PDF
	}
	return DocRef{}
}

// SealPending reports whether the seal of the approved file is still to be made.
func (s *State) SealPending() bool {
	for _, e := range s.Effects {
		if e.Kind == EffectSeal && e.State != EffectDone {
			return true
		}
	}
	return false
}

// Travelling is the digest of the document that hops hand over: the scan of the
// signed original where paper travels, the sealed or approved PDF otherwise.
func (s *State) Travelling() string {
	if !s.SignedDoc.IsZero() {
		return s.SignedDoc.SHA256
	}
	return s.ReferenceFile().SHA256
}

// Idle reports whether a workflow has nothing left to wait for: the request has
// ended, nothing is owed and nobody has a duty.
func (s *State) Idle() bool {
	if !s.Phase.Terminal() || s.Safeguard.Open() {
		return false
	}
	for _, o := range s.Obligations {
		if o.State == ObligationOpen || o.State == ObligationIsSuspended {
			return false
		}
	}
	for _, e := range s.Effects {
		if e.State == EffectIsOwed || e.State == EffectFailed && !e.NextTry.IsZero() {
			return false
		}
	}
	return true
}
