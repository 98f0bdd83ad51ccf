package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// SimulateInput asks when a request would arrive and be answered if it were
// submitted on From.
type SimulateInput struct {
	Profile mla.Profile
	From    workday.Date
	// Lapses is the day on which a preservation that the request follows ends;
	// zero where it follows none.
	Lapses workday.Date
	// FollowUp is the path of the request that must follow a preservation; nil for none.
	FollowUp *mla.Profile
}

// Simulation is an estimate from practice, never a deadline.
type Simulation struct {
	State   string       `json:"state"`
	Form    mla.Form     `json:"form"`
	Channel string       `json:"channel"`
	From    workday.Date `json:"from"`
	// Steps are what happens to the file, in order: first at our own desks, then
	// each holder of the path, then the answer.
	Steps []SimulatedStep `json:"steps"`
	// SentAbroad is when the first holder abroad gets the file, Received when the
	// executing authority does, Answered when the full answer may come.
	SentAbroad Span `json:"sent_abroad"`
	Received   Span `json:"received"`
	Answered   Span `json:"answered"`
	// FollowUp is when the request that must follow a preservation would arrive,
	// had it been submitted on the same day.
	FollowUp Span `json:"follow_up,omitzero"`
	// Lapse is set where a preservation ends: LapseRisk none, possible or certain.
	Lapse     Span   `json:"lapse,omitzero"`
	LapseRisk string `json:"lapse_risk,omitempty"`
	// Warnings are codes, worded by the edge: beyond_calendar, no_expectation.
	Warnings []string `json:"warnings"`
	// Estimate is always true.
	Estimate bool `json:"estimate"`
}

// Span is a range of days, both included.
type Span struct {
	Earliest workday.Date `json:"earliest"`
	Latest   workday.Date `json:"latest"`
}

// SimulatedStep is one stay of the file. Min and Max are working days of the
// calendar of the side that acts; calendar days for the answer.
type SimulatedStep struct {
	// Kind is approve, sign, translate, hop or answer.
	Kind string `json:"kind"`
	// Hop is the holder's id for a hop.
	Hop   string   `json:"hop,omitempty"`
	Actor mla.Text `json:"actor,omitzero"`
	Side  mla.Side `json:"side"`
	// Calendar is the State whose working days count.
	Calendar string `json:"calendar"`
	Min      int    `json:"min"`
	Max      int    `json:"max"`
	Unit     string `json:"unit"`
	// Done is when the step is over.
	Done Span `json:"done"`
	// Crosses are the holidays ahead of that calendar between the earliest start
	// and the latest end.
	Crosses []Crossed  `json:"crosses"`
	Source  mla.Source `json:"source"`
}

// Crossed is a holiday on the way.
type Crossed struct {
	Date   workday.Date `json:"date"`
	Name   mla.Text     `json:"name"`
	State  string       `json:"state"`
	Status string       `json:"status"`
	// Weekend says that nobody would have worked that day anyway.
	Weekend bool `json:"weekend,omitempty"`
}

// ownWork are the steps at our own desks before the file leaves, with the duty
// whose period is their longest time.
var ownWork = []struct{ kind, clock string }{{"approve", "APPROVE_DUTY"}, {"sign", "SIGN_DUTY"}, {"translate", "TRANSLATE_DUTY"}}

// The risk that a preservation ends before the request arrives (cause R19).
const (
	LapseNone     = "none"
	LapsePossible = "possible"
	LapseCertain  = "certain"
)

// Simulate walks a request along its path from a day on. It is pure: calendars
// and expectations are those of the profile. The error is an *mla.Error:
// required on from.
func Simulate(in SimulateInput) (Simulation, error) {
	if in.From.IsZero() {
		return Simulation{}, mla.Refuse(mla.CodeRequired, "from")
	}
	p := in.Profile
	w := walk{p: p, at: Span{in.From, in.From}, warned: map[string]bool{}}
	out := Simulation{State: p.State, Form: p.Form, Channel: p.Path.ID, From: in.From, Estimate: true}
	for _, own := range ownWork {
		if own.kind == "translate" && p.TranslateTo == "" {
			continue
		}
		if i := slices.IndexFunc(p.Clocks, func(c mla.Clock) bool { return c.ID == own.clock }); i >= 0 {
			longest := p.Clocks[i].Rule.Amount
			w.stay(SimulatedStep{Kind: own.kind, Side: mla.Home, Min: (longest + 1) / 2, Max: longest, Source: p.Clocks[i].Source})
		}
	}
	for i, h := range p.Path.Hops {
		if h.Side == mla.Abroad && out.SentAbroad.Earliest.IsZero() {
			out.SentAbroad = w.at
		}
		if i == len(p.Path.Hops)-1 {
			out.Received = w.at
			break
		}
		least := h.ExpectedLeast
		if least == 0 {
			least = h.ExpectedDays
		}
		w.stay(SimulatedStep{Kind: "hop", Hop: h.ID, Actor: h.Actor, Side: h.Side, Min: least, Max: h.ExpectedDays, Source: estimated(h)})
	}
	out.Answered = w.answer(out.SentAbroad, out.Received)
	out.Steps, out.Warnings = w.steps, w.warnings
	if out.Warnings == nil {
		out.Warnings = []string{}
	}
	return out, out.lapse(in)
}

// Simulate is Simulate for the profile that the law gives a draft today, with
// the request that must follow where it is a preservation.
func (b *Book) Simulate(in ProfileInput, from workday.Date) (Simulation, error) {
	p, err := b.Profile(in)
	if err != nil {
		return Simulation{}, err
	}
	sim := SimulateInput{Profile: p, From: from}
	if follow, ok := b.FollowUp(in.State, in.Measures, in.Overlay); ok && p.Track == mla.Preservation {
		sim.FollowUp = &follow
	}
	return Simulate(sim)
}

// estimated is where a hop's days come from; profiles made before that was kept
// hold house estimates only.
func estimated(h mla.Hop) mla.Source {
	if h.ExpectedSource.Mark != "" {
		return h.ExpectedSource
	}
	return mla.Source{Mark: mla.Design, Ref: string(mla.Design), CheckedOn: h.Source.CheckedOn}
}

// walk carries the file from holder to holder.
type walk struct {
	p        mla.Profile
	at       Span
	steps    []SimulatedStep
	warnings []string
	warned   map[string]bool
}

func (w *walk) calendar(side mla.Side) workday.Calendar {
	if side == mla.Home {
		return w.p.HomeCalendar
	}
	return w.p.AbroadCalendar
}

// stay keeps the file for a step's working days.
func (w *walk) stay(s SimulatedStep) {
	cal := w.calendar(s.Side)
	start := w.at
	w.at = Span{cal.AddWorkingDays(start.Earliest, s.Min), cal.AddWorkingDays(start.Latest, s.Max)}
	s.Calendar, s.Unit, s.Done = cal.State, workday.WorkingDays, w.at
	w.add(s, cal, start)
}

// answer is the range of practice from the hand-over abroad; it never comes
// before the executing authority has the request.
func (w *walk) answer(sent, received Span) Span {
	e := w.p.ExpectedAnswer
	if e.MaxDays == 0 {
		w.warn("no_expectation")
		return Span{}
	}
	last := w.p.Path.Hops[len(w.p.Path.Hops)-1]
	w.at = Span{later(sent.Earliest.AddDays(e.MinDays), received.Earliest), later(sent.Latest.AddDays(e.MaxDays), received.Latest)}
	cal := w.calendar(mla.Abroad)
	w.add(SimulatedStep{
		Kind: "answer", Hop: last.ID, Actor: last.Actor, Side: mla.Abroad, Calendar: cal.State, Min: e.MinDays, Max: e.MaxDays,
		Unit: workday.Days, Done: w.at, Source: e.Source,
	}, cal, received)
	return w.at
}

func (w *walk) add(s SimulatedStep, cal workday.Calendar, start Span) {
	s.Crosses = []Crossed{}
	for _, h := range cal.Days {
		if !h.Date.Before(start.Earliest) && !h.Date.After(s.Done.Latest) {
			name := mla.Text{FR: h.NameFR, EN: h.Name}
			if name.FR == "" {
				name.FR = h.Name
			}
			s.Crosses = append(s.Crosses, Crossed{
				Date: h.Date, Name: name, State: cal.State, Status: h.Status, Weekend: slices.Contains(cal.Weekend, h.Date.Weekday()),
			})
		}
	}
	if !cal.Covers(s.Done.Latest) {
		w.warn("beyond_calendar")
	}
	w.steps = append(w.steps, s)
}

func (w *walk) warn(code string) {
	if !w.warned[code] {
		w.warned[code] = true
		w.warnings = append(w.warnings, code)
	}
}

func later(a, b workday.Date) workday.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// lapse holds an arrival against the end of a preservation: the one that the
// request follows or, for a preservation itself, the one it would obtain and
// the request that must follow it.
func (s *Simulation) lapse(in SimulateInput) error {
	p, arrives := in.Profile, s.Received
	i := slices.IndexFunc(p.Clocks, func(c mla.Clock) bool { return c.Lapses && c.StartsOn == mla.OnPreserved })
	switch {
	case !in.Lapses.IsZero():
		s.Lapse = Span{in.Lapses, in.Lapses}
	case i >= 0 && in.FollowUp != nil && !s.Answered.Earliest.IsZero():
		days := p.Clocks[i].Rule.Amount
		s.Lapse = Span{s.Answered.Earliest.AddDays(days), s.Answered.Latest.AddDays(days)}
		follow, err := Simulate(SimulateInput{Profile: *in.FollowUp, From: in.From})
		if err != nil {
			return err
		}
		s.FollowUp, arrives = follow.Received, follow.Received
	default:
		return nil
	}
	s.LapseRisk = LapseNone
	if arrives.Latest.After(s.Lapse.Earliest) {
		s.LapseRisk = LapsePossible
	}
	if arrives.Earliest.After(s.Lapse.Latest) {
		s.LapseRisk = LapseCertain
	}
	return nil
}

// FollowUp is the path of the request that must follow a preservation: that of
// the measure which discloses what was preserved. It is false for a State or a
// measure that knows none. overlay are the imported days, by State.
func (b *Book) FollowUp(state string, measures []string, overlay map[string][]workday.Holiday) (mla.Profile, bool) {
	for _, raw := range b.measures {
		if raw.FollowUp == "" || !slices.Contains(measures, raw.ID) {
			continue
		}
		m, err := b.Measure(state, raw.FollowUp)
		if err != nil || len(m.Forms) == 0 {
			continue
		}
		p, err := b.Profile(ProfileInput{State: state, Form: m.Forms[0], Measures: []string{m.ID}, Overlay: overlay})
		return p, err == nil
	}
	return mla.Profile{}, false
}
