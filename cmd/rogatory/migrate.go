package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/store"
	"github.com/rogatory/rogatory/internal/temporalx"
)

type migrateCmd struct{}

// Run migrates the database as its owner (DATABASE_OWNER_URL), gives the
// application's role its password (APP_DB_PASSWORD) and prepares Temporal.
func (migrateCmd) Run(ctx context.Context) error {
	owner, err := secret.FromEnvOrFile("DATABASE_OWNER_URL")
	if err != nil {
		return fmt.Errorf("DATABASE_OWNER_URL: %w", err)
	}
	password, err := secret.FromEnvOrFile("APP_DB_PASSWORD")
	if err != nil {
		return fmt.Errorf("APP_DB_PASSWORD: %w", err)
	}
	if err := store.Migrate(ctx, store.MigrateOptions{OwnerURL: owner, AppPassword: password}); err != nil {
		return err
	}
	cfg, err := fromEnvironment()
	if err != nil {
		return err
	}
	log, err := newLog(slog.LevelInfo, "")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	return prepareTemporal(ctx, temporalx.Options{Address: cfg.TemporalAddress, Namespace: cfg.TemporalNamespace, Keys: cfg.codec, Log: log}, clock.Clock{})
}

// prepareTemporal registers search attributes and schedules; it waits for the
// server as long as ctx lives.
func prepareTemporal(ctx context.Context, o temporalx.Options, clk clock.Clock) error {
	for {
		c, err := temporalx.Dial(ctx, o)
		if err == nil {
			defer c.Close()
			if err := temporalx.Prepare(ctx, c, o.Namespace); err != nil {
				return err
			}
			return temporalx.Schedules(ctx, c, clk)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("connect to the engine: %w", err)
		case <-time.After(time.Second):
		}
	}
}
