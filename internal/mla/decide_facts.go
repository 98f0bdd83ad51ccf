package mla

import (
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
		d.rework(b)
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
		d.supplementLetter(b)
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
		return d.refuseExecution(b)
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
		return d.declareDanger(b)
	case LogSafeguardAlert:
		return d.safeguardAlert(b)
	case LogSafeguardOutcome:
		return d.safeguardOutcome(b)
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
		d.on(OnFollowUpSent)
	case FollowUpReceived:
		return d.followUpReceived(b)
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
	case RemakePapers:
		d.remakePapers(b)
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

func (d *decision) notFuture(field string, at time.Time) *Error {
	if at.After(d.now.Add(time.Minute)) {
		return Refuse(CodeDateInFuture, field, "date", at.UTC().Format(time.RFC3339), "today", d.now.Format(time.RFC3339))
	}
	return nil
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
