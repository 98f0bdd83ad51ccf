package mla

import "github.com/rogatory/rogatory/internal/workday"

// Profile is the snapshot of law, path and calendar that governs one request.
// internal/jurisdiction fills it when the request is opened; it travels as
// workflow input, so that neither the domain nor a workflow ever reads rule
// data from the binary. A new version of the law reaches an open request only
// through RefreshProfile, a proclaimed holiday only through RefreshCalendar.
type Profile struct {
	// Version is the data version, Hash the SHA-256 of the canonical JSON of the rest.
	Version string `json:"version"`
	Hash    string `json:"hash"`
	// State is the ISO code of the requested State.
	State string `json:"state"`
	Track Track  `json:"track"`
	Form  Form   `json:"form"`
	Path  Path   `json:"path"`

	// Instruments are the legal bases relied on, best first.
	Instruments []Instrument `json:"instruments"`

	// Paper says that the original is signed and stamped on paper, which adds
	// the signed phase.
	Paper bool `json:"paper"`
	// TranslateTo is the BCP 47 language that the request must be translated
	// into; empty where the requested State accepts the French text.
	TranslateTo string `json:"translate_to,omitempty"`
	// AcceptedLanguages are those in which the requested State takes requests.
	AcceptedLanguages []string `json:"accepted_languages"`
	// Template is the letter that the request takes where it is not that of its
	// form: the requested State has a form or a package of its own.
	Template string `json:"template,omitempty"`
	// Bilingual says that the translated request is printed beside the French.
	Bilingual bool `json:"bilingual,omitempty"`
	// Papers go with the request; a profile older than the list has none, see
	// activities.
	Papers []Paper `json:"papers,omitempty"`
	// MachineMaySend is false for all four States: no machine writes to a
	// foreign authority.
	MachineMaySend bool `json:"machine_may_send"`

	Clocks  []Clock           `json:"clocks"`
	Ladders map[string][]Rung `json:"ladders"`
	// ExpectedAnswer is the practice expectation from hand-over abroad to the
	// full answer; an estimate, never a deadline.
	ExpectedAnswer Expectation `json:"expected_answer"`
	// Gates are safeguards that apply, for example "death_penalty", "led_transfer".
	Gates []Gate `json:"gates,omitempty"`

	HomeCalendar   workday.Calendar `json:"home_calendar"`
	AbroadCalendar workday.Calendar `json:"abroad_calendar"`
	HomeZone       workday.Zone     `json:"home_zone"`
	AbroadZone     workday.Zone     `json:"abroad_zone"`
}

// Source says where a leaf of the data comes from and how sure we are.
type Source struct {
	// Mark is sourced, memory or design.
	Mark Mark `json:"mark"`
	// Ref is the source's number in the register (S9), or "design", or a
	// person's proclamation number for an imported holiday.
	Ref string `json:"ref,omitempty"`
	// URL is the page, where the register has one.
	URL string `json:"url,omitempty"`
	// CheckedOn is the day the source was read.
	CheckedOn workday.Date `json:"checked_on"`
}

// Mark is the certainty of a fact of law.
type Mark string

// The marks. What rests on memory may warn and never blocks.
const (
	Sourced Mark = "sourced"
	Memory  Mark = "memory"
	Design  Mark = "design"
)

// Text is a label in the interface languages.
type Text struct {
	FR string `json:"fr" yaml:"fr"`
	EN string `json:"en" yaml:"en"`
}

// Instrument is a legal basis.
type Instrument struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	// Kind is bilateral, eu, multilateral, reciprocity or police; reciprocity
	// asks for an offer of reciprocity with the request.
	Kind     string   `json:"kind,omitempty"`
	Articles []string `json:"articles"`
	// Condition says when it applies, where it does not always.
	Condition Text   `json:"condition,omitzero"`
	Source    Source `json:"source"`
}

// Path is a channel with its ordered hops.
type Path struct {
	// ID is the channel's key in the country data, for example "budapest".
	ID   string `json:"id"`
	Name Text   `json:"name"`
	Hops []Hop  `json:"hops"`
	// Note says what a person should know before taking this path.
	Note   Text   `json:"note,omitzero"`
	Source Source `json:"source"`
}

// Side says on which side of the border a hop's holder sits.
type Side string

// The sides.
const (
	Home   Side = "home"
	Abroad Side = "abroad"
)

// Hop is one holder of the file on its way. Hops[0] holds it when the request
// is ready; a hand-over takes it from Hops[k] to Hops[k+1]. The last hop is
// the authority that executes.
type Hop struct {
	ID    string `json:"id"`
	Actor Text   `json:"actor"`
	Side  Side   `json:"side"`
	// Role is draft, control, transmit, receive or execute.
	Role string `json:"role"`
	// ClerkOrg is the organisation whose clerk records the hand-over away from
	// this holder; empty where no clerk of ours sits there and the liaison
	// officer records what is known.
	ClerkOrg string `json:"clerk_org,omitempty"`
	// ExpectedDays is how many working days of the holder's calendar it keeps
	// the file, an estimate from practice. Zero: no expectation.
	ExpectedDays int `json:"expected_days,omitempty"`
	// ExpectedLeast is the lower end of that estimate; zero: as long as ExpectedDays.
	ExpectedLeast int `json:"expected_least,omitempty"`
	// ExpectedSource is where the estimate comes from; Source is that of the holder.
	ExpectedSource Source `json:"expected_source,omitzero"`
	// Proofs are the kinds of proof of hand-over that fit when the file leaves
	// for this hop (bordereau, email_id, valise, registered_mail, ecodex_id, i247_id, note_verbale).
	Proofs []string `json:"proofs,omitempty"`
	Source Source   `json:"source"`
}

// Gate is a safeguard named by the country data.
type Gate struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Source Source `json:"source"`
}

// Expectation is a practice duration as a range in calendar days.
type Expectation struct {
	MinDays int    `json:"min_days"`
	MaxDays int    `json:"max_days"`
	Source  Source `json:"source"`
}

// ClockKind orders how binding an obligation is.
type ClockKind string

// The kinds of clock.
const (
	// Statutory is a period fixed by law.
	Statutory ClockKind = "statutory"
	// TreatyMinimum is a minimum after which something lapses; it never rolls forward.
	TreatyMinimum ClockKind = "treaty_minimum"
	// Expected is a practice duration, always shown as an estimate.
	Expected ClockKind = "expected"
	// Duty is an internal duty of our own people, a house rule.
	Duty ClockKind = "duty"
)

// Clock is a period as data: what starts it, what meets it, how it is counted.
type Clock struct {
	// ID is the registry's name, for example EIO_ACK.
	ID   string    `json:"id"`
	Name Text      `json:"name"`
	Kind ClockKind `json:"kind"`
	// StartsOn is the trigger that starts it; PresumedFrom, when set, starts it
	// earlier from a presumed date (proof of hand-over abroad) until the real
	// trigger re-bases it.
	StartsOn     Trigger `json:"starts_on"`
	PresumedFrom Trigger `json:"presumed_from,omitempty"`
	// MetBy are the triggers that meet it.
	MetBy []Trigger `json:"met_by"`
	// SuspendedBy and ResumedBy stop and restart it.
	SuspendedBy []Trigger `json:"suspended_by,omitempty"`
	ResumedBy   []Trigger `json:"resumed_by,omitempty"`
	// OwedBy is "foreign", "holder" (whoever holds the file), or a role.
	OwedBy string `json:"owed_by"`
	// Rule is how the period is counted.
	Rule workday.Rule `json:"rule"`
	// Lapses says that missing it loses the right (preservation) rather than
	// being late.
	Lapses bool `json:"lapses,omitempty"`
	// Active is false for law not yet in force; InactiveWhy then says why.
	Active      bool   `json:"active"`
	InactiveWhy Text   `json:"inactive_why,omitzero"`
	Basis       string `json:"basis"`
	// Note says what the number of days does not.
	Note   Text   `json:"note,omitzero"`
	Ladder string `json:"ladder,omitempty"`
	Source Source `json:"source"`
	// Nature is how binding the source makes it: hard, soft, minimum, maximum,
	// content, benchmark, info, practice or design.
	Nature string `json:"nature,omitempty"`
	// ValidFrom and ValidTo are the days, both included, on which this version
	// is law; zero is open. The version of the opening day governs a request.
	ValidFrom workday.Date `json:"valid_from,omitzero"`
	ValidTo   workday.Date `json:"valid_to,omitzero"`
}

// RungAction is what a rung of a ladder does.
type RungAction string

// The actions.
const (
	// Remind mails the person who owes it.
	Remind RungAction = "remind"
	// StatusRequest and ReminderLetter produce a letter and a clerk's duty to hand it over.
	StatusRequest  RungAction = "status_request"
	ReminderLetter RungAction = "reminder_letter"
	// Liaison asks the liaison magistrate or Eurojust, by mail to the officer with the text to use.
	Liaison RungAction = "liaison"
	// Escalate mails the magistrate.
	Escalate RungAction = "escalate"
	// Alarm mails officer and magistrate at once.
	Alarm RungAction = "alarm"
)

// Rung is one step of a reminder ladder.
type Rung struct {
	// ID names the rung within its ladder: r1, r2 …
	ID string `json:"id"`
	// From is "due", "act_before" or "start".
	From string `json:"from"`
	// Offset is the number of Units from it, negative before.
	Offset int `json:"offset"`
	// Unit is days or hours.
	Unit   string     `json:"unit"`
	Action RungAction `json:"action"`
	// To is the role mailed; "owed_by" means whoever owes the obligation.
	To string `json:"to"`
	// Letter is the template of the letter, for the letter actions.
	Letter string `json:"letter,omitempty"`
	// Basis is the article the letter cites; empty where the profile holds none with a mark.
	Basis string `json:"basis,omitempty"`
	// BasisSource is where Basis comes from; Source is that of the rung itself.
	BasisSource Source `json:"basis_source,omitzero"`
	Source      Source `json:"source"`
}
