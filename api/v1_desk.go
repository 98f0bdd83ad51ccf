package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// listDuties is GET /duties: what the user and the user's organisation owe, soonest first.
func (s *Server) listDuties(c echo.Context) error {
	q := query{c: c}
	q.only("limit")
	limit := q.number("limit", 50, 1, 200)
	if err := q.err(); err != nil {
		return err
	}
	rows, err := s.cfg.Desk.Duties(c.Request().Context(), must(c).Actor(), limit)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, viewDuty))
}

// listCases is GET /cases.
func (s *Server) listCases(c echo.Context) error {
	rows, err := s.cfg.Desk.Cases(c.Request().Context(), must(c).Actor())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, func(v desk.Case) desk.Case { return v }))
}

// getCase is GET /cases/{ref}.
func (s *Server) getCase(c echo.Context) error {
	ref, err := segment(c, "ref")
	if err != nil {
		return err
	}
	f, err := s.cfg.Desk.CaseFile(c.Request().Context(), must(c).Actor(), ref)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewCase(f))
}

// listOutbox is GET /outbox; outside the demo it does not exist.
func (s *Server) listOutbox(c echo.Context) error {
	if s.cfg.Demo == nil {
		return mla.Refuse(mla.CodeNotFound, "")
	}
	q := query{c: c}
	q.only("limit")
	limit := q.number("limit", 50, 1, 200)
	if err := q.err(); err != nil {
		return err
	}
	rows, err := s.cfg.Desk.Outbox(c.Request().Context(), must(c).Actor(), limit)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, viewMail))
}

var roleNames = func() []string {
	out := make([]string, len(mla.Roles))
	for i, r := range mla.Roles {
		out[i] = string(r)
	}
	return out
}()

// listUsers is GET /users: who can be chosen for a role.
func (s *Server) listUsers(c echo.Context) error {
	q := query{c: c}
	q.only("role")
	role := q.oneOf("role", roleNames)
	if err := q.err(); err != nil {
		return err
	}
	if role == "" {
		return mla.Refuse(mla.CodeRequired, "role")
	}
	rows, err := s.cfg.Desk.UsersByRole(c.Request().Context(), must(c).Actor(), mla.Role(role))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, viewUser))
}
