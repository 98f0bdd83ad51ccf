package mla

import "github.com/rogatory/rogatory/internal/workday"

// DraftSchema is the version of the request document written today.
const DraftSchema = "rogatory.request/1"

// Draft is the request as its authors type it: the field model F01–F30 of the
// dossier as far as it applies. It is stored as versioned JSON; Canonical gives
// the form that is hashed. Identities of minors are never in it: a minor is a
// label (V1, V2 …) whose identity lies in the sealed annex.
type Draft struct {
	// Schema is DraftSchema.
	Schema string `json:"schema"`
	// CaseRef is the reference of the originating case.
	CaseRef string `json:"case_ref"`
	// State is the requested State, by the ISO code that the law's data knows it by.
	State string `json:"state"`
	Track Track  `json:"track"`
	Form  Form   `json:"form"`
	// Channel is a path of the country data; empty takes the form's first.
	Channel string `json:"channel,omitempty"`

	Authority           Authority    `json:"authority"`                      // F01
	ValidatingAuthority *Authority   `json:"validating_authority,omitempty"` // F02
	ExecutingAuthority  string       `json:"executing_authority,omitempty"`  // F03, name and address as known
	References          []Reference  `json:"references,omitempty"`           // F04
	LegalBasis          []LegalBasis `json:"legal_basis,omitempty"`          // F05
	ReciprocityOffered  bool         `json:"reciprocity_offered,omitempty"`  // F05
	Purpose             string       `json:"purpose"`                        // F06
	Proceedings         Proceedings  `json:"proceedings"`                    // F07
	Facts               string       `json:"facts"`                          // F08
	Offences            []Offence    `json:"offences,omitempty"`             // F09
	Persons             []Person     `json:"persons,omitempty"`              // F10
	Victims             []Victim     `json:"victims,omitempty"`              // F11
	Measures            []Measure    `json:"measures"`                       // F12, F14–F18, F20
	Necessity           string       `json:"necessity,omitempty"`            // F13
	Formalities         []string     `json:"formalities,omitempty"`          // F19
	Officials           []Official   `json:"officials,omitempty"`            // F19, of ours who assist the execution
	Urgency             Urgency      `json:"urgency"`                        // F21
	// ChildInDanger opens the safeguard track at once.
	ChildInDanger     bool         `json:"child_in_danger,omitempty"`
	Confidential      bool         `json:"confidential"`                 // F22
	UseLimitation     bool         `json:"use_limitation"`               // F23 undertaking
	Costs             string       `json:"costs,omitempty"`              // F24
	Remedies          string       `json:"remedies,omitempty"`           // F25
	Certified         bool         `json:"certified"`                    // F26 accuracy, availability, necessity
	TranslateTo       string       `json:"translate_to,omitempty"`       // F27, empty takes the path's
	Attachments       []Attachment `json:"attachments,omitempty"`        // F28
	DataProtection    string       `json:"data_protection,omitempty"`    // F29 ground of transfer
	AssuranceRequired bool         `json:"assurance_required,omitempty"` // F30 death penalty, fair trial
	// PathChoice is what was proposed when the request was opened; nil for a
	// draft to which nothing was proposed.
	PathChoice *PathChoice `json:"path_choice,omitempty"`
}

// PathChoice holds the path chosen against the one proposed. Reason is the
// author's, where the two differ.
type PathChoice struct {
	Proposed PathRef `json:"proposed"`
	Reason   string  `json:"reason,omitempty"`
}

// PathRef names a path: a form on a channel.
type PathRef struct {
	Form    Form   `json:"form,omitempty"`
	Channel string `json:"channel,omitempty"`
}

// Deviates reports whether the draft takes another path than the one proposed.
// An empty channel in the draft is the form's first and no deviation by itself.
func (d Draft) Deviates() bool {
	if d.PathChoice == nil || d.PathChoice.Proposed.Form == "" {
		return false
	}
	p := d.PathChoice.Proposed
	return p.Form != d.Form || d.Channel != "" && p.Channel != "" && p.Channel != d.Channel
}

// Authority is an authority with the person to contact.
type Authority struct {
	Name      string   `json:"name"`
	Capacity  string   `json:"capacity,omitempty"`
	Person    string   `json:"person,omitempty"`
	Address   string   `json:"address,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Email     string   `json:"email,omitempty"`
	Hours     string   `json:"hours,omitempty"`
	Zone      string   `json:"zone,omitempty"` // IANA
	Languages []string `json:"languages,omitempty"`
}

// Reference is a file number: Kind is parquet, instruction, investigators, bepi, ncb, prior_request, preservation.
type Reference struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// LegalBasis is an instrument of the country data with the articles relied on.
type LegalBasis struct {
	Instrument string   `json:"instrument"`
	Articles   []string `json:"articles,omitempty"`
}

// Proceedings says what the request serves.
type Proceedings struct {
	Nature    string `json:"nature"` // preliminary_inquiry, flagrancy, judicial_information, trial
	Authority string `json:"authority"`
	Stage     string `json:"stage,omitempty"`
}

// Offence is described by conduct; Qualification is the French label.
type Offence struct {
	Qualification string   `json:"qualification"`
	Articles      []string `json:"articles"`
	LawText       string   `json:"law_text,omitempty"`
	MaxPenalty    string   `json:"max_penalty,omitempty"`
	Prescription  string   `json:"prescription,omitempty"`
	// EIOCategory is one of the 32 categories of Annex D, where it applies.
	EIOCategory string `json:"eio_category,omitempty"`
}

// Person is a natural or legal person of full age. Role is suspect, witness, victim, expert, third_party.
type Person struct {
	Label       string       `json:"label"` // P1, P2 …
	Role        string       `json:"role"`
	Name        string       `json:"name,omitempty"`
	OtherNames  string       `json:"other_names,omitempty"`
	BornOn      workday.Date `json:"born_on,omitzero"`
	BornAt      string       `json:"born_at,omitempty"`
	Nationality string       `json:"nationality,omitempty"`
	Document    string       `json:"document,omitempty"`
	Address     string       `json:"address,omitempty"`
	Languages   []string     `json:"languages,omitempty"`
	// Sex is f, m or other, as the identity document says; Workplace and Contact
	// (telephone, e-mail) are what else an EIO asks of a person.
	Sex       string `json:"sex,omitempty"`
	Workplace string `json:"workplace,omitempty"`
	Contact   string `json:"contact,omitempty"`
	// Local says that the person is in the requested State.
	Local bool `json:"local,omitempty"`
	// Legal says that it is a legal person, with its legal form, its number in a
	// register and who represents it.
	Legal          bool   `json:"legal,omitempty"`
	LegalForm      string `json:"legal_form,omitempty"`
	Registration   string `json:"registration,omitempty"`
	Representative string `json:"representative,omitempty"`
}

// Victim is a minor, by label only.
type Victim struct {
	Label string `json:"label"` // V1, V2 …
	// AgeBand is a band such as "under_10", "10_14", "15_17", "unknown".
	AgeBand string `json:"age_band,omitempty"`
	// Sealed says that an identity exists in the sealed annex.
	Sealed bool `json:"sealed,omitempty"`
}

// Measure is one thing asked.
type Measure struct {
	ID   string `json:"id"` // M1, M2 …
	Kind string `json:"kind"`
	// Description says what is asked, in acts; Expected what evidence is expected.
	Description   string       `json:"description"`
	Expected      string       `json:"expected,omitempty"`
	Identifiers   []Identifier `json:"identifiers,omitempty"`
	Custodian     string       `json:"custodian,omitempty"` // provider, bank, remittance office
	PeriodFrom    workday.Date `json:"period_from,omitzero"`
	PeriodTo      workday.Date `json:"period_to,omitzero"`
	Questions     []string     `json:"questions,omitempty"` // hearing
	Person        string       `json:"person,omitempty"`    // label of the person or minor concerned
	Coercive      bool         `json:"coercive,omitempty"`
	Authorisation string       `json:"authorisation,omitempty"` // reference of the judge's order
	Place         string       `json:"place,omitempty"`
}

// Identifier is something a custodian can look up. Kind is account, url, phone,
// email, ip, iban, bank_account, mtcn, wallet, imei, device.
type Identifier struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	// At is the instant (RFC 3339) an IP address was seen, Port its source port.
	At   string `json:"at,omitempty"`
	Port int    `json:"port,omitempty"`
}

// Official is one of ours who is to assist in the execution.
type Official struct {
	Name     string `json:"name"`
	Function string `json:"function,omitempty"`
	Contact  string `json:"contact,omitempty"`
}

// Urgency carries the reason that the requested State will ask for.
type Urgency struct {
	Level string `json:"level"` // normal, urgent
	// Ground is concealment (evidence is being hidden or destroyed), trial (a date
	// of trial is near) or other, as an EIO asks; empty counts as other.
	Ground     string       `json:"ground,omitempty"`
	Reason     string       `json:"reason,omitempty"`
	RequiredBy workday.Date `json:"required_by,omitzero"`
}

// Attachment is a document joined to the request.
type Attachment struct {
	Title string `json:"title"`
	Doc   DocRef `json:"doc"`
}
