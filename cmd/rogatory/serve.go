package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

type serveCmd struct {
	Listen string `help:"Address to listen on." default:":8080" env:"LISTEN"`
}

// Run serves until the process is told to stop.
func (c *serveCmd) Run(ctx context.Context) error {
	a, err := fromConfig(ctx, fromEnvironment, slog.LevelInfo)
	if err != nil {
		return err
	}
	defer a.close()
	h, err := a.server(nil)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	if !a.cfg.Seal.configured() && a.cfg.Seal.trustFile == "" {
		a.log.Warn("no seal is recognised: set SEAL_TRUST_FILE or SEAL_CERT_FILE", "see", "docs/seals.md")
	}
	go a.resend(ctx)
	a.warnOfDrafts(ctx)
	a.log.Info("serving", "listen", l.Addr().String())
	return serveHTTP(ctx, l, h)
}

// serveHTTP serves until ctx ends, then lets requests finish for ten seconds.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := srv.Shutdown(stopCtx)
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

type workerCmd struct{}

// Run works until the process is told to stop.
func (workerCmd) Run(ctx context.Context) error {
	a, err := fromConfig(ctx, fromEnvironment, slog.LevelInfo)
	if err != nil {
		return err
	}
	defer a.close()
	w, err := a.startWorker(ctx)
	if err != nil {
		return err
	}
	a.log.Info("working")
	select {
	case <-ctx.Done():
		w.Stop()
		return nil
	case err := <-a.workerLost:
		// Whoever runs us starts us again; a process that does nothing helps nobody.
		return fmt.Errorf("the worker has given up: %w", err)
	}
}

type healthcheckCmd struct {
	URL string `arg:"" help:"Address to ask."`
}

// Run asks once.
func (c *healthcheckCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}
