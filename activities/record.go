package activities

import (
	"context"

	"github.com/rogatory/rogatory/internal/mla"
)

// Record appends the events of one command in one transaction of the store. It
// is idempotent by command id; an error means that the database could not be
// used, and Temporal tries again without end.
func (a *Activities) Record(ctx context.Context, in RecordInput) (RecordAnswer, error) {
	out, err := a.Recorder.Record(ctx, in)
	if err != nil {
		a.Log.ErrorContext(ctx, "record failed", "request_id", in.RequestID, "command_id", in.CommandID, "error", err)
		return RecordAnswer{}, safe("record", err)
	}
	if out.Kind == Committed && sameEvents(out.Events, in.Events) {
		// The workflow knows them: sending them back would only fill its history.
		out.Events = nil
	}
	return out, nil
}

// sameEvents reports whether what is committed is what was asked, and not what
// an earlier attempt of the same command committed at another instant.
func sameEvents(a, b []mla.Event) bool {
	return len(a) == len(b) && (len(a) == 0 || a[0].Seq == b[0].Seq && a[0].At.Equal(b[0].At))
}

// CloseInbox ends a machine message that was carried out or refused.
func (a *Activities) CloseInbox(ctx context.Context, in InboxInput) error {
	return safe("close inbox", a.Inbox.CloseInbox(ctx, in.RequestID, in.CommandID))
}

// Calendars owes corrected calendars to the open requests that lack an imported
// day; what is owed already is not owed twice.
type Calendars interface {
	OweCalendars(ctx context.Context) (int, error)
}

// SweepInbox signals again the machine messages whose event never came, and
// before that owes imported holidays to requests that were missed.
func (a *Activities) SweepInbox(ctx context.Context) error {
	if a.Calendars != nil {
		if n, err := a.Calendars.OweCalendars(ctx); err != nil {
			a.Log.WarnContext(ctx, "imported holidays not spread", "error", err)
		} else if n > 0 {
			a.Log.InfoContext(ctx, "imported holidays owed to requests", "requests", n)
		}
	}
	items, err := a.Inbox.OpenInbox(ctx, 1000)
	if err != nil {
		return safe("sweep inbox", err)
	}
	for _, it := range items {
		if err := a.Engine.Notify(ctx, it.RequestID, it.Command); err != nil {
			a.Log.WarnContext(ctx, "inbox message not delivered", "request_id", it.RequestID, "command_id", it.Command.ID, "error", err)
		}
	}
	return nil
}

// NotifyLink tells the preservation that this request follows that it was
// received abroad, which suspends the lapse (Budapest Convention art. 29(7)).
func (a *Activities) NotifyLink(ctx context.Context, in EffectInput) (EffectEnd, error) {
	return a.one(ctx, in, func(e mla.Effect) (EffectEnd, error) {
		snap, err := a.Snapshots.Snapshot(ctx, in.RequestID)
		if err != nil {
			return EffectEnd{}, err
		}
		cmd := mla.Command{
			ID: mla.ReceiptCommand(in.RequestID + "/" + snap.State.ReceivedOn.String()), Actor: mla.Automaton,
			Body: mla.FollowUpReceived{Request: in.RequestID, On: snap.State.ReceivedOn},
		}
		if err := a.Inbox.PutInbox(ctx, e.Request, cmd); err != nil {
			return EffectEnd{}, err
		}
		return EffectEnd{Outcome: "done"}, a.Engine.Notify(ctx, e.Request, cmd)
	})
}

// PoliceCopies opens the urgent police request that accompanies a judicial one.
type PoliceCopies interface {
	// OpenPoliceCopy is idempotent by command id.
	OpenPoliceCopy(ctx context.Context, requestID, commandID string) error
}

// PoliceCopy opens the urgent police track of a child in danger. It waits for no
// approval: the copy is submitted at once and lies ready for the national
// central bureau.
func (a *Activities) PoliceCopy(ctx context.Context, in EffectInput) (EffectEnd, error) {
	return a.one(ctx, in, func(e mla.Effect) (EffectEnd, error) {
		return EffectEnd{Outcome: "done"}, a.Copies.OpenPoliceCopy(ctx, in.RequestID, e.Key)
	})
}
