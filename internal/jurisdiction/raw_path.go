package jurisdiction

import (
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// byStage, in a measure's forms, is the form that the stage of the proceedings says.
const byStage = "by_stage"

// rawPaths says how a path is proposed.
type rawPaths struct {
	Schema    string         `yaml:"schema"`
	Stages    []rawStage     `yaml:"stages"`
	Offences  []rawOffence   `yaml:"offences"`
	Forms     []rawFormRule  `yaml:"forms"`
	Elsewhere []rawElsewhere `yaml:"elsewhere"`
	Gates     []rawGate      `yaml:"gates"`
	Reasons   []rawRemark    `yaml:"reasons"`
	Warnings  []rawRemark    `yaml:"warnings"`
	Words     []rawWord      `yaml:"words"`
}

type rawStage struct {
	Stage    string   `yaml:"stage"`
	Form     mla.Form `yaml:"form"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawOffence struct {
	ID string `yaml:"id"`
	// List says that it is a category of the EIO's Annex D.
	List     bool `yaml:"list"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawFormRule places a form among the others.
type rawFormRule struct {
	Form mla.Form `yaml:"form"`
	Tier string   `yaml:"tier"`
	// Lead puts the form first where one of its entries holds.
	Lead []rawLead `yaml:"lead"`
	// Companion says why the form goes beside a judicial one when a measure is
	// volatile; empty for a form that never does.
	Companion rawWhy `yaml:"companion"`
	mla.Text  `yaml:",inline"`
	fact      `yaml:",inline"`
}

// rawLead holds for a child in danger, or when the form carries one of Measures.
type rawLead struct {
	Danger   bool     `yaml:"danger"`
	Measures []string `yaml:"measures"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawWhy struct {
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawWord is a phrase of a proposal; {list} and {last} are filled in.
type rawWord struct {
	ID       string `yaml:"id"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawElsewhere is an order or an agreement that another tool makes.
type rawElsewhere struct {
	ID       string       `yaml:"id"`
	States   []string     `yaml:"states"`
	From     workday.Date `yaml:"from"`
	Name     mla.Text     `yaml:"name"`
	Clocks   []string     `yaml:"clocks"`
	Basis    mla.Text     `yaml:"basis"`
	Receiver mla.Text     `yaml:"receiver"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawRemark is a reason or a warning; every word of When must hold.
type rawRemark struct {
	When     []string   `yaml:"when"`
	Forms    []mla.Form `yaml:"forms"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawWhen limits a channel in proposals; it can be chosen all the same.
type rawWhen struct {
	Urgency []string `yaml:"urgency"`
	// Electronic asks for a measure on electronic evidence, or for none; unset takes both.
	Electronic *bool `yaml:"electronic"`
}

// rawRelied says when a proposal relies on an instrument.
type rawRelied struct {
	Electronic     bool       `yaml:"electronic"`
	OrOffences     []string   `yaml:"or_offences"`
	OrForms        []mla.Form `yaml:"or_forms"`
	Transnational  bool       `yaml:"transnational"`
	OrganisedGroup bool       `yaml:"organised_group"`
	Offences       []string   `yaml:"offences"`
	Unless         []string   `yaml:"unless"`
}

// rawMeasure is a kind of measure; Notes say what a State has for it.
type rawMeasure struct {
	ID         string   `yaml:"id"`
	Name       mla.Text `yaml:"name"`
	Fields     []string `yaml:"fields"`
	Needs      []string `yaml:"needs"`
	LooksUp    []string `yaml:"looks_up"`
	Electronic bool     `yaml:"electronic"`
	Volatile   bool     `yaml:"volatile"`
	Coercive   bool     `yaml:"coercive"`
	// FollowUp is the measure that discloses what this one preserved.
	FollowUp string      `yaml:"follow_up"`
	Notes    []rawNote   `yaml:"notes"`
	Retired  *rawRetired `yaml:"retired"`
	fact     `yaml:",inline"`
}

type rawRetired struct {
	Instead  []string `yaml:"instead"`
	mla.Text `yaml:",inline"`
}

// rawNote is a measure in one State.
type rawNote struct {
	State string `yaml:"state"`
	// Available is false where the State has no such measure; unset is true.
	Available   *bool       `yaml:"available"`
	Instead     *rawInstead `yaml:"instead"`
	Fields      []string    `yaml:"fields"`
	Needs       []string    `yaml:"needs"`
	Forms       []string    `yaml:"forms"`
	Instruments []string    `yaml:"instruments"`
	Clocks      []string    `yaml:"clocks"`
	Electronic  bool        `yaml:"electronic"`
	// As is the kind that a draft of a form asks instead.
	As       map[mla.Form]string `yaml:"as"`
	Tools    []rawTool           `yaml:"tools"`
	Traps    []rawWhy            `yaml:"traps"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

func (n rawNote) available() bool { return n.Available == nil || *n.Available }

type rawInstead struct {
	Forms    []string `yaml:"forms"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawTool is what the law of the State calls it.
type rawTool struct {
	Name     string `yaml:"name"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}
