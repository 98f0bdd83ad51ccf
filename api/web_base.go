package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// langCookie keeps the language of the switch for a year, also before sign-in.
const langCookie = "rogatory_lang"

// realNow is for people's patience: guessers and page refreshes do not speed up with a demo.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // real time on purpose

// base prepares what the layout shows; title is a key.
func (s *web) base(c echo.Context, title string, args ...any) base {
	lang := s.lang(c)
	b := base{
		Lang: lang, Path: c.Request().URL.RequestURI(), Title: i18n.T(lang, title, pairs(args)),
		Demo: s.cfg.Demo != nil, Now: s.cfg.Now(),
	}
	if c.Request().Method != http.MethodGet {
		b.Path = c.Request().URL.Path
	}
	if u, ok := actorFrom(c); ok {
		b.User = &u
		b.EngineDown = !s.engineUp(c.Request().Context())
	}
	if done := c.QueryParam("fait"); done != "" && i18n.Has(lang, "done."+done) {
		b.Notice = i18n.T(lang, "done."+done, nil)
	} else if done != "" && i18n.Has(lang, "command."+done) {
		b.Notice = i18n.T(lang, "done.command", map[string]string{"Command": i18n.Label(lang, "command", done)})
	}
	return b
}

// lang is the reader's language: the switch, else the account's, else French.
func (s *web) lang(c echo.Context) string {
	if ck, err := c.Cookie(langCookie); err == nil {
		return i18n.Language(ck.Value)
	}
	if u, ok := actorFrom(c); ok {
		return i18n.Language(u.Lang)
	}
	return i18n.French
}

// who is the signed-in person; the routes admit nobody else.
func who(c echo.Context) mla.Actor {
	u, _ := actorFrom(c)
	return u.Actor()
}

// pulse remembers for a moment whether the engine answered.
type pulse struct {
	mu sync.Mutex
	at time.Time
	up bool
}

const (
	pulseFor  = 5 * time.Second
	pulseWait = time.Second
)

// engineUp asks the engine at most every few seconds, so that pages stay quick
// when it is gone.
func (s *web) engineUp(ctx context.Context) bool {
	s.pulse.mu.Lock()
	defer s.pulse.mu.Unlock()
	if now := realNow(); now.Sub(s.pulse.at) > pulseFor {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pulseWait)
		defer cancel()
		s.pulse.up, s.pulse.at = s.cfg.Engine.Ping(ctx) == nil, now
	}
	return s.pulse.up
}

// languagePost is the switch. It comes back to where the reader was.
func (s *web) languagePost(c echo.Context) error {
	lang := i18n.Language(c.FormValue("lang"))
	c.SetCookie(&http.Cookie{
		Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	if _, ok := actorFrom(c); ok {
		if err := s.cfg.Desk.SetLang(c.Request().Context(), who(c), lang); err != nil && len(refusalsOf(err)) == 0 {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, local(c.FormValue("back")))
}

// problemView is an error page.
type problemView struct {
	base
	Status int
	Detail string
	Code   string
	Call   string
	Errors []string
}

// showProblem is the page of an error that no form shows.
func (s *web) showProblem(c echo.Context, p Problem) error {
	lang := s.lang(c)
	if p.Status == http.StatusUnauthorized {
		return c.Redirect(http.StatusSeeOther, "/connexion")
	}
	v := problemView{base: s.base(c, "problem.title"), Status: p.Status, Code: p.Code, Call: p.Instance}
	v.Detail = s.word(lang, &mla.Error{Code: p.Code, Field: p.Field, Args: p.Args})
	for _, e := range p.Errors {
		v.Errors = append(v.Errors, s.word(lang, &mla.Error{Code: e.Code, Field: e.Field, Args: e.Args}))
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(p.Status)
	}
	return s.page(c, p.Status, "problem", &v)
}
