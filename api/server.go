package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
)

// Config is everything the server needs; cmd wires it.
type Config struct {
	Desk   Desk
	Engine Engine
	Law    Law
	// Holidays are the days off of each State, and what an administrator imports.
	Holidays Holidays
	Letters  Letters
	// Templates are the texts of letters, and who released them.
	Templates Templates
	Files     Files
	// Verifier answers what a file is.
	Verifier Verifier
	// Sessions keeps server-side sessions.
	Sessions *scs.SessionManager
	Log      *slog.Logger
	// Now is the (virtual) clock.
	Now func() time.Time
	// Demo shows the demo banner, the sign-in hints and the outbox.
	Demo *Demo
	// MaxUpload is the largest upload in bytes; 50 MiB if not positive.
	MaxUpload int64
	// Links verifies the signed links of deliveries.
	Links LinkVerifier
	// TrustedHosts are the hosts forms may come from besides the request's own.
	TrustedHosts []string
}

// LinkVerifier checks the signed link with which a receiver fetches a document.
type LinkVerifier interface {
	VerifyRequest(r *http.Request) (delivery, sha256 string, err error)
}

// Demo describes the demo on the sign-in page.
type Demo struct {
	Accounts []DemoAccount
	// Speed is how many virtual seconds pass in one.
	Speed float64
}

// DemoAccount is one sign-in of the demo.
type DemoAccount struct{ Login, Password, Role string }

// Server holds the routes.
type Server struct {
	cfg  Config
	echo *echo.Echo
	// worder words refusals; nil falls back to the edge's own words.
	worder Worder
	// errorPage shows a problem to a browser; routesWeb sets it.
	errorPage func(c echo.Context, p Problem) error
	// verifying holds a place for each file that is being judged.
	verifying chan struct{}
}

// New builds the server; it fails when a template or the OpenAPI document does
// not parse.
func New(cfg Config) (*Server, error) {
	if cfg.MaxUpload <= 0 {
		cfg.MaxUpload = 50 << 20
	}
	s := &Server{cfg: cfg, echo: echo.New(), worder: i18n.Error, verifying: make(chan struct{}, verifying)}
	s.echo.HideBanner, s.echo.HidePort = true, true
	if err := s.edge(); err != nil {
		return nil, err
	}
	if err := s.routes(); err != nil {
		return nil, err
	}
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }
