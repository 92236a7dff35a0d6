# Where things lie: STATE with its lock, the private run folder, and files that other users can reach.

# STATE becomes an absolute path that this runner alone holds: the lock is on the folder itself and
# ends with this process, however it ends.
take_state() {
    mkdir -p "$STATE" 2>/dev/null || die "STATE=$STATE cannot be made"
    STATE=$(cd "$STATE" && pwd -P) || die "STATE=$STATE cannot be entered"
    [[ $STATE == *[\'\"\\\|\&\$\;\{\}]* ]] && die "STATE=$STATE holds a character that a configuration file cannot"
    [[ -w $STATE ]] || die "STATE=$STATE cannot be written"
    exec 9<"$STATE"
    flock -n 9 || die "another start already runs on STATE=$STATE"
    LOG=$STATE/log
    mkdir -p "$LOG"
    chmod 0750 "$LOG"
    find "$LOG" -name '*.log' -size +32M -exec mv -f {} {}.1 \;
    rm -f "$STATE/stack.env"
    DATA=$STATE
    AS_DB=() AS_WEB=()
    if ((EUID == 0)); then
        AS_DB=(setpriv --reuid "$DB_USER" --regid "$DB_USER" --init-groups)
        AS_WEB=(setpriv --reuid "$WEB_USER" --regid "$WEB_USER" --init-groups)
        reachable "$STATE" || {
            DATA=/var/lib/jangteo/$(printf '%s' "$STATE" | sha256sum | cut -c 1-16)
            mkdir -p "$DATA"
            chmod 0755 /var/lib/jangteo "$DATA"
            say "$STATE is closed to $DB_USER and $WEB_USER: the data lies in $DATA"
        }
    fi
    PGDATA=$DATA/postgres
}

# Whether both users of ours may enter a folder.
reachable() {
    "${AS_DB[@]}" test -x "$1" && "${AS_WEB[@]}" test -x "$1"
}

# RUN: a new private folder for sockets; what an earlier run left is removed first.
make_run_folder() {
    local old
    if [[ -s $STATE/run ]]; then
        old=$(<"$STATE/run")
        [[ $old == /tmp/jangteo-?????? ]] && sweep_away "$old" "$PGDATA" && rm -rf "$old"
    fi
    RUN=$(mktemp -d /tmp/jangteo-XXXXXX) || die "no private folder could be made in /tmp"
    printf '%s\n' "$RUN" >"$STATE/run"
    chmod 0711 "$RUN"
    mkdir -p "$RUN/fcgi" "$RUN/push" "$RUN/pg" "$DATA/cache"
    chmod 0750 "$RUN/fcgi" "$RUN/push" "$RUN/pg"
    install -m 0600 /dev/null "$RUN/metrics" # what all programs count, in one file
    if ((EUID == 0)); then
        chown "$WEB_USER:$WEB_USER" "$RUN/fcgi" "$RUN/push" "$RUN/metrics" "$DATA/cache"
        chown "$DB_USER:$WEB_USER" "$RUN/pg"
    fi
    cd "$RUN" || exit 1
}

# RUNTIME: programs, templates, the API's document, static files, those that the build has named after their content, and laws of the books, where the user who needs them can read them. In a
# tree that is closed to that user (a clone in a private home) they are copied next to the data.
place_files() {
    local files=("$BUILD/bin" "$BUILD/templates" "$BUILD/openapi.json" "$BUILD/assets" "$ROOT/static" "$ROOT/nginx" "$ROOT/sql/audit") closed
    RUNTIME=$RUN/runtime
    closed=$("${AS_WEB[@]}" find -L "${files[@]}" ! -readable -print -quit 2>&1)
    if [[ -z $closed ]]; then
        mkdir -p "$RUNTIME"
        ln -s "${files[@]}" "$RUNTIME/"
        return
    fi
    RUNTIME=$DATA/runtime
    rm -rf "$RUNTIME"
    mkdir -p "$RUNTIME"
    cp -rL "${files[@]}" "$RUNTIME/" || die "the programs could not be copied to $RUNTIME"
    chmod -R a+rX "$RUNTIME"
    say "$ROOT is closed to $WEB_USER: programs and pages run from a copy in $RUNTIME"
}
