# What README says of backups, on a Debian cluster: an archive, a base backup, somebody's mistake, and the moment
# before it again.

goes_back_to_a_moment() {
    local moment before
    check "an archive is begun" inside jangteo-admin archive /srv/backup
    inside pg_ctlcluster 15 jangteo restart
    check "the shop finds its database again" becomes_ready
    check "a base backup is taken" inside jangteo-admin backup /srv/backup
    before=$(orders_there)
    moment=$(owner_sql "select clock_timestamp()")
    owner_sql "truncate orders cascade" 2>/dev/null
    owner_sql "select pg_switch_wal()" >/dev/null
    check "what is written is archived" becomes_archived "$moment"
    check "the orders are gone" [ "$(orders_there)" = 0 ]
    inside systemctl stop jangteo
    inside pg_ctlcluster 15 jangteo stop
    inside mv /var/lib/postgresql/15/jangteo /var/lib/postgresql/15/jangteo.lost
    check "the moment before is restored" inside jangteo-admin restore /srv/backup /var/lib/postgresql/15/jangteo "$moment"
    check "PostgreSQL starts on it" inside pg_ctlcluster 15 jangteo start
    check "the shop too" inside systemctl start jangteo
    check "every order is there again" [ "$(orders_there)" = "$before" ]
    check "and the books balance" balanced
}

becomes_ready() {
    for ((i = 0; i < 300; i++)); do
        ready && return
        sleep 0.1
    done
    return 1
}

becomes_archived() {
    for ((i = 0; i < 600; i++)); do
        [[ $(owner_sql "select last_archived_time > '$1' from pg_stat_archiver") == t ]] && return
        sleep 0.1
    done
    return 1
}
