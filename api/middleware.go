package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/mla"
)

// maxBody is the largest request that is not an upload; multipartSlack is what forms with a
// file may hold beside the file.
const (
	maxBody        = 2 << 20
	multipartSlack = 1 << 20
)

// edge is what every request passes, outermost first.
func (s *Server) edge() error {
	cross, err := s.crossOrigin()
	if err != nil {
		return err
	}
	s.setUpSessions()
	s.echo.HTTPErrorHandler = s.answerError
	s.echo.Use(requestID, s.accessLog, s.recovered, securityHeaders, s.limitBody, cross, s.sessions, s.authenticate)
	return nil
}

// bare tells requests that need neither session nor user: files of the binary, probes, and signed links.
func (s *Server) bare(c echo.Context) bool {
	p := c.Request().URL.Path
	for _, prefix := range []string{"/static/", "/api/v1/evidence/", "/api/v1/deliveries/"} {
		if strings.HasPrefix(p, prefix) {
			return true
		}
	}
	return p == "/healthz" || p == "/readyz" || p == "/api/openapi.json"
}

func (s *Server) sessions(next echo.HandlerFunc) echo.HandlerFunc {
	load := echo.WrapMiddleware(s.cfg.Sessions.LoadAndSave)(next)
	return func(c echo.Context) error {
		if _, ok := bearer(c.Request()); ok || s.bare(c) {
			return next(c)
		}
		return load(c)
	}
}

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

type requestIDKey struct{}

// requestID takes the caller's id where it is harmless, and makes one otherwise. It is on every log line and in the answer.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !goodRequestID.MatchString(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), requestIDKey{}, id)))
		return next(c)
	}
}

func requestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// accessLog writes one line a request: the route's pattern, never the path or the query, for
// references and searches say what people work on.
func (s *Server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now() //nolint:forbidigo // how long a call took is real time, whatever the demo's clock says
		if err := next(c); err != nil {
			c.Error(err)
		}
		level := slog.LevelInfo
		if c.Response().Status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		route := c.Path()
		if route == "" {
			route = "none"
		}
		s.cfg.Log.LogAttrs(c.Request().Context(), level, "http",
			slog.String("request_id", requestIDOf(c.Request().Context())), slog.String("method", c.Request().Method),
			slog.String("route", route), slog.Int("status", c.Response().Status),
			slog.Int64("bytes", c.Response().Size), slog.Duration("took", time.Since(start)))
		return nil
	}
}

// recovered turns a panic into a 500; the stack goes to the log, the value does not, for it may hold content.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.cfg.Log.ErrorContext(c.Request().Context(), "panic", "request_id", requestIDOf(c.Request().Context()),
				"type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = mla.Refuse(codeInternal, "")
		}()
		return next(c)
	}
}

func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // "no-referrer" would send Origin: null with our own forms
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if !strings.HasPrefix(c.Request().URL.Path, "/static/") {
			h.Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// limitBody bounds what a handler can read. Uploads are streamed, so their limit is the file's.
func (s *Server) limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		limit := int64(maxBody)
		if t, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType)); t == echo.MIMEMultipartForm {
			limit = s.cfg.MaxUpload + multipartSlack
		}
		c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, limit)
		return next(c)
	}
}

// crossOrigin refuses unsafe calls that a browser makes from another site on behalf of our
// cookie. A call with a token carries no ambient authority and passes.
func (s *Server) crossOrigin() (echo.MiddlewareFunc, error) {
	protection := http.NewCrossOriginProtection()
	for _, host := range s.cfg.TrustedHosts {
		origins := []string{"https://" + host, "http://" + host}
		if strings.Contains(host, "://") {
			origins = []string{host}
		}
		for _, o := range origins {
			if err := protection.AddTrustedOrigin(o); err != nil {
				return nil, fmt.Errorf("trusted host %q: %w", host, err)
			}
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if _, ok := bearer(c.Request()); !ok && protection.Check(c.Request()) != nil {
				return mla.Refuse(codeCrossOrigin, "")
			}
			return next(c)
		}
	}, nil
}
