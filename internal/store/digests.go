package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
)

var _ activities.Digests = (*Store)(nil)

// Digests gathers, for each enabled person with an address, the open duties of
// Duties that are overdue at now or due before until, soonest first. Whoever has
// none is left out.
func (s *Store) Digests(ctx context.Context, now, until time.Time) (out []activities.DigestFor, err error) {
	defer wrap(&err, "Digests")
	rows, err := s.pool.Query(ctx, `
		SELECT u.id, u.email, u.lang, r.reference, r.state, o.clock, coalesce(o.due_date::text, ''), o.due < $1
		FROM obligations o JOIN requests r ON r.id = o.request_id
		JOIN users u ON u.role = CASE WHEN o.owed_foreign OR o.owed_role = '' THEN 'officer' ELSE o.owed_role END
		WHERE o.state = 'open' AND o.due < $2 AND r.phase <> '' AND (NOT o.owed_foreign OR o.kind <> 'expected' OR o.due < $1)
			AND NOT u.disabled AND u.email <> '' AND (o.owed_foreign OR o.owed_user IN ('', u.id))
			AND CASE u.role
				WHEN 'officer' THEN u.id = r.officer_id
				WHEN 'translator' THEN u.id = r.translator_id
				WHEN 'clerk' THEN u.org = o.owed_org AND u.org <> ''
				ELSE EXISTS (SELECT FROM case_members m WHERE m.case_id = r.case_id AND m.user_id = u.id) END
		ORDER BY u.id, o.due, r.id, o.id`, now, until)
	if err != nil {
		return nil, err
	}
	var who activities.Recipient
	var line activities.DigestLine
	var due string
	_, err = pgx.ForEachRow(rows, []any{&who.UserID, &who.Email, &who.Lang, &line.Reference, &line.State, &line.Clock, &due, &line.Overdue}, func() error {
		if len(out) == 0 || out[len(out)-1].UserID != who.UserID {
			out = append(out, activities.DigestFor{Recipient: who})
		}
		line.DueDate = parseDate(due)
		d := &out[len(out)-1]
		d.Lines = append(d.Lines, line)
		return nil
	})
	return out, err
}
