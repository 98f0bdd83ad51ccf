package mla

import (
	"slices"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// facts checks what is particular to the command and records what it states.
func (d *decision) facts() *Error {
	switch b := d.cmd.Body.(type) {
	case Submit:
		return d.submit(b)
	case Recall:
		d.emit(Recalled{b})
		d.on(OnReturned)
	case Return:
		d.emit(Returned{b})
		d.on(OnReturned)
		d.mail("returned", Officer, "")
	case Approve:
		return d.approve(b)
	case AttachSigned:
		return d.attachSigned(b)
	case AssignTranslator:
		d.emit(TranslatorAssigned{b})
		d.mail("translation_assigned", Translator, "")
	case CertifyTranslation:
		return d.certifyTranslation(b)
	case HandOver:
		return d.handOver(b)
	case ReturnIncomplete:
		return d.returnIncomplete(b)
	case Cure:
		d.emit(Cured{b})
		d.on(OnCured)
		d.hopTaken(d.today())
	case Rework:
		d.emit(Reworked{b})
		d.on(OnCured)
	case Acknowledge:
		return d.acknowledge(b)
	case LogDecision:
		if !d.s.DecidedOn.IsZero() {
			return Refuse(CodeAlreadyDone, "on")
		}
		if err := d.between("on", b.On, d.thereSince()); err != nil {
			return err
		}
		d.emit(DecisionLogged{b})
		d.onDate(OnDecided, b.On)
		d.resumed(b.On)
	case LogStatus:
		if err := d.between("on", b.On, d.s.OpenedOn); err != nil {
			return err
		}
		d.emit(StatusLogged{b})
	case AskSupplement:
		if err := d.between("on", b.On, d.thereSince()); err != nil {
			return err
		}
		d.emit(SupplementAsked{b})
		d.onDate(OnSupplementAsked, b.On)
		d.mail("supplement_asked", Officer, "")
	case AnswerSupplement:
		if err := d.between("on", b.On, d.thereSince()); err != nil {
			return err
		}
		d.emit(SupplementAnswered{b})
		d.onDate(OnSupplementAnswered, b.On)
	case Postpone:
		if !b.Until.After(d.today()) {
			return Refuse(CodeDateBefore, "until", "date", b.Until.String(), "before", d.today().String())
		}
		d.emit(Postponed{b})
		d.on(OnPostponed)
	case Resume:
		if err := d.between("on", b.On, d.thereSince()); err != nil {
			return err
		}
		d.emit(Resumed{b})
		d.onDate(OnResumed, b.On)
	case RecordResponse:
		return d.recordResponse(b)
	case RefuseExecution:
		if err := d.sentAbroad("on"); err != nil {
			return err
		}
		if err := d.between("on", b.On, d.s.SentAbroad); err != nil {
			return err
		}
		d.emit(ExecutionRefused{b})
		d.mail("execution_refused", Magistrate, "")
	case TranslateAnswer:
		return d.translateAnswer(b)
	case Assess:
		return d.assess(b)
	case WaiveDelivery:
		d.waiveDelivery(b)
	case Close:
		d.emit(Closed{b})
	case Withdraw:
		d.withdraw(b)
	case Note:
		d.emit(Noted{b})
	case Reassign:
		d.emit(Reassigned{b})
		d.mail("reassigned", Officer, "")
	default:
		return d.sideFacts()
	}
	return nil
}

// sideFacts are those of preservation, the safeguard and the automaton.
func (d *decision) sideFacts() *Error {
	switch b := d.cmd.Body.(type) {
	case ExtendDeadline:
		return d.extendDeadline(b)
	case DeclareDanger:
		if d.s.Safeguard.Open() {
			return Refuse(CodeAlreadyDone, "safeguard")
		}
		d.danger(b)
	case LogSafeguardAlert:
		if !d.s.Safeguard.Open() {
			return Refuse(CodeNotFound, "safeguard")
		}
		if err := d.notFuture("at", b.At); err != nil {
			return err
		}
		d.emit(SafeguardAlerted{b})
		d.onAt(OnSafeguardAlerted, workday.AtInstant(b.At))
	case LogSafeguardOutcome:
		if !d.s.Safeguard.Open() {
			return Refuse(CodeNotFound, "safeguard")
		}
		if err := d.notFuture("at", b.At); err != nil {
			return err
		}
		d.emit(SafeguardEnded{b})
		d.onAt(OnSafeguardOutcome, workday.AtInstant(b.At))
	case CompleteDuty:
		return d.completeDuty(b)
	case RetryEffect:
		return d.retryEffect(b)
	case ConfirmPreserved:
		return d.confirmPreserved(b)
	case ExtendPreservation:
		return d.extendPreservation(b)
	case LinkFollowUp:
		d.emit(FollowUpLinked{b})
	case FollowUpReceived:
		if err := d.between("on", b.On, noDate); err != nil {
			return err
		}
		d.emit(FollowUpArrived{b})
		d.onDate(OnFollowUpReceived, b.On)
	case Release:
		d.emit(PreservationFreed{b})
	case Lapse:
		return d.lapse(b)
	case FireRung:
		return d.fireRung(b)
	case CompleteEffect:
		return d.completeEffect(b)
	case DeliveryAcknowledged:
		return d.deliveryAcknowledged(b)
	case DeliveryTroubled:
		return d.deliveryTroubled(b)
	case RefreshProfile:
		return d.refreshProfile(b)
	case RefreshCalendar:
		d.refreshCalendar(b)
	default:
		return Refuse(CodeUnknownValue, "kind", "value", string(d.cmd.Body.Kind()))
	}
	return nil
}

// between refuses a date in the future (by the clock of the later of the two
// States) or before its predecessor.
func (d *decision) between(field string, on, notBefore workday.Date) *Error {
	latest := d.today()
	if t := d.p.AbroadZone.Date(d.now); t.After(latest) {
		latest = t
	}
	if on.After(latest) {
		return Refuse(CodeDateInFuture, field, "date", on.String(), "today", latest.String())
	}
	if !notBefore.IsZero() && on.Before(notBefore) {
		return Refuse(CodeDateBefore, field, "date", on.String(), "before", notBefore.String())
	}
	return nil
}

// thereSince is the day since which the authority that executes is known to
// have the request: its receipt, or at least its hand-over abroad.
func (d *decision) thereSince() workday.Date {
	if d.s.ReceivedOn.IsZero() {
		return d.s.SentAbroad
	}
	return d.s.ReceivedOn
}

// sentAbroad refuses what only the other side can do while the file is here.
func (d *decision) sentAbroad(field string) *Error {
	if d.s.SentAbroad.IsZero() {
		return Refuse(CodeWrongPhase, field, "phase", string(d.s.Phase), "command", string(d.cmd.Body.Kind()), "needs", "sent_abroad")
	}
	return nil
}

// resumed restarts what a postponement stopped, when an act ends it.
func (d *decision) resumed(on workday.Date) {
	if d.s.Phase == PhasePostponed {
		d.onDate(OnResumed, on)
	}
}

func (d *decision) notFuture(field string, at time.Time) *Error {
	if at.After(d.now.Add(time.Minute)) {
		return Refuse(CodeDateInFuture, field, "date", at.UTC().Format(time.RFC3339), "today", d.now.Format(time.RFC3339))
	}
	return nil
}

func (d *decision) submit(b Submit) *Error {
	d.emit(Submitted{b})
	d.on(OnSubmitted)
	if d.s.Track == Judicial {
		d.mail("approval_needed", Magistrate, "")
	}
	return nil
}

// approve enforces four eyes and "approve the file you read".
func (d *decision) approve(b Approve) *Error {
	f := d.s.Frozen
	if f == nil {
		return Refuse(CodeNotFound, "draft")
	}
	if slices.Contains(f.Contributors, d.cmd.Actor.ID) {
		return Refuse(CodeContributor, "actor")
	}
	if b.PDFSHA256 != f.PDF.SHA256 {
		return Refuse(CodeStaleFile, "pdf_sha256")
	}
	if b.DraftSHA256 != f.DraftSHA256 {
		return Refuse(CodeStaleDraft, "draft_sha256")
	}
	d.emit(Approved{b})
	d.on(OnApproved)
	d.mail("approved", Officer, "")
	return nil
}

func (d *decision) approvedOn() workday.Date {
	if d.s.Approval == nil {
		return d.s.OpenedOn
	}
	return d.p.HomeZone.Date(d.s.Approval.At)
}

func (d *decision) attachSigned(b AttachSigned) *Error {
	if d.s.Approval == nil || b.PDFSHA256 != d.s.Approval.PDFSHA256 {
		return Refuse(CodeStaleFile, "pdf_sha256")
	}
	if err := d.between("signed_on", b.SignedOn, d.approvedOn()); err != nil {
		return err
	}
	d.emit(SignedAttached{b})
	d.on(OnSigned)
	return nil
}

func (d *decision) certifyTranslation(b CertifyTranslation) *Error {
	if d.s.Translator == "" || d.s.Translator != d.cmd.Actor.ID {
		return Refuse(CodeNotAllowed, "translator", "role", string(d.cmd.Actor.Role), "command", string(KindCertifyTranslation))
	}
	if d.s.Frozen == nil || b.SourceSHA256 != d.s.Frozen.DraftSHA256 {
		return Refuse(CodeStaleTranslation, "source_sha256")
	}
	if b.Language != d.s.TranslateTo {
		return Refuse(CodeUnknownValue, "language", "value", b.Language, "expected", d.s.TranslateTo)
	}
	d.emit(TranslationCertified{b})
	d.on(OnTranslated)
	return nil
}

// mayHandOver lets only the clerk of the holder's organisation record that the
// file left it; where no clerk of ours sits, the liaison officer records what
// is known.
func (d *decision) mayHandOver(h HopState) *Error {
	a := d.cmd.Actor
	if h.ClerkOrg == "" {
		if a.Role != Officer {
			return Refuse(CodeWrongHolder, "actor", "holder", h.ID)
		}
		return nil
	}
	if a.Role != Clerk || a.Org != h.ClerkOrg {
		return Refuse(CodeWrongHolder, "actor", "holder", h.ID)
	}
	return nil
}

func (d *decision) handOver(b HandOver) *Error {
	h, ok := d.s.HolderHop()
	if !ok || b.ToHop != d.s.Holder+1 || b.ToHop >= len(d.s.Hops) {
		return Refuse(CodeUnknownValue, "to_hop", "value", strconv.Itoa(b.ToHop), "expected", strconv.Itoa(d.s.Holder+1))
	}
	if err := d.mayHandOver(h); err != nil {
		return err
	}
	next := d.s.Hops[b.ToHop]
	if len(next.Proofs) > 0 && !slices.Contains(next.Proofs, b.Proof.Kind) {
		return Refuse(CodeUnknownValue, "proof.kind", "value", b.Proof.Kind)
	}
	if b.Proof.Doc != d.s.Travelling() {
		return Refuse(CodeStaleFile, "proof.doc_sha256")
	}
	since := h.TakenOn
	if since.IsZero() {
		since = d.approvedOn()
	}
	if d.s.SignedOn.After(since) {
		since = d.s.SignedOn
	}
	if err := d.between("proof.on", b.Proof.On, since); err != nil {
		return err
	}
	first := d.s.SentAbroad.IsZero()
	d.emit(HandedOver{b})
	d.onDate(OnHandedOver, b.Proof.On)
	if first && !d.s.SentAbroad.IsZero() {
		d.onDate(OnSentAbroad, b.Proof.On)
	}
	d.hopTaken(b.Proof.On)
	return nil
}

// hopTaken starts what the present holder owes: a package for our own clerk to
// hand over, or an expectation of the foreign side.
func (d *decision) hopTaken(on workday.Date) {
	d.onDate(OnHopTaken, on)
	h, ok := d.s.HolderHop()
	if !ok || h.ClerkOrg == "" || d.s.Holder == len(d.s.Hops)-1 {
		return
	}
	d.owe(Effect{Kind: EffectPackage, ToRole: Clerk, ToOrg: h.ClerkOrg, Template: strconv.Itoa(d.s.Holder)})
	d.mail("hand_over_waiting", Clerk, h.ClerkOrg)
}

func (d *decision) returnIncomplete(b ReturnIncomplete) *Error {
	if b.BackTo < 0 || b.BackTo >= len(d.s.Hops)-1 || b.BackTo > d.s.Holder {
		return Refuse(CodeUnknownValue, "back_to", "value", strconv.Itoa(b.BackTo))
	}
	h, _ := d.s.HolderHop()
	if err := d.between("on", b.On, h.TakenOn); err != nil {
		return err
	}
	d.emit(CameBackIncomplete{b})
	d.cancelOfHolders()
	d.onDate(OnReturnedIncomplete, b.On)
	d.mail("came_back", Officer, "")
	return nil
}

// arrived ends what an intermediate holder owed: an act of the authority that
// executes proves that the file was passed on, though nobody recorded how.
func (d *decision) arrived(on workday.Date) {
	if d.s.Phase == PhaseInTransit && d.s.Holder < len(d.s.Hops)-1 {
		d.onDate(OnHandedOver, on)
	}
}

func (d *decision) acknowledge(b Acknowledge) *Error {
	if err := d.sentAbroad("received_on"); err != nil {
		return err
	}
	if err := d.between("received_on", b.ReceivedOn, d.s.SentAbroad); err != nil {
		return err
	}
	d.arrived(b.ReceivedOn)
	d.emit(Acknowledged{b})
	d.onDate(OnReceived, b.ReceivedOn)
	if d.s.FollowUp == "" && d.s.Parent != "" && d.s.Track == Judicial {
		d.owe(Effect{Kind: EffectNotifyLink, Request: d.s.Parent})
	}
	return nil
}

func (d *decision) recordResponse(b RecordResponse) *Error {
	if err := d.sentAbroad("received_on"); err != nil {
		return err
	}
	if err := d.between("received_on", b.ReceivedOn, d.s.SentAbroad); err != nil {
		return err
	}
	items := make([]string, len(b.Evidence))
	for i, e := range b.Evidence {
		if !slices.ContainsFunc(d.s.Measures, func(m MeasureID) bool { return m.ID == e.Measure }) {
			return Refuse(CodeUnknownMeasure, "evidence.measure", "value", e.Measure)
		}
		items[i] = "E" + strconv.Itoa(len(d.s.Evidence)+i+1)
	}
	d.arrived(b.ReceivedOn)
	d.emit(ResponseRecorded{RecordResponse: b, No: d.s.Responses + 1, Items: items})
	if b.Extent == "full" {
		d.onDate(OnAnswered, b.ReceivedOn)
	} else {
		d.onDate(OnPartialAnswer, b.ReceivedOn)
		d.resumed(b.ReceivedOn)
	}
	// The full answer to a judicial request enters a phase of its own for it.
	if !answerReadable(&d.s) && (b.Extent != "full" || d.s.Track != Judicial) {
		d.on(OnAnswerToTranslate)
	}
	d.mail("answer_received", Magistrate, "")
	return nil
}

func (d *decision) translateAnswer(b TranslateAnswer) *Error {
	if d.s.Translator == "" || d.s.Translator != d.cmd.Actor.ID {
		return Refuse(CodeNotAllowed, "translator", "role", string(d.cmd.Actor.Role), "command", string(KindTranslateAnswer))
	}
	e, ok := d.s.Item(b.Evidence)
	if !ok {
		return Refuse(CodeNotFound, "evidence", "value", b.Evidence)
	}
	if !e.NeedsTranslation() {
		return Refuse(CodeAlreadyDone, "evidence", "value", b.Evidence)
	}
	d.emit(AnswerTranslated{b})
	if answerReadable(&d.s) {
		d.on(OnAnswerTranslated)
	}
	return nil
}

// assess owes to the case every item that was not promised before.
func (d *decision) assess(b Assess) *Error {
	if !answerReadable(&d.s) {
		return Refuse(CodeNotTranslated, "evidence")
	}
	if !b.Final && d.s.Track == Police {
		return Refuse(CodeUnknownValue, "final", "value", "false")
	}
	d.emit(Assessed{b})
	d.on(OnAssessed)
	var items []string
	for _, e := range d.s.Evidence {
		if e.Delivery == "" {
			items = append(items, e.ID)
		}
	}
	if len(items) > 0 {
		id := d.s.ID + "/delivery/" + strconv.Itoa(len(d.s.Deliveries)+1)
		d.emit(DeliveryOwed{Delivery: id, Items: items, Final: b.Final})
		d.owe(Effect{Kind: EffectDeliver, Delivery: id})
	} else if allDelivered(&d.s) {
		d.on(OnDelivered) // everything went to the case before
	}
	return nil
}

// waiveDelivery gives up what has not arrived, and the effects and duties about it.
func (d *decision) waiveDelivery(b WaiveDelivery) {
	given := slices.Clone(d.s.Deliveries)
	d.emit(DeliveryWaived{b})
	for _, dl := range given {
		if dl.Status != "acknowledged" {
			d.endDeliveryEffect(dl.ID, "waived")
		}
	}
	d.on(OnDelivered)
}

// withdraw ends the request; where it has left the house, the foreign side must
// be told, which is a letter for the clerk.
func (d *decision) withdraw(b Withdraw) {
	abroad := !d.s.SentAbroad.IsZero()
	d.emit(Withdrawn{b})
	if abroad && d.s.Track == Judicial {
		d.owe(Effect{Kind: EffectLetter, Template: "withdrawal", Lang: d.letterLang()})
	}
}

// danger opens the safeguard track: hours, through weekends, waiting for nobody.
func (d *decision) danger(b DeclareDanger) {
	d.emit(DangerDeclared{b})
	d.on(OnDangerDeclared)
	d.mail("child_in_danger", Officer, "")
	d.mail("child_in_danger", Magistrate, "")
	if d.s.Track == Judicial {
		d.owe(Effect{Kind: EffectPoliceCopy})
	}
}

// letterLang is the language of letters to the foreign side.
func (d *decision) letterLang() string {
	if d.s.TranslateTo != "" {
		return d.s.TranslateTo
	}
	return "fr"
}
