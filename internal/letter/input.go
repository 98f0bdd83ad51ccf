package letter

import (
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Kind is what a letter is for.
type Kind string

// The kinds. KindRequest takes the template of the draft's form, the others
// the template of their own name.
const (
	KindRequest       Kind = "request"
	KindCover         Kind = "cover"          // covering letter to the first authority abroad
	KindSlip          Kind = "slip"           // bordereau of one hop
	KindReminder      Kind = "reminder"       // relance on one clock
	KindStatusRequest Kind = "status_request" // how far has it come
	KindWithdrawal    Kind = "withdrawal"
	KindReciprocity   Kind = "reciprocity" // offer of reciprocity where no treaty binds
	KindSupplement    Kind = "supplement"  // answer to a request for supplementary information
)

// Kinds lists the kinds of letter in the order in which a request meets them.
func Kinds() []Kind {
	return []Kind{
		KindRequest, KindReciprocity, KindCover, KindSlip,
		KindStatusRequest, KindReminder, KindSupplement, KindWithdrawal,
	}
}

// KindOf gives the kind of letter that a rung's template or a letter action
// names: reminder_eio_ack and reminder_letter are reminders. Unknown names give
// the empty kind, which Render refuses.
func KindOf(template string) Kind {
	if strings.HasPrefix(template, string(KindReminder)) {
		return KindReminder
	}
	if k := Kind(template); slices.Contains(Kinds(), k) {
		return k
	}
	return ""
}

// Forms lists the forms that a request can take.
func Forms() []mla.Form {
	return []mla.Form{
		mla.FormEIO, mla.FormMLA, mla.FormLetterRogatory,
		mla.FormBudapest29, mla.FormBudapest31, mla.FormPoliceMessage,
	}
}

// SourceLang is the language that drafts are written in.
const SourceLang = "fr"

// Input is everything a letter is made of; the same Input gives the same bytes.
type Input struct {
	Kind Kind
	// Lang is fr, en, ro or lo.
	Lang string
	// Reference is ours, FR-2026-PH-0042.
	Reference string
	// Date is the date of the letter and of the file.
	Date    workday.Date
	Draft   mla.Draft
	Profile mla.Profile
	// DraftSHA256 is the digest of the frozen draft; its first 16 digits stand
	// in the footer of every page.
	DraftSHA256 string
	// DraftLang is the language the draft was typed in; empty means SourceLang.
	DraftLang string
	// Translation holds the translator's text by segment id, for a Lang other
	// than the draft's.
	Translation map[string]string
	// Beside is the language of a second column; empty for none. Where its
	// translation is missing, the first column stands alone.
	Beside string
	// Released are the digests of the templates that somebody released, see
	// Templates; a letter of any other carries the label "draft, not reviewed".
	Released map[string]bool

	// Names holds, by the exact text that was typed, the form of a name or place in
	// the letter's language or script; both are printed.
	Names map[string]string

	Approval   *Approval
	Hop        *HopInfo        // KindSlip; in KindCover its To is who is written to
	Reminder   *ReminderInfo   // KindReminder, KindStatusRequest
	Supplement *SupplementInfo // KindSupplement
	Withdrawal *WithdrawalInfo // KindWithdrawal

	besides bool // the second column, which may have holes
}

// Approval is the magistrate's approval, by function and never by name: the
// signature on paper carries the name.
type Approval struct {
	At time.Time
	By string
}

// HopInfo is one hand-over. Proof is a kind of the hop's proofs, Number what
// the proof is numbered; both may still be empty when the slip is printed.
type HopInfo struct {
	From, To string
	Position int // 1 for the first hand-over
	Of       int
	Number   string
	Proof    string
	// SHA256 is the digest of the file handed over, which is not the draft's.
	SHA256 string
}

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
	// AddressedTo is the authority written to; empty takes the draft's executing authority.
	AddressedTo string
}

// SupplementInfo answers a request for supplementary information. Text is in
// the draft's language; its segment id is "supplement/text".
type SupplementInfo struct {
	AskedOn     workday.Date
	TheirNumber string
	Text        string
	Documents   []string // titles
}

// WithdrawalInfo says that the request is withdrawn. The reason stays with us.
type WithdrawalInfo struct {
	On     workday.Date
	SentOn workday.Date
}

// Result is a rendered letter.
type Result struct {
	PDF   []byte
	Pages int
	// TemplateVersion is "eio/fr 0.1.0 3fa9c2d1": template, version, digest of its text.
	TemplateVersion string
	// Reviewed is false while the letter carries the label "draft, not reviewed".
	Reviewed bool
	// Templates are what it was made from: one, or two where a second language
	// stands beside the first.
	Templates []Used
	// Segments are the free texts as printed, in the letter's language.
	Segments []Segment
	// Checks are notes for our own people, never printed.
	Checks []Check
}

// Check is an internal note on a letter. Code "cited_from_memory" says that an
// article in it was never verified against its source, "basis_not_cited" that
// a reminder cites none because the profile holds none with a mark.
type Check struct {
	Code string
	What string
	Ref  string // the source's number in the register
}

func (in Input) draftLang() string {
	if in.DraftLang != "" {
		return in.DraftLang
	}
	return SourceLang
}

// form is the directory of the letter's template.
func (in Input) form() string {
	if in.Kind == KindRequest {
		return string(in.Draft.Form)
	}
	return string(in.Kind)
}
