package mla

import (
	"slices"
	"strconv"

	"github.com/rogatory/rogatory/internal/workday"
)

// resumed restarts what a postponement stopped, when an act ends it.
func (d *decision) resumed(on workday.Date) {
	if d.s.Phase == PhasePostponed {
		d.onDate(OnResumed, on)
	}
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
	late := answeredBefore(d.s.Phase)
	d.emit(ResponseRecorded{RecordResponse: b, No: d.s.Responses + 1, Items: items})
	if b.Extent == "full" || late {
		d.onDate(OnAnswered, b.ReceivedOn)
	} else {
		d.onDate(OnPartialAnswer, b.ReceivedOn)
		d.resumed(b.ReceivedOn)
	}
	// The full answer to a judicial request enters a phase of its own for it.
	enters := d.s.Track == Judicial && (b.Extent == "full" || late) && d.s.Phase != PhaseAnswerInTranslation
	if !answerReadable(&d.s) && !enters {
		d.on(OnAnswerToTranslate)
	}
	d.mail("answer_received", Magistrate, "")
	return nil
}

// answeredBefore says of a phase that the answer was taken for complete: what
// still comes is judged anew, whatever it says of its extent.
func answeredBefore(p Phase) bool {
	return slices.Contains([]Phase{PhaseExecuted, PhaseAnswerInTranslation, PhaseAssessed, PhaseDelivered}, p)
}

// refuseExecution ends the waiting. With nothing in hand that is the end; what
// was answered before is the answer, and the other side owes no more of it.
func (d *decision) refuseExecution(b RefuseExecution) *Error {
	if err := d.sentAbroad("on"); err != nil {
		return err
	}
	if err := d.between("on", b.On, d.s.SentAbroad); err != nil {
		return err
	}
	d.emit(ExecutionRefused{b})
	if d.s.Responses > 0 {
		d.cancel(func(o Obligation, _ Clock) bool { return o.Owed.Foreign })
		d.onDate(OnAnswered, b.On)
	}
	d.mail("execution_refused", Magistrate, "")
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
		if b.Final {
			d.thanks()
		}
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

func (d *decision) deliveryAcknowledged(b DeliveryAcknowledged) *Error {
	dl, ok := d.s.Delivery(b.Delivery)
	if !ok {
		return Refuse(CodeNotFound, "delivery", "value", b.Delivery)
	}
	if dl.Status != "acknowledged" {
		d.emit(DeliveryDone{b})
	}
	d.endDeliveryEffect(b.Delivery, "")
	if allDelivered(&d.s) {
		d.on(OnDelivered)
		if slices.ContainsFunc(d.s.Deliveries, func(x Delivery) bool { return x.Final }) {
			d.thanks()
		}
	}
	return nil
}

// endDeliveryEffect closes the effect that promised the delivery, and any duty
// about its trouble.
func (d *decision) endDeliveryEffect(delivery, code string) {
	for _, e := range d.s.Effects {
		if e.Kind == EffectDeliver && e.Delivery == delivery {
			if e.State != EffectDone {
				d.emit(EffectEnded{Key: e.Key, Outcome: EffectDone, Code: code})
			}
			d.endAbout(e.Key)
		}
	}
}

func (d *decision) deliveryTroubled(b DeliveryTroubled) *Error {
	dl, ok := d.s.Delivery(b.Delivery)
	if !ok {
		return Refuse(CodeNotFound, "delivery", "value", b.Delivery)
	}
	if dl.Status == "acknowledged" || dl.Status == "waived" {
		return nil
	}
	d.emit(DeliveryStuck{b})
	for _, e := range d.s.Effects {
		if e.Kind != EffectDeliver || e.Delivery != b.Delivery {
			continue
		}
		if b.Final {
			d.emit(EffectEnded{Key: e.Key, Outcome: EffectFailed, Code: b.Code})
		}
		if !d.openAbout(e.Key) {
			d.duty(DutyAttention, OwedBy{Role: Officer}, e.Key)
			d.mail("delivery_stuck", Officer, "")
		}
	}
	return nil
}
