// Package activities holds the side effects of the workflows, one per file, and
// declares the interfaces they need. Adapters (store, letter, mail, casesystem,
// docstore) implement them.
package activities

import (
	"context"
	"io"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
)

// RecordInput asks the store to append the events of one command.
type RecordInput struct {
	RequestID string `json:"request_id"`
	CommandID string `json:"command_id"`
	// CommandKind and Digest identify the content of the command.
	CommandKind mla.CommandKind `json:"command_kind"`
	Digest      string          `json:"digest"`
	Actor       mla.Actor       `json:"actor"`
	// ExpectedSeq is the sequence the events were decided on.
	ExpectedSeq int64       `json:"expected_seq"`
	Events      []mla.Event `json:"events"`
	// Profile is set with Opened, ProfileRefreshed and CalendarRefreshed, so that
	// the store keeps the law that governs the request.
	Profile *mla.Profile `json:"profile,omitempty"`
}

// The answers of Record.
const (
	// Committed: the events, or those committed earlier under the same command id;
	// none where they are the very ones that were asked.
	Committed = "committed"
	// Behind: the workflow missed events; evolve over them and decide again.
	Behind = "behind"
	// Ahead: the workflow knows more than the store, as after a restored backup.
	// Nothing is written, an operator is told.
	Ahead = "ahead"
	// Reused: the command id was used with other content.
	Reused = "reused"
	// Refused: a condition that only the store can see (the draft changed).
	Refused = "refused"
)

// RecordAnswer is what became of it.
type RecordAnswer struct {
	Kind     string      `json:"kind"`
	Events   []mla.Event `json:"events,omitempty"`
	StoreSeq int64       `json:"store_seq"`
	Refusal  *mla.Error  `json:"refusal,omitempty"`
}

// Recorder appends events. It is idempotent by command id. An error is a
// failure to reach or use the database; it is safe to try again.
type Recorder interface {
	Record(ctx context.Context, in RecordInput) (RecordAnswer, error)
}

// Snapshot is what an effect needs to know of a request.
type Snapshot struct {
	State   mla.State
	Profile mla.Profile
	CaseRef string
	// Connector is folder or http, how the originating case takes answers.
	Connector string
	// Draft is the frozen revision, or the latest where none is frozen.
	Draft       mla.Draft
	DraftSHA256 string
	// Translations are the certified segments by id, for rendering in another language.
	Translations map[string]string
	// Names is the register of names of the case.
	Names mla.NameBook
}

// Snapshots reads requests for effects, as the system.
type Snapshots interface {
	Snapshot(ctx context.Context, requestID string) (Snapshot, error)
	// Text reads one free text; an erased one is empty.
	Text(ctx context.Context, requestID, textID string) (string, error)
}

// Effects keeps the fate of each effect under its key. Several effects of one
// request are begun, and ended, together: what they cost is the commit.
type Effects interface {
	// BeginEffects marks effects as being attempted and returns them, in the order
	// of their keys, with the state each was in before. One that is not owed is left
	// out, one that is done stays done.
	BeginEffects(ctx context.Context, requestID string, keys []string) ([]BegunEffect, error)
	// FinishEffects records how each ended: done, failed or uncertain. One that is
	// done stays done. mla.CodeNotFound when one of them is not owed; the others are
	// recorded all the same.
	FinishEffects(ctx context.Context, requestID string, ends []EffectEnd) error
	// LeftEffects lists the keys of quiet effects owed and not done, for a
	// workflow resumed from events.
	LeftEffects(ctx context.Context, requestID string) ([]string, error)
}

// BegunEffect is an effect with the state it was found in: owed, attempting (an
// earlier attempt never came back), failed, uncertain or done.
type BegunEffect struct {
	Effect mla.Effect
	Was    string
}

// Recipient is a person a mail goes to.
type Recipient struct {
	UserID, Email, Lang string
}

// Audience is whom a mail about a request is for: those with the role for the
// request, of the organisation where it is a clerk's, without the one who just
// acted.
type Audience struct {
	Role    mla.Role
	Org     string
	NotUser string
}

// Outbox queues and marks mails. The key makes a repeat harmless.
type Outbox interface {
	// Recipients finds, for each audience, who belongs to it, without the disabled
	// and those without address.
	Recipients(ctx context.Context, requestID string, to []Audience) ([][]Recipient, error)
	// QueueMails stores mails under their message ids, all or none; a second one
	// with the same id is the first. state is owed, or outbox where no server will
	// ever take them: then those owed or failed before are kept there too. It reports
	// of each whether nothing is left to be sent: it was sent, or lies in the outbox.
	QueueMails(ctx context.Context, mails []OutboxMail, state string) (settled []bool, err error)
	// MarkMail says what became of a mail that was to be sent.
	MarkMail(ctx context.Context, messageID, state string) error
}

// OutboxMail is one mail to one person.
type OutboxMail struct {
	MessageID, RequestID, UserID, To, Subject, Text string
}

// Documents files documents of a request.
type Documents interface {
	// AddDocuments files documents of one request, all or none, each once for a kind
	// and key: a repeat answers what is filed already, even where it brings another
	// content.
	AddDocuments(ctx context.Context, docs []NewDocument) ([]mla.DocRef, error)
	// Filed answers what is filed in each place; a zero reference for nothing.
	Filed(ctx context.Context, requestID string, places []Place) ([]mla.DocRef, error)
}

// Place is where a document is filed: its kind and its effect's key.
type Place struct{ Kind, Key string }

// NewDocument is a document to file.
type NewDocument struct {
	RequestID  string
	Kind       string
	Doc        mla.DocRef
	Lang       string
	Name       string
	Obligation string
	By         string
	// Key distinguishes documents with equal content, for example the effect's key.
	Key string
	At  time.Time
}

// Files is the content-addressed document store.
type Files interface {
	Put(ctx context.Context, r io.Reader, mime string, max int64) (mla.DocRef, error)
	Get(ctx context.Context, sha256 string) (io.ReadCloser, error)
	Verify(ctx context.Context, ref mla.DocRef) error
}

// Inbox keeps machine messages until the event that carries their id is committed.
type Inbox interface {
	// PutInbox stores a machine command for a request; idempotent by command id.
	PutInbox(ctx context.Context, requestID string, cmd mla.Command) error
	// CloseInbox marks a command as dealt with, carried out or refused.
	CloseInbox(ctx context.Context, requestID, commandID string) error
	// OpenInbox lists commands not yet done, oldest first.
	OpenInbox(ctx context.Context, limit int) ([]InboxItem, error)
}

// InboxItem is one undelivered machine command.
type InboxItem struct {
	RequestID string      `json:"request_id"`
	Command   mla.Command `json:"command"`
}
