package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/mla"
)

// signInView is the sign-in page.
type signInView struct {
	base
	Login, Next, Error string
	Accounts           []DemoAccount
	Speed              float64
	// Kept is a form that came after its session had ended.
	Kept *keptForm
}

func (s *web) signInPage(c echo.Context, status int, v signInView) error {
	v.base = s.base(c, "signin.title")
	v.Next = local(c.FormValue("suite"))
	if d := s.cfg.Demo; d != nil {
		v.Accounts, v.Speed = d.Accounts, d.Speed
	}
	return s.page(c, status, "signin", &v)
}

func (s *web) signInForm(c echo.Context) error {
	if _, ok := actorFrom(c); ok {
		return c.Redirect(http.StatusSeeOther, local(c.QueryParam("suite")))
	}
	return s.signInPage(c, http.StatusOK, signInView{})
}

// nobody is a hash that no password matches: an unknown login costs the same
// time as a known one, and gets the same answer.
var nobody = sync.OnceValue(func() string {
	hash, err := auth.HashPassword("nobody signs in with this, it only costs time")
	if err != nil {
		return ""
	}
	return hash
})

// signInPost takes login and password. Wrong, unknown and disabled read alike.
func (s *web) signInPost(c echo.Context) error {
	ctx := c.Request().Context()
	login, password := strings.TrimSpace(c.FormValue("login")), c.FormValue("password")
	refuse := func(status int, e *mla.Error) error {
		return s.signInPage(c, status, signInView{Login: login, Error: s.word(s.lang(c), e), Kept: carried(c)})
	}
	if wait := s.throttle.Wait(login, c.RealIP()); wait > 0 {
		seconds := strconv.Itoa(int(wait.Seconds()) + 1)
		c.Response().Header().Set("Retry-After", seconds)
		return refuse(http.StatusTooManyRequests, mla.Refuse(codeTooMany, "", "seconds", seconds))
	}
	u, err := s.cfg.Desk.UserByLogin(ctx, login)
	if err != nil && !isNotFound(err) {
		return err
	}
	hash := u.PasswordHash
	if err != nil || hash == "" {
		hash = nobody()
	}
	right, verr := auth.VerifyPassword(password, hash)
	if verr != nil || !right || err != nil || u.Disabled {
		s.throttle.Failed(login, c.RealIP())
		return refuse(http.StatusUnprocessableEntity, mla.Refuse("signin", ""))
	}
	s.throttle.Succeeded(login, c.RealIP())
	if err := s.signIn(ctx, u); err != nil {
		return err
	}
	if k := carried(c); k != nil {
		c.Set(contextUser, u)
		return s.resume(c, k)
	}
	return c.Redirect(http.StatusSeeOther, local(c.FormValue("suite")))
}

func (s *web) signOutPost(c echo.Context) error {
	if err := s.signOut(c.Request().Context()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/connexion")
}
