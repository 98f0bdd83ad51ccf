package activities

import (
	"context"
	"fmt"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// DigestLine is one duty in a digest.
type DigestLine struct {
	Reference, State, Clock string
	DueDate                 workday.Date
	Overdue                 bool
}

// DigestFor is the digest of one person.
type DigestFor struct {
	Recipient
	Lines []DigestLine
}

// Digests gathers, for each person with an address, the open duties that are
// overdue or due before the given instant.
type Digests interface {
	Digests(ctx context.Context, now, until time.Time) ([]DigestFor, error)
}

// SendDigest sends each person one mail a day. A repeat on the same day is
// recognised by its id.
func (a *Activities) SendDigest(ctx context.Context) error {
	now := a.Now()
	all, err := a.Digests.Digests(ctx, now, now.AddDate(0, 0, 7))
	if err != nil {
		return safe("digest", err)
	}
	day := now.Format(time.DateOnly)
	mails := make([]OutboxMail, 0, len(all))
	for _, d := range all {
		subject, text, err := a.Wording.Mail(d.Lang, MailData{Template: "digest", URL: a.BaseURL, Lines: d.Lines})
		if err != nil {
			return safe("digest", fmt.Errorf("word the digest: %w", err))
		}
		mails = append(mails, OutboxMail{MessageID: "digest/" + day + "/" + d.UserID, UserID: d.UserID, To: d.Email, Subject: subject, Text: text})
	}
	for i, err := range a.post(ctx, mails) {
		if err != nil {
			a.Log.WarnContext(ctx, "digest not sent", "user_id", mails[i].UserID, "error", logged(err))
		}
	}
	return nil
}
