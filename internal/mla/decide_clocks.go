package mla

import (
	"slices"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// runTriggers lets the clocks of the profile follow what happened, in order.
func (d *decision) runTriggers() {
	queue := d.triggers
	d.triggers = nil
	for _, f := range queue {
		d.meet(f)
		d.stop(f)
		d.resume(f)
		d.start(f)
		if f.trigger == OnEnded {
			d.cancelAll()
		}
		if f.trigger == OnSafeguardOutcome {
			d.cancelSafeguard()
		}
	}
}

func (d *decision) clockOf(o Obligation) (Clock, bool) {
	for _, c := range d.p.Clocks {
		if c.ID == o.Clock {
			return c, true
		}
	}
	return Clock{}, false
}

func (d *decision) calendar(which string) (workday.Calendar, workday.Zone) {
	if which == workday.Abroad {
		return d.p.AbroadCalendar, d.p.AbroadZone
	}
	return d.p.HomeCalendar, d.p.HomeZone
}

// meet ends the open obligations that the trigger satisfies.
func (d *decision) meet(f fired) {
	for _, o := range slices.Clone(d.s.Obligations) {
		if o.State != ObligationOpen && o.State != ObligationIsSuspended {
			continue
		}
		c, ok := d.clockOf(o)
		if !ok || !slices.Contains(c.MetBy, f.trigger) {
			continue
		}
		if o.Presumed && c.StartsOn == f.trigger {
			// The acknowledgement gives the real start: show it before it is met.
			d.rebase(o, c, f.start, "received")
		}
		d.endAt(o.ID, ObligationMet, d.instant(f.start, c))
	}
}

func (d *decision) start(f fired) {
	for _, c := range d.p.Clocks {
		if !c.Active {
			continue
		}
		switch {
		case c.StartsOn == f.trigger && !slices.Contains(c.MetBy, f.trigger):
			if o, ok := d.openOf(c.ID); ok {
				// Received again after it came back: the first receipt counts no more.
				if o.State == ObligationOpen && (o.Presumed || f.trigger == OnReceived && o.Start != f.start) {
					d.rebase(o, c, f.start, "received")
				}
				continue
			}
			if !f.late {
				d.oblige(c, f.start, opening{})
			}
		case c.PresumedFrom != "" && c.PresumedFrom == f.trigger:
			if _, ok := d.openOf(c.ID); !ok && !f.late {
				d.oblige(c, f.start, opening{presumed: true})
			}
		}
	}
}

func (d *decision) openOf(clock string) (Obligation, bool) {
	for _, o := range d.s.Obligations {
		if o.Clock == clock && (o.State == ObligationOpen || o.State == ObligationIsSuspended) {
			return o, true
		}
	}
	return Obligation{}, false
}

// opening carries what differs between obligations of one clock.
type opening struct {
	presumed bool
	owed     *OwedBy
	effect   string
	doc      DocRef
}

// oblige opens one obligation of a clock, unless it does not apply here: a duty
// of the holder where no clerk of ours sits, an expectation of a hop without one.
func (d *decision) oblige(c Clock, start workday.Start, op opening) {
	owed, rule, hop, ok := d.owedBy(c)
	if op.owed != nil {
		owed, ok = *op.owed, true
	}
	if !ok {
		return
	}
	cal, zone := d.calendar(rule.Calendar)
	if c.ofNamedDay() {
		day := d.dayAsked(c)
		if day.IsZero() {
			return
		}
		rule.Amount = max(1, dateIn(zone, start).DaysUntil(day))
	}
	if rule.Unit == workday.Hours && start.Instant.IsZero() {
		// An hour clock that starts on a civil date starts at its end: the hour
		// of the event is unknown and may not shorten the period.
		start = workday.AtInstant(zone.Midnight(start.Date.AddDays(1)))
	}
	res, err := workday.Compute(rule, start, cal, zone)
	if err != nil {
		return // the loader refuses such a rule; a profile without it cannot exist
	}
	o := Obligation{
		ID: c.ID + "-" + strconv.FormatInt(d.s.Seq+1, 10), Clock: c.ID, Kind: c.Kind, Owed: owed,
		Rule: rule, Start: start, Due: res.Due, DueDate: res.DueDate, Presumed: op.presumed, Lapses: c.Lapses,
		Basis: c.Basis, Mark: c.Source.Mark, Source: c.Source.Ref, State: ObligationOpen,
		Effect: op.effect, Doc: op.doc, Hop: hop,
	}
	if day := d.named(c, o.DueDate); !day.IsZero() {
		o.DueDate, o.Fixed, o.Due = day, true, zone.Midnight(day.AddDays(1))
	}
	d.ladder(&o, c.Ladder)
	d.emit(ObligationOpened{Obligation: o})
}

// named is the day that the other side named for an obligation, instead of the
// one computed; none for most.
//
// What lapses does so on the day it was preserved until, later or earlier than
// the treaty minimum: data is not there because a treaty says so. And whatever
// else a preservation starts must be done while there still is time to act.
func (d *decision) named(c Clock, due workday.Date) workday.Date {
	if c.ofNamedDay() {
		return d.dayAsked(c)
	}
	if c.StartsOn != OnPreserved || d.s.Until.IsZero() || d.s.Until == due {
		return noDate
	}
	if c.Lapses {
		return d.s.Until
	}
	if last := workday.ActBefore(d.s.Until, d.p.HomeCalendar, d.p.AbroadCalendar); last.Before(due) {
		return last
	}
	return noDate
}

// ofNamedDay reports whether somebody names the day on which the clock ends:
// the other side that of the resumption, the issuer that of the answer.
func (c Clock) ofNamedDay() bool {
	return c.StartsOn == OnPostponed || c.StartsOn == OnSentAbroad && c.Kind == Expected && c.Rule.Amount == 0
}

func (d *decision) dayAsked(c Clock) workday.Date {
	if b, ok := d.cmd.Body.(Postpone); ok && c.StartsOn == OnPostponed {
		return b.Until
	}
	if c.StartsOn == OnSentAbroad {
		return d.s.NeededBy
	}
	return noDate
}

// ladder sets act-before and the rungs from the due date.
func (d *decision) ladder(o *Obligation, ladder string) {
	if o.Lapses {
		o.ActBefore = workday.ActBefore(o.DueDate, d.p.HomeCalendar, d.p.AbroadCalendar)
	}
	old := o.Rungs
	o.Rungs = rungsAt(d.p, ladder, d.startInstant(o), o.Due, o.DueDate, o.ActBefore)
	for i := range o.Rungs {
		for _, was := range old {
			if was.ID == o.Rungs[i].ID {
				o.Rungs[i].Fired, o.Rungs[i].Late = was.Fired, was.Late
			}
		}
	}
}

// startInstant is from when rungs count that count from the start: as much later
// as the clock stood still.
func (d *decision) startInstant(o *Obligation) time.Time {
	switch {
	case o.Pause.Unit == workday.Hours:
		return o.Start.Instant.Add(time.Duration(o.Pause.Stood) * time.Hour)
	case !o.Start.Instant.IsZero():
		return o.Start.Instant.AddDate(0, 0, o.Pause.Stood)
	}
	return d.p.HomeZone.Midnight(o.Start.Date.AddDays(o.Pause.Stood))
}

// owedBy resolves who owes an obligation of the clock now.
func (d *decision) owedBy(c Clock) (OwedBy, workday.Rule, int, bool) {
	rule := c.Rule
	switch c.OwedBy {
	case "foreign":
		return OwedBy{Foreign: true}, rule, 0, true
	case "holder", "hop":
		h, ok := d.s.HolderHop()
		if !ok || d.s.Holder == len(d.s.Hops)-1 {
			return OwedBy{}, rule, 0, false
		}
		if c.Kind == Expected {
			if h.ClerkOrg != "" || h.ExpectedDays == 0 {
				return OwedBy{}, rule, 0, false
			}
			rule.Amount = h.ExpectedDays
			rule.Calendar = string(h.Side)
			return OwedBy{Foreign: true}, rule, d.s.Holder, true
		}
		if h.ClerkOrg == "" {
			return OwedBy{}, rule, 0, false
		}
		return OwedBy{Role: Clerk, Org: h.ClerkOrg}, rule, d.s.Holder, true
	case string(Translator):
		return OwedBy{Role: Translator, User: d.s.Translator}, rule, 0, true
	case string(Clerk):
		org := ""
		if len(d.s.Hops) > 0 {
			org = d.s.Hops[0].ClerkOrg
		}
		return OwedBy{Role: Clerk, Org: org}, rule, 0, true
	}
	return OwedBy{Role: Role(c.OwedBy)}, rule, 0, true
}

// rebase recomputes an obligation from another start.
func (d *decision) rebase(o Obligation, c Clock, start workday.Start, why string) {
	cal, zone := d.calendar(o.Rule.Calendar)
	if o.Rule.Unit == workday.Hours && start.Instant.IsZero() {
		start = workday.AtInstant(zone.Midnight(start.Date.AddDays(1)))
	}
	res, err := workday.Compute(o.Rule, start, cal, zone)
	if err != nil {
		return
	}
	was := o.DueDate
	o.Start, o.Presumed = start, false
	if !o.Fixed && o.Pause.IsZero() {
		o.Due, o.DueDate = res.Due, res.DueDate
	}
	d.ladder(&o, c.Ladder)
	d.moved(o, why, was, TextRef{})
}

// moveTo sets a due date that a person or the other side named.
func (d *decision) moveTo(o Obligation, due workday.Date, why string, reason TextRef) {
	_, zone := d.calendar(o.Rule.Calendar)
	was := o.DueDate
	o.DueDate, o.Due = due, zone.Midnight(due.AddDays(1))
	ladder := "duty"
	if c, ok := d.clockOf(o); ok {
		ladder = c.Ladder
	}
	// Rungs before or after the new date fire anew: it is a new deadline.
	o.Rungs = nil
	d.ladder(&o, ladder)
	for i := range o.Rungs {
		// A rung already in the past of the new date has had its use.
		if !o.Rungs[i].At.After(d.now) {
			o.Rungs[i].Fired = true
		}
	}
	d.moved(o, why, was, reason)
}

// extendDeadline moves a day that the other side asked to move (art. 12(5)). What
// our own people owe is theirs: a magistrate's three days are not the officer's
// to give, nor the hours of a child in danger; and what lapses lapses.
func (d *decision) extendDeadline(b ExtendDeadline) *Error {
	o, ok := d.s.Obligation(b.Obligation)
	if !ok || o.State != ObligationOpen {
		return Refuse(CodeNotFound, "obligation", "value", b.Obligation)
	}
	if !o.Extendable() {
		return Refuse(CodeNotAllowed, "obligation", "role", string(d.cmd.Actor.Role), "command", string(KindExtendDeadline))
	}
	if !b.Due.After(o.DueDate) {
		return Refuse(CodeDateBefore, "due", "date", b.Due.String(), "before", o.DueDate.String())
	}
	d.moveTo(*o, b.Due, "extended", b.Reason)
	return nil
}

func (d *decision) moved(o Obligation, why string, was workday.Date, reason TextRef) {
	d.emit(ObligationMoved{
		ID: o.ID, Rule: o.Rule, Due: o.Due, DueDate: o.DueDate, ActBefore: o.ActBefore, Start: o.Start, Presumed: o.Presumed,
		Rungs: o.Rungs, Why: why, WasDue: was, Reason: reason, Pause: o.Pause,
	})
}

func (d *decision) instant(start workday.Start, c Clock) time.Time {
	if !start.Instant.IsZero() {
		return start.Instant
	}
	_, zone := d.calendar(c.Rule.Calendar)
	return zone.Midnight(start.Date)
}

func (d *decision) end(id string, how ObligationState) { d.endAt(id, how, d.now) }

// endAt ends an obligation; it was late when the act came after it was due.
func (d *decision) endAt(id string, how ObligationState, at time.Time) {
	o, ok := d.s.Obligation(id)
	if !ok {
		return
	}
	// While the clock stands still no time passes.
	stands := o.State == ObligationIsSuspended && o.Pause.Left >= 0
	d.emit(ObligationEnded{ID: id, How: how, Late: how == ObligationMet && !stands && !at.Before(o.Due)})
}

// cancelAll ends what no longer matters once a request has ended. A child's
// safeguard and letters still to hand over outlive it.
func (d *decision) cancelAll() {
	for _, o := range slices.Clone(d.s.Obligations) {
		if o.State != ObligationOpen && o.State != ObligationIsSuspended {
			continue
		}
		c, _ := d.clockOf(o)
		if personal(o.Clock) || ofSafeguard(c) && d.s.Safeguard.Open() {
			continue
		}
		d.end(o.ID, ObligationCancelled)
	}
}

func ofSafeguard(c Clock) bool {
	return c.StartsOn == OnDangerDeclared || c.StartsOn == OnSafeguardAlerted
}

// cancelSafeguard ends what the outcome made pointless: an alert that nobody
// logged can no longer be logged once the safeguard is closed.
func (d *decision) cancelSafeguard() {
	d.cancel(func(_ Obligation, c Clock) bool { return ofSafeguard(c) })
}

// cancelOfHolders ends, when the file comes back, what its holders owed; and
// when it is home again, what the other side owed: a foreign authority is not
// reminded of a file that lies with us. Sent again, the clocks start again.
func (d *decision) cancelOfHolders() {
	home := d.s.SentAbroad.IsZero()
	d.cancel(func(o Obligation, c Clock) bool {
		return c.OwedBy == "holder" || c.OwedBy == "hop" || home && o.Owed.Foreign
	})
}

func (d *decision) cancel(which func(Obligation, Clock) bool) {
	for _, o := range slices.Clone(d.s.Obligations) {
		if o.State != ObligationOpen && o.State != ObligationIsSuspended {
			continue
		}
		if c, ok := d.clockOf(o); ok && which(o, c) {
			d.end(o.ID, ObligationCancelled)
		}
	}
}

// refreshCalendar recomputes every open obligation with corrected calendars;
// one that does not move leaves no event.
func (d *decision) refreshCalendar(b RefreshCalendar) {
	d.emit(CalendarRefreshed{Cause: b.Cause, Days: b.Days})
	p := *d.p
	p.HomeCalendar, p.AbroadCalendar = b.Home, b.Abroad
	d.p = &p
	d.recomputeAll("calendar")
}

func (d *decision) refreshProfile(b RefreshProfile) *Error {
	if b.Profile.State != d.s.State || b.Profile.Track != d.s.Track || b.Profile.Form != d.s.Form {
		return Refuse(CodeUnknownValue, "profile", "value", b.Profile.State)
	}
	d.emit(ProfileRefreshed{Hash: b.Profile.Hash, Version: b.Profile.Version, Reason: b.Reason})
	d.p = &b.Profile
	d.recomputeAll("profile")
	return nil
}

func (d *decision) recomputeAll(why string) {
	for _, o := range slices.Clone(d.s.Obligations) {
		if o.State != ObligationOpen {
			continue
		}
		was := o
		c, known := d.clockOf(o)
		ladder := c.Ladder
		switch {
		case !known && !personal(o.Clock):
			continue // the law that it came from is gone; it stays as it was
		case !known:
			ladder = "duty"
		case why == "profile" && c.OwedBy != "holder" && c.OwedBy != "hop" && !c.ofNamedDay() && o.Pause.IsZero():
			o.Rule = c.Rule
		}
		cal, zone := d.calendar(o.Rule.Calendar)
		switch {
		case o.Fixed:
		case !o.Pause.IsZero():
			// The rest was counted under the law of its day; only the calendar moves it.
			o.Due, o.DueDate = d.runOn(o)
		default:
			res, err := workday.Compute(o.Rule, o.Start, cal, zone)
			if err != nil {
				continue
			}
			o.Due, o.DueDate = res.Due, res.DueDate
		}
		o.Rungs = slices.Clone(o.Rungs)
		d.ladder(&o, ladder)
		changed := o.DueDate != was.DueDate || o.ActBefore != was.ActBefore || !o.Due.Equal(was.Due)
		if why == "profile" {
			// New law that falls on the same day, or cites another article, is kept too.
			changed = changed || o.Rule != was.Rule || !slices.Equal(o.Rungs, was.Rungs)
		}
		if changed {
			d.moved(o, why, was.DueDate, TextRef{})
		}
	}
}
