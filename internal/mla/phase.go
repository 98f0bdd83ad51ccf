package mla

// Track selects the rows of the transition table.
type Track string

// The tracks.
const (
	Judicial     Track = "judicial"
	Police       Track = "police"
	Preservation Track = "preservation"
)

// Form is the kind of document that is sent.
type Form string

// The forms.
const (
	FormEIO            Form = "eio"
	FormMLA            Form = "mla_request"
	FormLetterRogatory Form = "letter_rogatory"
	FormBudapest29     Form = "budapest_29"
	FormBudapest31     Form = "budapest_31"
	FormPoliceMessage  Form = "police_message"
)

// Trigger is a moment in a request's life that starts, meets, stops or
// restarts clocks. Clocks name triggers in the country data.
type Trigger string

// The triggers.
const (
	OnOpened             Trigger = "opened"
	OnSubmitted          Trigger = "submitted"
	OnReturned           Trigger = "returned" // to the drafter
	OnApproved           Trigger = "approved"
	OnSigned             Trigger = "signed"
	OnTranslationNeeded  Trigger = "translation_needed"
	OnTranslated         Trigger = "translated"
	OnReady              Trigger = "ready"
	OnHopTaken           Trigger = "hop_taken"   // a holder has the file
	OnHandedOver         Trigger = "handed_over" // a holder passed it on
	OnSentAbroad         Trigger = "sent_abroad" // hand-over to the executing authority: presumed receipt
	OnReturnedIncomplete Trigger = "returned_incomplete"
	OnCured              Trigger = "cured"
	OnReceived           Trigger = "received" // acknowledged, with the real date of receipt
	OnDecided            Trigger = "decided"  // recognised
	OnSupplementAsked    Trigger = "supplement_asked"
	OnSupplementAnswered Trigger = "supplement_answered"
	OnPostponed          Trigger = "postponed"
	OnResumed            Trigger = "resumed"
	OnPartialAnswer      Trigger = "partial_answer"
	OnAnswered           Trigger = "answered" // full execution
	OnAnswerToTranslate  Trigger = "answer_to_translate"
	OnAnswerTranslated   Trigger = "answer_translated"
	OnAssessed           Trigger = "assessed"
	OnDelivered          Trigger = "delivered"
	OnPreserved          Trigger = "preserved"
	OnFollowUpSent       Trigger = "follow_up_sent"
	OnFollowUpReceived   Trigger = "follow_up_received"
	OnDangerDeclared     Trigger = "danger_declared"
	OnSafeguardAlerted   Trigger = "safeguard_alerted"
	OnSafeguardOutcome   Trigger = "safeguard_outcome"
	OnEnded              Trigger = "ended" // any terminal phase; meets or cancels everything
)

// Phase is where a request stands.
type Phase string

// The phases.
const (
	PhaseDraft               Phase = "draft"
	PhaseAwaitingApproval    Phase = "awaiting_approval"
	PhaseApproved            Phase = "approved"
	PhaseSigned              Phase = "signed"
	PhaseInTranslation       Phase = "in_translation"
	PhaseReady               Phase = "ready"
	PhaseInTransit           Phase = "in_transit"
	PhaseReturnedIncomplete  Phase = "returned_incomplete"
	PhaseReceived            Phase = "received"
	PhaseInExecution         Phase = "in_execution"
	PhaseSupplementAsked     Phase = "supplement_asked"
	PhasePostponed           Phase = "postponed"
	PhasePartiallyExecuted   Phase = "partially_executed"
	PhaseExecuted            Phase = "executed"
	PhaseAnswered            Phase = "answered"
	PhaseAnswerInTranslation Phase = "answer_in_translation"
	PhaseAssessed            Phase = "assessed"
	PhaseDelivered           Phase = "delivered"
	PhaseClosed              Phase = "closed"
	PhaseRefused             Phase = "refused"
	PhaseWithdrawn           Phase = "withdrawn"
	PhasePreserved           Phase = "preserved"
	PhaseFollowedByMLA       Phase = "followed_by_mla"
	PhaseReleased            Phase = "released"
	PhaseLapsed              Phase = "lapsed"
)

// Terminal reports whether nothing more moves the request.
func (p Phase) Terminal() bool {
	switch p {
	case PhaseClosed, PhaseRefused, PhaseWithdrawn, PhaseFollowedByMLA, PhaseReleased, PhaseLapsed:
		return true
	}
	return false
}

// anyPhase stands for every phase that is not terminal; advance for the step
// that follows by itself once its guard holds.
const (
	anyPhase Phase       = "*"
	advance  CommandKind = "-"
)

// Guard is a named condition of a row, so that the table can be printed.
type Guard string

// The guards. An empty guard always holds.
const (
	WhenPaper            Guard = "paper"
	WhenTranslation      Guard = "translation"
	WhenNoTranslation    Guard = "no_translation"
	WhenNoPaperTranslate Guard = "no_paper_translation"
	WhenNoPaperReady     Guard = "no_paper_no_translation"
	WhenAnswerForeign    Guard = "answer_to_translate"
	WhenAnswerReadable   Guard = "answer_readable"
	WhenFull             Guard = "full_answer"
	WhenPartial          Guard = "partial_answer"
	WhenFinal            Guard = "final_assessment"
	WhenNotFinal         Guard = "interim_assessment"
	WhenAllDelivered     Guard = "all_delivered"
	WhenSafeguardClosed  Guard = "safeguard_closed"
	WhenAnsweredPartly   Guard = "answered_partly"
	WhenNothingAnswered  Guard = "nothing_answered"
	WhenFollowedUp       Guard = "follow_up_received"
)

// Row is one line of the transition table: in phase From of Track, command On,
// given by one of By, leads to To when the guard holds.
type Row struct {
	Track Track
	From  Phase
	On    CommandKind
	When  Guard
	To    Phase
	By    []Role
}

var (
	byOfficer     = []Role{Officer}
	byMagistrate  = []Role{Magistrate}
	byTranslator  = []Role{Translator}
	byOffice      = []Role{Officer, Clerk}
	byOfficerMag  = []Role{Officer, Magistrate}
	byOfficeMag   = []Role{Officer, Clerk, Magistrate}
	bySystem      = []Role{System}
	byOfficerAuto = []Role{Officer, System}
)

// Table is the transition table of the three tracks. It is the only place that
// says what follows what; the documentation, the stepper and the tests are
// rendered from it.
var Table = buildTable()

func buildTable() []Row {
	var t []Row
	add := func(track Track, from []Phase, on CommandKind, when Guard, to Phase, by []Role) {
		for _, f := range from {
			t = append(t, Row{track, f, on, when, to, by})
		}
	}
	one := func(ps ...Phase) []Phase { return ps }

	j := Judicial
	add(j, one(PhaseDraft), KindSubmit, "", PhaseAwaitingApproval, byOfficer)
	add(j, one(PhaseAwaitingApproval), KindRecall, "", PhaseDraft, byOfficer)
	add(j, one(PhaseAwaitingApproval), KindReturn, "", PhaseDraft, byMagistrate)
	add(j, one(PhaseAwaitingApproval), KindApprove, "", PhaseApproved, byMagistrate)
	add(j, one(PhaseApproved), KindAttachSigned, WhenPaper, PhaseSigned, byOfficeMag)
	add(j, one(PhaseApproved), advance, WhenNoPaperTranslate, PhaseInTranslation, bySystem)
	add(j, one(PhaseApproved), advance, WhenNoPaperReady, PhaseReady, bySystem)
	add(j, one(PhaseSigned), advance, WhenTranslation, PhaseInTranslation, bySystem)
	add(j, one(PhaseSigned), advance, WhenNoTranslation, PhaseReady, bySystem)
	add(j, one(PhaseInTranslation), KindCertifyTranslation, "", PhaseReady, byTranslator)
	add(j, one(PhaseReady, PhaseInTransit), KindHandOver, "", PhaseInTransit, byOffice)
	add(j, one(PhaseInTransit, PhaseReceived), KindReturnIncomplete, "", PhaseReturnedIncomplete, byOffice)
	add(j, one(PhaseReturnedIncomplete), KindCure, "", PhaseInTransit, byOfficer)
	// A typo is found, or the magistrate will not sign: before it left, too.
	add(j, one(PhaseApproved, PhaseSigned, PhaseInTranslation, PhaseReady, PhaseReturnedIncomplete), KindRework, "", PhaseDraft, byOfficer)
	add(j, one(PhaseInTransit), KindAcknowledge, "", PhaseReceived, byOffice)
	// The acknowledgement that comes after a decision or an answer still gives the real date.
	for _, p := range one(PhaseInExecution, PhaseSupplementAsked, PhasePostponed, PhasePartiallyExecuted, PhaseExecuted, PhaseAnswerInTranslation) {
		add(j, one(p), KindAcknowledge, "", p, byOffice)
	}
	add(j, one(PhaseReceived), KindLogDecision, "", PhaseInExecution, byOffice)
	add(j, one(PhasePostponed), KindLogDecision, WhenNothingAnswered, PhaseInExecution, byOffice)
	add(j, one(PhasePostponed), KindLogDecision, WhenAnsweredPartly, PhasePartiallyExecuted, byOffice)
	executing := one(PhaseReceived, PhaseInExecution, PhasePartiallyExecuted)
	// Asked or postponed before it was recognised, it is recognised later.
	add(j, one(PhaseInExecution), KindLogDecision, "", PhaseInExecution, byOffice)
	add(j, one(PhasePartiallyExecuted), KindLogDecision, "", PhasePartiallyExecuted, byOffice)
	add(j, executing, KindAskSupplement, "", PhaseSupplementAsked, byOffice)
	add(j, one(PhaseSupplementAsked), KindAnswerSupplement, WhenNothingAnswered, PhaseInExecution, byOfficer)
	add(j, one(PhaseSupplementAsked), KindAnswerSupplement, WhenAnsweredPartly, PhasePartiallyExecuted, byOfficer)
	add(j, executing, KindPostpone, "", PhasePostponed, byOffice)
	add(j, one(PhasePostponed), KindResume, WhenNothingAnswered, PhaseInExecution, byOffice)
	add(j, one(PhasePostponed), KindResume, WhenAnsweredPartly, PhasePartiallyExecuted, byOffice)
	// A part that arrives while a supplement is asked leaves the question open.
	add(j, one(PhaseSupplementAsked), KindRecordResponse, WhenPartial, PhaseSupplementAsked, byOffice)
	answering := one(PhaseInTransit, PhaseReceived, PhaseInExecution, PhaseSupplementAsked, PhasePostponed, PhasePartiallyExecuted)
	partly := one(PhaseInTransit, PhaseReceived, PhaseInExecution, PhasePostponed, PhasePartiallyExecuted)
	add(j, partly, KindRecordResponse, WhenPartial, PhasePartiallyExecuted, byOffice)
	add(j, answering, KindRecordResponse, WhenFull, PhaseExecuted, byOffice)
	// What comes after the answer was taken for full is taken too, and judged for itself.
	add(j, one(PhaseExecuted, PhaseAssessed, PhaseDelivered), KindRecordResponse, "", PhaseExecuted, byOffice)
	add(j, one(PhaseAnswerInTranslation), KindRecordResponse, "", PhaseAnswerInTranslation, byOffice)
	// A refusal of the rest keeps what came: it is translated, assessed, delivered.
	add(j, one(PhaseInTransit, PhaseReceived, PhaseInExecution), KindRefuse, "", PhaseRefused, byOffice)
	add(j, one(PhasePartiallyExecuted), KindRefuse, "", PhaseExecuted, byOffice)
	mayHoldParts := one(PhaseSupplementAsked, PhasePostponed)
	add(j, mayHoldParts, KindRefuse, WhenNothingAnswered, PhaseRefused, byOffice)
	add(j, mayHoldParts, KindRefuse, WhenAnsweredPartly, PhaseExecuted, byOffice)
	add(j, one(PhaseExecuted), advance, WhenAnswerForeign, PhaseAnswerInTranslation, bySystem)
	add(j, one(PhasePartiallyExecuted), KindTranslateAnswer, "", PhasePartiallyExecuted, byTranslator)
	add(j, one(PhaseSupplementAsked), KindTranslateAnswer, "", PhaseSupplementAsked, byTranslator)
	add(j, one(PhasePostponed), KindTranslateAnswer, "", PhasePostponed, byTranslator)
	add(j, one(PhaseAnswerInTranslation), KindTranslateAnswer, "", PhaseAnswerInTranslation, byTranslator)
	add(j, one(PhasePartiallyExecuted), KindAssess, WhenNotFinal, PhasePartiallyExecuted, byMagistrate)
	add(j, one(PhasePartiallyExecuted, PhaseExecuted, PhaseAnswerInTranslation), KindAssess, WhenFinal, PhaseAssessed, byMagistrate)

	p := Police
	add(p, one(PhaseDraft), KindSubmit, "", PhaseReady, byOfficerAuto)
	add(p, one(PhaseReady, PhaseInTransit), KindHandOver, "", PhaseInTransit, byOffice)
	add(p, one(PhaseInTransit, PhaseReceived), KindReturnIncomplete, "", PhaseReturnedIncomplete, byOffice)
	add(p, one(PhaseReturnedIncomplete), KindCure, "", PhaseInTransit, byOfficer)
	add(p, one(PhaseReady, PhaseReturnedIncomplete), KindRework, "", PhaseDraft, byOfficer)
	add(p, one(PhaseInTransit), KindAcknowledge, "", PhaseReceived, byOffice)
	add(p, one(PhaseAnswered), KindAcknowledge, "", PhaseAnswered, byOffice)
	add(p, one(PhaseInTransit, PhaseReceived, PhaseAnswered, PhaseAssessed, PhaseDelivered), KindRecordResponse, "", PhaseAnswered, byOffice)
	add(p, one(PhaseInTransit, PhaseReceived), KindRefuse, "", PhaseRefused, byOffice)
	add(p, one(PhaseAnswered), KindTranslateAnswer, "", PhaseAnswered, byTranslator)
	add(p, one(PhaseAnswered), KindAssess, WhenFinal, PhaseAssessed, byOfficerMag)

	for _, tr := range []Track{Judicial, Police} {
		add(tr, one(PhaseAssessed), advance, WhenAllDelivered, PhaseDelivered, bySystem)
		add(tr, one(PhaseAssessed), KindWaiveDelivery, "", PhaseDelivered, byMagistrate)
		add(tr, one(PhaseDelivered), KindClose, WhenSafeguardClosed, PhaseClosed, byOfficerMag)
	}

	v := Preservation
	add(v, one(PhaseDraft), KindSubmit, "", PhaseReady, byOfficer)
	add(v, one(PhaseReady, PhaseInTransit), KindHandOver, "", PhaseInTransit, byOffice)
	add(v, one(PhaseInTransit), KindReturnIncomplete, "", PhaseReturnedIncomplete, byOffice)
	add(v, one(PhaseReturnedIncomplete), KindCure, "", PhaseInTransit, byOfficer)
	add(v, one(PhaseReady, PhaseReturnedIncomplete), KindRework, "", PhaseDraft, byOfficer)
	add(v, one(PhaseInTransit), KindConfirmPreserved, "", PhasePreserved, byOffice)
	// The follow-up may be received before the preservation is confirmed.
	for _, p := range one(PhaseReady, PhaseInTransit, PhaseReturnedIncomplete) {
		add(v, one(p), KindFollowUpReceived, "", p, byOfficerAuto)
	}
	add(v, one(PhasePreserved), advance, WhenFollowedUp, PhaseFollowedByMLA, bySystem)
	add(v, one(PhaseInTransit), KindRefuse, "", PhaseRefused, byOffice)
	add(v, one(PhasePreserved), KindExtendPreservation, "", PhasePreserved, byOffice)
	add(v, one(PhasePreserved), KindFollowUpReceived, "", PhaseFollowedByMLA, byOfficerAuto)
	add(v, one(PhasePreserved), KindRelease, "", PhaseReleased, byOfficer)
	add(v, one(PhasePreserved), KindLapse, "", PhaseLapsed, bySystem)

	// What any request that has not ended accepts.
	add(j, one(PhaseDraft), KindWithdraw, "", PhaseWithdrawn, byOfficerMag)
	add(j, one(anyPhase), KindWithdraw, "", PhaseWithdrawn, byMagistrate)
	add(p, one(anyPhase), KindWithdraw, "", PhaseWithdrawn, byOfficerMag)
	add(v, one(anyPhase), KindWithdraw, "", PhaseWithdrawn, byOfficerMag)
	return t
}

// sidesteps are the commands that move no phase, with who may give them while
// the request has not ended. Those marked late are accepted after its end too,
// because a duty (a withdrawal to hand over, a safeguard's outcome) outlives it.
var sidesteps = map[CommandKind]struct {
	By     []Role
	Late   bool
	Tracks []Track
}{
	KindNote:                 {By: []Role{Officer, Magistrate, Clerk}},
	KindReassign:             {By: byOfficerMag},
	KindAssignTranslator:     {By: byOfficer, Tracks: []Track{Judicial, Police}},
	KindLogStatus:            {By: byOffice},
	KindExtendDeadline:       {By: byOffice},
	KindDeclareDanger:        {By: byOfficerMag},
	KindLogSafeguardAlert:    {By: byOffice, Late: true},
	KindLogSafeguardOutcome:  {By: byOffice, Late: true},
	KindCompleteDuty:         {By: byOfficeMag, Late: true},
	KindRetryEffect:          {By: byOfficer, Late: true},
	KindFireRung:             {By: bySystem, Late: true},
	KindCompleteEffect:       {By: bySystem, Late: true},
	KindDeliveryAcknowledged: {By: bySystem, Late: true},
	KindDeliveryTroubled:     {By: bySystem, Late: true},
	KindLinkFollowUp:         {By: byOfficerAuto, Tracks: []Track{Preservation}},
	KindRefreshProfile:       {By: byOfficer},
	KindRefreshCalendar:      {By: bySystem, Late: true},
	KindRemakePapers:         {By: bySystem, Late: true},
}
