package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
)

// pendingView says that a command was received and is not yet confirmed.
type pendingView struct {
	base
	Outcome desk.Outcome
	Ref     string
	// Unknown says that nothing was ever noted under the id.
	Unknown bool
}

const pendingRefresh = 3

// pending waits for a command: the page asks again by itself until it is done.
func (s *web) pending(c echo.Context) error {
	ref := c.QueryParam("ref")
	out, err := s.cfg.Desk.Outcome(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	if out.Reference != "" {
		ref = out.Reference
	}
	if out.Status == statusDone {
		to := "/"
		if ref != "" {
			to = "/demandes/" + url.PathEscape(ref) + "?fait=" + string(out.Kind)
		}
		return c.Redirect(http.StatusSeeOther, to)
	}
	v := pendingView{base: s.base(c, "pending.title"), Outcome: out, Ref: ref}
	v.Refresh = pendingRefresh
	return s.page(c, http.StatusAccepted, "pending", &v)
}
