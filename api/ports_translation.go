package api

import (
	"context"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// TranslationDesk keeps what translators work with. Who may read a request's
// draft may read its translation; only the assigned translator writes, as
// mla.State.Translating says.
type TranslationDesk interface {
	// TranslationUnits are the saved units of a text, with the parts that were
	// translated whole before texts were cut.
	TranslationUnits(ctx context.Context, who mla.Actor, k desk.TextKey) ([]desk.TranslationUnit, []desk.EarlierText, error)
	// UnitVersions are all savings of one unit, the last first.
	UnitVersions(ctx context.Context, who mla.Actor, k desk.TextKey, unit string) ([]desk.TranslationUnit, error)
	// SaveUnits saves each unit on top of the version it names, or says that it conflicts.
	SaveUnits(ctx context.Context, who mla.Actor, k desk.TextKey, units []desk.TranslationUnit) (desk.SavedUnits, error)
	// EvidenceSource is the text of an item of an answer; another version than the
	// last is mla.CodeTranslationConflict.
	EvidenceSource(ctx context.Context, who mla.Actor, requestID, item string) (desk.EvidenceSource, error)
	PutEvidenceSource(ctx context.Context, who mla.Actor, requestID, item string, src desk.EvidenceSource) (desk.EvidenceSource, error)
	// KeepCertificate stores what a certification rests on, before it is given.
	KeepCertificate(ctx context.Context, who mla.Actor, c desk.Certificate) error

	// CaseMemory are the sentences translated in the case of a text, SharedMemory
	// those of all cases that resemble the ones asked for, masked.
	CaseMemory(ctx context.Context, who mla.Actor, k desk.TextKey) ([]desk.MemoryEntry, error)
	SharedMemory(ctx context.Context, who mla.Actor, from, to string, ask []desk.MemoryQuery) ([][]desk.MemoryEntry, error)
	BringCaseMemory(ctx context.Context, who mla.Actor, k desk.TextKey, entries []desk.MemoryEntry) error
	// The shared memory as a whole is an administrator's.
	AddSharedMemory(ctx context.Context, who mla.Actor, entries []desk.MemoryEntry) (added int, err error)
	ListSharedMemory(ctx context.Context, who mla.Actor, from, to string, limit int) ([]desk.MemoryEntry, error)
	FindSharedMemory(ctx context.Context, who mla.Actor, from, to, text string, skip, limit int) ([]desk.MemoryEntry, error)
	// ChangeSharedMemory gives a pair another translation, or takes it out for an empty one.
	ChangeSharedMemory(ctx context.Context, who mla.Actor, pair desk.MemoryEntry, target string) error
	CountSharedMemory(ctx context.Context, who mla.Actor) (map[string]int, error)

	// Oath is what a translator certifies with: their own, or anybody's for an administrator.
	Oath(ctx context.Context, who mla.Actor, userID string) (desk.Oath, error)
	PutOath(ctx context.Context, who mla.Actor, o desk.Oath) error
}

// Certificate is what stands on the last page of a certified translation.
type Certificate struct {
	Oath                     desk.Oath
	From, To                 string
	SourceSHA256, TextSHA256 string
	On                       workday.Date
}

// EvidenceInput is what the translation of an item of an answer is rendered from.
type EvidenceInput struct {
	Draft       mla.Draft
	Profile     mla.Profile
	Reference   string
	Item, Lang  string
	FileSHA256  string
	Text        string
	Certificate Certificate
	At          time.Time
}

// Term is a word of the glossary in two languages.
type Term struct{ Source, Target string }
