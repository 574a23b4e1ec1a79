#!/bin/sh
# Run once by the image of PostgreSQL, as the server's own administrator, when its volume is empty: a role that owns the
# bot's database and may do nothing else. The bot makes its tables itself.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
-- A password that is part of a statement stays out of the server's log, also where the statement fails.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
\set password `cat /run/secrets/database_password`
CREATE ROLE radar LOGIN PASSWORD :'password';
CREATE DATABASE radar OWNER radar;
REVOKE ALL ON DATABASE radar FROM PUBLIC;
SQL
