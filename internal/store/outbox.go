package store

import (
	"context"
	"slices"

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

// Recipients finds, for each audience, who has the role for the request: the
// officer in charge, the magistrates of the case, the assigned translator, the
// clerks of the organisation, the auditors of the case, all administrators.
// Without the one who just acted, the disabled, and those without address.
func (s *Store) Recipients(ctx context.Context, requestID string, to []activities.Audience) (out [][]activities.Recipient, err error) {
	defer wrap(&err, "Recipients")
	roles, orgs, not := make([]string, len(to)), make([]string, len(to)), make([]string, len(to))
	for i, a := range to {
		roles[i], orgs[i], not[i] = string(a.Role), a.Org, a.NotUser
	}
	rows, err := s.pool.Query(ctx, `
		SELECT a.n, u.id, u.email, u.lang
		FROM requests r CROSS JOIN unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS a (role, org, not_user, n)
			JOIN users u ON u.role = a.role
		WHERE r.id = $1 AND u.id <> a.not_user AND NOT u.disabled AND u.email <> '' AND CASE a.role
			WHEN 'officer' THEN u.id = r.officer_id
			WHEN 'translator' THEN u.id = r.translator_id
			WHEN 'clerk' THEN u.org = a.org AND a.org <> ''
			WHEN 'admin' THEN true
			ELSE EXISTS (SELECT FROM case_members m WHERE m.case_id = r.case_id AND m.user_id = u.id) END
		ORDER BY a.n, u.id`, requestID, roles, orgs, not)
	if err != nil {
		return nil, err
	}
	out = make([][]activities.Recipient, len(to))
	var n int
	var r activities.Recipient
	_, err = pgx.ForEachRow(rows, []any{&n, &r.UserID, &r.Email, &r.Lang}, func() error {
		out[n-1] = append(out[n-1], r)
		return nil
	})
	return out, err
}

// QueueMails stores mails under their message ids, all or none; a second one with
// the same id is the first. In the state outbox, for where no server takes them,
// those owed or failed before are kept in the outbox too. It reports of each
// whether nothing is left to be sent: it was sent, or lies in the outbox.
func (s *Store) QueueMails(ctx context.Context, mails []activities.OutboxMail, state string) (settled []bool, err error) {
	defer wrap(&err, "QueueMails")
	n := len(mails)
	ids, requests, users := make([]string, n), make([]string, n), make([]string, n)
	tos, subjects, bodies := make([]string, n), make([]string, n), make([]string, n)
	for i, m := range mails {
		ids[i], requests[i], users[i], tos[i], subjects[i], bodies[i] = m.MessageID, m.RequestID, m.UserID, m.To, m.Subject, m.Text
	}
	rows, err := s.pool.Query(ctx, `
		INSERT INTO outbox AS o (message_id, request_id, case_id, user_id, recipient, subject, body, state, at)
		SELECT m.id, r.id, r.case_id, m.user_id, m.recipient, m.subject, m.body, $7, $8
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
			AS m (id, request_id, user_id, recipient, subject, body, n) LEFT JOIN requests r ON r.id = m.request_id
		ORDER BY m.n
		ON CONFLICT (message_id) DO UPDATE
			SET state = CASE WHEN excluded.state = 'outbox' AND o.state IN ('owed', 'failed') THEN 'outbox' ELSE o.state END
		RETURNING o.message_id, o.state IN ('sent', 'outbox')`, ids, requests, users, tos, subjects, bodies, state, s.now())
	if err != nil {
		return nil, err
	}
	settled = make([]bool, n)
	var id string
	var done bool
	_, err = pgx.ForEachRow(rows, []any{&id, &done}, func() error {
		settled[slices.Index(ids, id)] = done
		return nil
	})
	return settled, err
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
