package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// sealedView is the sealed annex: identities of minors, for its own access list.
type sealedView struct {
	base
	Request desk.Request
	Rows    []desk.Sealed
	// Langs are the languages in which the annex can be made.
	Langs  []option
	Fields []formField
	Errors []string
}

func (s *web) sealed(c echo.Context) error {
	return s.sealedPage(c, http.StatusOK, url.Values{}, nil)
}

func (s *web) sealedPage(c echo.Context, status int, values url.Values, errs formErrors) error {
	ctx, a := c.Request().Context(), who(c)
	req, err := s.cfg.Desk.Request(ctx, a, c.Param("ref"))
	if err != nil {
		return err
	}
	rows, err := s.cfg.Desk.Sealed(ctx, a, req.ID)
	if err != nil {
		return err
	}
	v := sealedView{base: s.base(c, "sealed.title", "Ref", req.Reference), Request: req, Rows: rows}
	v.Langs = labelled(v.Lang, "lang", annexLanguages(req)...)
	for _, f := range []struct{ name, widget string }{
		{"label", asText}, {"name", asText}, {"born_on", asDate}, {"document", asText}, {"address", asArea}, {"note", asArea},
	} {
		fl := newField(v.Lang, f.name, f.widget, values.Get(f.name))
		fl.Required = f.name == "label" || f.name == "name"
		v.Fields = append(v.Fields, fl)
	}
	v.Errors = errs.place(v.Lang, v.Fields)
	return s.page(c, status, "sealed", &v)
}

func (s *web) sealedPost(c echo.Context) error {
	ctx, a := c.Request().Context(), who(c)
	req, err := s.cfg.Desk.Request(ctx, a, c.Param("ref"))
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	row := desk.Sealed{
		Label: values.Get("label"), Name: values.Get("name"), Document: values.Get("document"), Address: values.Get("address"), Note: values.Get("note"),
	}
	if raw := values.Get("born_on"); raw != "" {
		if row.BornOn, err = workday.ParseDate(raw); err != nil {
			return s.sealedPage(c, http.StatusUnprocessableEntity, values, formErrors{mla.Refuse(codeInvalidDate, "born_on")})
		}
	}
	errs := formErrors(s.checkSealed(row))
	if len(errs) == 0 {
		err = s.cfg.Desk.PutSealed(ctx, a, req.ID, row)
		if errs = refusalsOf(err); len(errs) == 0 && err != nil {
			return err
		}
	}
	if len(errs) > 0 {
		return s.sealedPage(c, statusOf(errs[0].Code), values, errs)
	}
	return c.Redirect(http.StatusSeeOther, "/demandes/"+url.PathEscape(req.Reference)+"/identites?fait=saved")
}
