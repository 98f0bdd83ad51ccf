package mla

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// EventKind names an event.
type EventKind string

// Event is a fact about one request: codes, ids, dates and document references
// only. Free text is a TextRef into an erasable row.
type Event struct {
	// Seq counts from 1 without gaps within the request.
	Seq int64
	// At is the (virtual) instant, UTC.
	At    time.Time
	Actor Actor
	// Command is the id of the command it came from.
	Command string
	Body    EventBody
}

// EventBody is the typed content of an event.
type EventBody interface{ EventKind() EventKind }

type eventJSON struct {
	Seq     int64           `json:"seq"`
	At      time.Time       `json:"at"`
	Actor   Actor           `json:"actor"`
	Command string          `json:"command"`
	Kind    EventKind       `json:"kind"`
	Body    json.RawMessage `json:"body"`
}

// MarshalJSON writes the kind beside the body.
func (e Event) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(e.Body)
	if err != nil {
		return nil, err
	}
	return json.Marshal(eventJSON{e.Seq, e.At, e.Actor, e.Command, e.Body.EventKind(), b})
}

// UnmarshalJSON reads the body by its kind.
func (e *Event) UnmarshalJSON(data []byte) error {
	var j eventJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	body, err := DecodeEventBody(j.Kind, j.Body)
	if err != nil {
		return err
	}
	*e = Event{j.Seq, j.At, j.Actor, j.Command, body}
	return nil
}

// DecodeEventBody reads a stored event's body by its kind.
func DecodeEventBody(kind EventKind, data []byte) (EventBody, error) {
	mk, ok := eventBodies[kind]
	if !ok {
		return nil, fmt.Errorf("unknown event kind %q", kind)
	}
	return mk(data)
}

func decodeEvent[T EventBody](data []byte) (EventBody, error) {
	var v T
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&v); err != nil {
		return nil, fmt.Errorf("decode event: %w", err)
	}
	return v, nil
}

// eventBodies is filled by register, so that a new event needs one line.
var eventBodies = map[EventKind]func([]byte) (EventBody, error){}

// EventKinds lists every kind, for tests and documentation.
func EventKinds() []EventKind {
	out := make([]EventKind, 0, len(eventBodies))
	for k := range eventBodies {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func register[T EventBody]() {
	var zero T
	eventBodies[zero.EventKind()] = decodeEvent[T]
}

// The events that repeat a command's facts embed its body.
type (
	// Opened begins the chain.
	Opened struct {
		Open
		Paper       bool         `json:"paper"`
		TranslateTo string       `json:"translate_to,omitempty"`
		Channel     string       `json:"channel"`
		Hops        []Hop        `json:"hops"`
		ProfileHash string       `json:"profile_hash"`
		On          workday.Date `json:"on"`
	}
	// PhaseChanged moves the request along the table.
	PhaseChanged struct {
		From Phase `json:"from"`
		To   Phase `json:"to"`
	}
	Submitted            struct{ Submit }
	Recalled             struct{ Recall }
	Returned             struct{ Return }
	Approved             struct{ Approve }
	SignedAttached       struct{ AttachSigned }
	TranslatorAssigned   struct{ AssignTranslator }
	TranslationCertified struct{ CertifyTranslation }
	HandedOver           struct{ HandOver }
	CameBackIncomplete   struct{ ReturnIncomplete }
	Cured                struct{ Cure }
	Reworked             struct{ Rework }
	Acknowledged         struct{ Acknowledge }
	DecisionLogged       struct{ LogDecision }
	StatusLogged         struct{ LogStatus }
	SupplementAsked      struct{ AskSupplement }
	SupplementAnswered   struct{ AnswerSupplement }
	Postponed            struct{ Postpone }
	Resumed              struct{ Resume }
	// ResponseRecorded numbers the response and its items.
	ResponseRecorded struct {
		RecordResponse
		No    int      `json:"no"`
		Items []string `json:"items"`
	}
	ExecutionRefused  struct{ RefuseExecution }
	AnswerTranslated  struct{ TranslateAnswer }
	Assessed          struct{ Assess }
	DeliveryWaived    struct{ WaiveDelivery }
	Closed            struct{ Close }
	Withdrawn         struct{ Withdraw }
	Noted             struct{ Note }
	Reassigned        struct{ Reassign }
	DangerDeclared    struct{ DeclareDanger }
	SafeguardAlerted  struct{ LogSafeguardAlert }
	SafeguardEnded    struct{ LogSafeguardOutcome }
	PreservationKept  struct{ ConfirmPreserved }
	PreservationMoved struct{ ExtendPreservation }
	FollowUpLinked    struct{ LinkFollowUp }
	FollowUpArrived   struct{ FollowUpReceived }
	PreservationFreed struct{ Release }
	PreservationLost  struct{ Lapse }
	// DutyDone records how a person met a duty.
	DutyDone struct{ CompleteDuty }
	// EffectRetried asks for another try, or settles an uncertain sending.
	EffectRetried struct{ RetryEffect }
	// DeliveryOwed promises items of evidence to the originating case.
	DeliveryOwed struct {
		Delivery string   `json:"delivery"`
		Items    []string `json:"items"`
		Final    bool     `json:"final"`
	}
	DeliveryDone  struct{ DeliveryAcknowledged }
	DeliveryStuck struct{ DeliveryTroubled }

	// ObligationOpened begins an obligation.
	ObligationOpened struct {
		Obligation Obligation `json:"obligation"`
	}
	// ObligationMoved changes its dates; Why is the reason shown in its history.
	ObligationMoved struct {
		ID        string        `json:"id"`
		Rule      workday.Rule  `json:"rule"`
		Due       time.Time     `json:"due"`
		DueDate   workday.Date  `json:"due_date"`
		ActBefore workday.Date  `json:"act_before,omitzero"`
		Start     workday.Start `json:"start"`
		Presumed  bool          `json:"presumed"`
		Rungs     []RungAt      `json:"rungs"`
		Why       string        `json:"why"` // received, extended, calendar, resumed, profile
		WasDue    workday.Date  `json:"was_due"`
		Reason    TextRef       `json:"reason,omitzero"`
		// Pause is what the clock keeps of a suspension.
		Pause Pause `json:"pause,omitzero"`
	}
	// ObligationEnded closes it: met, cancelled or lapsed.
	ObligationEnded struct {
		ID   string          `json:"id"`
		How  ObligationState `json:"how"`
		Late bool            `json:"late,omitempty"`
	}
	// ObligationSuspended stops its clock and keeps what was left of its period.
	ObligationSuspended struct {
		ID    string `json:"id"`
		Pause Pause  `json:"pause"`
	}
	// RungFired records one step of its ladder.
	RungFired struct {
		Obligation string     `json:"obligation"`
		Rung       string     `json:"rung"`
		Action     RungAction `json:"action"`
		Late       bool       `json:"late,omitempty"`
	}
	// EffectOwed promises a side effect under a key.
	EffectOwed struct {
		Effect Effect `json:"effect"`
	}
	// EffectEnded reports it done, failed or uncertain.
	EffectEnded struct {
		Key     string      `json:"key"`
		Outcome EffectState `json:"outcome"`
		Docs    []DocRef    `json:"docs,omitempty"`
		Code    string      `json:"code,omitempty"`
		// NextTry is set where the machine tries again.
		NextTry time.Time `json:"next_try,omitzero"`
	}
	// ProfileRefreshed and CalendarRefreshed say which data governs from now on.
	ProfileRefreshed struct {
		Hash    string  `json:"hash"`
		Version string  `json:"version"`
		Reason  TextRef `json:"reason"`
	}
	CalendarRefreshed struct {
		Cause string        `json:"cause"`
		Days  []CalendarDay `json:"days,omitempty"`
	}
)

func (Opened) EventKind() EventKind               { return "opened" }
func (PhaseChanged) EventKind() EventKind         { return "phase_changed" }
func (Submitted) EventKind() EventKind            { return "submitted" }
func (Recalled) EventKind() EventKind             { return "recalled" }
func (Returned) EventKind() EventKind             { return "returned" }
func (Approved) EventKind() EventKind             { return "approved" }
func (SignedAttached) EventKind() EventKind       { return "signed_attached" }
func (TranslatorAssigned) EventKind() EventKind   { return "translator_assigned" }
func (TranslationCertified) EventKind() EventKind { return "translation_certified" }
func (HandedOver) EventKind() EventKind           { return "handed_over" }
func (CameBackIncomplete) EventKind() EventKind   { return "came_back_incomplete" }
func (Cured) EventKind() EventKind                { return "cured" }
func (Reworked) EventKind() EventKind             { return "reworked" }
func (Acknowledged) EventKind() EventKind         { return "acknowledged" }
func (DecisionLogged) EventKind() EventKind       { return "decision_logged" }
func (StatusLogged) EventKind() EventKind         { return "status_logged" }
func (SupplementAsked) EventKind() EventKind      { return "supplement_asked" }
func (SupplementAnswered) EventKind() EventKind   { return "supplement_answered" }
func (Postponed) EventKind() EventKind            { return "postponed" }
func (Resumed) EventKind() EventKind              { return "resumed" }
func (ResponseRecorded) EventKind() EventKind     { return "response_recorded" }
func (ExecutionRefused) EventKind() EventKind     { return "execution_refused" }
func (AnswerTranslated) EventKind() EventKind     { return "answer_translated" }
func (Assessed) EventKind() EventKind             { return "assessed" }
func (DeliveryWaived) EventKind() EventKind       { return "delivery_waived" }
func (Closed) EventKind() EventKind               { return "closed" }
func (Withdrawn) EventKind() EventKind            { return "withdrawn" }
func (Noted) EventKind() EventKind                { return "noted" }
func (Reassigned) EventKind() EventKind           { return "reassigned" }
func (DangerDeclared) EventKind() EventKind       { return "danger_declared" }
func (SafeguardAlerted) EventKind() EventKind     { return "safeguard_alerted" }
func (SafeguardEnded) EventKind() EventKind       { return "safeguard_ended" }
func (PreservationKept) EventKind() EventKind     { return "preservation_kept" }
func (PreservationMoved) EventKind() EventKind    { return "preservation_moved" }
func (FollowUpLinked) EventKind() EventKind       { return "follow_up_linked" }
func (FollowUpArrived) EventKind() EventKind      { return "follow_up_arrived" }
func (PreservationFreed) EventKind() EventKind    { return "preservation_freed" }
func (PreservationLost) EventKind() EventKind     { return "preservation_lost" }
func (DutyDone) EventKind() EventKind             { return "duty_done" }
func (EffectRetried) EventKind() EventKind        { return "effect_retried" }
func (DeliveryOwed) EventKind() EventKind         { return "delivery_owed" }
func (DeliveryDone) EventKind() EventKind         { return "delivery_done" }
func (DeliveryStuck) EventKind() EventKind        { return "delivery_stuck" }
func (ObligationOpened) EventKind() EventKind     { return "obligation_opened" }
func (ObligationMoved) EventKind() EventKind      { return "obligation_moved" }
func (ObligationEnded) EventKind() EventKind      { return "obligation_ended" }
func (ObligationSuspended) EventKind() EventKind  { return "obligation_suspended" }
func (RungFired) EventKind() EventKind            { return "rung_fired" }
func (EffectOwed) EventKind() EventKind           { return "effect_owed" }
func (EffectEnded) EventKind() EventKind          { return "effect_ended" }
func (ProfileRefreshed) EventKind() EventKind     { return "profile_refreshed" }
func (CalendarRefreshed) EventKind() EventKind    { return "calendar_refreshed" }

func init() {
	register[Opened]()
	register[PhaseChanged]()
	register[Submitted]()
	register[Recalled]()
	register[Returned]()
	register[Approved]()
	register[SignedAttached]()
	register[TranslatorAssigned]()
	register[TranslationCertified]()
	register[HandedOver]()
	register[CameBackIncomplete]()
	register[Cured]()
	register[Reworked]()
	register[Acknowledged]()
	register[DecisionLogged]()
	register[StatusLogged]()
	register[SupplementAsked]()
	register[SupplementAnswered]()
	register[Postponed]()
	register[Resumed]()
	register[ResponseRecorded]()
	register[ExecutionRefused]()
	register[AnswerTranslated]()
	register[Assessed]()
	register[DeliveryWaived]()
	register[Closed]()
	register[Withdrawn]()
	register[Noted]()
	register[Reassigned]()
	register[DangerDeclared]()
	register[SafeguardAlerted]()
	register[SafeguardEnded]()
	register[PreservationKept]()
	register[PreservationMoved]()
	register[FollowUpLinked]()
	register[FollowUpArrived]()
	register[PreservationFreed]()
	register[PreservationLost]()
	register[DutyDone]()
	register[EffectRetried]()
	register[DeliveryOwed]()
	register[DeliveryDone]()
	register[DeliveryStuck]()
	register[ObligationOpened]()
	register[ObligationMoved]()
	register[ObligationEnded]()
	register[ObligationSuspended]()
	register[RungFired]()
	register[EffectOwed]()
	register[EffectEnded]()
	register[ProfileRefreshed]()
	register[CalendarRefreshed]()
}
