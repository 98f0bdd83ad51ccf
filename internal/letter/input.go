package letter

import (
	"slices"
	"strings"

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
	KindThanks        Kind = "thanks"      // thanks and feedback on the answer
	KindNoteVerbale   Kind = "note_verbale"
	KindFormB         Kind = "eio_form_b"   // acknowledgement for the executing authority to fill
	KindPoliceText    Kind = "police_text"  // the police message as tagged text, see Result.Text
	KindSealedAnnex   Kind = "sealed_annex" // identities of minors, on its own
	// KindCourtesy is the request in the words of another language, its free text as
	// it was typed: for channels on which nobody translates.
	KindCourtesy Kind = "courtesy"
)

// Kinds lists the kinds of letter in the order in which a request meets them.
func Kinds() []Kind {
	return []Kind{
		KindRequest, KindCourtesy, KindReciprocity, KindNoteVerbale, KindCover, KindFormB, KindPoliceText, KindSlip, KindSealedAnnex,
		KindStatusRequest, KindReminder, KindSupplement, KindWithdrawal, KindThanks,
		KindEvidenceTranslation, KindCertificate,
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
	Hop        *HopInfo        // KindSlip; in KindCover and KindNoteVerbale who writes to whom
	Reminder   *ReminderInfo   // KindReminder, KindStatusRequest
	Supplement *SupplementInfo // KindSupplement
	Withdrawal *WithdrawalInfo // KindWithdrawal
	Thanks     *ThanksInfo     // KindThanks
	Sealed     []SealedPerson  // KindSealedAnnex

	Certificate *CertificateInfo // ends a translation certified at the desk
	Evidence    *EvidenceInfo    // KindEvidenceTranslation

	besides bool // the second column, which may have holes
}

// Result is a rendered letter.
type Result struct {
	PDF   []byte
	Pages int
	// Text is the letter as it goes on a channel that carries no file: a police
	// text only, nil for any other.
	Text []byte
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

// Template is the letter's template: the folder under letters/.
func (in Input) Template() string { return in.form() }

// form is the directory of the letter's template: a State's own form or package
// goes before the form's letter.
func (in Input) form() string {
	switch {
	case in.Kind != KindRequest && in.Kind != KindCourtesy:
		return string(in.Kind)
	case in.Profile.Template != "" && in.Profile.Form == in.Draft.Form:
		return in.Profile.Template
	}
	return string(in.Draft.Form)
}
