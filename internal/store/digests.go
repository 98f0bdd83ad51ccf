package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
)

var _ activities.Digests = (*Store)(nil)

// Digests gathers, for each person with an address, the open duties that are
// overdue at now or due before until, soonest first, at most fifty each. What
// the foreign side owes is in the digest of the request's officer once overdue.
func (s *Store) Digests(ctx context.Context, now, until time.Time) (out []activities.DigestFor, err error) {
	defer wrap(&err, "Digests")
	rows, err := s.pool.Query(ctx, `
		SELECT user_id, email, lang, reference, state, clock, due_date, overdue FROM (
			SELECT u.id AS user_id, u.email, u.lang, r.reference, r.state, o.clock, coalesce(o.due_date::text, '') AS due_date,
				o.due <= $1 AS overdue, o.due, row_number() OVER (PARTITION BY u.id ORDER BY o.due, r.id, o.id) AS n
			FROM obligations o JOIN requests r ON r.id = o.request_id JOIN users u ON NOT u.disabled AND u.email <> '' AND CASE
				WHEN o.owed_foreign THEN u.id = r.officer_id AND o.due <= $1
				WHEN o.owed_role = 'officer' THEN u.id = r.officer_id
				WHEN o.owed_role = 'translator' THEN u.id = r.translator_id
				WHEN o.owed_role = 'clerk' THEN u.role = 'clerk' AND u.org = o.owed_org
				WHEN o.owed_role = 'magistrate' THEN u.role = 'magistrate'
					AND EXISTS (SELECT FROM case_members m WHERE m.case_id = r.case_id AND m.user_id = u.id)
				ELSE false END
			WHERE o.state = 'open' AND o.due < $2 AND r.phase <> ''
		) mine WHERE n <= 50 ORDER BY user_id, due`, now.UTC(), until.UTC())
	if err != nil {
		return nil, err
	}
	var d activities.DigestFor
	var line activities.DigestLine
	var due string
	_, err = pgx.ForEachRow(rows, []any{&d.UserID, &d.Email, &d.Lang, &line.Reference, &line.State, &line.Clock, &due, &line.Overdue}, func() error {
		line.DueDate = parseDate(due)
		if n := len(out); n == 0 || out[n-1].UserID != d.UserID {
			out = append(out, activities.DigestFor{Recipient: d.Recipient})
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, line)
		return nil
	})
	return out, err
}
