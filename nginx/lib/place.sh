# Where things lie: STATE with its lock, the private run folder, and files that other users can reach.

# STATE becomes an absolute path that this runner alone holds: the lock is on the folder itself and
# ends with this process, however it ends.
take_state() {
    mkdir -p "$STATE" 2>/dev/null || die "STATE=$STATE cannot be made"
    STATE=$(cd "$STATE" && pwd -P) || die "STATE=$STATE cannot be entered"
    [[ $STATE == *[\'\"\\\|\&\$\;\{\}]* ]] && die "STATE=$STATE holds a character that a configuration file cannot"
    [[ -w $STATE ]] || die "STATE=$STATE cannot be written"
    LOG=$STATE/log
    case $MODE in
    start) lock_state ;;
    take-over) [[ /proc/$$/fd/9 -ef $STATE ]] || die "nothing is handed over; STATE is another runner's" ;;
    esac
    DATA=$STATE
    AS_DB=() AS_WEB=()
    if ((EUID == 0)); then
        AS_DB=(setpriv --reuid "$DB_USER" --regid "$DB_USER" --init-groups)
        AS_WEB=(setpriv --reuid "$WEB_USER" --regid "$WEB_USER" --init-groups)
        reachable "$STATE" || {
            # Not where a package has its own; but a cluster that is there from before is gone on with.
            DATA=/var/lib/jangteo-run/$(printf '%s' "$STATE" | sha256sum | cut -c 1-16)
            [[ -d ${DATA/-run/}/postgres ]] && DATA=${DATA/-run/}
            mkdir -p "$DATA"
            chmod 0755 "${DATA%/*}" "$DATA"
            say "$STATE is closed to $DB_USER and $WEB_USER: the data lies in $DATA"
        }
    fi
    PGDATA=$DATA/postgres
}

lock_state() {
    exec 9<"$STATE"
    flock -n 9 || die "another start already runs on STATE=$STATE"
    mkdir -p "$LOG"
    chmod 0750 "$LOG"
    find "$LOG" -name '*.log' -size +32M -exec mv -f {} {}.1 \;
    rm -f "$STATE/stack.env" "$STATE/reload" "$STATE"/reload.ask*
    know $$
    echo "$$ ${started[$$]}" >"$STATE/runner"
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
    mkdir -p "$RUN/push" "$RUN/pg" "$DATA/cache"
    chmod 0750 "$RUN/push" "$RUN/pg"
    if ((EUID == 0)); then
        chown "$WEB_USER:$WEB_USER" "$RUN/push" "$DATA/cache"
        chown "$DB_USER:$WEB_USER" "$RUN/pg"
    fi
    echo 1 >"$RUN/generation"
    rm -rf "$DATA"/runtime "$DATA"/runtime-[0-9]*
    cd "$RUN" || exit 1
}

# The folder of the runner that asks for this one's help, or whose place this one takes.
enter_run_folder() {
    RUN=$(<"$STATE/run") && cd "$RUN" || die "no shop runs on STATE=$STATE"
}

# What a generation of programs has of its own (lib/reload.sh): the folder of their sockets, and RUNTIME.
suffix() {
    [[ $1 == 1 ]] || echo "-$1"
}
fcgi_folder() {
    echo "$RUN/fcgi$(suffix "$1")"
}
place_generation() {
    FCGI=$(fcgi_folder "$GENERATION")
    RUNTIME=$RUN/runtime$(suffix "$GENERATION")
    [[ -d $RUNTIME ]] || RUNTIME=$DATA/runtime$(suffix "$GENERATION")
    export JANGTEO_TEMPLATES=$RUNTIME/templates JANGTEO_LAWS=$RUNTIME/audit
}

# RUNTIME: programs, templates, the API's document, static files, those that the build has named after their
# content, and laws of the books, where the user who needs them can read them. In a tree that is closed to
# that user (a clone in a private home) they are copied next to the data, and so are those of an installed
# tree, which has no Makefile: a package replaces its files while the programs run.
make_generation() {
    mkdir -p "$RUN/counts" # what all programs count
    ((EUID == 0)) && chown "$WEB_USER:$WEB_USER" "$RUN/counts"
    local files=("$BUILD/bin" "$BUILD/templates" "$BUILD/openapi.json" "$BUILD/assets" "$ROOT/static" "$ROOT/nginx" "$ROOT/sql/audit") closed
    mkdir -p "$(fcgi_folder "$GENERATION")"
    chmod 0750 "$(fcgi_folder "$GENERATION")"
    ((EUID == 0)) && chown "$WEB_USER:$WEB_USER" "$(fcgi_folder "$GENERATION")"
    closed=$("${AS_WEB[@]}" find -L "${files[@]}" ! -readable -print -quit 2>&1)
    if [[ -z $closed && -e $ROOT/Makefile ]]; then
        RUNTIME=$RUN/runtime$(suffix "$GENERATION")
        mkdir -p "$RUNTIME"
        ln -s "${files[@]}" "$RUNTIME/"
        return
    fi
    RUNTIME=$DATA/runtime$(suffix "$GENERATION")
    rm -rf "$RUNTIME"
    mkdir -p "$RUNTIME"
    cp -rL "${files[@]}" "$RUNTIME/" || die "the programs could not be copied to $RUNTIME"
    chmod -R a+rX "$RUNTIME"
    [[ $closed ]] && say "$ROOT is closed to $WEB_USER: programs and pages run from a copy in $RUNTIME"
    return 0
}
