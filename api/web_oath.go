package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// oathView is the page on which a translator states under which oath they certify.
type oathView struct {
	base
	// Translators are those an administrator can choose from.
	Translators []desk.User
	Of          desk.User
	Fields      []formField
	Errors      []string
	Back        string
}

const oathPath = "/traducteur"

func (s *web) oath(c echo.Context) error {
	return s.oathPage(c, http.StatusOK, nil, nil)
}

// oathOf is whose oath the page is about: one's own, or the one that an
// administrator chose.
func (s *web) oathOf(c echo.Context) (of desk.User, all []desk.User, err error) {
	user, _ := actorFrom(c)
	switch user.Role {
	case mla.Translator:
		return user, nil, nil
	case mla.Admin:
		if all, err = s.cfg.Desk.UsersByRole(c.Request().Context(), user.Actor(), mla.Translator); err != nil {
			return of, nil, err
		}
		for _, u := range all {
			if u.ID == c.QueryParam("de") || len(all) == 1 {
				return u, all, nil
			}
		}
		return of, all, nil
	}
	return of, nil, mla.Refuse(mla.CodeNotFound, "user")
}

func (s *web) oathPage(c echo.Context, status int, typed url.Values, errs formErrors) error {
	of, all, err := s.oathOf(c)
	if err != nil {
		return err
	}
	v := oathView{base: s.base(c, "oath.title"), Translators: all, Of: of, Back: local(c.QueryParam("retour"))}
	if of.ID != "" {
		o, err := s.cfg.Desk.Oath(c.Request().Context(), who(c), of.ID)
		if err != nil {
			return err
		}
		sworn := ""
		if !o.Sworn.IsZero() {
			sworn = o.Sworn.String()
		}
		for _, f := range []struct{ name, widget, value string }{
			{"oath.name", asText, o.Name}, {"oath.court", asText, o.Court}, {"oath.number", asText, o.Number}, {"oath.sworn_on", asDate, sworn},
		} {
			if t, ok := typed[f.name]; ok {
				f.value = t[0]
			}
			field := newField(v.Lang, f.name, f.widget, f.value)
			field.Required = true
			v.Fields = append(v.Fields, field)
		}
	}
	v.Errors = errs.place(v.Lang, v.Fields)
	return s.page(c, status, "oath", &v)
}

func (s *web) oathPost(c echo.Context) error {
	of, _, err := s.oathOf(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return mla.Refuse(codeInvalidForm, "")
	}
	o := desk.Oath{
		UserID: of.ID, Name: strings.TrimSpace(values.Get("oath.name")), Court: strings.TrimSpace(values.Get("oath.court")),
		Number: strings.TrimSpace(values.Get("oath.number")),
	}
	var errs formErrors
	if raw := strings.TrimSpace(values.Get("oath.sworn_on")); raw != "" {
		if o.Sworn, err = workday.ParseDate(raw); err != nil {
			errs = append(errs, mla.Refuse(codeInvalidDate, "oath.sworn_on", "value", printable(raw)))
		}
	}
	if len(errs) == 0 {
		err = s.putOath(c, o)
		if err == nil {
			q := url.Values{"fait": {"saved"}}
			for _, name := range []string{"de", "retour"} {
				if v := c.QueryParam(name); v != "" {
					q.Set(name, v)
				}
			}
			return c.Redirect(http.StatusSeeOther, oathPath+"?"+q.Encode())
		}
		if errs = refusalsOf(err); len(errs) == 0 {
			return err
		}
	}
	return s.oathPage(c, statusOf(errs[0].Code), values, errs)
}

// putOath checks and stores an oath: all that is wrong with it at once.
func (s *Server) putOath(c echo.Context, o desk.Oath) error {
	var errs []*mla.Error
	for _, f := range []struct{ field, value string }{{"oath.name", o.Name}, {"oath.court", o.Court}, {"oath.number", o.Number}} {
		switch {
		case f.value == "":
			errs = append(errs, mla.Refuse(mla.CodeRequired, f.field))
		case len(f.value) > 200:
			errs = append(errs, mla.Refuse(mla.CodeTooLong, f.field, "max", "200"))
		case strings.ContainsFunc(f.value, func(r rune) bool { return r < ' ' || r == 0x7f }):
			errs = append(errs, mla.Refuse(mla.CodeInvalidText, f.field))
		}
	}
	switch today := workday.NewDate(s.cfg.Now().UTC().Date()); {
	case o.Sworn.IsZero():
		errs = append(errs, mla.Refuse(mla.CodeRequired, "oath.sworn_on"))
	case o.Sworn.After(today):
		errs = append(errs, mla.Refuse(mla.CodeDateInFuture, "oath.sworn_on"))
	}
	if err := refusals(errs); err != nil {
		return err
	}
	return s.cfg.Desk.PutOath(c.Request().Context(), must(c).Actor(), o)
}
