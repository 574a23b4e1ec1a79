#!/bin/sh
# Run once by the image of PostgreSQL, as the server's own administrator, when its volume is empty: a role that owns the
# bot's database and may do nothing else. The bot makes its tables itself.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat /run/secrets/database_password`
CREATE ROLE radar LOGIN PASSWORD :'password';
CREATE DATABASE radar OWNER radar;
REVOKE CONNECT ON DATABASE radar FROM PUBLIC;
SQL
