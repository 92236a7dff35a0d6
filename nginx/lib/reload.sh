# Going over to the programs, pages and settings as they are installed now, while the shop is open: what
# nginx/reload asks for. Old and new run side by side, each generation with a folder of sockets and a RUNTIME
# of its own.
#
#   1. The tree's own runner prepares (serve --prepare N): settings, files, connections, nginx's configuration,
#      migrations. What is refused there leaves everything as it was.
#   2. This runner becomes that one (serve --take-over N, by exec: its id and its children stay). It starts
#      the new programs and waits until all of them serve.
#   3. nginx takes its new configuration: its new workers know the new programs only, its old ones take
#      nothing new, and end when what they have under way is done.
#   4. When the last old worker of nginx has gone, nobody waits for the old programs: they end.
#
# PostgreSQL, nginx's master and the sandbox go on, and so does the push server unless its configuration is
# another. Of a migration this asks that the programs before it can go on with the schema after it.

START_WITHIN=30 # seconds new programs may take until they serve
DRAIN_WITHIN=60 # seconds nginx's old workers may take (worker_shutdown_timeout is less) before they are killed

declare -A old=() # services of the generation before, by name
declare -a STARTED=() OLD_WORKERS=()
RELOAD='' REFUSAL=''

# Becomes a command, in the folder and with the environment that this runner was started with.
become() {
    local variable
    cd "$FIRST_FOLDER" || exit 1
    for variable in $(compgen -e); do
        unset "$variable"
    done
    eval "$FIRST_ENVIRONMENT"
    exec "$@"
}

# What nginx/reload waits for: "ok", or why the old programs still serve.
reload_ended() {
    printf '%s\n' "$1" >"$STATE/reload.new"
    mv "$STATE/reload.new" "$STATE/reload"
    [[ $1 == ok ]] && say "the shop runs what is installed now" || say "the old programs go on: $1"
}

# ---- the runner before ----

reload() {
    local next
    RELOAD=''
    next=$(($(<"$RUN/generation") + 1))
    echo "$next" >"$RUN/generation"
    rm -f "$RUN/prepared"
    (become "$ROOT/nginx/serve" --prepare "$next") </dev/null >"$LOG/reload.log" 2>&1 9>&- &
    watch_services $! 2>/dev/null
    [[ -e $RUN/prepared ]] || {
        drop_generation "$next"
        reload_ended "$(tail -n 1 "$LOG/reload.log")"
        return
    }
    {
        declare -p pid born due pause | sed 's/^declare -A/declare -gA/'
        printf 'OLD_GENERATION=%s\n' "$GENERATION"
    } >"$RUN/handover"
    become "$ROOT/nginx/serve" --take-over "$next"
}

# ---- serve --prepare ----

prepare_reload() {
    check_connections 2
    render_nginx jangteo "nginx-$GENERATION"
    render_nginx push "push-$GENERATION" "${AS_WEB[@]}"
    keep_old_assets
    migrate_database # last: nothing takes it back
    : >"$RUN/prepared"
}

# Pages that are open load their styles and scripts under the version they were made with.
keep_old_assets() {
    local folder version
    [[ -L $RUNTIME/assets ]] && return
    for folder in "$DATA"/runtime*/assets; do
        version=$(<"$folder/version")
        cp -rn "$folder/$version" "$RUNTIME/assets/"
    done
}

# ---- the runner after ----

take_over() {
    local name
    # shellcheck source=/dev/null
    . "$RUN/handover"
    for name in "${!pid[@]}"; do
        case $name in
        postgres | nginx | push) ;;
        sandbox-*)
            [[ ${THREADS[$name]:-} ]] && ln "$(fcgi_folder "$OLD_GENERATION")/$name.sock" "$FCGI/$name.sock" && continue
            ;;&
        *)
            old[$name]=${pid[$name]}
            unset "pid[$name]"
            ;;
        esac
    done
    start_new && switch_nginx || {
        go_back
        return
    }
    switch_push
    drain 9>&- &
    watch_services $! 2>/dev/null
    drop_generation "$OLD_GENERATION"
    old=()
    reload_ended ok
}

# Starts the programs and the worker, and waits until each has said in its log that it serves.
start_new() {
    local name deadline=$((SECONDS + START_WITHIN))
    local -A size=()
    for name in "${PROGRAMS[@]}" worker; do
        size[$name]=$(stat -c %s "$LOG/$name.log" 2>/dev/null || echo 0)
        [[ ${pid[$name]:-} ]] && continue
        service_start "$name"
        STARTED+=("$name")
    done
    for name in "${STARTED[@]}"; do
        [[ $name == worker || $name == sandbox-* ]] && continue
        until grep -q 'threads serve"' < <(tail -c "+$((size[$name] + 1))" "$LOG/$name.log"); do
            ((SECONDS < deadline)) || {
                REFUSAL="$name did not start; $LOG/$name.log says why"
                return 1
            }
            sleep 0.1
        done
    done
}

workers_of_nginx() {
    local master=${pid[nginx]:-0}
    cat "/proc/$master/task/$master/children" 2>/dev/null
}

switch_nginx() {
    local before deadline=$((SECONDS + 15)) worker
    before=" $(workers_of_nginx) "
    OLD_WORKERS=($before)
    cp "$RUN/nginx.conf" "$RUN/nginx.conf.old"
    mv "$RUN/nginx-$GENERATION.conf" "$RUN/nginx.conf"
    [[ ${pid[nginx]:-} ]] || service_start nginx
    kill -HUP "${pid[nginx]}"
    while ((SECONDS < deadline)); do
        for worker in $(workers_of_nginx); do
            [[ $before == *" $worker "* ]] || return 0
        done
        sleep 0.1
    done
    mv "$RUN/nginx.conf.old" "$RUN/nginx.conf"
    REFUSAL="nginx did not take its new configuration: $(tail -n 1 "$LOG/nginx.error.log")"
    return 1
}

# What does not come up is ended; the generation before is looked after again.
go_back() {
    local name
    stop_some TERM 5 "${STARTED[@]}"
    for name in "${!old[@]}"; do
        pid[$name]=${old[$name]}
    done
    old=()
    drop_generation "$GENERATION"
    GENERATION=$OLD_GENERATION
    place_generation
    reload_ended "$REFUSAL"
}

switch_push() {
    cmp -s "$RUN/push-$GENERATION.conf" "$RUN/push.conf" && return
    mv "$RUN/push-$GENERATION.conf" "$RUN/push.conf"
    [[ ${pid[push]:-} ]] && stop_some TERM 1 push
    service_start push
}

# wait_gone SECONDS ID…: false when any is still there then.
wait_gone() {
    local deadline=$((SECONDS + $1)) id
    shift
    for id in "$@"; do
        while kill -0 "$id" 2>/dev/null; do
            ((SECONDS < deadline)) || return 1
            sleep 0.1
        done
    done
}

drain() {
    local id
    [[ ${old[worker]:-} ]] && kill -TERM "${old[worker]}" 2>/dev/null
    wait_gone "$DRAIN_WITHIN" "${OLD_WORKERS[@]}" || kill -KILL "${OLD_WORKERS[@]}" 2>/dev/null
    ((${#old[@]})) || return 0
    kill -TERM "${old[@]}" 2>/dev/null
    wait_gone 10 "${old[@]}" && return
    for id in "${old[@]}"; do
        kill -KILL -- "-$id" 2>/dev/null
    done
}

drop_generation() {
    rm -rf "$(fcgi_folder "$1")" "$RUN/runtime$(suffix "$1")" "$DATA/runtime$(suffix "$1")" \
        "$RUN/nginx-$1.conf" "$RUN/push-$1.conf"
}
