package activities

import (
	"context"
	"fmt"

	"github.com/rogatory/rogatory/internal/mla"
)

// MailData is what a mail template may show: references and codes, no names.
type MailData struct {
	Template   string
	Reference  string
	CaseRef    string
	State      string
	Phase      mla.Phase
	Obligation *mla.Obligation
	Rung       string
	URL        string
	// Lines are the duties of a digest.
	Lines []DigestLine
}

// Wording words a mail in a language.
type Wording interface {
	Mail(lang string, d MailData) (subject, text string, err error)
}

// Mailer sends one mail. A permanent refusal by the server is an *mla.Error with
// code mail_refused; anything else is tried again.
type Mailer interface {
	Send(ctx context.Context, m OutboxMail) error
}

// notify writes to our own people. SMTP does not deduplicate: a mail whose
// sending was cut off is sent again with the same Message-ID, and one recorded
// as sent never.
func (a *Activities) notify(ctx context.Context, snap Snapshot, e mla.Effect) error {
	requestID := snap.State.ID
	to, err := a.Outbox.Recipients(ctx, requestID, e.ToRole, e.ToOrg, e.By)
	if err != nil {
		return err
	}
	data := MailData{
		Template: e.Template, Reference: snap.State.Reference, CaseRef: snap.CaseRef, State: snap.State.State,
		Phase: snap.State.Phase, Rung: e.Rung, URL: a.BaseURL + "/demandes/" + snap.State.Reference,
	}
	if o, ok := snap.State.Obligation(e.Obligation); ok {
		data.Obligation = o
	}
	var failed error
	for _, r := range to {
		subject, text, err := a.Wording.Mail(r.Lang, data)
		if err != nil {
			return fmt.Errorf("word the mail: %w", err)
		}
		m := OutboxMail{MessageID: e.Key + "/" + r.UserID, RequestID: requestID, UserID: r.UserID, To: r.Email, Subject: subject, Text: text}
		if err := a.send(ctx, m); err != nil {
			failed = err
		}
	}
	return failed
}

// send queues a mail and, where a server is configured, sends it.
func (a *Activities) send(ctx context.Context, m OutboxMail) error {
	sent, err := a.Outbox.QueueMail(ctx, m)
	if err != nil || sent {
		return err
	}
	if a.Mailer == nil {
		return a.Outbox.MarkMail(ctx, m.MessageID, "outbox")
	}
	if err := a.Mailer.Send(ctx, m); err != nil {
		if merr := a.Outbox.MarkMail(ctx, m.MessageID, "failed"); merr != nil {
			return merr
		}
		return err
	}
	return a.Outbox.MarkMail(ctx, m.MessageID, "sent")
}
