#!/bin/bash
# Runs once, when the PostgreSQL container makes its data folder: a role and a database for each
# service. A role reaches its own database only. On a managed PostgreSQL run the same by hand.
set -euo pipefail

create() {
    local name=$1 password=$2
    psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$password" \
        --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
    psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$name" <<'SQL'
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
SQL
}

create talat_auth "$TALAT_AUTH_DATABASE_PASSWORD"
create talat_catalog "$TALAT_CATALOG_DATABASE_PASSWORD"
create talat_orders "$TALAT_ORDERS_DATABASE_PASSWORD"
