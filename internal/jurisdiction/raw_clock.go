package jurisdiction

import (
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// How a clock of the registry runs.
const (
	runsRequest    = "request"
	runsEngine     = "engine"
	runsCalculator = "calculator"
	runsNote       = "note"
)

// Where a clock's amount comes from when the registry says none.
const (
	fromHop         = "hop"
	fromExpectation = "expectation"
	fromNamedDay    = "named_day"
)

// rawClock is an entry of the clock registry.
type rawClock struct {
	ID   string   `yaml:"id"`
	Name mla.Text `yaml:"name"`
	Runs string   `yaml:"runs"`
	// From words the start of a clock that no event starts.
	From         mla.Text      `yaml:"from"`
	Kind         mla.ClockKind `yaml:"kind"`
	StartsOn     mla.Trigger   `yaml:"starts_on"`
	PresumedFrom mla.Trigger   `yaml:"presumed_from"`
	MetBy        []mla.Trigger `yaml:"met_by"`
	SuspendedBy  []mla.Trigger `yaml:"suspended_by"`
	ResumedBy    []mla.Trigger `yaml:"resumed_by"`
	OwedBy       string        `yaml:"owed_by"`
	Rule         workday.Rule  `yaml:"rule"`
	AmountFrom   string        `yaml:"amount_from"`
	Overrides    []rawOverride `yaml:"overrides"`
	Applies      rawApplies    `yaml:"applies"`
	Lapses       bool          `yaml:"lapses"`
	// Nature is how binding the source makes it, in the dossier's words.
	Nature string `yaml:"nature"`
	// ValidFrom and ValidTo bound the days, both included, on which this version
	// of the clock is law; zero is open. Versions of one id never overlap.
	ValidFrom workday.Date `yaml:"valid_from"`
	ValidTo   workday.Date `yaml:"valid_to"`
	// Otherwise names the clocks to use on a day outside the validity.
	Otherwise []string `yaml:"otherwise"`
	// Inactive says why the law is not in force; empty for law in force.
	Inactive mla.Text `yaml:"inactive"`
	Basis    rawBasis `yaml:"basis"`
	Note     mla.Text `yaml:"note"`
	Ladder   string   `yaml:"ladder"`
	fact     `yaml:",inline"`
}

// natures of a clock. Hard and soft limits, a least and a longest period, what
// the form must say, a benchmark, information, practice, and our own design.
var natures = []string{"hard", "soft", "minimum", "maximum", "content", "benchmark", "info", "practice", "design"}

const cureRule = "units are hours, days, weeks, months, working_days; roll_over is reg_1182_71, cpp_801 or none; calendar is home or abroad"

func (c rawClock) span() span { return span{c.ValidFrom, c.ValidTo} }

func (c rawClock) active() bool { return c.Inactive == mla.Text{} }

// rawOverride is another amount where its limits hold; the last one that holds wins.
type rawOverride struct {
	rawApplies `yaml:",inline"`
	Amount     int `yaml:"amount"`
	fact       `yaml:",inline"`
}

// rawApplies limits a clock; an empty limit means any.
type rawApplies struct {
	States   []string    `yaml:"states"`
	Tracks   []mla.Track `yaml:"tracks"`
	Forms    []mla.Form  `yaml:"forms"`
	Channels []string    `yaml:"channels"`
	Urgency  []string    `yaml:"urgency"`
	Measures []string    `yaml:"measures"`
	Paper    bool        `yaml:"paper"`
}

// situation is what a clock's limits are held against.
type situation struct {
	state, channel, urgency string
	track                   mla.Track
	form                    mla.Form
	measures                []string
	paper                   bool
	// on is the day whose law is asked for; zero takes the newest version.
	on workday.Date
}

func (a rawApplies) holds(s situation) bool {
	if a.Paper && !s.paper {
		return false
	}
	if len(a.Measures) > 0 && !overlap(a.Measures, s.measures) {
		return false
	}
	return has(a.States, s.state) && has(a.Tracks, s.track) && has(a.Forms, s.form) &&
		has(a.Channels, s.channel) && has(a.Urgency, s.urgency)
}

func overlap(a, b []string) bool {
	for _, v := range b {
		if has(a, v) {
			return true
		}
	}
	return false
}

// rawRung is a step of a reminder ladder.
type rawRung struct {
	ID     string         `yaml:"id"`
	From   string         `yaml:"from"`
	Offset int            `yaml:"offset"`
	Unit   string         `yaml:"unit"`
	Action mla.RungAction `yaml:"action"`
	To     string         `yaml:"to"`
	Letter string         `yaml:"letter"`
	Cites  []rawCite      `yaml:"cites"`
	States []string       `yaml:"states"`
	fact   `yaml:",inline"`
}

// rawCite is an article a letter cites where the request relies on Instrument.
type rawCite struct {
	Instrument string `yaml:"instrument"`
	Text       string `yaml:"text"`
	fact       `yaml:",inline"`
}
