package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
)

// outboxView lists the mails of the reader's requests; in the demo they stay here.
type outboxView struct {
	base
	Mails []desk.Mail
}

const mailsShown = 100

func (s *web) outbox(c echo.Context) error {
	got, err := s.cfg.Desk.Outbox(c.Request().Context(), who(c), mailsShown)
	if err != nil {
		return err
	}
	v := outboxView{base: s.base(c, "outbox.title"), Mails: got}
	return s.page(c, http.StatusOK, "outbox", &v)
}
