package mla

import (
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// stop suspends the open obligations whose clock the trigger stops, and keeps
// what is left of each: a postponement gives nobody the whole period again.
func (d *decision) stop(f fired) {
	for _, o := range slices.Clone(d.s.Obligations) {
		if c, ok := d.clockOf(o); ok && o.State == ObligationOpen && slices.Contains(c.SuspendedBy, f.trigger) {
			d.emit(ObligationSuspended{ID: o.ID, Pause: d.stopped(o, f.start)})
		}
	}
}

// resume lets the rest of each stopped period run on from the resumption.
func (d *decision) resume(f fired) {
	for _, o := range slices.Clone(d.s.Obligations) {
		if c, ok := d.clockOf(o); ok && o.State == ObligationIsSuspended && slices.Contains(c.ResumedBy, f.trigger) {
			was := o.DueDate
			d.resumeAt(&o, f.start)
			o.Due, o.DueDate = d.runOn(o)
			d.ladder(&o, c.Ladder)
			d.moved(o, "resumed", was, TextRef{})
		}
	}
}

// stopped says what is left of a period that stops at at: hours of one counted
// in hours, working days of one counted so, calendar days of any other. It
// cannot stop before it began.
func (d *decision) stopped(o Obligation, at workday.Start) Pause {
	cal, zone := d.calendar(o.Rule.Calendar)
	p := Pause{Unit: workday.Days, Stood: o.Pause.Stood}
	if o.Rule.Unit == workday.Hours {
		// The hour of an act known by its date alone is unknown: to stop at the
		// beginning of that day and to resume at its end shortens no period.
		t := at.Instant
		if t.IsZero() {
			t = zone.Midnight(at.Date)
		}
		t = later(t, d.ranSince(o))
		p.Unit, p.Stopped = workday.Hours, workday.AtInstant(t)
		if left := o.Due.Sub(t); left < 0 {
			p.Left = -1
		} else {
			p.Left = int((left + time.Hour - 1) / time.Hour) // an hour begun counts whole
		}
		return p
	}
	on := dateIn(zone, at)
	if since := zone.Date(d.ranSince(o)); on.Before(since) {
		on = since
	}
	p.Stopped = workday.On(on)
	switch {
	case on.After(o.DueDate):
		p.Left = -1
	case o.Rule.Unit == workday.WorkingDays:
		p.Unit, p.Left = workday.WorkingDays, cal.WorkingDaysBetween(on, o.DueDate)
	default:
		p.Left = on.DaysUntil(o.DueDate)
	}
	return p
}

// ranSince is when the clock last began to run.
func (d *decision) ranSince(o Obligation) time.Time {
	_, zone := d.calendar(o.Rule.Calendar)
	start := o.Start
	if !o.Pause.IsZero() {
		start = o.Pause.Resumed
	}
	if start.Instant.IsZero() {
		return zone.Midnight(start.Date)
	}
	return start.Instant
}

// resumeAt notes from when the rest runs: never before the clock stopped.
func (d *decision) resumeAt(o *Obligation, at workday.Start) {
	_, zone := d.calendar(o.Rule.Calendar)
	p := &o.Pause
	if p.Unit == workday.Hours {
		t := at.Instant
		if t.IsZero() {
			t = zone.Midnight(at.Date.AddDays(1))
		}
		t = later(t, p.Stopped.Instant)
		p.Resumed, p.Stood = workday.AtInstant(t), p.Stood+int(t.Sub(p.Stopped.Instant)/time.Hour)
		return
	}
	on := dateIn(zone, at)
	if on.Before(p.Stopped.Date) {
		on = p.Stopped.Date
	}
	p.Resumed, p.Stood = workday.On(on), p.Stood+p.Stopped.Date.DaysUntil(on)
}

// runOn says when the rest of a resumed period ends. A period that was over when
// it stopped stays over. A last day that is off rolls over as the rule says of
// the whole period.
func (d *decision) runOn(o Obligation) (time.Time, workday.Date) {
	cal, zone := d.calendar(o.Rule.Calendar)
	p := o.Pause
	if p.Left < 0 {
		return o.Due, o.DueDate
	}
	if p.Unit == workday.Hours {
		due := p.Resumed.Instant.Add(time.Duration(p.Left) * time.Hour)
		return due, zone.Date(due.Add(-1))
	}
	last := p.Resumed.Date.AddDays(p.Left)
	if p.Unit == workday.WorkingDays {
		last = cal.AddWorkingDays(p.Resumed.Date, p.Left)
	}
	if next := cal.NextWorking(last); o.Rule.RollOver != workday.NoRoll && !next.IsZero() {
		last = next
	}
	if last.IsZero() {
		return o.Due, o.DueDate // a calendar without working days moves nothing
	}
	return zone.Midnight(last.AddDays(1)), last
}

func dateIn(zone workday.Zone, at workday.Start) workday.Date {
	if at.Date.IsZero() {
		return zone.Date(at.Instant)
	}
	return at.Date
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
