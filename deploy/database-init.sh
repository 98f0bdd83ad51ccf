#!/bin/sh
# Creates the roles and databases that are missing and sets the roles' passwords. Safe to run again.
#
# Passwords reach psql through the environment and not as arguments, which any process could list.
set -eu
secrets=${SECRETS_DIR:-/run/secrets}
PGPASSWORD=$(cat "$secrets/postgres_password")
OWNER_PASSWORD=$(cat "$secrets/owner_password")
APP_PASSWORD=$(cat "$secrets/app_password")
TEMPORAL_PASSWORD=$(cat "$secrets/temporal_password")
export PGPASSWORD OWNER_PASSWORD APP_PASSWORD TEMPORAL_PASSWORD

psql -X -q -v ON_ERROR_STOP=1 -d postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv temporal_password TEMPORAL_PASSWORD
-- The statements below hold passwords: they are neither logged nor echoed.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';

-- The owner of the schema; 'rogatory migrate' signs in as it. CREATEROLE lets it set the application's password.
SELECT 'CREATE ROLE rogatory_owner LOGIN NOSUPERUSER NOCREATEDB CREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rogatory_owner') \gexec
ALTER ROLE rogatory_owner PASSWORD :'owner_password';

SELECT 'CREATE DATABASE rogatory OWNER rogatory_owner ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'rogatory') \gexec

-- Created by the owner, which may therefore set its password from PostgreSQL 16 on.
SET ROLE rogatory_owner;
SELECT 'CREATE ROLE rogatory_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rogatory_app') \gexec
RESET ROLE;
ALTER ROLE rogatory_app PASSWORD :'app_password';

SELECT 'CREATE ROLE temporal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'temporal') \gexec
ALTER ROLE temporal PASSWORD :'temporal_password';

SELECT 'CREATE DATABASE ' || d || ' OWNER temporal ENCODING ''UTF8'' TEMPLATE template0'
FROM (VALUES ('temporal'), ('temporal_visibility')) AS v(d)
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = d) \gexec

-- By default every role may connect to every database.
REVOKE CONNECT, TEMPORARY ON DATABASE rogatory, temporal, temporal_visibility, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE rogatory TO rogatory_app;
SQL
echo "roles and databases are ready"
