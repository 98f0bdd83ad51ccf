package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// templatesPath is the page of the texts of letters.
const templatesPath = "/modeles"

// templatesView lists the texts of letters, by letter.
type templatesView struct {
	base
	Letters []letterTexts
	// Drafts counts those that nobody released, Faults those that cannot be printed.
	Drafts, Faults int
}

// letterTexts are the texts of one letter in its languages.
type letterTexts struct {
	Form  string
	Name  string
	Texts []desk.Template
}

func (s *web) templates(c echo.Context) error {
	all, err := s.cfg.Templates.List(c.Request().Context())
	if err != nil {
		return err
	}
	v := templatesView{base: s.base(c, "templates.title")}
	for _, t := range all {
		if n := len(v.Letters); n == 0 || v.Letters[n-1].Form != t.Form {
			v.Letters = append(v.Letters, letterTexts{Form: t.Form, Name: letterName(v.Lang, t.Form)})
		}
		l := &v.Letters[len(v.Letters)-1]
		l.Texts = append(l.Texts, t)
		switch {
		case t.Fault != nil:
			v.Faults++
		case t.Release == nil:
			v.Drafts++
		}
	}
	return s.page(c, http.StatusOK, "templates", &v)
}

// letterName is what a form or a kind of letter is called; its code where the
// interface has no name for it.
func letterName(lang, form string) string {
	for _, family := range []string{"form", "doc", "letter"} {
		if i18n.Has(lang, family+"."+form) {
			return i18n.T(lang, family+"."+form, nil)
		}
	}
	return form
}

// mayRelease and mayWithdraw are what the reader may do with a template.
func mayRelease(a mla.Actor, t desk.Template) bool {
	return t.Fault == nil && t.Release == nil && mla.MayReleaseTemplate(a.Role, t.Lang, false)
}

func mayWithdraw(a mla.Actor, t desk.Template) bool {
	return t.Release != nil && mla.MayReleaseTemplate(a.Role, t.Lang, true)
}
