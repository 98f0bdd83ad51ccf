package mla

import (
	"cmp"
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// ObligationState is where an obligation stands.
type ObligationState string

// The states of an obligation.
const (
	ObligationOpen        ObligationState = "open"
	ObligationIsSuspended ObligationState = "suspended"
	ObligationMet         ObligationState = "met"
	ObligationCancelled   ObligationState = "cancelled"
	ObligationLapsed      ObligationState = "lapsed"
)

// Obligation is who owes what by when, under which rule, and what happens meanwhile.
type Obligation struct {
	// ID is the clock's id and the seq of the event that opened it.
	ID    string    `json:"id"`
	Clock string    `json:"clock"`
	Kind  ClockKind `json:"kind"`
	Owed  OwedBy    `json:"owed_by"`
	// Rule and Start give Due; DueDate is the last day in time.
	Rule    workday.Rule  `json:"rule"`
	Start   workday.Start `json:"start"`
	Due     time.Time     `json:"due"`
	DueDate workday.Date  `json:"due_date"`
	// ActBefore is, for what lapses, the last day that is a working day in both States.
	ActBefore workday.Date `json:"act_before,omitzero"`
	// Presumed says that Start is presumed from a hand-over, not acknowledged.
	Presumed bool            `json:"presumed,omitempty"`
	Lapses   bool            `json:"lapses,omitempty"`
	Basis    string          `json:"basis,omitempty"`
	Mark     Mark            `json:"mark"`
	Source   string          `json:"source,omitempty"`
	Level    int             `json:"level"` // rungs fired
	State    ObligationState `json:"state"`
	Rungs    []RungAt        `json:"rungs,omitempty"`
	// Effect is the failed effect a duty is about, Hop the hop.
	Effect string `json:"effect,omitempty"`
	Hop    int    `json:"hop,omitempty"`
	// Doc is the letter a duty is to hand over.
	Doc DocRef `json:"doc,omitzero"`
	// Fixed is a due date set by a person or by the other side, which no
	// recomputation moves.
	Fixed bool `json:"fixed,omitempty"`
	// Pause is set once its clock stood still.
	Pause   Pause     `json:"pause,omitzero"`
	EndedAt time.Time `json:"ended_at,omitzero"`
	Late    bool      `json:"late,omitempty"`
}

// Pause says of a clock that stood still what was left of its period. The rest
// runs on from the resumption; the time before it is spent.
type Pause struct {
	// Unit is hours or working_days for a period counted so, days for any other.
	Unit string `json:"unit"`
	// Left is what was left of the period when it last stopped, in Unit. Zero: it
	// was the last day or hour; negative: the period was over, and stays so.
	Left int `json:"left"`
	// Stopped and Resumed are when it last did; Resumed is zero while it stands still.
	Stopped workday.Start `json:"stopped"`
	Resumed workday.Start `json:"resumed,omitzero"`
	// Stood is how long it stood still in all, in hours for a period of hours and
	// in calendar days otherwise: a rung counted from the start waits as long.
	Stood int `json:"stood,omitempty"`
}

// IsZero reports whether the clock never stopped.
func (p Pause) IsZero() bool { return p.Unit == "" }

// OwedBy says who owes: a role of ours (with organisation or user), or the
// foreign side.
type OwedBy struct {
	Foreign bool   `json:"foreign,omitempty"`
	Role    Role   `json:"role,omitempty"`
	Org     string `json:"org,omitempty"`
	User    string `json:"user,omitempty"`
}

// Extendable reports whether ExtendDeadline may move it: only what the other
// side owes, by law or by practice, and never what lapses.
func (o *Obligation) Extendable() bool {
	return o.State == ObligationOpen && o.Owed.Foreign && !o.Lapses && (o.Kind == Statutory || o.Kind == Expected)
}

// RungAt is a rung of the ladder with its instant.
type RungAt struct {
	Rung
	At    time.Time `json:"at"`
	Fired bool      `json:"fired,omitempty"`
	Late  bool      `json:"late,omitempty"`
}

// NextWake returns the next instant at which the automaton has something to do
// for the request, and what: a rung, a lapse, or a repeated effect.
func NextWake(s *State) (at time.Time, ok bool) {
	consider := func(t time.Time) {
		if !ok || t.Before(at) {
			at, ok = t, true
		}
	}
	for _, o := range s.Obligations {
		if o.State != ObligationOpen {
			continue
		}
		for _, r := range o.Rungs {
			if !r.Fired {
				consider(r.At)
			}
		}
		if o.Lapses {
			consider(o.Due)
		}
	}
	for _, e := range s.Effects {
		if e.State == EffectFailed && !e.NextTry.IsZero() {
			consider(e.NextTry)
		}
	}
	return at, ok
}

// DueCommands returns the machine commands that are due at now, in the order of
// their instants, each with an id derived from its cause.
func DueCommands(s *State, now time.Time) []Command {
	type due struct {
		at  time.Time
		cmd Command
	}
	var out []due
	add := func(at time.Time, id string, body CommandBody) {
		out = append(out, due{at, Command{ID: id, Actor: Automaton, Body: body}})
	}
	for _, o := range s.Obligations {
		if o.State != ObligationOpen {
			continue
		}
		for _, r := range o.Rungs {
			if !r.Fired && !r.At.After(now) {
				add(r.At, "timer/"+o.ID+"/"+r.ID+o.deadline(), FireRung{Obligation: o.ID, Rung: r.ID})
			}
		}
		if o.Lapses && !o.Due.After(now) {
			add(o.Due, "lapse/"+o.ID+o.deadline(), Lapse{Obligation: o.ID})
		}
	}
	slices.SortStableFunc(out, func(a, b due) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.cmd.ID, b.cmd.ID)) })
	cmds := make([]Command, len(out))
	for i, d := range out {
		cmds[i] = d.cmd
	}
	return cmds
}

// deadline distinguishes the causes of an extended deadline from those of the
// one before it: its rungs fire anew, and a repeated id would be taken for done.
func (o *Obligation) deadline() string {
	if !o.Fixed {
		return ""
	}
	return "/" + o.DueDate.String()
}

// rungsAt gives every rung of a ladder its instant for an obligation due at due.
//
// Rungs counted in days fall at 07:00 on a French working day: a reminder on a
// Sunday is read on Monday anyway, while one that precedes the due date moves
// to the working day before it. Rungs counted in hours run through weekends.
func rungsAt(p *Profile, ladder string, start, due time.Time, dueDate, actBefore workday.Date) []RungAt {
	var out []RungAt // nil without rungs, as it comes back from JSON
	for _, r := range p.Ladders[ladder] {
		out = append(out, RungAt{Rung: r, At: rungAt(p, r, start, due, dueDate, actBefore)})
	}
	return out
}

func rungAt(p *Profile, r Rung, start, due time.Time, dueDate, actBefore workday.Date) time.Time {
	if r.Unit == "hours" {
		base := due
		if r.From == "start" {
			base = start
		}
		return base.Add(time.Duration(r.Offset) * time.Hour).UTC()
	}
	base := dueDate
	switch {
	case r.From == "start":
		base = p.HomeZone.Date(start)
	case r.From == "act_before" && !actBefore.IsZero():
		base = actBefore
	}
	d := base.AddDays(r.Offset)
	if r.Offset <= 0 && r.From != "start" {
		d = p.HomeCalendar.PrevWorking(d)
	} else {
		d = p.HomeCalendar.NextWorking(d)
	}
	return p.HomeZone.At(d, 7, 0)
}

// lateAfter is how long after its instant a rung still counts as on time.
func lateAfter(unit string) time.Duration {
	if unit == "hours" {
		return 30 * time.Minute
	}
	return 24 * time.Hour
}
