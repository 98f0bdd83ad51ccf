// Command devstack is a whole Temporal in one process: the four services and the web UI, persisted on a given
// PostgreSQL. It exists for the demo and for end-to-end tests, where it stands in for the cluster that production
// reaches through TEMPORAL_ADDRESS. Workflows survive a kill -9 of it, because everything they are is in the database.
//
// It has no sign-in, so everything it opens is bound to 127.0.0.1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.temporal.io/server/common/log"
)

// options are the flags. The PostgreSQL URL carries a password and therefore has an environment variable as well:
// an argument is visible to every user of the machine.
type options struct {
	postgresURL        string
	database           string
	visibilityDatabase string
	grpcPort           int
	uiPort             int
	uiCodec            string
	namespace          string
	retention          time.Duration
	logFile            string
	logLevel           string
	readyFile          string
}

func main() {
	opts, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(opts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "devstack:", err)
		os.Exit(1)
	}
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("devstack", flag.ContinueOnError)
	f.StringVar(&o.postgresURL, "postgres-url", os.Getenv("DEVSTACK_POSTGRES_URL"), "postgres://user:password@host:port/, prefer the environment variable DEVSTACK_POSTGRES_URL")
	f.StringVar(&o.database, "database", "temporal", "database of the engine, created when missing")
	f.StringVar(&o.visibilityDatabase, "visibility-database", "temporal_visibility", "database of the lists, created when missing")
	f.IntVar(&o.grpcPort, "grpc-port", 7233, "port of the frontend on 127.0.0.1, 0 picks a free one")
	f.IntVar(&o.uiPort, "ui-port", 0, "port of the web UI on 127.0.0.1, 0 starts none")
	f.StringVar(&o.uiCodec, "ui-codec", "", "URL of a codec server with which the UI decodes payloads")
	f.StringVar(&o.namespace, "namespace", "default", "namespace, created when missing")
	f.DurationVar(&o.retention, "retention", 30*24*time.Hour, "how long closed runs are kept; applies when the namespace is created")
	f.StringVar(&o.logFile, "log-file", "", "JSON log, standard error when empty")
	f.StringVar(&o.logLevel, "log-level", "warn", "debug, info, warn or error")
	f.StringVar(&o.readyFile, "ready-file", "", "file written once requests are served, removed at the end")
	f.SetOutput(os.Stderr)
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if o.postgresURL == "" {
		return o, errors.New("no PostgreSQL: set DEVSTACK_POSTGRES_URL")
	}
	return o, nil
}

// run serves until SIGINT or SIGTERM. A second signal ends the process at once.
func run(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	release, err := holdLock(o.readyFile)
	if err != nil {
		return err
	}
	defer release()
	if err := openLog(o.logFile); err != nil {
		return err
	}
	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Level: o.logLevel, Format: "json", OutputFile: o.logFile}))

	pg, err := parsePostgres(o.postgresURL)
	if err != nil {
		return err
	}
	if err := prepareDatabases(ctx, pg, o, logger); err != nil {
		return err
	}
	server, address, err := startServer(pg, o, logger)
	if err != nil {
		return err
	}
	if err := awaitNamespace(ctx, address, o.namespace, o.retention); err != nil {
		_ = server.Stop()
		return err
	}
	ui, uiURL, err := startUI(o, address)
	if err != nil {
		_ = server.Stop()
		return err
	}
	if err := writeReady(o.readyFile, ready{PID: os.Getpid(), GRPC: address, UI: uiURL, Postgres: pg.address}); err != nil {
		return err
	}

	<-ctx.Done()
	stop() // from here a second signal kills
	removeReady(o.readyFile)
	if ui != nil {
		ui.Stop()
	}
	return stopWithin(10*time.Second, server.Stop)
}

// stopWithin gives up on a shutdown that hangs, as it does when PostgreSQL went first. Nothing is lost by that: the
// server is built to be killed.
func stopWithin(limit time.Duration, stop func() error) error {
	done := make(chan error, 1)
	go func() { done <- stop() }()
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		return fmt.Errorf("shutdown took longer than %s", limit)
	}
}

// openLog creates the log file for the owner only before the logger would create it for everybody.
func openLog(path string) error {
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}
