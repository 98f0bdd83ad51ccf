package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// How long a token lives, in days.
const (
	defaultTokenDays = 90
	longestTokenDays = 366
)

type tokenIn struct {
	Label string `json:"label"`
	Days  int    `json:"days,omitempty"`
}

// newTokenJSON shows the token itself, this once.
type newTokenJSON struct {
	desk.Token
	Secret string `json:"token"`
}

// listTokens is GET /tokens: the user's own.
func (s *Server) listTokens(c echo.Context) error {
	rows, err := s.cfg.Desk.Tokens(c.Request().Context(), must(c).Actor())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(rows, func(t desk.Token) desk.Token { return t }))
}

// postToken is POST /tokens.
func (s *Server) postToken(c echo.Context) error {
	var in tokenIn
	if err := readInto(c, &in); err != nil {
		return err
	}
	in.Label = strings.TrimSpace(in.Label)
	if in.Days == 0 {
		in.Days = defaultTokenDays
	}
	var errs []*mla.Error
	if in.Label == "" {
		errs = append(errs, mla.Refuse(mla.CodeRequired, "label"))
	}
	if len([]rune(in.Label)) > 80 {
		errs = append(errs, mla.Refuse(mla.CodeTooLong, "label", "max", "80"))
	}
	if in.Days < 1 || in.Days > longestTokenDays {
		errs = append(errs, mla.Refuse(codeOutOfRange, "days", "min", "1", "max", "366"))
	}
	if err := refusals(errs); err != nil {
		return err
	}
	secret := auth.NewToken()
	t, err := s.cfg.Desk.CreateToken(c.Request().Context(), must(c).Actor(), in.Label, auth.HashToken(secret),
		s.cfg.Now().UTC().Add(time.Duration(in.Days)*24*time.Hour))
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, newTokenJSON{t, secret})
}

// deleteToken is DELETE /tokens/{id}.
func (s *Server) deleteToken(c echo.Context) error {
	id, err := segment(c, "id")
	if err != nil {
		return err
	}
	if err := s.cfg.Desk.RevokeToken(c.Request().Context(), must(c).Actor(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
