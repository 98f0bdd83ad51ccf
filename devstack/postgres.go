package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/jackc/pgx/v5"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	toolschema "go.temporal.io/server/tools/common/schema"
	toolsql "go.temporal.io/server/tools/sql"
)

// connections bounds one pool. Each of the four services opens a pool for the engine and most of them one for the
// lists, on a PostgreSQL that the application shares.
const (
	engineConnections     = 12
	visibilityConnections = 4
)

// postgres is where the state lies.
type postgres struct {
	address, user, password string
	attributes              map[string]string
	url                     *url.URL
}

func parsePostgres(raw string) (postgres, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User == nil {
		// The cause is not wrapped: it would quote the URL and with it the password.
		return postgres{}, errors.New("the PostgreSQL URL must read postgres://user:password@host:port/")
	}
	port := u.Port()
	if port == "" {
		port = "5432"
	}
	pg := postgres{address: net.JoinHostPort(u.Hostname(), port), user: u.User.Username(), url: u, attributes: map[string]string{}}
	pg.password, _ = u.User.Password()
	for key, values := range u.Query() {
		pg.attributes[key] = values[0]
	}
	return pg, nil
}

// sql is the configuration of one database. The server's own connection string is built from it.
func (pg postgres) sql(database string, connections int) *config.SQL {
	attributes := make(map[string]string, len(pg.attributes))
	for k, v := range pg.attributes {
		attributes[k] = v
	}
	return &config.SQL{
		PluginName: postgresql.PluginNamePGX, ConnectProtocol: "tcp", ConnectAddr: pg.address,
		User: pg.user, Password: pg.password, DatabaseName: database, ConnectAttributes: attributes,
		MaxConns: connections, MaxIdleConns: min(connections, 4),
	}
}

// prepareDatabases creates what is missing and brings both schemas to the version this server was built with.
// It may be interrupted and run again at any point: each version of the schema is recorded when it is complete.
func prepareDatabases(ctx context.Context, pg postgres, o options, logger log.Logger) error {
	if err := createDatabases(ctx, pg, o.database, o.visibilityDatabase); err != nil {
		return err
	}
	if err := upgradeSchema(pg.sql(o.database, 2), "postgresql/v12/temporal", logger); err != nil {
		return fmt.Errorf("schema of %s: %w", o.database, err)
	}
	if err := upgradeSchema(pg.sql(o.visibilityDatabase, 2), "postgresql/v12/visibility", logger); err != nil {
		return fmt.Errorf("schema of %s: %w", o.visibilityDatabase, err)
	}
	return nil
}

func createDatabases(ctx context.Context, pg postgres, names ...string) error {
	u := *pg.url
	u.Path = "/postgres"
	conn, err := pgx.Connect(ctx, u.String())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, name := range names {
		var exists bool
		if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil {
			return err
		}
		if exists {
			continue
		}
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
			return err
		}
	}
	return nil
}

func upgradeSchema(cfg *config.SQL, name string, logger log.Logger) error {
	conn, err := toolsql.NewConnection(cfg, logger)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ReadSchemaVersion(); err != nil {
		setup := &toolschema.SetupConfig{InitialVersion: "0.0"}
		if err := toolschema.NewSetupSchemaTask(conn, setup, logger).Run(); err != nil {
			return err
		}
	}
	return toolschema.NewUpdateSchemaTask(conn, &toolschema.UpdateConfig{SchemaName: name}, logger).Run()
}
