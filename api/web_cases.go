package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
)

// casesView is the list of originating cases.
type casesView struct {
	base
	Cases []desk.Case
}

func (s *web) cases(c echo.Context) error {
	got, err := s.cfg.Desk.Cases(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := casesView{base: s.base(c, "cases.title"), Cases: got}
	return s.page(c, http.StatusOK, "cases", &v)
}

// caseView is one case with what arrived in it.
type caseView struct {
	base
	File desk.CaseFile
}

func (s *web) caseShow(c echo.Context) error {
	got, err := s.cfg.Desk.CaseFile(c.Request().Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	v := caseView{base: s.base(c, "case.title", "Ref", got.Ref), File: got}
	return s.page(c, http.StatusOK, "case", &v)
}
