package activities

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/mla"
)

// The activity names, shared with the workflows.
const (
	NameRecord         = "Record"
	NameCurrentProfile = "CurrentProfile"
	NamePerformQuiet   = "PerformQuiet"
	NameMakeLetter     = "MakeLetter"
	NameSealRequest    = "SealRequest"
	NameNotifyLink     = "NotifyLink"
	NamePoliceCopy     = "PoliceCopy"
	NameDeliver        = "Deliver"
	NameCloseInbox     = "CloseInbox"
	NameSendDigest     = "SendDigest"
	NameSweepInbox     = "SweepInbox"
)

// EffectInput names effects of a request.
type EffectInput struct {
	RequestID string   `json:"request_id"`
	Keys      []string `json:"keys,omitempty"`
}

// EffectEnd is how an effect ended.
type EffectEnd struct {
	Key     string       `json:"key"`
	Outcome string       `json:"outcome"` // done, failed, uncertain
	Docs    []mla.DocRef `json:"docs,omitempty"`
	Code    string       `json:"code,omitempty"`
	Final   bool         `json:"final,omitempty"`
}

// InboxInput names a machine message.
type InboxInput struct {
	RequestID string `json:"request_id"`
	CommandID string `json:"command_id"`
}

// DeliverInput names a delivery.
type DeliverInput struct {
	RequestID string `json:"request_id"`
	Delivery  string `json:"delivery"`
}

// Receipt is the acknowledgement of the originating case.
type Receipt struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	// Duplicate says that the receiver had it already.
	Duplicate bool `json:"duplicate,omitempty"`
}

// Activities holds what the side effects need. Every method is an activity.
type Activities struct {
	Recorder    Recorder
	Snapshots   Snapshots
	Effects     Effects
	Outbox      Outbox
	Documents   Documents
	Files       Files
	Inbox       Inbox
	Letters     Letters
	Sealer      Sealer // nil where the organisation has no certificate: approved files stay unsealed, and say so
	Wording     Wording
	Mailer      Mailer // nil where no SMTP is configured: mails stay in the outbox
	CaseSystems CaseSystems
	Engine      Engine
	Copies      PoliceCopies
	Digests     Digests
	Calendars   Calendars // nil leaves imported holidays to whoever imported them
	// Now is the virtual clock, BaseURL the address in mails.
	Now     func() time.Time
	BaseURL string
	Log     *slog.Logger
}

// Engine reaches the workflow of another request.
type Engine interface {
	// Notify sends a machine command. A request that has ended is not an error.
	Notify(ctx context.Context, requestID string, cmd mla.Command) error
}

// CurrentProfile is the profile that governs the request by the store.
func (a *Activities) CurrentProfile(ctx context.Context, in EffectInput) (mla.Profile, error) {
	snap, err := a.Snapshots.Snapshot(ctx, in.RequestID)
	return snap.Profile, safe("current profile", err)
}

// safe keeps free text and personal data out of Temporal: a refusal keeps its
// code, anything else is named by the step and logged where it happened.
func safe(step string, err error) error {
	if err == nil {
		return nil
	}
	var e *mla.Error
	if errors.As(err, &e) {
		return temporal.NewNonRetryableApplicationError(e.Code, e.Code, nil)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return temporal.NewApplicationError(step, "unavailable")
}

// codeOf is the code of a refusal, or fallback.
func codeOf(err error, fallback string) string {
	var e *mla.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fallback
}
