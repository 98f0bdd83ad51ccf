package workday

import (
	"slices"
	"strconv"
	"time"
)

// Compute says when the period of rule that runs from start ends, by the days
// off of cal and the wall clocks of zone. It refuses, with an *Error naming
// the field, an amount of zero or less, an unknown unit or roll-over, a zone
// without transitions and a start that lacks what the unit needs. A date that
// the calendar does not cover is a warning, not an error.
func Compute(rule Rule, start Start, cal Calendar, zone Zone) (Result, error) {
	if err := rule.Check(); err != nil {
		return Result{}, err
	}
	if !zone.Known() {
		return Result{}, &Error{Code: "unknown_zone", Field: "zone", Value: zone.Name}
	}
	if rule.Unit == Hours {
		return computeHours(rule, start, cal, zone)
	}
	from := start.Date
	if from.IsZero() && !start.Instant.IsZero() {
		from = zone.Date(start.Instant)
	}
	if from.IsZero() {
		return Result{}, &Error{Code: "missing_start", Field: "start.date"}
	}
	c := computation{rule: rule, cal: cal, from: from}
	c.res.RollOver = rule.RollOver
	if err := c.count(); err != nil {
		return Result{}, err
	}
	c.roll()
	c.res.Due = zone.Midnight(c.res.DueDate.AddDays(1))
	c.step(StepEndOfDay, c.res.DueDate)
	c.warn()
	return c.res, nil
}

// Check refuses a rule that cannot be computed, naming the field.
func (r Rule) Check() error {
	if r.Amount <= 0 {
		return &Error{Code: codeInvalidAmount, Field: "rule.amount", Value: strconv.Itoa(r.Amount)}
	}
	return r.CheckShape()
}

// CheckShape is Check without the amount, for a rule whose amount is filled
// from elsewhere.
func (r Rule) CheckShape() error {
	if !slices.Contains([]string{Hours, Days, Weeks, Months, WorkingDays}, r.Unit) {
		return &Error{Code: "unknown_unit", Field: "rule.unit", Value: r.Unit}
	}
	if !slices.Contains([]string{Reg1182, CPP801, NoRoll}, r.RollOver) {
		return &Error{Code: "unknown_roll_over", Field: "rule.roll_over", Value: r.RollOver}
	}
	if r.Calendar != Home && r.Calendar != Abroad {
		return &Error{Code: "unknown_calendar", Field: "rule.calendar", Value: r.Calendar}
	}
	return nil
}

// computeHours runs through weekends and holidays (Reg. 1182/71 art. 3(3));
// only a period expressed otherwise than in hours rolls over (art. 3(4)).
func computeHours(rule Rule, start Start, cal Calendar, zone Zone) (Result, error) {
	if start.Instant.IsZero() {
		return Result{}, &Error{Code: "missing_instant", Field: "start.instant"}
	}
	c := computation{rule: rule, cal: cal, from: zone.Date(start.Instant)}
	c.res.RollOver = rule.RollOver
	first := start.Instant.UTC()
	if rule.RollOver == Reg1182 {
		// The hour during which the event falls is not counted (art. 3(1)).
		// Hours are those of the wall clock, which in India begin at the half.
		offset := time.Duration(zone.Offset(first)) * time.Second
		first = first.Add(offset).Truncate(time.Hour).Add(time.Hour - offset)
		c.res.Steps = append(c.res.Steps, Step{Code: StepHourExcluded, At: first})
	}
	c.res.Due = first.Add(time.Duration(rule.Amount) * time.Hour)
	c.res.DueDate = zone.Date(c.res.Due.Add(-1))
	c.res.Unrolled = c.res.DueDate
	c.res.NextWorking = cal.NextWorking(c.res.DueDate)
	c.res.Steps = append(c.res.Steps, Step{Code: StepEndOfHour, At: c.res.Due})
	return c.res, nil
}

// computation is a period in days or longer, being counted.
type computation struct {
	rule Rule
	cal  Calendar
	from Date
	res  Result
}

func (c *computation) step(code string, d Date) {
	c.res.Steps = append(c.res.Steps, Step{Code: code, Date: d})
}

// count finds the last day before any roll-over. The day of the event is not
// counted; weeks end on the same weekday and months on the same date.
func (c *computation) count() error {
	c.step(StepDayExcluded, c.from)
	n := c.rule.Amount
	var last Date
	switch c.rule.Unit {
	case Days:
		last = c.from.AddDays(n)
	case Weeks:
		last = c.from.AddDays(7 * n)
	case Months:
		last = c.from.AddMonths(n)
	case WorkingDays:
		last = c.cal.AddWorkingDays(c.from, n)
		if last.IsZero() {
			return &Error{Code: "no_working_day", Field: "calendar", Value: c.cal.State}
		}
		c.skip(c.from.AddDays(1), last)
	}
	c.res.Unrolled, c.res.DueDate = last, last
	c.res.NextWorking = c.cal.NextWorking(last)
	c.step(StepCounted, last)
	if c.rule.Unit == Months && last.Day() != c.from.Day() {
		c.step(StepMonthEnd, last)
	}
	return nil
}

// roll moves the last day as the rule says.
func (c *computation) roll() {
	next := c.res.NextWorking
	if c.rule.RollOver == NoRoll || next.IsZero() {
		if next != c.res.Unrolled {
			c.step(StepNotRolled, c.res.Unrolled)
		}
		return
	}
	if next != c.res.DueDate {
		c.skip(c.res.DueDate, next)
		c.res.DueDate = next
		c.step(StepRolled, next)
	}
	if c.rule.RollOver == Reg1182 && c.atLeastTwoDays() {
		c.twoWorkingDays()
	}
}

// atLeastTwoDays reports whether art. 3(5) of Reg. 1182/71 applies.
func (c *computation) atLeastTwoDays() bool {
	return c.rule.Amount >= 2 || c.rule.Unit == Weeks || c.rule.Unit == Months
}

// twoWorkingDays extends the period until it holds two working days.
func (c *computation) twoWorkingDays() {
	short := 2 - c.cal.WorkingDaysBetween(c.from, c.res.DueDate)
	if short <= 0 {
		return
	}
	last := c.cal.AddWorkingDays(c.res.DueDate, short)
	if last.IsZero() {
		return
	}
	c.skip(c.res.DueDate.AddDays(1), last)
	c.res.DueDate = last
	c.step(StepTwoWorking, last)
}

// skip records the days off from a up to but not including b.
func (c *computation) skip(a, b Date) {
	for d := a; d.Before(b); d = d.AddDays(1) {
		why, off := c.cal.Why(d)
		if !off {
			continue
		}
		h, _ := c.cal.Holiday(d)
		c.res.Skipped = append(c.res.Skipped, Skipped{Date: d, Why: why, WhyFR: h.NameFR, Status: h.Status})
	}
}

func (c *computation) warn() {
	if !c.cal.Covers(c.from) || !c.cal.Covers(c.res.DueDate) {
		c.res.Warnings = append(c.res.Warnings, WarnCoverage)
	}
	if slices.ContainsFunc(c.res.Skipped, func(s Skipped) bool { return s.Status == Estimated }) {
		c.res.Warnings = append(c.res.Warnings, WarnEstimated)
	}
}
