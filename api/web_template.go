package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// templateView is the text of one letter in one language: what it makes, how it
// is written, who released it.
type templateView struct {
	base
	Text desk.Template
	Name string
	// Lines are the source with the number of each; Wrong is that of the fault.
	Lines []string
	Wrong int
	Fault string
	// Statement is the sentence that a release signs.
	Statement   string
	MayRelease  bool
	MayWithdraw bool
	Fields      []formField
	Reason      formField
	Errors      []string
}

func (s *web) template(c echo.Context) error {
	return s.templatePage(c, http.StatusOK, url.Values{}, nil)
}

func (s *web) templatePage(c echo.Context, status int, values url.Values, errs formErrors) error {
	t, err := s.cfg.Templates.Template(c.Request().Context(), c.Param("form"), c.Param("lang"))
	if err != nil {
		return err
	}
	v := templateView{Text: t}
	lang := s.lang(c)
	v.Name = letterName(lang, t.Form)
	v.base = s.base(c, "template.title", "Letter", v.Name, "Lang", i18n.Label(lang, "lang", t.Lang))
	v.Lines = strings.Split(strings.TrimSuffix(t.Source, "\n"), "\n")
	if t.Fault != nil {
		v.Fault = i18n.Error(lang, t.Fault)
	}
	v.MayRelease, v.MayWithdraw = mayRelease(who(c), t), mayWithdraw(who(c), t)
	v.Statement = releaseStatement(lang, t)
	v.Fields = releaseFields(c, lang, t, values)
	v.Reason = newField(lang, "reason", asText, values.Get("reason"))
	v.Reason.Required = true
	fields := append(v.Fields, v.Reason)
	v.Errors = errs.place(lang, fields)
	v.Fields, v.Reason = fields[:len(fields)-1], fields[len(fields)-1]
	return s.page(c, status, "template", &v)
}

// releaseStatement is what whoever releases a text states of it.
func releaseStatement(lang string, t desk.Template) string {
	key := "template.statement"
	if t.Lang != i18n.French {
		key = "template.statement_sworn"
	}
	return i18n.T(lang, key, map[string]string{"Version": t.Version, "Digest": t.Digest, "Lang": i18n.Label(lang, "lang", t.Lang)})
}

// releaseFields are what a person states of themselves; of a sworn translator
// their court and oath too.
func releaseFields(c echo.Context, lang string, t desk.Template, values url.Values) []formField {
	names := []string{"name"}
	if t.Lang != i18n.French {
		names = append(names, "court", "oath_number", "oath_on")
	}
	var out []formField
	for _, name := range names {
		f := newField(lang, name, asText, values.Get(name))
		f.Label, f.Required = i18n.T(lang, "template.field."+name, nil), true
		if name == "oath_on" {
			f.Widget = asDate
		}
		if u, ok := actorFrom(c); ok && name == "name" && f.Value == "" {
			f.Value = u.Name
		}
		out = append(out, f)
	}
	agree := newField(lang, "agree", asCheck, "")
	agree.Label, agree.Required = i18n.T(lang, "template.field.agree", nil), true
	return append(out, agree)
}

// templatePreview shows what the text makes of sample data. A text that cannot be
// printed is shown as the page of its fault.
func (s *web) templatePreview(c echo.Context) error {
	pdf, err := s.cfg.Templates.Preview(c.Request().Context(), c.Param("form"), c.Param("lang"))
	if err != nil {
		return err
	}
	inline(c, c.Param("form")+"-"+c.Param("lang")+".pdf")
	return c.Blob(http.StatusOK, mimePDF, pdf)
}

// templateRelease releases the text that the page showed, not whichever is there now.
func (s *web) templateRelease(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	lang := s.lang(c)
	r := desk.TemplateRelease{
		Form: c.Param("form"), Lang: c.Param("lang"), Digest: values.Get("digest"), Name: strings.TrimSpace(values.Get("name")),
		Court: strings.TrimSpace(values.Get("court")), OathNumber: strings.TrimSpace(values.Get("oath_number")),
	}
	t, err := s.cfg.Templates.Template(c.Request().Context(), r.Form, r.Lang)
	if err != nil {
		return err
	}
	r.Statement = releaseStatement(lang, t)
	var errs formErrors
	if on := strings.TrimSpace(values.Get("oath_on")); on != "" {
		if r.OathOn, err = workday.ParseDate(on); err != nil {
			errs = append(errs, mla.Refuse(codeInvalidDate, "oath_on", "value", on))
		}
	}
	if values.Get("agree") == "" {
		errs = append(errs, mla.Refuse(mla.CodeRequired, "agree"))
	}
	if len(errs) == 0 {
		err = s.cfg.Templates.Release(c.Request().Context(), who(c), r)
		if errs = refusalsOf(err); len(errs) == 0 && err != nil {
			return err
		}
	}
	return s.templateDone(c, values, errs, "template_released")
}

func (s *web) templateWithdraw(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	u, _ := actorFrom(c)
	err = s.cfg.Templates.Withdraw(c.Request().Context(), who(c), desk.TemplateRelease{
		Form: c.Param("form"), Lang: c.Param("lang"), Digest: values.Get("digest"), Name: u.Name, Reason: strings.TrimSpace(values.Get("reason")),
	})
	errs := refusalsOf(err)
	if len(errs) == 0 && err != nil {
		return err
	}
	return s.templateDone(c, values, errs, "template_withdrawn")
}

func (s *web) templateDone(c echo.Context, values url.Values, errs formErrors, done string) error {
	if len(errs) > 0 {
		return s.templatePage(c, statusOf(errs[0].Code), values, errs)
	}
	return c.Redirect(http.StatusSeeOther, templatesPath+"/"+url.PathEscape(c.Param("form"))+"/"+url.PathEscape(c.Param("lang"))+"?fait="+done)
}
