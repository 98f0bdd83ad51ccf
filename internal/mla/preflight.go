package mla

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/workday"
)

// Severity is how much a finding of the pre-flight weighs.
type Severity string

// The severities. Only what is sourced, or a house rule named as ours, blocks.
const (
	Block Severity = "block"
	Warn  Severity = "warn"
	Info  Severity = "info"
)

// Severities lists them, the heaviest first.
var Severities = []Severity{Block, Warn, Info}

// Finding is one reason for which the request would come back, at one field.
// Message and Cure may quote what was typed: show them to whoever may read the
// draft, log only Rule and Check.
type Finding struct {
	// Rule is the return cause (R01–R25), Check the defect within it.
	Rule  string `json:"rule"`
	Check string `json:"check"`
	// Field is a path in the draft, such as measures.0.identifiers.1.at.
	Field    string   `json:"field"`
	Severity Severity `json:"severity"`
	// Message says what is wrong here, Explanation why requests come back for it,
	// Cure what to do.
	Message     Text   `json:"message"`
	Explanation Text   `json:"explanation"`
	Cure        Text   `json:"cure"`
	Source      Source `json:"source"`
	// House says that the rule is ours, not a foreign authority's or a text's.
	House bool `json:"house"`
	// Replace is the cure where it is a matter of writing other words; nil for none.
	Replace *Replacement `json:"replace,omitempty"`
}

// PreflightInput is what the pre-flight looks at. Only Draft, Today and Rules
// are needed; what is not known is not held against the request.
type PreflightInput struct {
	Draft Draft
	// Profile is the law that governs the request; the zero Profile while it
	// cannot be resolved.
	Profile Profile
	Today   workday.Date
	Rules   *PreflightRules
	// Measures are the catalogue's kinds for the State; empty: not known.
	Measures map[string]MeasureNeeds
	// States are the names of States by code; a code without one stands for itself.
	States map[string]Text
	// Instruments are the legal bases known with the State, those not in force
	// included; Elsewhere the ids known with other States only.
	Instruments []KnownInstrument
	Elsewhere   []string
	// Forms are the forms that some channel of the State carries; Channels those
	// that carry the draft's form.
	Forms    []Form
	Channels []string
	// Siblings are the other open requests of the case.
	Siblings []Sibling
	// Preservations are the data preserved abroad for the case.
	Preservations []PreservedData
	// Names is the register of the case.
	Names NameBook
}

// MeasureNeeds is what the catalogue says of a kind of measure.
type MeasureNeeds struct {
	Name Text
	// Fields are those of the request (F01–F30) that the kind needs filled.
	Fields   []string
	Coercive bool
	// Period says that the kind is asked for over a period.
	Period bool
	// Retired kinds are known and asked no longer.
	Retired bool
}

// KnownInstrument is a legal basis as it stands between the two States.
type KnownInstrument struct {
	Instrument
	InForce bool
	Forms   []Form
	// FormArticles are the articles that fit the draft's form, where the data has any.
	FormArticles []string
}

// Sibling is another open request of the same case.
type Sibling struct {
	Reference    string
	State        string
	Track        Track
	Confidential bool
	Measures     []Measure
}

// PreservedData is a preservation in the case: until when it holds, as far as known.
type PreservedData struct {
	Reference string
	State     string
	Lapses    workday.Date
	ActBefore workday.Date
}

// examination is one run over one draft.
type examination struct {
	PreflightInput
	d     *Draft
	p     *PreflightParams
	texts []draftText
	// all is every free text, folded to plain words.
	all string
	// firstYear and lastYear are those that facts and necessity name; 0 for none.
	firstYear, lastYear int
	out                 []Finding
}

// draftText is a free text of the draft with its field.
type draftText struct {
	field, text string
	// words is the text folded, see fold.
	words     string
	sentences []sentence
}

type sentence struct{ text, words string }

// preflightRules are the causes in order, one function each.
var preflightRules = []struct {
	id   string
	find func(*examination)
}{
	{"R01", (*examination).legalBasis},
	{"R02", (*examination).factsAndLink},
	{"R03", (*examination).lawText},
	{"R04", (*examination).penaltyAndPrescription},
	{"R05", (*examination).dualCriminality},
	{"R06", (*examination).authorityAndPlace},
	{"R07", (*examination).issuer},
	{"R08", (*examination).translationAndNames},
	{"R09", (*examination).identifiers},
	{"R10", (*examination).periods},
	{"R11", (*examination).authorisation},
	{"R12", (*examination).urgency},
	{"R13", (*examination).confidentiality},
	{"R14", (*examination).hearings},
	{"R15", (*examination).formalities},
	{"R16", (*examination).undertakings},
	{"R17", (*examination).contact},
	{"R18", (*examination).attachments},
	{"R19", (*examination).preservation},
	{"R20", (*examination).duplicates},
	{"R21", (*examination).minors},
	{"R22", (*examination).formVersion},
	{"R23", (*examination).severalAddressees},
	{"R24", (*examination).overtaken},
	{"R25", (*examination).payload},
}

// Preflight gives every reason known for which the request would come back, in
// the order of the causes. It is pure, never fails, and takes a draft in the
// making: what is missing is a finding like any other.
func Preflight(in PreflightInput) []Finding {
	if in.Rules == nil {
		return nil
	}
	x := &examination{PreflightInput: in, d: &in.Draft, p: &in.Rules.Params}
	x.readTexts()
	for _, r := range preflightRules {
		r.find(x)
	}
	return x.out
}

// Blocks reports whether a finding blocks.
func Blocks(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Block })
}

// RulesOf lists the rules with a finding of a severity, each once, in order.
func RulesOf(fs []Finding, s Severity) []string {
	var out []string
	for _, f := range fs {
		if f.Severity == s && !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

// hit records a finding; args fill the {places} of the data's texts.
func (x *examination) hit(rule, check, field string, args ...textArg) {
	x.hitFrom(rule, check, field, Source{}, args...)
}

// hitFrom is hit for a finding that rests on a source of its own.
func (x *examination) hitFrom(rule, check, field string, src Source, args ...textArg) {
	r, ok := x.Rules.Rules[rule]
	c, known := r.Checks[check]
	if !ok || !known {
		return // the loader refuses data that lacks one
	}
	f := Finding{
		Rule: rule, Check: check, Field: field, Severity: c.Severity, Message: inserted(c.Message, args),
		Explanation: r.Explanation, Cure: inserted(c.Cure, args), Source: c.Source, House: c.House,
	}
	if src.Mark != "" {
		f.Source = src
		f.House = src.Mark == Design
	}
	if f.Severity == Block && f.Source.Mark == Memory {
		f.Severity = Warn // what rests on memory never blocks
	}
	x.out = append(x.out, f)
}

// textArg is a value for a place in a text, in both languages.
type textArg struct {
	name  string
	value Text
}

func arg(name, value string) textArg { return textArg{name, Text{FR: value, EN: value}} }

func textOf(name string, value Text) textArg { return textArg{name, value} }

// stateArg puts the name of a State into a text.
func (x *examination) stateArg(name, code string) textArg {
	if t, ok := x.States[code]; ok {
		return textArg{name, t}
	}
	return arg(name, code)
}

func dateArg(name string, d workday.Date) textArg {
	return textArg{name, Text{FR: frenchDate(d), EN: englishDate(d)}}
}

func inserted(t Text, args []textArg) Text {
	for _, a := range args {
		t.FR = strings.ReplaceAll(t.FR, "{"+a.name+"}", a.value.FR)
		t.EN = strings.ReplaceAll(t.EN, "{"+a.name+"}", a.value.EN)
	}
	return t
}

func (x *examination) judicial() bool { return x.d.Track == Judicial }

// needs reports whether the measure's kind needs one of the fields filled.
func (x *examination) needs(m Measure, fields ...string) bool {
	kind := x.Measures[m.Kind]
	return slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(kind.Fields, f) })
}

// kindName is the measure's kind in words.
func (x *examination) kindName(m Measure) Text {
	if n := x.Measures[m.Kind].Name; n.FR != "" {
		return n
	}
	return Text{FR: m.Kind, EN: m.Kind}
}

func (x *examination) gate(id string) bool {
	return slices.ContainsFunc(x.Profile.Gates, func(g Gate) bool { return g.ID == id })
}

// relies reports whether the draft names the instrument.
func (x *examination) relies(id string) bool {
	return slices.ContainsFunc(x.d.LegalBasis, func(b LegalBasis) bool { return b.Instrument == id })
}
