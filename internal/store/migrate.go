package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DefaultAppRole is the database role that the application signs in as.
const DefaultAppRole = "rogatory_app"

// MigrateOptions say what Migrate prepares.
type MigrateOptions struct {
	// OwnerURL signs in as the owner of the schema.
	OwnerURL string
	// AppRole is created when it is missing and gets the least grants; empty means DefaultAppRole. Databases that share
	// a cluster need either one password for the role or a role each.
	AppRole string
	// AppPassword is set on the role at every run. Empty leaves the role's password alone.
	AppPassword string
	// Demo marks a database that is created now as a demo, for good. It is ignored for one that exists.
	Demo bool
	// Anchor and Speed are the clock of a demo that is created now. Speed 0 counts as 1.
	Anchor time.Time
	Speed  float64
}

// Migrate brings the schema to the version of this binary, creates the application's role and gives it its grants. It
// may run in several processes at once: one applies, the others wait. It is idempotent.
//
// The owner needs CREATEROLE only where the role is missing or its password is to be set.
func Migrate(ctx context.Context, o MigrateOptions) (err error) {
	defer wrap(&err, "Migrate")
	if o.AppRole == "" {
		o.AppRole = DefaultAppRole
	}
	if err := applyMigrations(ctx, o.OwnerURL); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, o.OwnerURL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := createSettings(ctx, conn, o); err != nil {
		return err
	}
	if err := ensureRole(ctx, conn, o.AppRole, o.AppPassword); err != nil {
		return err
	}
	return grant(ctx, conn, o.AppRole)
}

// AppURL is ownerURL with the application's role and password in place of the owner's.
func AppURL(ownerURL, role, password string) (string, error) {
	u, err := url.Parse(ownerURL)
	if err != nil || u.Host == "" && u.RawQuery == "" {
		return "", errors.New("store: the database URL is not of the form postgres://user@host/database")
	}
	if role == "" {
		role = DefaultAppRole
	}
	u.User = url.UserPassword(role, password)
	return u.String(), nil
}

func applyMigrations(ctx context.Context, ownerURL string) error {
	cfg, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return errors.New("the database URL cannot be read") // the error would show the password
	}
	db := stdlib.OpenDB(*cfg)
	defer func() { _ = db.Close() }()
	return up(ctx, db)
}

func up(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func createSettings(ctx context.Context, conn *pgx.Conn, o MigrateOptions) error {
	if o.Speed == 0 || !o.Demo {
		o.Speed = 1
	}
	_, err := conn.Exec(ctx, `
		INSERT INTO settings (demo, clock_anchor, clock_speed) VALUES ($1, coalesce($2, now()), $3)
		ON CONFLICT DO NOTHING`, o.Demo, instantArg(o.Anchor), o.Speed)
	return err
}

// ensureRole is safe against other databases of the cluster doing the same: roles belong to the cluster, where no
// advisory lock of ours reaches, so that a collision is simply tried again.
func ensureRole(ctx context.Context, conn *pgx.Conn, role, password string) error {
	name := pgx.Identifier{role}.Sanitize()
	var err error
	for range 20 {
		if err = createRole(ctx, conn, role, name, password); !collided(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return err
}

func createRole(ctx context.Context, conn *pgx.Conn, role, name, password string) error {
	var exists bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, role).Scan(&exists); err != nil {
		return err
	}
	if !exists {
		if _, err := conn.Exec(ctx, "CREATE ROLE "+name+" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT"); err != nil {
			return err
		}
	}
	if password == "" {
		return nil
	}
	if strings.ContainsRune(password, 0) {
		return errors.New("the password of the application's role holds a NUL")
	}
	_, err := conn.Exec(ctx, "ALTER ROLE "+name+" LOGIN PASSWORD "+quote(password))
	return err
}

// collided reports that another session changed the same role at the same time.
func collided(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "42710" || pg.Code == "23505" || pg.Code == "XX000" && strings.Contains(pg.Message, "concurrently"))
}

// grants are all that the application may do. What is not listed it may not: no UPDATE or DELETE on events and
// revisions, no TRUNCATE anywhere, no DELETE of a request.
var grants = []struct{ rights, tables string }{
	{"SELECT, INSERT", "request_events, draft_revisions, translation_units, evidence_sources, case_memory, sealed_access, command_outcomes, profiles, request_profiles, cases, documents, " +
		"template_releases, unreviewed_files"},
	{"SELECT, INSERT, UPDATE", "users, api_tokens, reference_counters, requests, translations, request_texts, sealed_identities, " +
		"effects, inbox, outbox, operator_alerts, holiday_overlays, translator_oaths"},
	{"SELECT, INSERT, UPDATE, DELETE", "sessions, case_members, commands_received, obligations, hops, evidence, deliveries, " +
		"translation_memory"},
	{"SELECT, INSERT, UPDATE (texts, identity), DELETE", "case_keys"},
	{"SELECT, INSERT", "case_names"},
	{"SELECT, UPDATE (clock_anchor, clock_speed, seeded_at)", "settings"},
}

func grant(ctx context.Context, conn *pgx.Conn, role string) error {
	name := pgx.Identifier{role}.Sanitize()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		// Two replicas that start together would collide on the same catalogue rows.
		sql := []string{
			"SELECT pg_advisory_xact_lock(hashtext('rogatory grants'))",
			"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + name,
			"REVOKE CREATE ON SCHEMA public FROM PUBLIC", // granted by default before PostgreSQL 15
			"GRANT USAGE ON SCHEMA public TO " + name,
		}
		for _, g := range grants {
			sql = append(sql, fmt.Sprintf("GRANT %s ON %s TO %s", g.rights, g.tables, name))
		}
		for _, stmt := range sql {
			if _, err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
		return nil
	})
}
