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
func (a *Activities) notify(ctx context.Context, snap Snapshot, effects []mla.Effect, failed failures) {
	if len(effects) == 0 {
		return
	}
	audiences := make([]Audience, len(effects))
	for i, e := range effects {
		audiences[i] = Audience{Role: e.ToRole, Org: e.ToOrg, NotUser: e.By}
	}
	to, err := a.Outbox.Recipients(ctx, snap.State.ID, audiences)
	if err != nil {
		failed.all(effects, err)
		return
	}
	var mails []OutboxMail
	var of []string // the effect of each mail
	for i, e := range effects {
		for _, r := range to[i] {
			m, err := a.word(snap, e, r)
			if err != nil {
				failed[e.Key] = err
				continue
			}
			mails, of = append(mails, m), append(of, e.Key)
		}
	}
	for i, err := range a.post(ctx, mails) {
		if err != nil {
			failed[of[i]] = err
		}
	}
}

// word words the mail of an effect to one person.
func (a *Activities) word(snap Snapshot, e mla.Effect, r Recipient) (OutboxMail, error) {
	data := MailData{
		Template: e.Template, Reference: snap.State.Reference, CaseRef: snap.CaseRef, State: snap.State.State,
		Phase: snap.State.Phase, Rung: e.Rung, URL: a.BaseURL + "/demandes/" + snap.State.Reference,
	}
	if o, ok := snap.State.Obligation(e.Obligation); ok {
		data.Obligation = o
	}
	subject, text, err := a.Wording.Mail(r.Lang, data)
	if err != nil {
		return OutboxMail{}, fmt.Errorf("word the mail: %w", err)
	}
	return OutboxMail{MessageID: e.Key + "/" + r.UserID, RequestID: snap.State.ID, UserID: r.UserID, To: r.Email, Subject: subject, Text: text}, nil
}

// post queues mails and, where a server is configured, sends one after the
// other. It answers an error or nil for each.
func (a *Activities) post(ctx context.Context, mails []OutboxMail) []error {
	errs := make([]error, len(mails))
	if len(mails) == 0 {
		return errs
	}
	state := "owed"
	if a.Mailer == nil {
		state = "outbox"
	}
	settled, err := a.Outbox.QueueMails(ctx, mails, state)
	switch {
	case codeOf(err, "") != "" && len(mails) > 1:
		// One that the store can never hold must not hold up the others.
		for i := range mails {
			errs[i] = a.post(ctx, mails[i:i+1])[0]
		}
		return errs
	case err != nil:
		for i := range errs {
			errs[i] = err
		}
		return errs
	}
	for i, m := range mails {
		if a.Mailer != nil && !settled[i] {
			errs[i] = a.send(ctx, m)
		}
	}
	return errs
}

// send sends a queued mail and marks it at once: after a crash at most this one
// is sent again.
func (a *Activities) send(ctx context.Context, m OutboxMail) error {
	if err := a.Mailer.Send(ctx, m); err != nil {
		if merr := a.Outbox.MarkMail(ctx, m.MessageID, "failed"); merr != nil {
			return merr
		}
		return err
	}
	return a.Outbox.MarkMail(ctx, m.MessageID, "sent")
}
