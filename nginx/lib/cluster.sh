# The private PostgreSQL: a cluster under STATE that listens on a Unix socket only. Who may connect is
# decided by who asks (peer): the user of the programs as jangteo, the one who started it as anybody.

cluster_sql() {
    "$PG_BIN/psql" -XAtq -v ON_ERROR_STOP=1 -h "$RUN/pg" -U postgres -d postgres "$@" 9>&-
}

# A cluster that was made half stands under another name and is made again. Without its last line, lost
# with the power, it would be another cluster: the line lies on the disk before the cluster has its name.
cluster_make() {
    [[ -s $PGDATA/PG_VERSION ]] && return
    say "making a PostgreSQL cluster in $PGDATA"
    rm -rf "$PGDATA.new"
    mkdir -p "$PGDATA.new"
    ((EUID == 0)) && chown "$DB_USER:$DB_USER" "$PGDATA.new"
    run_step "$LOG/initdb.log" "${AS_DB[@]}" "$PG_BIN/initdb" -D "$PGDATA.new" -U postgres -E UTF8 \
        --locale=C.UTF-8 --auth-local=peer --auth-host=reject || {
        cat "$LOG/initdb.log" >&2
        die "the cluster could not be made"
    }
    echo "include 'jangteo.conf'" >>"$PGDATA.new/postgresql.conf"
    sync "$PGDATA.new/postgresql.conf" || die "the cluster's configuration could not be written"
    mv "$PGDATA.new" "$PGDATA" && sync "$DATA"
}

cluster_configure() {
    local memory_mb shared_mb user
    memory_mb=$(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo)
    shared_mb=$((memory_mb / 8 < 64 ? 64 : memory_mb / 8 > 512 ? 512 : memory_mb / 8))
    user=$(id -un)
    cat >"$PGDATA/jangteo.conf" <<CONF
# Written at every start.
listen_addresses = ''
unix_socket_directories = '$RUN/pg'
unix_socket_permissions = 0777 # the folder itself is closed to strangers
max_connections = $((2 * CONNECTIONS + 40)) # a second instance may join, and tests ask too
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = ${shared_mb}MB
effective_cache_size = $((memory_mb / 2))MB
work_mem = 8MB
maintenance_work_mem = 64MB
wal_compression = lz4
min_wal_size = 128MB
max_wal_size = 1GB
checkpoint_timeout = 10min
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
autovacuum_naptime = 15s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.05
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %a '
log_lock_waits = on
log_min_duration_statement = 1s
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
CONF
    printf 'local %s peer map=jangteo\n' 'all all' 'replication postgres' >"$PGDATA/pg_hba.conf" # backups replicate
    {
        echo "jangteo $user postgres"
        echo "jangteo $user jangteo"
        ((EUID == 0)) && echo "jangteo $WEB_USER jangteo"
        ((EUID == 0)) && echo "jangteo $DB_USER postgres"
    } >"$PGDATA/pg_ident.conf"
}

cluster_start() {
    cluster_make
    cluster_configure
    service_start postgres
    cluster_wait
    cluster_sql <<'SQL' || die "the role and database jangteo could not be made"
select 'create role jangteo login'
 where not exists (select from pg_roles where rolname = 'jangteo') \gexec
select 'create database jangteo owner jangteo'
 where not exists (select from pg_database where datname = 'jangteo') \gexec
SQL
}

# Recovery after a hard end may take a while; a server that dies instead says why in its log.
cluster_wait() {
    local deadline=$((SECONDS + 120))
    until "$PG_BIN/pg_isready" -q -h "$RUN/pg" -U postgres 9>&-; do
        if ! lives "${pid[postgres]}" || ((SECONDS >= deadline)); then
            tail -n 5 "$LOG/postgres.log" >&2
            die "PostgreSQL did not start"
        fi
        sleep 0.1
    done
}
