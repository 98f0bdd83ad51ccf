#!/bin/sh
# Brings Temporal's two databases to the schema of this version. Safe to run again, which is how a newer version
# gets its changes. The connection is in SQL_PLUGIN, SQL_HOST, SQL_PORT and SQL_USER.
set -eu
SQL_PASSWORD=$(cat "${SECRETS_DIR:-/run/secrets}/temporal_password")
export SQL_PASSWORD
schema=${SCHEMA_DIR:-/etc/temporal/schema/postgresql/v12}

# The databases were created by database-init.sh, so that Temporal's role needs no right to create any.
temporal-sql-tool --db temporal setup-schema -v 0.0
temporal-sql-tool --db temporal update-schema -d "$schema/temporal/versioned"
temporal-sql-tool --db temporal_visibility setup-schema -v 0.0
temporal-sql-tool --db temporal_visibility update-schema -d "$schema/visibility/versioned"
