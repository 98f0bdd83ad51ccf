package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// tokensView lists the reader's API tokens. Fresh is shown once, when it is made.
type tokensView struct {
	base
	Tokens []desk.Token
	Fresh  string
	Fields []formField
	Errors []string
}

// tokenSpans are the life spans offered.
var tokenSpans = []string{"30", "90", "365"}

func (s *web) tokens(c echo.Context) error {
	return s.tokensPage(c, http.StatusOK, url.Values{}, "", nil)
}

func (s *web) tokensPage(c echo.Context, status int, values url.Values, fresh string, errs formErrors) error {
	got, err := s.cfg.Desk.Tokens(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := tokensView{base: s.base(c, "tokens.title"), Tokens: got, Fresh: fresh}
	label := newField(v.Lang, "label", asText, values.Get("label"))
	label.Required = true
	days := newField(v.Lang, "expires", asSelect, values.Get("expires"))
	days.Options, days.Required = labelled(v.Lang, "tokens.days", tokenSpans...), true
	v.Fields = []formField{label, days}
	v.Errors = errs.place(v.Lang, v.Fields)
	return s.page(c, status, "tokens", &v)
}

// tokensPost makes a token and shows it this once: only its hash is kept.
func (s *web) tokensPost(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	label := strings.TrimSpace(values.Get("label"))
	days, err := strconv.Atoi(values.Get("expires"))
	var errs formErrors
	if label == "" {
		errs = append(errs, mla.Refuse(mla.CodeRequired, "label"))
	}
	if err != nil || days < 1 || days > 365 {
		errs = append(errs, mla.Refuse(codeOutOfRange, "expires", "min", "1", "max", "365"))
	}
	token := auth.NewToken()
	if len(errs) == 0 {
		expires := s.cfg.Now().Add(time.Duration(days) * 24 * time.Hour)
		_, err := s.cfg.Desk.CreateToken(c.Request().Context(), who(c), label, auth.HashToken(token), expires)
		if errs = refusalsOf(err); len(errs) == 0 && err != nil {
			return err
		}
	}
	if len(errs) > 0 {
		return s.tokensPage(c, http.StatusUnprocessableEntity, values, "", errs)
	}
	return s.tokensPage(c, http.StatusCreated, url.Values{}, token, nil)
}

func (s *web) tokenRevoke(c echo.Context) error {
	if err := s.cfg.Desk.RevokeToken(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/jetons?fait=revoked")
}
