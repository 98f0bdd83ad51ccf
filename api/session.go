package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// CookieName is the session cookie, as the OpenAPI document names it.
const CookieName = "rogatory_session"

const (
	sessionUser = "user_id"
	contextUser = "rogatory.user"
)

// setUpSessions fixes what the pages and the CSRF protection rely on; whether the cookie is
// Secure is left to whoever knows whether there is TLS in front.
func (s *Server) setUpSessions() {
	c := &s.cfg.Sessions.Cookie
	c.Name, c.HttpOnly, c.SameSite, c.Path = CookieName, true, http.SameSiteLaxMode, "/"
	s.cfg.Sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.cfg.Log.ErrorContext(r.Context(), "session store", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
}

// signIn binds the session to the user under a fresh token, so that a token planted before
// the sign-in is worth nothing after it.
func (s *Server) signIn(ctx context.Context, u desk.User) error {
	if err := s.cfg.Sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	s.cfg.Sessions.Put(ctx, sessionUser, u.ID)
	return nil
}

// signOut forgets the session on the server too.
func (s *Server) signOut(ctx context.Context) error { return s.cfg.Sessions.Destroy(ctx) }

// actorFrom is the signed-in person; false for anonymous requests.
func actorFrom(c echo.Context) (desk.User, bool) {
	u, ok := c.Get(contextUser).(desk.User)
	return u, ok
}

// bearer is the API token of the request; false where no Authorization header names one.
func bearer(r *http.Request) (string, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "bearer")
}

// authenticate finds out who asks: an API token where there is one, the session otherwise. A
// token that does not hold is refused even beside a good session; no token and no session is
// an anonymous request, which the routes refuse or send to the sign-in page.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		if s.bare(c) {
			return next(c)
		}
		if token, ok := bearer(c.Request()); ok {
			u, err := s.userByToken(ctx, token)
			if err != nil {
				return err
			}
			c.Set(contextUser, u)
			return next(c)
		}
		id := s.cfg.Sessions.GetString(ctx, sessionUser)
		if id == "" {
			return next(c)
		}
		u, err := s.cfg.Desk.UserByID(ctx, id)
		switch {
		case isNotFound(err), err == nil && u.Disabled:
			if err := s.signOut(ctx); err != nil {
				return fmt.Errorf("end session: %w", err)
			}
		case err != nil:
			return fmt.Errorf("user of session: %w", err)
		default:
			c.Set(contextUser, u)
		}
		return next(c)
	}
}

func (s *Server) userByToken(ctx context.Context, token string) (desk.User, error) {
	if !strings.HasPrefix(token, auth.TokenPrefix) {
		return desk.User{}, mla.Refuse(codeInvalidToken, "")
	}
	u, err := s.cfg.Desk.UserByToken(ctx, auth.HashToken(token))
	if isNotFound(err) || err == nil && u.Disabled {
		return desk.User{}, mla.Refuse(codeInvalidToken, "")
	}
	if err != nil {
		return desk.User{}, fmt.Errorf("user of token: %w", err)
	}
	return u, nil
}

// requireUser refuses anonymous calls of the JSON API.
func requireUser(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, ok := actorFrom(c); !ok {
			return mla.Refuse(codeUnauthenticated, "")
		}
		return next(c)
	}
}

func isNotFound(err error) bool {
	var e *mla.Error
	return errors.As(err, &e) && e.Code == mla.CodeNotFound
}
