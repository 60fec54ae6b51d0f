#!/bin/bash
# Copies the primary on the first start, then follows it. The copy takes its
# place only when it is complete.
set -euo pipefail

if [ ! -e "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.part"
    install --directory --owner=postgres --group=postgres --mode=0700 "$PGDATA.part"
    # --write-recovery-conf makes it a standby and notes where its primary is.
    PGPASSWORD=$REPLICATION_PASSWORD gosu postgres pg_basebackup \
        --host="$PRIMARY" --username=replication --pgdata="$PGDATA.part" \
        --wal-method=stream --checkpoint=fast --write-recovery-conf
    mv "$PGDATA.part" "$PGDATA"
fi
exec docker-entrypoint.sh "$@"
