package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Overlay is a day proclaimed, moved or withdrawn after the data were published.
type Overlay struct {
	ID string
	// Calendar is the State's ISO code.
	Calendar string
	Holiday  workday.Holiday
	// Cause names the proclamation or the import.
	Cause string
	By    string
	At    time.Time
}

// AddHolidays keeps days that an administrator imports. Idempotent by calendar,
// day and cause. It reports how many were new.
func (s *Store) AddHolidays(ctx context.Context, who mla.Actor, calendar, cause string, days []workday.Holiday) (added int, err error) {
	defer wrap(&err, "AddHolidays")
	if who.Role != mla.Admin && who.Role != mla.System {
		return 0, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "add_holidays")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		for _, day := range days {
			body, err := json.Marshal(day)
			if err != nil {
				return err
			}
			b.Queue(`INSERT INTO holiday_overlays (id, calendar, day, body, cause, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
				uuid.NewString(), calendar, day.Date.String(), body, cause, who.ID, s.now()).Query(func(rows pgx.Rows) error {
				ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
				added += len(ids)
				return err
			})
		}
		return tx.SendBatch(ctx, b).Close()
	})
	return added, err
}

// Holidays lists the overlays of a calendar, of all for "", oldest first.
func (s *Store) Holidays(ctx context.Context, calendar string) (out []Overlay, err error) {
	defer wrap(&err, "Holidays")
	rows, err := s.pool.Query(ctx, `SELECT id, calendar, body, cause, by_id, at FROM holiday_overlays WHERE $1 = '' OR calendar = $1 ORDER BY at, day, id`, calendar)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o Overlay, err error) {
		err = row.Scan(&o.ID, &o.Calendar, &o.Holiday, &o.Cause, &o.By, &o.At)
		o.At = o.At.UTC()
		return o, err
	})
}
