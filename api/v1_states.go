package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

// listStates is GET /states: the States that can be requested.
func (s *Server) listStates(c echo.Context) error {
	q := query{c: c}
	q.only()
	if err := q.err(); err != nil {
		return err
	}
	rows, err := s.countries(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, func(v country) countryRow { return v.countryRow }))
}

// getState is GET /states/{code}: everything that the country page shows.
func (s *Server) getState(c echo.Context) error {
	code, err := segment(c, "code")
	if err != nil {
		return err
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	v, err := countryOf(book, code, s.cfg.Now(), s.years(c.Request().Context(), book))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, v)
}

// countries are all requested States, in the data's order.
func (s *Server) countries(ctx context.Context) ([]country, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, err
	}
	var out []country
	for _, st := range book.States() {
		v, err := countryOf(book, st.Code(), s.cfg.Now(), s.years(ctx, book))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// years reads days off with what was imported, or those of the book alone where
// nobody imports.
func (s *Server) years(ctx context.Context, book *jurisdiction.Book) yearOf {
	if s.cfg.Holidays == nil {
		return func(code string, year int) (jurisdiction.HolidayList, error) { return book.HolidayYear(code, year) }
	}
	return func(code string, year int) (jurisdiction.HolidayList, error) {
		return s.cfg.Holidays.Year(ctx, code, year)
	}
}
