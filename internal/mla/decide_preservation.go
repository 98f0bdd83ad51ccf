package mla

import (
	"github.com/rogatory/rogatory/internal/workday"
)

func (d *decision) confirmPreserved(b ConfirmPreserved) *Error {
	if err := d.sentAbroad("on"); err != nil {
		return err
	}
	if err := d.between("on", b.On, d.s.SentAbroad); err != nil {
		return err
	}
	if !b.Until.IsZero() && !b.Until.After(b.On) {
		return Refuse(CodeDateBefore, "until", "date", b.Until.String(), "before", b.On.String())
	}
	if b.Until.IsZero() {
		for _, c := range d.p.Clocks {
			if c.Lapses && c.StartsOn == OnPreserved {
				cal, zone := d.calendar(c.Rule.Calendar)
				if res, err := workday.Compute(c.Rule, workday.On(b.On), cal, zone); err == nil {
					b.Until = res.DueDate
				}
			}
		}
	}
	d.arrived(b.On)
	d.emit(PreservationKept{b})
	d.onDate(OnPreserved, b.On)
	if d.s.FollowUp != "" {
		d.on(OnFollowUpSent) // what the preservation would wait for is done already
	}
	if !d.s.FollowUpOn.IsZero() {
		d.onDate(OnFollowUpReceived, d.s.FollowUpOn)
	}
	return nil
}

// followUpReceived ends a preservation that was confirmed, and is remembered for
// one that is not confirmed yet.
func (d *decision) followUpReceived(b FollowUpReceived) *Error {
	if err := d.between("on", b.On, noDate); err != nil {
		return err
	}
	d.emit(FollowUpArrived{b})
	d.onDate(OnFollowUpReceived, b.On)
	return nil
}

func (d *decision) extendPreservation(b ExtendPreservation) *Error {
	if !b.Until.After(d.s.Until) {
		return Refuse(CodeDateBefore, "until", "date", b.Until.String(), "before", d.s.Until.String())
	}
	if err := d.between("on", b.On, d.s.ReceivedOn); err != nil {
		return err
	}
	d.emit(PreservationMoved{b})
	for _, o := range d.s.Obligations {
		if o.Lapses && o.State == ObligationOpen {
			d.moveTo(o, b.Until, "extended", TextRef{})
		}
	}
	return nil
}

func (d *decision) lapse(b Lapse) *Error {
	o, ok := d.s.Obligation(b.Obligation)
	if !ok || o.State != ObligationOpen || !o.Lapses || o.Due.After(d.now) {
		return nil
	}
	id := o.ID
	if d.s.Phase == PhasePreserved {
		d.emit(PreservationLost{b})
		d.mail("preservation_lapsed", Officer, "")
		d.mail("preservation_lapsed", Magistrate, "")
	}
	d.end(id, ObligationLapsed)
	return nil
}
