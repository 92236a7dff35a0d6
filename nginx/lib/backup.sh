# Backups that can be wound on to any moment: an archive of what PostgreSQL wrote (DIR/wal), and base backups
# to begin from (DIR/base-<when it ended>). Run as root these work as the owner of the cluster.

DB_USER=postgres
PG_BIN=/usr/lib/postgresql/15/bin

as_owner() {
    if ((EUID == 0)); then
        setpriv --reuid "$DB_USER" --regid "$DB_USER" --init-groups env -C / "$@"
    else
        "$@"
    fi
}

# Where the cluster is, as its owner comes in: the shop's own address, as another user and database.
owner_db() {
    [[ $JANGTEO_DB == *://* ]] && refuse "the database's address must be keywords and values (host=… dbname=…) for this"
    echo "$JANGTEO_DB user=postgres dbname=postgres"
}

owner_sql() {
    as_owner "$PG_BIN/psql" -XAtq -v ON_ERROR_STOP=1 -d "$(owner_db)" -c "$1"
}

need_folder() {
    [[ $1 == /* && $1 != *[\'\"\\%[:space:]]* ]] || refuse "$1 must be an absolute path without quotes, blanks and %"
}

# A folder of the cluster's owner: made, or its own already.
make_folder() {
    [[ -e $1 || $EUID != 0 ]] || install -d -m 0700 -o "$DB_USER" -g "$DB_USER" "$1" || return
    [[ -e $1 || $EUID == 0 ]] || mkdir -p -m 0700 "$1" || return
    as_owner test -O "$1" || refuse "$1 belongs to somebody else than the database"
}

# admin_archive DIR: from now on (after a restart of PostgreSQL, where archiving was off) all that is written
# goes to DIR/wal too, at the latest after a minute.
admin_archive() {
    need_folder "$1"
    make_folder "$1" && as_owner mkdir -p -m 0700 "$1/wal" || exit 3
    # A copy counts once it and its name are on the disk; one that is there already is never written over, and
    # is good when it is the same: PostgreSQL may die between its making and remembering it.
    owner_sql "alter system set archive_command = 'if test -f $1/wal/%f; then cmp -s %p $1/wal/%f; else cp %p $1/wal/%f.part && sync $1/wal/%f.part && mv $1/wal/%f.part $1/wal/%f; fi && sync $1/wal'" &&
        owner_sql "alter system set archive_timeout = '60s'" &&
        owner_sql "alter system set archive_mode = on" &&
        owner_sql "select pg_reload_conf()" >/dev/null || exit 3
    [[ $(owner_sql "show archive_mode") == on ]] && echo "archiving to $1/wal" ||
        echo "archiving to $1/wal begins when PostgreSQL is restarted"
}

# admin_backup DIR: a base backup, while the shop goes on; checked against its manifest.
admin_backup() {
    local part=$1/base.part whole
    need_folder "$1"
    [[ $(owner_sql "show archive_mode") == on ]] || refuse "nothing is archived: jangteo-admin archive $1 first"
    as_owner test -d "$1/wal" || refuse "$1 is no archive: jangteo-admin archive $1 first"
    as_owner rm -rf "$part"
    as_owner "$PG_BIN/pg_basebackup" -d "$(owner_db)" -D "$part" -c fast -X stream --no-password &&
        as_owner "$PG_BIN/pg_verifybackup" -q "$part" || exit 3
    whole=$1/base-$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
    as_owner mv "$part" "$whole" && echo "$whole"
}

# admin_restore DIR CLUSTER [TIME]: makes the cluster's folder anew as all was at TIME (as far as the archive
# goes, without one). It winds on when it is started, and lets nobody in before it has.
admin_restore() {
    local base='' candidate until=''
    need_folder "$1"
    need_folder "$2"
    [[ -e $2 ]] && refuse "$2 is there: move it away first"
    if [[ ${3:-} ]]; then
        until=$(date -u -d "$3" +%Y-%m-%dT%H:%M:%S.%N 2>/dev/null) || refuse "$3 is no moment"
    fi
    for candidate in $(as_owner find "$1" -maxdepth 1 -name 'base-*Z' | sort); do
        [[ $until && ${candidate##*/base-} > $until ]] || base=$candidate
    done
    [[ $base ]] || refuse "no base backup in $1 ended before that"
    make_folder "$2" && as_owner cp -a "$base/." "$2/" || exit 3
    {
        cat <<CONF
archive_mode = off # or it would write into the archive it comes from
restore_command = 'cp $1/wal/%f %p'
recovery_target_action = promote
hot_standby = off
CONF
        [[ $until ]] && echo "recovery_target_time = '$until+00'"
    } | as_owner tee -a "$2/postgresql.auto.conf" >/dev/null &&
        as_owner touch "$2/recovery.signal" || exit 3
    echo "$2 begins with $base; start PostgreSQL on it"
}
