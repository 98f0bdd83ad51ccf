package jurisdiction

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// DeadlineInput asks when a clock of the registry ends.
type DeadlineInput struct {
	State string
	Clock string
	// From is a civil date or an RFC 3339 instant; hour clocks need the instant.
	From string
	// Zone is the IANA zone whose dates and midnights count; empty takes that
	// of the State whose authority acts.
	Zone string
	// Overlay holds imported holidays by State code.
	Overlay map[string][]workday.Holiday
}

// DeadlineResult is the answer, printable as a computation sheet.
type DeadlineResult struct {
	State string   `json:"state"`
	Clock string   `json:"clock"`
	Name  mla.Text `json:"name"`
	From  string   `json:"from"`
	// Due is a date; for hour clocks an RFC 3339 instant with the zone's offset.
	Due string `json:"due"`
	// DueInstant is the instant, in UTC, at which the period expires.
	DueInstant time.Time         `json:"due_instant"`
	Skipped    []workday.Skipped `json:"skipped"`
	Rule       workday.Rule      `json:"rule"`
	RollOver   string            `json:"roll_over"`
	// NextWorking is the first working day from the unrolled end on.
	NextWorking workday.Date `json:"next_working,omitzero"`
	// ActBefore is the last day to act where missing it loses the right: a
	// working day in both States.
	ActBefore workday.Date   `json:"act_before,omitzero"`
	Steps     []workday.Step `json:"steps"`
	Zone      string         `json:"zone"`
	Calendar  string         `json:"calendar"`
	AsOf      string         `json:"as_of"`
	Kind      mla.ClockKind  `json:"kind"`
	Basis     string         `json:"basis"`
	Mark      mla.Mark       `json:"mark"`
	Source    mla.Source     `json:"source"`
	// Active is false for law not in force; Note then says why.
	Active   bool     `json:"active"`
	Note     mla.Text `json:"note,omitzero"`
	Warnings []string `json:"warnings,omitempty"`
	// Missing says what the list of holidays waits for in the years of the period.
	Missing mla.Text `json:"missing,omitzero"`
	// Imported counts the days brought since the list was published that the
	// calendars used here hold.
	Imported int    `json:"imported_days,omitempty"`
	Nature   string `json:"nature,omitempty"`
	// ValidFrom and ValidTo bound the days on which this version of the clock is law.
	ValidFrom workday.Date `json:"valid_from,omitzero"`
	ValidTo   workday.Date `json:"valid_to,omitzero"`
}

// Deadline computes a clock for a State, in the version that was law on the day
// from which it runs. An inactive clock is computed and flagged. Errors are
// *mla.Error naming the field: unknown_state, unknown_clock,
// clock_not_for_state, clock_not_valid_then, clock_has_no_period, invalid_date,
// invalid_instant, instant_needed, year_not_covered, unknown_zone.
func (b *Book) Deadline(in DeadlineInput) (DeadlineResult, error) {
	state, err := b.State(strings.ToUpper(in.State))
	if err != nil {
		return DeadlineResult{}, err
	}
	all, err := b.versions(strings.ToUpper(in.Clock))
	if err != nil {
		return DeadlineResult{}, mla.Refuse("unknown_clock", "clock", "clock", in.Clock, "known", list(b.computable(state.Code())))
	}
	// Whether it is a clock of the State, and whose dates count, is the same in
	// every version: the newest says it.
	raw := all[len(all)-1]
	if !has(raw.Applies.States, state.Code()) {
		return DeadlineResult{}, mla.Refuse("clock_not_for_state", "clock",
			"clock", raw.ID, "state", state.Code(), "states", list(raw.Applies.States))
	}
	if raw.Runs == runsNote {
		return DeadlineResult{}, noPeriod(raw)
	}
	acting := state
	if raw.Rule.Calendar == workday.Home {
		acting = b.Home()
	}
	start, year, err := parseStart(in.From, raw.Rule.Unit)
	if err != nil {
		return DeadlineResult{}, err
	}
	zone, err := b.zoneIn(cmp.Or(in.Zone, acting.ZoneName()), year)
	if err != nil {
		return DeadlineResult{}, err
	}
	on := start.Date
	if on.IsZero() {
		on = zone.Date(start.Instant)
	}
	if raw, err = b.versionOn(all, state.Code(), on); err != nil {
		return DeadlineResult{}, err
	}
	clock, err := b.deadlineClock(state, raw)
	if err != nil {
		return DeadlineResult{}, err
	}
	cal := b.calendarFrom(acting.Code(), on, in.Overlay)
	res, err := workday.Compute(clock.Rule, start, cal, zone)
	if err != nil {
		return DeadlineResult{}, refusal(err)
	}
	out := DeadlineResult{
		State: state.Code(), Clock: clock.ID, Name: clock.Name, From: in.From,
		Due: res.DueDate.String(), DueInstant: res.Due, Skipped: append([]workday.Skipped{}, res.Skipped...),
		Rule: clock.Rule, RollOver: res.RollOver, NextWorking: res.NextWorking, Steps: res.Steps,
		Zone: zone.Name, Calendar: cal.State, AsOf: cal.AsOf, Kind: clock.Kind, Basis: clock.Basis,
		Mark: clock.Source.Mark, Source: clock.Source, Active: clock.Active, Note: clock.Note, Warnings: res.Warnings,
		Nature: clock.Nature, ValidFrom: clock.ValidFrom, ValidTo: clock.ValidTo,
	}
	if clock.Rule.Unit == workday.Hours {
		out.Due = zone.Local(res.Due).Format(time.RFC3339)
	}
	guess := guessed(cal, res.Unrolled, res.NextWorking)
	if clock.Lapses {
		there := b.calendarFrom(state.Code(), on, in.Overlay)
		out.ActBefore = workday.ActBefore(res.DueDate, b.calendarFrom(b.home, on, in.Overlay), there)
		guess = guess || guessed(there, out.ActBefore, res.DueDate)
	}
	if clock.Rule.Unit != workday.Hours {
		out.Missing = b.missing(acting.Code(), on, res.NextWorking)
		if guess && !slices.Contains(out.Warnings, workday.WarnEstimated) {
			out.Warnings = append(out.Warnings, workday.WarnEstimated)
		}
	}
	for _, code := range []string{b.home, state.Code()} {
		if clock.Lapses || code == acting.Code() {
			out.Imported += len(in.Overlay[code])
		}
	}
	if !clock.Active {
		out.Note = clock.InactiveWhy
	}
	return out, nil
}

func noPeriod(raw rawClock) error {
	return mla.Refuse("clock_has_no_period", "clock", "clock", raw.ID, "note", raw.Note.EN)
}

// computable are the ids of the clocks of a State that have a period.
func (b *Book) computable(state string) (ids []string) {
	for _, c := range b.clocks {
		if c.Runs != runsNote && c.AmountFrom != fromNamedDay && c.AmountFrom != fromHop && has(c.Applies.States, state) && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// deadlineClock fills the amount that depends on the State.
func (b *Book) deadlineClock(s *State, raw rawClock) (mla.Clock, error) {
	clock := b.clock(raw)
	at := situation{state: s.Code(), urgency: "normal", track: mla.Judicial, paper: true}
	if len(raw.Applies.Tracks) > 0 {
		at.track = raw.Applies.Tracks[0]
	}
	for _, o := range raw.Overrides {
		if o.holds(at) {
			clock.Rule.Amount = o.Amount
		}
	}
	if raw.AmountFrom == fromExpectation {
		if e := s.expectation(at.track, "", ""); e.MaxDays > 0 {
			clock.Rule.Amount, clock.Source = e.MaxDays, e.Source
		}
	}
	if clock.Rule.Amount == 0 {
		return clock, noPeriod(raw)
	}
	return clock, nil
}

// parseStart reads a civil date or an instant, and gives its year.
func parseStart(from, unit string) (start workday.Start, year int, err error) {
	if d, err := workday.ParseDate(from); err == nil {
		if unit == workday.Hours {
			return start, 0, mla.Refuse("instant_needed", "from", "from", from)
		}
		return workday.On(d), d.Year(), boundYear(d.Year())
	}
	t, err := time.Parse(time.RFC3339, from)
	switch {
	case err == nil:
		return workday.AtInstant(t), t.Year(), boundYear(t.Year())
	case strings.Contains(from, "T") || unit == workday.Hours:
		return start, 0, mla.Refuse("invalid_instant", "from", "from", from)
	}
	return start, 0, mla.Refuse("invalid_date", "from", "from", from)
}

// refusal turns a computation's error into the domain's.
func refusal(err error) error {
	var e *workday.Error
	if errors.As(err, &e) {
		return mla.Refuse(e.Code, e.Field, "value", e.Value)
	}
	return err
}
