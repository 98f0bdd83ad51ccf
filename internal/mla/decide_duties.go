package mla

import (
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// effectBackoff is the pause before each further try of a failed effect by the
// machine; after the last a person takes over.
var effectBackoff = []time.Duration{5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour, 48 * time.Hour}

// owe promises an effect under a key made of request, step and sequence.
func (d *decision) owe(e Effect) {
	e.Key = d.s.ID + "/" + string(e.Kind) + "/" + strconv.FormatInt(d.s.Seq+1, 10)
	e.OwedAt, e.By = d.now, d.cmd.Actor.ID
	e.State = EffectIsOwed
	d.emit(EffectOwed{Effect: e})
}

// mail owes a mail to our own people. The one who just acted is not written to:
// the recipients are found when it is sent.
func (d *decision) mail(template string, to Role, org string) {
	d.owe(Effect{Kind: EffectMail, Template: template, ToRole: to, ToOrg: org})
}

func (d *decision) completeDuty(b CompleteDuty) *Error {
	o, ok := d.s.Obligation(b.Obligation)
	if !ok || o.State != ObligationOpen {
		return Refuse(CodeNotFound, "obligation", "value", b.Obligation)
	}
	a := d.cmd.Actor
	if o.Owed.Foreign || o.Kind != Duty || !personal(o.Clock) {
		return Refuse(CodeNotAllowed, "obligation", "role", string(a.Role), "command", string(KindCompleteDuty))
	}
	if o.Owed.Org != "" && (a.Role != Clerk || a.Org != o.Owed.Org) {
		return Refuse(CodeWrongHolder, "actor", "holder", o.Owed.Org)
	}
	if o.Owed.Org == "" && o.Owed.Role != a.Role && a.Role != Officer {
		return Refuse(CodeNotAllowed, "actor", "role", string(a.Role), "command", string(KindCompleteDuty))
	}
	if o.Clock == DutyHandOverLetter {
		if err := b.Proof.shape(); err != nil {
			return err
		}
		if b.Proof.Doc != o.Doc.SHA256 {
			return Refuse(CodeStaleFile, "proof.doc_sha256")
		}
		if err := d.between("proof.on", b.Proof.On, d.p.HomeZone.Date(o.Start.Instant)); err != nil {
			return err
		}
	} else if b.Note.IsZero() {
		return Refuse(CodeRequired, "note")
	}
	id, at := o.ID, d.now
	if o.Clock == DutyHandOverLetter {
		at = d.p.HomeZone.Midnight(b.Proof.On) // in time if handed over in time, whenever logged
	}
	d.emit(DutyDone{b})
	d.endAt(id, ObligationMet, at)
	return nil
}

// The duties that no clock of the data describes: they come from the engine.
const (
	// DutyHandOverLetter is a letter that a clerk hands over with proof.
	DutyHandOverLetter = "LETTER_DUTY"
	// DutyAttention is an effect that failed for good.
	DutyAttention = "ATTENTION_DUTY"
	// DutyUncertain is a sending whose arrival nobody knows.
	DutyUncertain = "UNCERTAIN_DUTY"
)

// personal reports whether a person ends the duty with CompleteDuty, rather
// than by doing the thing itself.
func personal(clock string) bool {
	switch clock {
	case DutyHandOverLetter, DutyAttention, DutyUncertain:
		return true
	}
	return false
}

// duty opens a house duty of three French working days, or as the data says.
func (d *decision) duty(clock string, owed OwedBy, effect string) {
	d.oblige(d.houseClock(clock), workday.AtInstant(d.now), opening{owed: &owed, effect: effect})
}

func (d *decision) houseClock(id string) Clock {
	for _, known := range d.p.Clocks {
		if known.ID == id {
			return known
		}
	}
	return Clock{
		ID: id, Kind: Duty, Active: true, Ladder: "duty", Source: Source{Mark: Design, Ref: "design"},
		Rule: workday.Rule{Amount: 3, Unit: workday.WorkingDays, RollOver: workday.NoRoll, Calendar: workday.Home},
	}
}

func (d *decision) completeEffect(b CompleteEffect) *Error {
	e, ok := d.s.Effect(b.Effect)
	if !ok {
		return Refuse(CodeNotFound, "effect", "value", b.Effect)
	}
	if e.State == EffectDone {
		return nil
	}
	eff := *e
	switch b.Outcome {
	case "done":
		ended := EffectEnded{Key: b.Effect, Outcome: EffectDone, Docs: b.Docs}
		if eff.Kind == EffectSeal {
			if len(b.Docs) != 1 && b.Code != SealNotConfigured {
				return Refuse(CodeRequired, "docs")
			}
			ended.Code = b.Code // what the seal lacks
		}
		d.emit(ended)
		d.endAbout(b.Effect)
		switch eff.Kind {
		case EffectLetter:
			d.letterWaits(eff, b.Docs)
		case EffectSeal:
			d.owePackage()
		}
	case "uncertain":
		d.emit(EffectEnded{Key: b.Effect, Outcome: EffectIsUncertain, Code: b.Code})
		if !d.openAbout(b.Effect) {
			d.duty(DutyUncertain, OwedBy{Role: Officer}, b.Effect)
			d.mail("effect_uncertain", Officer, "")
		}
	default:
		var next time.Time
		if !b.Final && eff.Attempts < len(effectBackoff) {
			next = d.now.Add(effectBackoff[eff.Attempts])
		}
		d.emit(EffectEnded{Key: b.Effect, Outcome: EffectFailed, Code: b.Code, NextTry: next})
		if next.IsZero() && !d.openAbout(b.Effect) && !d.aboutTrouble(eff) {
			d.duty(DutyAttention, OwedBy{Role: Officer}, b.Effect)
		}
	}
	return nil
}

// letterWaits makes the letter a duty of whoever hands letters over: the clerk
// who sent the request on its way, or the officer.
func (d *decision) letterWaits(e Effect, docs []DocRef) {
	owed := OwedBy{Role: Officer}
	if len(d.s.Hops) > 0 && d.s.Hops[0].ClerkOrg != "" {
		owed = OwedBy{Role: Clerk, Org: d.s.Hops[0].ClerkOrg}
	}
	for _, doc := range docs {
		d.oblige(d.houseClock(DutyHandOverLetter), workday.AtInstant(d.now), opening{owed: &owed, doc: doc, effect: e.Key})
	}
}

func (d *decision) retryEffect(b RetryEffect) *Error {
	e, ok := d.s.Effect(b.Effect)
	if !ok || e.State != EffectFailed && e.State != EffectIsUncertain {
		return Refuse(CodeNotFound, "effect", "value", b.Effect)
	}
	if b.Settled && e.State != EffectIsUncertain {
		return Refuse(CodeUnknownValue, "settled", "value", "true")
	}
	d.emit(EffectRetried{b})
	d.endAbout(b.Effect)
	return nil
}

func (d *decision) openAbout(effect string) bool {
	for _, o := range d.s.Obligations {
		if o.Effect == effect && o.State == ObligationOpen && o.Clock != DutyHandOverLetter {
			return true
		}
	}
	return false
}

// aboutTrouble reports whether the effect is a mail about a failed or uncertain
// sending. Its own failure is no new duty: while mail is down for long, duties
// about mails about duties would breed.
func (d *decision) aboutTrouble(e Effect) bool {
	o, ok := d.s.Obligation(e.Obligation)
	return e.Kind == EffectMail && ok && (o.Clock == DutyAttention || o.Clock == DutyUncertain)
}

// endAbout meets the duties about an effect's failure.
func (d *decision) endAbout(effect string) {
	for _, o := range d.s.Obligations {
		if o.Effect == effect && o.State == ObligationOpen && (o.Clock == DutyAttention || o.Clock == DutyUncertain) {
			d.end(o.ID, ObligationMet)
		}
	}
}

// fireRung does what the ladder says, once; a rung fired or an obligation ended
// meanwhile is nothing to do.
func (d *decision) fireRung(b FireRung) *Error {
	o, ok := d.s.Obligation(b.Obligation)
	if !ok || o.State != ObligationOpen {
		return nil
	}
	var rung *RungAt
	for i := range o.Rungs {
		if o.Rungs[i].ID == b.Rung && !o.Rungs[i].Fired {
			rung = &o.Rungs[i]
		}
	}
	if rung == nil || rung.At.After(d.now) {
		return nil
	}
	r, owed, id := *rung, o.Owed, o.ID
	d.emit(RungFired{Obligation: id, Rung: r.ID, Action: r.Action, Late: d.now.Sub(r.At) > lateAfter(r.Unit)})
	about := func(e Effect) Effect {
		e.Obligation, e.Rung = id, r.ID
		return e
	}
	switch r.Action {
	case StatusRequest, ReminderLetter:
		template := r.Letter
		if template == "" {
			template = string(r.Action)
		}
		d.owe(about(Effect{Kind: EffectLetter, Template: template, Lang: d.letterLang(), Basis: r.Basis}))
	case Liaison:
		d.owe(about(Effect{Kind: EffectMail, Template: "rung_liaison", ToRole: Officer}))
	case Alarm:
		d.owe(about(Effect{Kind: EffectMail, Template: "rung_alarm", ToRole: Officer}))
		d.owe(about(Effect{Kind: EffectMail, Template: "rung_alarm", ToRole: Magistrate}))
	case Escalate:
		d.owe(about(Effect{Kind: EffectMail, Template: "rung_escalate", ToRole: Magistrate}))
	default:
		to := Role(r.To)
		if r.To == "" || r.To == "owed_by" || r.To == "holder" {
			to = owed.Role
		}
		if to == "" || owed.Foreign && to == owed.Role {
			to = Officer
		}
		e := Effect{Kind: EffectMail, Template: "rung_remind", ToRole: to}
		if to == Clerk {
			e.ToOrg = owed.Org
		}
		d.owe(about(e))
	}
	return nil
}
