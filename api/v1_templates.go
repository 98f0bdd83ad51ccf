package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/workday"
)

type releaseIn struct {
	Digest     string       `json:"digest"`
	Name       string       `json:"name"`
	Court      string       `json:"court,omitempty"`
	OathNumber string       `json:"oath_number,omitempty"`
	OathOn     workday.Date `json:"oath_on,omitzero"`
	Statement  string       `json:"statement"`
}

type withdrawalIn struct {
	Digest string `json:"digest"`
	Reason string `json:"reason"`
}

// listTemplates is GET /templates.
func (s *Server) listTemplates(c echo.Context) error {
	all, err := s.cfg.Templates.List(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(all, func(t desk.Template) desk.Template { return t }))
}

// postRelease is POST /templates/{form}/{lang}/release.
func (s *Server) postRelease(c echo.Context) error {
	var in releaseIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	r := desk.TemplateRelease{
		Form: c.Param("form"), Lang: c.Param("lang"), Digest: in.Digest, Name: in.Name, Court: in.Court,
		OathNumber: in.OathNumber, OathOn: in.OathOn, Statement: in.Statement,
	}
	if err := r.CheckTexts(); err != nil {
		return err
	}
	if err := s.cfg.Templates.Release(c.Request().Context(), must(c).Actor(), r); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// postWithdrawal is POST /templates/{form}/{lang}/withdraw.
func (s *Server) postWithdrawal(c echo.Context) error {
	var in withdrawalIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	user := must(c)
	r := desk.TemplateRelease{Form: c.Param("form"), Lang: c.Param("lang"), Digest: in.Digest, Name: user.Name, Reason: in.Reason}
	if err := r.CheckTexts(); err != nil {
		return err
	}
	if err := s.cfg.Templates.Withdraw(c.Request().Context(), user.Actor(), r); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
