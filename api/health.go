package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// health says what is down, by name and nothing more: the causes are in the log.
type health struct {
	Status string   `json:"status"`
	Down   []string `json:"down"`
}

// healthy is GET /healthz: the process answers.
func (s *Server) healthy(c echo.Context) error {
	return answer(c, http.StatusOK, health{Status: "ok", Down: []string{}})
}

// ready is GET /readyz: the database and the engine answer within two seconds.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	probes := []struct {
		name string
		ping func(context.Context) error
	}{{"database", s.cfg.Desk.Ping}, {"engine", s.cfg.Engine.Ping}}
	errs := make([]error, len(probes))
	var wg sync.WaitGroup
	for i, p := range probes {
		wg.Go(func() { errs[i] = p.ping(ctx) })
	}
	wg.Wait()
	out := health{Status: "ok", Down: []string{}}
	status := http.StatusOK
	for i, err := range errs {
		if err != nil {
			s.cfg.Log.WarnContext(ctx, "not ready", "part", probes[i].name, "error", err)
			out.Status, status = "down", http.StatusServiceUnavailable
			out.Down = append(out.Down, probes[i].name)
		}
	}
	return answer(c, status, out)
}
