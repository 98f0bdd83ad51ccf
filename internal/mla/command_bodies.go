package mla

import (
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// Open begins a request. The profile travels beside it as workflow input.
type Open struct {
	RequestID string      `json:"request_id"`
	Reference string      `json:"reference"`
	CaseID    string      `json:"case_id"`
	Officer   string      `json:"officer"`
	Track     Track       `json:"track"`
	Form      Form        `json:"form"`
	State     string      `json:"state"`
	Urgent    bool        `json:"urgent,omitempty"`
	Danger    bool        `json:"danger,omitempty"`
	Measures  []MeasureID `json:"measures"`
	// Parent is the request that this one accompanies (an urgent police copy)
	// or prepares (a preservation); empty for most.
	Parent string `json:"parent,omitempty"`
}

// MeasureID is a measure of the draft by label and kind, free of text.
type MeasureID struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
}

// Submit freezes a revision: its canonical digest, its PDF, and who wrote in it.
type Submit struct {
	Revision     int         `json:"revision"`
	DraftSHA256  string      `json:"draft_sha256"`
	PDF          DocRef      `json:"pdf"`
	Contributors []string    `json:"contributors"`
	Measures     []MeasureID `json:"measures"`
	Urgent       bool        `json:"urgent,omitempty"`
	// NeededBy is the day by which the issuer asks for the answer (EIO section B);
	// none for most.
	NeededBy workday.Date `json:"needed_by,omitzero"`
	// Warned are the return causes (R01–R25) that the pre-flight showed and that did not stop the submission.
	Warned []string `json:"warned,omitempty"`
}

// Recall takes a submitted draft back before the magistrate decided.
type Recall struct{}

// Return sends a submitted draft back with causes (R01–R25 or "other") and a reason.
type Return struct {
	Causes []string `json:"causes"`
	Reason TextRef  `json:"reason"`
}

// Approve names the very file that was read.
type Approve struct {
	PDFSHA256   string `json:"pdf_sha256"`
	DraftSHA256 string `json:"draft_sha256"`
}

// AttachSigned binds the scan of the signed and stamped original to the approved PDF.
type AttachSigned struct {
	Scan      DocRef       `json:"scan"`
	SignedOn  workday.Date `json:"signed_on"`
	PDFSHA256 string       `json:"pdf_sha256"`
}

// AssignTranslator gives the translation, of the request or of an answer, to a person.
type AssignTranslator struct {
	Translator string `json:"translator"`
}

// CertifyTranslation hands in the certified translation of the approved text.
type CertifyTranslation struct {
	Doc DocRef `json:"doc"`
	// SourceSHA256 is the draft that was translated: a changed source invalidates it.
	SourceSHA256 string `json:"source_sha256"`
	Language     string `json:"language"`
	// TranslationSHA256 is the translated text as it was certified at the desk;
	// empty where the translator brought a PDF of their own.
	TranslationSHA256 string `json:"translation_sha256,omitempty"`
}

// Proof is the proof of a hand-over.
type Proof struct {
	// Kind is one of the hop's proofs: bordereau, email_id, valise …
	Kind   string       `json:"kind"`
	Number string       `json:"number"`
	On     workday.Date `json:"on"`
	// Person is who took it, as an erasable text; may be absent.
	Person TextRef `json:"person,omitzero"`
	// Doc is what was handed over: the digest of the document on its way.
	Doc string `json:"doc_sha256"`
}

// HandOver records that the present holder passed the file to the next hop.
type HandOver struct {
	// ToHop is the index of the hop that takes it: the next one.
	ToHop int   `json:"to_hop"`
	Proof Proof `json:"proof"`
}

// ReturnIncomplete records that a hop sent the file back with a cause.
type ReturnIncomplete struct {
	Cause string       `json:"cause"` // R01–R25
	On    workday.Date `json:"on"`
	// BackTo is the hop that now holds it again.
	BackTo int     `json:"back_to"`
	Note   TextRef `json:"note,omitzero"`
}

// Cure completes a returned file without changing the approved text.
type Cure struct {
	Note TextRef  `json:"note"`
	Docs []DocRef `json:"docs,omitempty"`
}

// Rework takes a returned file back to draft, because the text must change.
type Rework struct {
	Reason TextRef `json:"reason"`
}

// Acknowledge records the acknowledgement of receipt with its real date.
type Acknowledge struct {
	ReceivedOn workday.Date `json:"received_on"`
	// ForeignRef is the file number given abroad.
	ForeignRef string `json:"foreign_ref,omitempty"`
	Doc        DocRef `json:"doc,omitzero"`
}

// LogDecision records that the authority recognised the request.
type LogDecision struct {
	On  workday.Date `json:"on"`
	Doc DocRef       `json:"doc,omitzero"`
}

// LogStatus records an interim status without moving the phase.
type LogStatus struct {
	On   workday.Date `json:"on"`
	Note TextRef      `json:"note"`
}

// AskSupplement records that the authority asks for supplementary information.
type AskSupplement struct {
	On       workday.Date `json:"on"`
	Question TextRef      `json:"question"`
}

// AnswerSupplement records that it was given.
type AnswerSupplement struct {
	On   workday.Date `json:"on"`
	Text TextRef      `json:"text"`
	Docs []DocRef     `json:"docs,omitempty"`
	// Translated is the text in the language of letters abroad; without it the
	// letter that brings the answer is in French.
	Translated TextRef `json:"translated,omitzero"`
}

// Postpone records a postponement with its ground.
type Postpone struct {
	Until  workday.Date `json:"until"`
	Ground string       `json:"ground"`
}

// Resume ends it.
type Resume struct {
	On workday.Date `json:"on"`
}

// EvidenceIn is one item received.
type EvidenceIn struct {
	Doc DocRef `json:"doc"`
	// Measure is the label of the measure it satisfies.
	Measure string `json:"measure"`
	// Language is BCP 47; an item in a language we do not read is translated.
	Language string `json:"language"`
	// AllowedUse is case_only, consent_needed, intelligence_only or unrestricted.
	AllowedUse string `json:"allowed_use"`
	// Detail names the item and its custodian, as erasable text.
	Detail TextRef `json:"detail"`
}

// RecordResponse records an answer, in part or in full.
type RecordResponse struct {
	Extent     string       `json:"extent"` // partial, full
	ReceivedOn workday.Date `json:"received_on"`
	ForeignRef string       `json:"foreign_ref,omitempty"`
	Evidence   []EvidenceIn `json:"evidence"`
	Note       TextRef      `json:"note,omitzero"`
}

// RefuseExecution records a refusal with its ground.
type RefuseExecution struct {
	Ground string       `json:"ground"`
	On     workday.Date `json:"on"`
	Note   TextRef      `json:"note,omitzero"`
	Doc    DocRef       `json:"doc,omitzero"`
}

// TranslateAnswer hands in the translation of one item of evidence.
type TranslateAnswer struct {
	Evidence string `json:"evidence"` // E1 …
	Doc      DocRef `json:"doc"`
	// SourceSHA256 and TranslationSHA256 are the texts at the desk: what was read
	// from the item, and its translation as certified. Empty where the translator
	// brought a PDF of their own.
	SourceSHA256      string `json:"source_sha256,omitempty"`
	TranslationSHA256 string `json:"translation_sha256,omitempty"`
}

// Assess is the magistrate's judgement of the answer; Final ends the waiting,
// otherwise what is there is delivered and the rest is awaited.
type Assess struct {
	Final   bool    `json:"final"`
	Verdict string  `json:"verdict"` // satisfied, partly, insufficient
	Note    TextRef `json:"note,omitzero"`
}

// WaiveDelivery gives up outstanding deliveries, with a reason.
type WaiveDelivery struct {
	Reason TextRef `json:"reason"`
}

// Close ends a delivered request.
type Close struct{}

// Withdraw ends a request that is no longer needed.
type Withdraw struct {
	Reason TextRef `json:"reason"`
}

// Note adds a remark.
type Note struct {
	Text TextRef `json:"text"`
}

// Reassign gives the request to another officer.
type Reassign struct {
	Officer string  `json:"officer"`
	Reason  TextRef `json:"reason,omitzero"`
}

// ExtendDeadline moves an open obligation to a later day, for a stated reason
// (article 12(5): the issuer is informed with reasons and an estimate).
type ExtendDeadline struct {
	Obligation string       `json:"obligation"`
	Due        workday.Date `json:"due"`
	Reason     TextRef      `json:"reason"`
}

// DeclareDanger opens the safeguard track: a child is in present danger.
type DeclareDanger struct {
	Note TextRef `json:"note,omitzero"`
}

// LogSafeguardAlert records that the urgent police alert went out.
type LogSafeguardAlert struct {
	Channel string    `json:"channel"` // i247, fr_247, provider
	Number  string    `json:"number"`
	At      time.Time `json:"at"`
}

// LogSafeguardOutcome ends the safeguard track.
type LogSafeguardOutcome struct {
	Outcome string    `json:"outcome"` // child_safe, not_located, handed_to_local_police
	At      time.Time `json:"at"`
	Note    TextRef   `json:"note,omitzero"`
}

// CompleteDuty meets a person's duty, with a proof where one is due.
type CompleteDuty struct {
	Obligation string  `json:"obligation"`
	Proof      Proof   `json:"proof,omitzero"`
	Note       TextRef `json:"note,omitzero"`
}

// RetryEffect tries a failed effect again, or, with Settled, states that an
// uncertain sending did arrive.
type RetryEffect struct {
	Effect  string `json:"effect"`
	Settled bool   `json:"settled,omitempty"`
}

// ConfirmPreserved records that the data is preserved.
type ConfirmPreserved struct {
	On workday.Date `json:"on"`
	// Until is the lapse date the other side named; zero takes the treaty minimum.
	Until      workday.Date `json:"until,omitzero"`
	ForeignRef string       `json:"foreign_ref,omitempty"`
}

// ExtendPreservation records a later lapse date.
type ExtendPreservation struct {
	Until workday.Date `json:"until"`
	On    workday.Date `json:"on"`
}

// LinkFollowUp ties the preservation to the request that follows it.
type LinkFollowUp struct {
	Request string `json:"request"`
}

// FollowUpReceived says that the follow-up request was received abroad, which
// suspends the lapse.
type FollowUpReceived struct {
	Request string       `json:"request"`
	On      workday.Date `json:"on"`
}

// Release gives preserved data up.
type Release struct {
	Reason TextRef `json:"reason"`
}

// Lapse records that preserved data lapsed.
type Lapse struct {
	Obligation string `json:"obligation"`
}

// FireRung fires one rung of an obligation's ladder.
type FireRung struct {
	Obligation string `json:"obligation"`
	Rung       string `json:"rung"`
}

// CompleteEffect reports how an owed effect ended.
type CompleteEffect struct {
	Effect string `json:"effect"`
	// Outcome is done, failed or uncertain.
	Outcome string `json:"outcome"`
	// Docs are what it produced.
	Docs []DocRef `json:"docs,omitempty"`
	// Code says why it failed, without personal data.
	Code string `json:"code,omitempty"`
	// Final forbids another try by the machine.
	Final bool `json:"final,omitempty"`
}

// DeliveryAcknowledged reports the receiver's acknowledgement.
type DeliveryAcknowledged struct {
	Delivery string    `json:"delivery"`
	Receipt  string    `json:"receipt"`
	At       time.Time `json:"at"`
}

// DeliveryTroubled reports that a delivery keeps failing or was refused.
type DeliveryTroubled struct {
	Delivery string `json:"delivery"`
	Code     string `json:"code"`
	Attempts int    `json:"attempts"`
	// Final says that the machine stopped trying.
	Final bool `json:"final,omitempty"`
}

// RefreshProfile brings a new version of the law to an open request.
type RefreshProfile struct {
	Profile Profile `json:"profile"`
	Reason  TextRef `json:"reason"`
}

// RefreshCalendar brings corrected calendars.
type RefreshCalendar struct {
	Home   workday.Calendar `json:"home"`
	Abroad workday.Calendar `json:"abroad"`
	// Cause is the import that asked for it.
	Cause string `json:"cause"`
	// Days are those that differ from the calendars before.
	Days []CalendarDay `json:"days,omitempty"`
}

// CalendarDay is a day that was imported; its name is in the calendars.
type CalendarDay struct {
	// State is the ISO code of the calendar.
	State string       `json:"state"`
	On    workday.Date `json:"on"`
	// Number is that of the proclamation.
	Number string `json:"number"`
	// Withdrawn says that it is a working day from now on.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// The kinds, one line a body.

func (Open) Kind() CommandKind                 { return KindOpen }
func (Submit) Kind() CommandKind               { return KindSubmit }
func (Recall) Kind() CommandKind               { return KindRecall }
func (Return) Kind() CommandKind               { return KindReturn }
func (Approve) Kind() CommandKind              { return KindApprove }
func (AttachSigned) Kind() CommandKind         { return KindAttachSigned }
func (AssignTranslator) Kind() CommandKind     { return KindAssignTranslator }
func (CertifyTranslation) Kind() CommandKind   { return KindCertifyTranslation }
func (HandOver) Kind() CommandKind             { return KindHandOver }
func (ReturnIncomplete) Kind() CommandKind     { return KindReturnIncomplete }
func (Cure) Kind() CommandKind                 { return KindCure }
func (Rework) Kind() CommandKind               { return KindRework }
func (Acknowledge) Kind() CommandKind          { return KindAcknowledge }
func (LogDecision) Kind() CommandKind          { return KindLogDecision }
func (LogStatus) Kind() CommandKind            { return KindLogStatus }
func (AskSupplement) Kind() CommandKind        { return KindAskSupplement }
func (AnswerSupplement) Kind() CommandKind     { return KindAnswerSupplement }
func (Postpone) Kind() CommandKind             { return KindPostpone }
func (Resume) Kind() CommandKind               { return KindResume }
func (RecordResponse) Kind() CommandKind       { return KindRecordResponse }
func (RefuseExecution) Kind() CommandKind      { return KindRefuse }
func (TranslateAnswer) Kind() CommandKind      { return KindTranslateAnswer }
func (Assess) Kind() CommandKind               { return KindAssess }
func (WaiveDelivery) Kind() CommandKind        { return KindWaiveDelivery }
func (Close) Kind() CommandKind                { return KindClose }
func (Withdraw) Kind() CommandKind             { return KindWithdraw }
func (Note) Kind() CommandKind                 { return KindNote }
func (Reassign) Kind() CommandKind             { return KindReassign }
func (ExtendDeadline) Kind() CommandKind       { return KindExtendDeadline }
func (DeclareDanger) Kind() CommandKind        { return KindDeclareDanger }
func (LogSafeguardAlert) Kind() CommandKind    { return KindLogSafeguardAlert }
func (LogSafeguardOutcome) Kind() CommandKind  { return KindLogSafeguardOutcome }
func (CompleteDuty) Kind() CommandKind         { return KindCompleteDuty }
func (RetryEffect) Kind() CommandKind          { return KindRetryEffect }
func (ConfirmPreserved) Kind() CommandKind     { return KindConfirmPreserved }
func (ExtendPreservation) Kind() CommandKind   { return KindExtendPreservation }
func (LinkFollowUp) Kind() CommandKind         { return KindLinkFollowUp }
func (FollowUpReceived) Kind() CommandKind     { return KindFollowUpReceived }
func (Release) Kind() CommandKind              { return KindRelease }
func (Lapse) Kind() CommandKind                { return KindLapse }
func (FireRung) Kind() CommandKind             { return KindFireRung }
func (CompleteEffect) Kind() CommandKind       { return KindCompleteEffect }
func (DeliveryAcknowledged) Kind() CommandKind { return KindDeliveryAcknowledged }
func (DeliveryTroubled) Kind() CommandKind     { return KindDeliveryTroubled }
func (RefreshProfile) Kind() CommandKind       { return KindRefreshProfile }
func (RefreshCalendar) Kind() CommandKind      { return KindRefreshCalendar }
