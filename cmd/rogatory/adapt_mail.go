package main

import (
	"context"
	"errors"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/casesystem"
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/mail"
	"github.com/rogatory/rogatory/internal/mla"
)

// mailer sends the outbox through SMTP.
type mailer struct{ smtp *mail.SMTP }

func newMailer(cfg config) (activities.Mailer, error) {
	s, err := mail.NewSMTP(mail.Config{URL: cfg.SMTPURL, From: cfg.MailFrom, Now: clock.Clock{}.Now})
	if err != nil {
		return nil, err
	}
	return mailer{s}, nil
}

// Send implements activities.Mailer; the message id derives from the effect's
// key, so that a repeat is recognisable.
func (m mailer) Send(ctx context.Context, out activities.OutboxMail) error {
	err := m.smtp.Send(ctx, mail.Message{
		ID: mail.MessageID(out.MessageID, "rogatory.invalid"), To: out.To, Subject: out.Subject, Text: out.Text,
	})
	if errors.Is(err, mail.ErrPermanent) {
		return mla.Refuse("mail_refused", "to")
	}
	return err
}

func webhookSecret(raw []byte) string { return casesystem.WebhookSecret(raw) }
