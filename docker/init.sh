#!/bin/bash
# Makes the database with every addon of the checkout and demo data, unless it
# is there. A note in the database's own comment says that it was completed:
# one whose making was interrupted is made anew.
set -euo pipefail

export PGHOST=$HOST PGUSER=$USER PGPASSWORD=$PASSWORD

note=$(psql --dbname=postgres --no-align --tuples-only --set=name="$DATABASE" <<'SQL'
SELECT coalesce(shobj_description(oid, 'pg_database'), 'half-made')
  FROM pg_database WHERE datname = :'name'
SQL
)
if [ "$note" = whole ]; then
    echo "The database $DATABASE is there."
    exit 0
fi

cd /mnt/extra-addons
addons=$(dirname -- service_desk*/__manifest__.py | paste --serial --delimiters=,)
echo "Making the database $DATABASE with demo data: $addons"
dropdb --if-exists --force "$DATABASE"
odoo --database="$DATABASE" --init="$addons" --with-demo --stop-after-init --no-http \
    --db_host="$HOST" --db_user="$USER" --db_password="$PASSWORD"
psql --dbname=postgres --quiet --set=ON_ERROR_STOP=1 --set=name="$DATABASE" <<'SQL'
COMMENT ON DATABASE :"name" IS 'whole'
SQL
