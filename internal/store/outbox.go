package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const mailSQL = `
	SELECT o.message_id, coalesce(o.request_id, ''), coalesce(r.reference, ''), o.recipient, o.subject, o.body, o.state, o.at
	FROM outbox o LEFT JOIN requests r ON r.id = o.request_id`

func scanMail(row pgx.CollectableRow) (m desk.Mail, err error) {
	err = row.Scan(&m.ID, &m.RequestID, &m.Reference, &m.To, &m.Subject, &m.Text, &m.State, &m.At)
	m.At = m.At.UTC()
	return m, err
}

// Outbox lists mails, newest first: one's own, and for members of a case those
// about its requests.
func (s *Store) Outbox(ctx context.Context, who mla.Actor, limit int) (out []desk.Mail, err error) {
	defer wrap(&err, "Outbox")
	seen := `o.user_id = current_setting('rogatory.actor')`
	if readsWholeCase(who) {
		seen = `(` + seen + ` OR r.id IS NOT NULL AND ` + visible(who) + `)`
	}
	err = s.listAs(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, mailSQL+` WHERE `+seen+` ORDER BY o.n DESC LIMIT $1`, limited(limit, 50, 500))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanMail)
		return err
	})
	return out, err
}

// Recipients finds who has the role for the request: the officer in charge, the
// magistrates of the case, the assigned translator, the clerks of the
// organisation, the auditors of the case, all administrators. Without the one
// who just acted, the disabled, and those without address.
func (s *Store) Recipients(ctx context.Context, requestID string, role mla.Role, org, notUser string) (out []activities.Recipient, err error) {
	defer wrap(&err, "Recipients")
	rows, err := s.pool.Query(ctx, `
		SELECT u.id AS user_id, u.email, u.lang FROM requests r JOIN users u ON u.role = $2
		WHERE r.id = $1 AND u.id <> $4 AND NOT u.disabled AND u.email <> '' AND CASE $2
			WHEN 'officer' THEN u.id = r.officer_id
			WHEN 'translator' THEN u.id = r.translator_id
			WHEN 'clerk' THEN u.org = $3 AND $3 <> ''
			WHEN 'admin' THEN true
			ELSE EXISTS (SELECT FROM case_members m WHERE m.case_id = r.case_id AND m.user_id = u.id) END
		ORDER BY u.id`, requestID, string(role), org, notUser)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[activities.Recipient])
}

// QueueMail stores a mail under its message id; a second one with the same id is
// the first. It reports whether that was already sent, or kept in the outbox.
func (s *Store) QueueMail(ctx context.Context, m activities.OutboxMail) (sent bool, err error) {
	defer wrap(&err, "QueueMail")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO outbox (message_id, request_id, case_id, user_id, recipient, subject, body, at)
			SELECT $1, r.id, r.case_id, $3, $4, $5, $6, $7 FROM (VALUES (1)) one LEFT JOIN requests r ON r.id = $2
			ON CONFLICT (message_id) DO NOTHING`, m.MessageID, m.RequestID, m.UserID, m.To, m.Subject, m.Text, s.now())
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT state IN ('sent', 'outbox') FROM outbox WHERE message_id = $1`, m.MessageID).Scan(&sent)
	})
	return sent, err
}

// MarkMail says what became of a mail: sent, failed or outbox. One that was sent stays sent.
func (s *Store) MarkMail(ctx context.Context, messageID, state string) (err error) {
	defer wrap(&err, "MarkMail")
	tag, err := s.pool.Exec(ctx, `UPDATE outbox SET state = CASE state WHEN 'sent' THEN state ELSE $2 END WHERE message_id = $1`, messageID, state)
	if isCheck(err) {
		return mla.Refuse(mla.CodeUnknownValue, "state", "value", state)
	}
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("mail")
	}
	return err
}
