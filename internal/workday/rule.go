package workday

import "time"

// The units of a period.
const (
	Hours       = "hours"
	Days        = "days"
	Weeks       = "weeks"
	Months      = "months"
	WorkingDays = "working_days"
)

// The roll-over rules. They belong to the period, never to the State.
const (
	// Reg1182 is Regulation (EEC, Euratom) 1182/71 art. 3: the day or hour of
	// the event is not counted; the last day rolls over Saturdays, Sundays and
	// holidays; two days or more hold at least two working days; hours run
	// through everything.
	Reg1182 = "reg_1182_71"
	// CPP801 is article 801 of the French Code of Criminal Procedure: expiry on
	// the last day at 24:00, rolled over Saturdays, Sundays and holidays.
	CPP801 = "cpp_801"
	// NoRoll never moves the end. The next working day is still reported.
	NoRoll = "none"
)

// Whose calendar and zone a rule uses.
const (
	Home   = "home"
	Abroad = "abroad"
)

// Rule is how a period is counted.
type Rule struct {
	Amount int `json:"amount" yaml:"amount"`
	// Unit is hours, days, weeks, months or working_days.
	Unit string `json:"unit" yaml:"unit"`
	// RollOver is reg_1182_71, cpp_801 or none.
	RollOver string `json:"roll_over" yaml:"roll_over"`
	// Calendar is home or abroad: whose days off and whose midnight count. It
	// is that of the State where the act is to be done.
	Calendar string `json:"calendar" yaml:"calendar"`
}

// Start is the event from which a period runs. Hours need the instant; other
// units take the date, or the zone's date at the instant.
type Start struct {
	Instant time.Time `json:"instant,omitzero"`
	Date    Date      `json:"date,omitzero"`
}

// On starts a period on a civil date.
func On(d Date) Start { return Start{Date: d} }

// AtInstant starts a period at an instant.
func AtInstant(t time.Time) Start { return Start{Instant: t} }

// Skipped is a day that was not counted, and why: Weekend or a holiday's name.
type Skipped struct {
	Date   Date   `json:"date"`
	Why    string `json:"why"`
	WhyFR  string `json:"why_fr,omitempty"`
	Status string `json:"status,omitempty"`
}

// The steps of a computation.
const (
	StepDayExcluded   = "day_of_event_excluded" // Reg. 1182/71 art. 3(1)
	StepHourExcluded  = "hour_of_event_excluded"
	StepCounted       = "counted"
	StepMonthEnd      = "month_end" // the day does not exist in the last month
	StepRolled        = "rolled_over"
	StepTwoWorking    = "at_least_two_working_days" // Reg. 1182/71 art. 3(5)
	StepNotRolled     = "not_rolled_over"
	StepEndOfDay      = "expires_at_24h"
	StepEndOfHour     = "expires_at_hour"
	WarnCoverage      = "outside_calendar"
	WarnEstimated     = "estimated_holiday"
	codeInvalidAmount = "invalid_amount"
)

// Step is one step of a computation, as a code for the interface to word.
type Step struct {
	Code string `json:"code"`
	// Date is the day reached, At the instant where the step is one of hours.
	Date Date      `json:"date,omitzero"`
	At   time.Time `json:"at,omitzero"`
}

// Result is when a period ends, and how that was found.
type Result struct {
	// Due is the instant at which the period expires: anything earlier is in time.
	Due time.Time `json:"due"`
	// DueDate is the last day on which the act is in time, in the zone counted.
	DueDate Date `json:"due_date"`
	// Unrolled is the last day before any roll-over.
	Unrolled Date `json:"unrolled,omitzero"`
	// NextWorking is the first working day from Unrolled on, whatever the rule.
	NextWorking Date      `json:"next_working,omitzero"`
	Skipped     []Skipped `json:"skipped,omitempty"`
	RollOver    string    `json:"roll_over"`
	Steps       []Step    `json:"steps,omitempty"`
	// Warnings are codes: outside_calendar where a date lies beyond what the
	// calendar knows, estimated_holiday where an unproclaimed day counted.
	Warnings []string `json:"warnings,omitempty"`
}
