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
	// Cause names the proclamation, Import the days that came with it.
	Cause  string
	Import string
	By     string
	At     time.Time
}

// HolidayImport is what became of an import.
type HolidayImport struct {
	// ID is empty where every day was known already.
	ID string
	// Added counts the days that are new, Requests those that are to be recomputed.
	Added, Requests int
}

// ImportHolidays keeps days that an administrator brings, each with its
// proclamation as Source, and in the same transaction owes every open request
// concerned the calendars that follow; so a crash loses neither. A day that
// stands last for its date already is left out, so that a repeat does nothing.
func (s *Store) ImportHolidays(ctx context.Context, who mla.Actor, days map[string][]workday.Holiday) (out HolidayImport, err error) {
	defer wrap(&err, "ImportHolidays")
	if who.Role != mla.Admin && who.Role != mla.System {
		return out, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "add_holidays")
	}
	id := uuid.NewString()
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		if err := lockHolidays(ctx, tx); err != nil {
			return err
		}
		known, err := overlays(ctx, tx, "")
		if err != nil {
			return err
		}
		last := map[string]workday.Holiday{}
		for _, o := range known {
			last[o.Calendar+o.Holiday.Date.String()] = o.Holiday
		}
		b := &pgx.Batch{}
		for calendar, all := range days {
			for _, day := range all {
				if last[calendar+day.Date.String()] == day {
					continue
				}
				body, err := json.Marshal(day)
				if err != nil {
					return err
				}
				b.Queue(`INSERT INTO holiday_overlays (id, calendar, day, body, cause, by_id, at, import_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
					uuid.NewString(), calendar, day.Date.String(), body, day.Source, who.ID, s.now(), id)
			}
		}
		if out.Added = b.Len(); out.Added == 0 {
			return nil
		}
		out.ID = id
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		out.Requests, err = s.oweCalendars(ctx, tx)
		return err
	})
	return out, err
}

// lockHolidays lets one import after the other compute calendars, until the end
// of its transaction.
func lockHolidays(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('rogatory holidays'))`)
	return err
}

// Holidays lists the overlays of a calendar, of all for "", in the order in
// which they came: the last one for a date holds.
func (s *Store) Holidays(ctx context.Context, calendar string) (out []Overlay, err error) {
	defer wrap(&err, "Holidays")
	return overlays(ctx, s.pool, calendar)
}

// querier is the pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func overlays(ctx context.Context, q querier, calendar string) ([]Overlay, error) {
	rows, err := q.Query(ctx, `SELECT id, calendar, body, cause, import_id, by_id, at FROM holiday_overlays WHERE $1 = '' OR calendar = $1 ORDER BY n`, calendar)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o Overlay, err error) {
		err = row.Scan(&o.ID, &o.Calendar, &o.Holiday, &o.Cause, &o.Import, &o.By, &o.At)
		o.At = o.At.UTC()
		return o, err
	})
}
