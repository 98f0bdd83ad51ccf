#!/bin/sh
# Temporal's server takes its password from the environment only: read it here, so that neither the compose file
# nor 'docker inspect' holds it.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal_password)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
