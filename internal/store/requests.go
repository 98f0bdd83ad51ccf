package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// rowColumns are what a list shows; scanRow reads them.
const rowColumns = `r.id, r.reference, r.case_id, c.ref, r.state, r.track, r.form, r.phase, r.phase_at, r.seq, r.urgent, r.danger,
	r.officer_id, coalesce(u.name, ''), r.holder_fr, r.holder_en, r.holder_org, r.opened_on::text, r.measures, r.next_due, r.next_clock`

const rowTables = ` FROM requests r JOIN cases c ON c.id = r.case_id LEFT JOIN users u ON u.id = r.officer_id `

// rowScan are the targets for rowColumns.
type rowScan struct {
	row    desk.RequestRow
	opened string
}

func (x *rowScan) targets() []any {
	r := &x.row
	return []any{
		&r.ID, &r.Reference, &r.CaseID, &r.CaseRef, &r.State, &r.Track, &r.Form, &r.Phase, &r.PhaseAt, &r.Seq, &r.Urgent, &r.Danger,
		&r.OfficerID, &r.Officer, &r.Holder.FR, &r.Holder.EN, &r.HolderOrg, &x.opened, &r.Measures, &r.NextDue, &r.NextClock,
	}
}

func (x *rowScan) value(now time.Time) desk.RequestRow {
	r := x.row
	r.PhaseAt, r.OpenedOn = r.PhaseAt.UTC(), parseDate(x.opened)
	if r.NextDue != nil {
		due := r.NextDue.UTC()
		r.NextDue, r.Overdue = &due, due.Before(now)
	}
	return r
}

// requestRows reads visible rows; where is a condition with its order.
func (s *Store) requestRows(ctx context.Context, tx pgx.Tx, who mla.Actor, where string, args ...any) ([]desk.RequestRow, error) {
	rows, err := tx.Query(ctx, `SELECT `+rowColumns+rowTables+`WHERE `+visible(who)+` AND `+where, args...)
	if err != nil {
		return nil, err
	}
	now := s.now()
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (desk.RequestRow, error) {
		var x rowScan
		err := row.Scan(x.targets()...)
		return x.value(now), err
	})
}

// Requests lists what is visible, soonest deadline first, those without one
// last, then by id. A cursor that is not one of ours is refused.
func (s *Store) Requests(ctx context.Context, who mla.Actor, f desk.Filter) (page desk.RequestPage, err error) {
	defer wrap(&err, "Requests")
	limit := limited(f.Limit, 50, 200)
	where, args, err := s.filter(f)
	if err != nil {
		return page, err
	}
	args = append(args, limit+1)
	where += ` ORDER BY r.sort_due, r.id LIMIT $` + strconv.Itoa(len(args))
	err = s.listAs(ctx, who, func(tx pgx.Tx) (err error) {
		page.Rows, err = s.requestRows(ctx, tx, who, where, args...)
		return err
	})
	if err == nil && len(page.Rows) > limit {
		page.Rows = page.Rows[:limit]
		page.Next = cursor(page.Rows[limit-1])
	}
	return page, err
}

// filter turns a filter into a condition.
func (s *Store) filter(f desk.Filter) (string, []any, error) {
	conds, args := []string{`r.phase <> ''`}, []any{}
	add := func(cond string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		conds = append(conds, cond)
	}
	for _, eq := range []struct{ column, value string }{
		{"state", f.State}, {"track", f.Track}, {"phase", f.Phase}, {"officer_id", f.OfficerID}, {"case_id", f.CaseID},
	} {
		if eq.value != "" {
			add(`r.`+eq.column+` = ?`, eq.value)
		}
	}
	if f.Search != "" {
		// Byte order: everything that begins with q lies between q and q + the last code point.
		q := strings.TrimSpace(f.Search)
		up, end := strings.ToUpper(q), "\U0010FFFF"
		add(`(r.reference BETWEEN ? AND ? OR r.case_id = ANY (ARRAY(SELECT id FROM cases WHERE ref BETWEEN ? AND ?)))`, up, up+end, q, q+end)
	}
	if f.Overdue {
		add(`r.sort_due < ?`, s.now())
	}
	if f.Open {
		add(`NOT r.terminal`)
	}
	if f.After != "" {
		due, id, err := readCursor(f.After)
		if err != nil {
			return "", nil, err
		}
		add(`(r.sort_due, r.id) > (?::timestamptz, ?)`, due, id)
	}
	return strings.Join(conds, " AND "), args, nil
}

// cursor names the last row of a page: its deadline in microseconds, as
// PostgreSQL keeps it, and its id.
func cursor(r desk.RequestRow) string {
	due := "infinity"
	if r.NextDue != nil {
		due = strconv.FormatInt(r.NextDue.UnixMicro(), 10)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(due + " " + r.ID))
}

func readCursor(text string) (due, id string, err error) {
	bad := mla.Refuse(mla.CodeUnknownValue, "after")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", "", bad
	}
	due, id, ok := strings.Cut(string(b), " ")
	if !ok || strings.ContainsRune(id, 0) {
		return "", "", bad
	}
	if due == "infinity" {
		return due, id, nil
	}
	us, err := strconv.ParseInt(due, 10, 64)
	if err != nil || us < -1<<55 || us > 1<<57 {
		return "", "", bad
	}
	return time.UnixMicro(us).UTC().Format(time.RFC3339Nano), id, nil
}

// Duties lists open obligations that the actor has to see to, soonest first:
// what their role, organisation or person owes, and for the officer in charge
// also what the other side owes, estimates once they are past.
func (s *Store) Duties(ctx context.Context, who mla.Actor, limit int) (out []desk.Duty, err error) {
	defer wrap(&err, "Duties")
	mine, ok := duties[who.Role]
	if !ok {
		return nil, nil
	}
	now := s.now()
	sql := fmt.Sprintf(`SELECT %s, o.body %s JOIN obligations o ON o.request_id = r.id
		WHERE %s AND r.phase <> '' AND o.state = 'open' AND (%s) AND (NOT o.owed_foreign OR o.kind <> 'expected' OR o.due < $2)
		ORDER BY o.due, r.id, o.id LIMIT $1`, rowColumns, rowTables, visible(who), mine)
	err = s.listAs(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql, limited(limit, 100, 500), now)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d desk.Duty, err error) {
			var x rowScan
			err = row.Scan(append(x.targets(), &d.Obligation)...)
			d.Request = x.value(now)
			return d, err
		})
		return err
	})
	return out, err
}

// duties says, for each role, which obligations o of a visible request r are in its list.
var duties = map[mla.Role]string{
	mla.Officer: `r.officer_id = current_setting('rogatory.actor')
		AND (o.owed_foreign OR o.owed_role IN ('officer', '') AND o.owed_user IN ('', current_setting('rogatory.actor')))`,
	mla.Magistrate: `NOT o.owed_foreign AND o.owed_role = 'magistrate' AND o.owed_user IN ('', current_setting('rogatory.actor'))`,
	mla.Translator: `NOT o.owed_foreign AND o.owed_role = 'translator' AND o.owed_user IN ('', current_setting('rogatory.actor'))`,
	mla.Clerk:      `NOT o.owed_foreign AND o.owed_role = 'clerk' AND o.owed_org = current_setting('rogatory.org')`,
}
