package api

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
	"github.com/rogatory/rogatory/templates"
)

// base is what the layout of every page shows.
type base struct {
	Lang string
	// Path is the page's own address, where the language switch comes back to.
	Path string
	// Title is the text of the title, already worded.
	Title string
	User  *desk.User
	Demo  bool
	// EngineDown says that requests cannot be moved now; reading and drafting go on.
	EngineDown bool
	// Notice is a line of good news after a redirect, Alert one of bad news.
	Notice, Alert string
	// Refresh reloads the page after so many seconds.
	Refresh int
	Now     time.Time
}

func (b *base) head() *base { return b }

// view is what a template receives: a struct that embeds base.
type view interface{ head() *base }

// pages holds every page parsed in every language.
type pages map[string]map[string]*template.Template

// parsePages parses all pages at boot; an error names the file.
func parsePages() (pages, error) {
	out := pages{}
	names, err := fs.Glob(templates.WebFS, "web/pages/*.html")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("web templates: %d pages, %w", len(names), err)
	}
	for _, lang := range i18n.Languages {
		out[lang] = map[string]*template.Template{}
		shared, err := template.New("").Funcs(pageFuncs(lang)).Funcs(stateFuncs(lang)).ParseFS(templates.WebFS, "web/layout/*.html", "web/partials/*.html")
		if err != nil {
			return nil, fmt.Errorf("web templates: %w", err)
		}
		for _, file := range names {
			t, err := template.Must(shared.Clone()).ParseFS(templates.WebFS, file)
			if err != nil {
				return nil, fmt.Errorf("web templates: %w", err)
			}
			out[lang][strings.TrimSuffix(path.Base(file), ".html")] = t
		}
	}
	return out, nil
}

// pageFuncs are the functions of the templates, bound to a language.
func pageFuncs(lang string) template.FuncMap {
	return template.FuncMap{
		"t":          func(key string, args ...any) string { return i18n.T(lang, key, pairs(args)) },
		"label":      func(family string, code any) string { return labelOf(lang, family, fmt.Sprint(code)) },
		"clock":      func(id string) string { return clockName(lang, id) },
		"basis":      func(basis string) string { return typeset(lang, basisIn(lang, basis)) },
		"measure":    func(id string) string { return i18n.Label(lang, "measure", id) },
		"text":       func(t mla.Text) string { return typeset(lang, inLang(lang, t)) },
		"fieldname":  func(field string) string { return i18n.Field(lang, field) },
		"date":       func(d workday.Date) string { return i18n.Date(lang, d) },
		"datelong":   func(d workday.Date) string { return i18n.DateLong(lang, d) },
		"day":        func(t time.Time) string { return i18n.Day(lang, t) },
		"time":       func(t time.Time) string { return i18n.Time(lang, t) },
		"dueday":     func(t *time.Time) string { return dueDay(lang, t) },
		"short":      shortSHA,
		"size":       func(n int64) string { return i18n.Size(lang, n) },
		"deliveryno": func(id string) string { return id[strings.LastIndex(id, "/")+1:] },
		"lower":      strings.ToLower,
		"upper":      upperFirst,
		"esc":        url.PathEscape,
		"slug":       slug,
		"cited":      marked,
		"citedref":   markedRef,
	}
}

// pairs makes the data of a text from alternating names and values.
func pairs(args []any) map[string]any {
	out := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		out[fmt.Sprint(args[i])] = args[i+1]
	}
	return out
}

func inLang(lang string, t mla.Text) string {
	if lang == i18n.English && t.EN != "" || t.FR == "" {
		return t.EN
	}
	return t.FR
}

// typeset gives French texts of the data their apostrophe.
func typeset(lang, s string) string {
	if lang == i18n.French {
		return strings.ReplaceAll(s, "'", "’")
	}
	return s
}

// clockName names a clock: by our texts, else by the law's own data.
func clockName(lang, id string) string {
	if i18n.Has(lang, "clock."+id) {
		return i18n.T(lang, "clock."+id, nil)
	}
	if book, err := jurisdiction.Load(); err == nil {
		if c, err := book.Clock(id); err == nil {
			return inLang(lang, c.Name)
		}
	}
	return id
}

// basisIn words the basis of a clock, which obligations keep in French.
func basisIn(lang, french string) string {
	book, err := jurisdiction.Load()
	if err != nil {
		return french
	}
	return inLang(lang, book.BasisText(french))
}

// dueDay is the last day in time: a period that expires at 24:00 ends on the day
// before its instant.
func dueDay(lang string, t *time.Time) string {
	if t == nil {
		return ""
	}
	return i18n.Day(lang, t.Add(-time.Nanosecond))
}

func shortSHA(s string) string {
	if len(s) > 12 {
		return s[:12] + "…"
	}
	return s
}

// page writes a page. It is rendered to memory first, so that a template that
// fails gives an error page instead of half a page.
func (s *web) page(c echo.Context, status int, name string, v view) error {
	h := v.head()
	t, ok := s.pages[h.Lang][name]
	if !ok {
		return fmt.Errorf("no page %q in %q", name, h.Lang)
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, "layout", v); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("Vary", "Cookie")
	return c.HTMLBlob(status, buf.Bytes())
}

// static serves the style sheet and the script; they change with the binary only.
func static() (http.Handler, error) {
	sub, err := fs.Sub(templates.StaticFS, "static")
	if err != nil {
		return nil, err
	}
	return http.StripPrefix("/static/", http.FileServerFS(sub)), nil
}

// slug is a command as the last part of an address.
func slug(k mla.CommandKind) string { return strings.ReplaceAll(string(k), "_", "-") }
