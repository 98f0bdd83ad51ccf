package letter

import (
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// What letters other than the request are about.

// Approval is the magistrate's approval, by function and never by name: the
// signature on paper carries the name.
type Approval struct {
	At time.Time
	By string
}

// HopInfo is one hand-over, or who writes to whom in the papers that go with it.
// Proof is a kind of the hop's proofs, Number what the proof is numbered; both may
// still be empty when the slip is printed.
type HopInfo struct {
	// FromID and ToID are the holders in the country data, for a name in the
	// letter's language; From and To are their names otherwise.
	FromID, ToID string
	From, To     string
	Position     int // 1 for the first hand-over
	Of           int
	Number       string
	Proof        string
	// SHA256 is the digest of the file handed over, which is not the draft's.
	SHA256 string
	// Parts are the documents of the package, in order.
	Parts []Part
}

// Part is one document that a slip or a covering letter lists. Kind is that of a
// document (request, signed, translation, cure) or of a letter.
type Part struct{ Kind, Lang, SHA256 string }

// ReminderInfo is what a reminder or a status request is about. Basis is cited
// only where the profile holds it with a mark, see citation.
type ReminderInfo struct {
	Clock string // id of the profile's clock
	// Rung is the id of the rung within the clock's ladder. Without it, Basis
	// finds the rung and Letter says which wording to take.
	Rung   string
	Basis  string
	Letter string // the rung's template, reminder_eio_ack for example
	// Due is the last day of the clock; zero for an expectation.
	Due workday.Date
	// SentOn is the hand-over abroad, LatestNumber what it was numbered.
	SentOn       workday.Date
	LatestNumber string
	// AddressedTo is the authority written to; empty takes the draft's executing
	// authority. AddressedID is it in the country data.
	AddressedTo, AddressedID string
}

// SupplementInfo answers a request for supplementary information. Text is in
// the letter's language, or in the draft's with a translation under the segment
// id "supplement/text".
type SupplementInfo struct {
	AskedOn     workday.Date
	TheirNumber string
	Text        string
	// TextLang is the language of Text; empty is the draft's.
	TextLang  string
	Documents []string // titles or digests
}

// WithdrawalInfo says that the request is withdrawn. The reason stays with us.
type WithdrawalInfo struct {
	On          workday.Date
	SentOn      workday.Date
	TheirNumber string
}

// ThanksInfo thanks for an answer and says what it brought.
type ThanksInfo struct {
	SentOn, ReceivedOn workday.Date
	TheirNumber        string
	// Full says that the request was executed in full.
	Full    bool
	Brought []Brought
}

// Brought is what came for one measure: the number of items received.
type Brought struct {
	Measure string // M1
	Items   int
}

// SealedPerson is the identity behind a minor's label, for the sealed annex only.
type SealedPerson struct {
	Label, Name, Document, Address, Note string
	BornOn                               workday.Date
}
