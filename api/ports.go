// Package api serves the JSON API and the pages. It parses, authenticates and
// words; it decides nothing.
package api

import (
	"context"
	"io"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Desk reads what a person may see and writes what no workflow owns. Every
// method takes who asks; what they may not see is mla.CodeNotFound, exactly as
// if it did not exist. Refusals are *mla.Error; other errors mean that the
// database could not be used.
type Desk interface {
	TranslationDesk

	// Reads.
	Requests(ctx context.Context, who mla.Actor, f desk.Filter) (desk.RequestPage, error)
	// Request takes an id or a reference.
	Request(ctx context.Context, who mla.Actor, ref string) (desk.Request, error)
	Duties(ctx context.Context, who mla.Actor, limit int) ([]desk.Duty, error)
	// HandoverFiles reads several requests as the queue of hand-overs shows them, by
	// id; those that the actor does not see are left out.
	HandoverFiles(ctx context.Context, who mla.Actor, requestIDs []string) (map[string]desk.HandoverFile, error)
	Cases(ctx context.Context, who mla.Actor) ([]desk.Case, error)
	CaseFile(ctx context.Context, who mla.Actor, ref string) (desk.CaseFile, error)
	Document(ctx context.Context, who mla.Actor, id string) (desk.Document, error)
	Outcome(ctx context.Context, who mla.Actor, commandID string) (desk.Outcome, error)
	Outbox(ctx context.Context, who mla.Actor, limit int) ([]desk.Mail, error)
	Users(ctx context.Context, who mla.Actor) ([]desk.User, error)
	// UsersByRole lists who can be chosen, for example translators.
	UsersByRole(ctx context.Context, who mla.Actor, role mla.Role) ([]desk.User, error)

	// Drafts. Reserve gives the next reference of the year and the request id for
	// a draft that is about to be opened, and stores its first revision; it is
	// idempotent by command id.
	Reserve(ctx context.Context, who mla.Actor, commandID string, d mla.Draft) (Reserved, error)
	// SaveDraft stores a revision on top of base; another base is "draft_conflict".
	// Not in phase draft: mla.CodeWrongPhase.
	SaveDraft(ctx context.Context, who mla.Actor, requestID string, base int, d mla.Draft) (desk.Draft, error)
	Draft(ctx context.Context, who mla.Actor, requestID string, revision int) (desk.Draft, error)
	// PutText stores a free text of a request under its case's key; the same text
	// under the same key (a command's id and field) is the same reference.
	PutText(ctx context.Context, who mla.Actor, requestID, key, text string) (mla.TextRef, error)
	// AddUpload files a document that a person brought.
	AddUpload(ctx context.Context, who mla.Actor, requestID, kind, name, lang string, doc mla.DocRef) (desk.Document, error)
	// NameRegister is the register of names of a case, by id or reference; ChangeNames
	// makes changes to it, all or none; NameHistory is every revision of an entry.
	// NamesOf is the register of a request's case as the reader of its draft may know it.
	NameRegister(ctx context.Context, who mla.Actor, ref string) (desk.NameRegister, error)
	ChangeNames(ctx context.Context, who mla.Actor, ref string, changes []desk.NameChange) ([]desk.NameEntry, error)
	NameHistory(ctx context.Context, who mla.Actor, ref, id string) ([]desk.NameRevision, error)
	NamesOf(ctx context.Context, who mla.Actor, requestID string) (mla.NameBook, error)
	PutSealed(ctx context.Context, who mla.Actor, requestID string, s desk.Sealed) error
	Sealed(ctx context.Context, who mla.Actor, requestID string) ([]desk.Sealed, error)
	// SealedAnnexMade records who had the annex of identities made, and its digest.
	SealedAnnexMade(ctx context.Context, who mla.Actor, requestID string, labels []string, sha256 string) error
	// MarkReceived notes that a command was sent and not yet answered.
	MarkReceived(ctx context.Context, who mla.Actor, requestID string, cmd mla.Command) error

	// Accounts.
	UserByLogin(ctx context.Context, login string) (desk.User, error)
	UserByID(ctx context.Context, id string) (desk.User, error)
	UserByToken(ctx context.Context, hash string) (desk.User, error)
	CreateToken(ctx context.Context, who mla.Actor, label, hash string, expires time.Time) (desk.Token, error)
	Tokens(ctx context.Context, who mla.Actor) ([]desk.Token, error)
	RevokeToken(ctx context.Context, who mla.Actor, id string) error
	SetLang(ctx context.Context, who mla.Actor, lang string) error

	// Ping is the readiness of the database.
	Ping(ctx context.Context) error
	// DeliveryFile finds a document promised in a delivery, for its signed link.
	DeliveryFile(ctx context.Context, delivery, sha256 string) (mla.DocRef, string, error)
}

// Reserved is a request about to be opened.
type Reserved = desk.Reserved

// Engine moves requests. Errors: *mla.Error for refusals; ErrUnreachable when
// nothing was sent; ErrUnanswered when it was sent and may still happen.
type Engine interface {
	Open(ctx context.Context, requestID string, cmd mla.Command, p mla.Profile) (desk.Outcome, error)
	Do(ctx context.Context, requestID string, cmd mla.Command) (desk.Outcome, error)
	Ping(ctx context.Context) error
}

// Law resolves the profile that governs a new request.
type Law interface {
	Profile(d mla.Draft) (mla.Profile, error)
}

// Holidays reads and imports days off.
type Holidays interface {
	// Year gives a State's days off of a year, imported ones included; refusals
	// are unknown_state and year_not_covered.
	Year(ctx context.Context, state string, year int) (jurisdiction.HolidayList, error)
	// Imported gives the imported days by State, in the order in which they came.
	Imported(ctx context.Context) (map[string][]workday.Holiday, error)
	// Import keeps all days or, with the faults of each line, none. Known days are
	// left out; open requests are recomputed by the system.
	Import(ctx context.Context, who mla.Actor, changes []jurisdiction.HolidayChange) (desk.HolidayImport, []jurisdiction.HolidayFault, error)
}

// Letters renders previews and the frozen PDF.
type Letters interface {
	// Request renders the draft in a language; translations by segment id where it
	// is not French. Refusals (missing glyph, missing translation) are *mla.Error.
	Request(ctx context.Context, in LetterInput) ([]byte, error)
	// SealedAnnex renders the identities of minors as a document of its own.
	SealedAnnex(ctx context.Context, in LetterInput, rows []desk.Sealed) ([]byte, error)
	// Segments are the texts of a draft that a translator translates, in order.
	Segments(d mla.Draft) []Segment
	// Evidence renders the certified translation of an item of an answer.
	Evidence(ctx context.Context, in EvidenceInput) ([]byte, error)
	// Terms are the words of the glossary that a translator may meet, in two languages.
	Terms(from, to string) ([]Term, error)
}

// LetterInput is what a rendering of the request needs.
type LetterInput struct {
	Draft        mla.Draft
	Profile      mla.Profile
	Reference    string
	DraftSHA256  string
	Lang         string
	Translations map[string]string
	// Certificate ends a translation that was certified at the desk; nil for none.
	Certificate *Certificate
	// Names are the forms of names and places in the language, by the text typed.
	Names map[string]string
	At    time.Time
	// Preview is looked at and not filed.
	Preview bool
}

// Segment is one text to translate.
type Segment struct{ ID, Field, Text string }

// Files is the document store.
type Files interface {
	Put(ctx context.Context, r io.Reader, mime string, max int64) (mla.DocRef, error)
	Get(ctx context.Context, sha256 string) (io.ReadCloser, error)
}
