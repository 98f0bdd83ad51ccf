package main

import (
	"context"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
	"github.com/rogatory/rogatory/internal/workday"
)

// holidays reads and imports days off: the law's own data with what people
// imported laid over.
type holidays struct {
	store *store.Store
	book  *jurisdiction.Book
}

// overlayOf gives the imported days by State, in the order in which they came.
func overlayOf(ctx context.Context, s *store.Store) (map[string][]workday.Holiday, error) {
	all, err := s.Holidays(ctx, "")
	if err != nil {
		return nil, err
	}
	out := map[string][]workday.Holiday{}
	for _, o := range all {
		out[o.Calendar] = append(out[o.Calendar], o.Holiday)
	}
	return out, nil
}

// Year implements api.Holidays.
func (h holidays) Year(ctx context.Context, state string, year int) (jurisdiction.HolidayList, error) {
	overlay, err := overlayOf(ctx, h.store)
	if err != nil {
		return jurisdiction.HolidayList{}, err
	}
	return h.book.HolidayYear(state, year, overlay[state]...)
}

// Imported implements api.Holidays.
func (h holidays) Imported(ctx context.Context) (map[string][]workday.Holiday, error) {
	return overlayOf(ctx, h.store)
}

// Import implements api.Holidays: everything or nothing.
func (h holidays) Import(ctx context.Context, who mla.Actor, changes []jurisdiction.HolidayChange) (desk.HolidayImport, []jurisdiction.HolidayFault, error) {
	overlay, err := overlayOf(ctx, h.store)
	if err != nil {
		return desk.HolidayImport{}, nil, err
	}
	if faults := h.book.CheckHolidays(changes, overlay); len(faults) > 0 {
		return desk.HolidayImport{}, faults, nil
	}
	done, err := h.store.ImportHolidays(ctx, who, jurisdiction.Overlay(changes))
	return desk.HolidayImport{Added: done.Added, Requests: done.Requests}, nil, err
}
