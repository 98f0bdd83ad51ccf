package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// OweCalendars owes corrected calendars to every request that is open, or whose
// end a duty outlives, and whose snapshot lacks an imported day: one inbox row each, under an id from its cause. What
// was owed already is not owed again, so it may be called at any time; the sweep
// does, for a request that was being opened while the days were imported. It
// reports how many requests are newly owed.
func (s *Store) OweCalendars(ctx context.Context) (n int, err error) {
	defer wrap(&err, "OweCalendars")
	var any bool
	if err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM holiday_overlays)`).Scan(&any); err != nil || !any {
		return 0, err
	}
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		if err := lockHolidays(ctx, tx); err != nil {
			return err
		}
		n, err = s.oweCalendars(ctx, tx)
		return err
	})
	return n, err
}

// stands in a command's text for the id of the request it goes to.
const requestMark = "@request@"

// oweCalendars needs the lock. Requests that share a snapshot are served by one
// statement: there are as many as paths and forms in use, not as requests.
func (s *Store) oweCalendars(ctx context.Context, tx pgx.Tx) (n int, err error) {
	known, err := overlays(ctx, tx, "")
	if err != nil || len(known) == 0 {
		return 0, err
	}
	byCalendar := map[string][]Overlay{}
	for _, o := range known {
		byCalendar[o.Calendar] = append(byCalendar[o.Calendar], o)
	}
	// The snapshots are few and large, the requests many: each snapshot is opened
	// once, not once a request.
	rows, err := tx.Query(ctx, `
		WITH concerned AS MATERIALIZED (
			SELECT digest FROM profiles WHERE state = ANY($1) OR body->'home_calendar'->>'state' = ANY($1)
		), owed AS MATERIALIZED (
			SELECT l.digest, array_agg(r.id ORDER BY r.id) AS requests
			FROM requests r
			JOIN LATERAL (SELECT q.digest FROM request_profiles q WHERE q.request_id = r.id ORDER BY q.seq DESC LIMIT 1) l ON true
			JOIN concerned c ON c.digest = l.digest
			WHERE r.phase <> ''
				AND (NOT r.terminal OR EXISTS (SELECT FROM obligations o WHERE o.request_id = r.id AND o.state = 'open'))
			GROUP BY l.digest
		)
		SELECT p.body, o.requests FROM owed o JOIN profiles p ON p.digest = o.digest`, slices.Collect(maps.Keys(byCalendar)))
	if err != nil {
		return 0, err
	}
	type group struct {
		profile  mla.Profile
		requests []string
	}
	groups, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (g group, err error) {
		var body []byte
		if err := row.Scan(&body, &g.requests); err != nil {
			return g, err
		}
		return g, json.Unmarshal(body, &g.profile)
	})
	if err != nil {
		return 0, err
	}
	for _, g := range groups {
		cmd, owed := calendarCommand(g.profile, byCalendar)
		if !owed {
			continue
		}
		text, err := json.Marshal(cmd)
		if err != nil {
			return n, err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO inbox (request_id, command_id, case_id, command, at)
			SELECT r.id, replace($2, '`+requestMark+`', r.id), r.case_id, replace($3, '`+requestMark+`', r.id)::json, $4
			FROM requests r WHERE r.id = ANY($1) ORDER BY r.id
			ON CONFLICT DO NOTHING`, g.requests, cmd.ID, string(text), s.now())
		if err != nil {
			return n, err
		}
		n += int(tag.RowsAffected())
	}
	return n, nil
}

// calendarCommand brings the imported days to a snapshot; false where it holds
// them already. Its cause is the import of the latest day that is new to it.
func calendarCommand(p mla.Profile, known map[string][]Overlay) (mla.Command, bool) {
	home, newHome, homeImport := corrected(p.HomeCalendar, known[p.HomeCalendar.State])
	abroad, newAbroad, abroadImport := corrected(p.AbroadCalendar, known[p.AbroadCalendar.State])
	changed := append(newHome, newAbroad...)
	if len(changed) == 0 {
		return mla.Command{}, false
	}
	id := abroadImport
	if id == "" {
		id = homeImport
	} else if homeImport != "" && homeImport != id {
		id += "+" + homeImport
	}
	return mla.Command{ID: "holidays/" + id + "/" + requestMark, Actor: mla.Automaton, Body: mla.RefreshCalendar{
		Home: home, Abroad: abroad, Cause: id, Days: changed,
	}}, true
}

// corrected lays the imported days over a calendar and says which of them it
// did not hold, and the import of the last of those.
func corrected(cal workday.Calendar, known []Overlay) (out workday.Calendar, changed []mla.CalendarDay, importID string) {
	last := map[workday.Date]Overlay{}
	for _, o := range known {
		last[o.Holiday.Date] = o
	}
	var days []workday.Holiday
	for _, o := range known {
		if last[o.Holiday.Date].ID != o.ID {
			continue // overtaken by a later entry for the same day
		}
		days = append(days, o.Holiday)
		was, off := cal.Holiday(o.Holiday.Date)
		if withdrawn := o.Holiday.Status == workday.Withdrawn; withdrawn && off || !withdrawn && was != o.Holiday {
			changed = append(changed, mla.CalendarDay{State: cal.State, On: o.Holiday.Date, Number: o.Holiday.Source, Withdrawn: withdrawn})
			importID = o.Import
		}
	}
	return cal.With(days...), changed, importID
}
