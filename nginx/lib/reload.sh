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

# nginx/reload asks by a file (reload.ask), not by a signal: one that came while this runner becomes the next
# would end it. What asks meanwhile is answered by a reload of its own. INT, TERM and HUP end a runner in order;
# only in the very moment of exec they end it hard, and the next start cleans up.

START_WITHIN=30 # seconds new programs may take until they serve
NGINX_SLOW=5    # seconds after which it is said that nginx takes its time
NGINX_AGAIN=30  # seconds after which it is asked again
DRAIN_WITHIN=60 # seconds nginx's old workers may take (worker_shutdown_timeout is less) before they are killed

declare -A old=() # services of the generation before, by name
declare -a STARTED=() OLD_WORKERS=()
REFUSAL=''

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

# What nginx/reload waits for: its own mark, and "ok" or why the old programs still serve. Where there is no room
# to write it, the asker's own words stand for it: a new name needs none.
reload_ended() {
    local mark
    read -r mark _ <"$STATE/reload.asked"
    printf '%s %s\n' "$mark" "$1" >"$STATE/reload.new" && mv "$STATE/reload.new" "$STATE/reload" ||
        mv "$STATE/reload.asked" "$STATE/reload"
    [[ $1 == ok ]] && say "the shop runs what is installed now" || say "the old programs go on: $1"
}

# ---- the runner before ----

# Who asks from here on is not answered by the reload that follows. False when the asker has given up.
take_question() {
    local said=''
    until mv -T "$STATE/reload.ask" "$STATE/reload.asked" 2>/dev/null; do
        [[ -e $STATE/reload.ask ]] || return
        [[ $said ]] || say "a reload waits: $STATE cannot be written"
        said=1
        sleep 1 9>&- &
        watch_services $! 2>/dev/null
    done
}

reload() {
    local next
    take_question || return
    next=$((++LATEST)) # not read back: what a full disk left of a file would name one that serves
    echo "$next" >"$RUN/generation" || {
        reload_ended "$RUN cannot be written"
        return
    }
    rm -f "$RUN"/prepared{,.new}
    (become "$ROOT/nginx/serve" --prepare "$next") </dev/null >"$LOG/reload.log" 2>&1 9>&- &
    watch_services $! 2>/dev/null
    if [[ ! -e $RUN/prepared ]]; then
        REFUSAL=$(tail -n 1 "$LOG/reload.log" 2>/dev/null)
        REFUSAL=${REFUSAL:-"what is installed ended without a word in $LOG/reload.log; is there room?"}
    elif ! hand_over; then
        REFUSAL="$RUN cannot be written"
    else
        become "$ROOT/nginx/serve" --take-over "$next" "$RUN/prepared"
    fi
    rm -f "$RUN"/prepared{,.new} # they hold secrets
    drop_generation "$next"
    reload_ended "$REFUSAL"
}

# Whole or not at all: what is missing in it would never be ended.
hand_over() {
    declare -p pid born due pause started >"$RUN/handover" &&
        printf 'OLD_GENERATION=%s\n' "$GENERATION" >>"$RUN/handover"
}

# ---- serve --prepare ----

prepare_reload() {
    check_connections 2
    render_nginx jangteo "nginx-$GENERATION"
    render_nginx push "push-$GENERATION" "${AS_WEB[@]}"
    keep_old_assets
    migrate_database # last: nothing takes it back
    (umask 077 && printf '%s\n' "$SETTINGS" >"$RUN/prepared.new") && mv "$RUN/prepared.new" "$RUN/prepared"
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
    local name id
    rm -f "$RUN/prepared" # it holds secrets
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
    for id in "${old[@]}" "${OLD_WORKERS[@]}"; do
        forget "$id"
    done
    old=() OLD_WORKERS=()
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
            look_after
            sleep 0.1
        done
    done
}

workers_of_nginx() {
    local master=${pid[nginx]:-0}
    cat "/proc/$master/task/$master/children" 2>/dev/null
}

# Until nginx has workers of the new configuration, or has said that it refuses it. No time limit: as long as it
# has done neither it may do the first at any moment, and there must be programs for both of its workers.
switch_nginx() {
    local worker slow=$((SECONDS + NGINX_SLOW)) again=$((SECONDS + NGINX_AGAIN))
    OLD_WORKERS=($(workers_of_nginx))
    for worker in "${OLD_WORKERS[@]}"; do
        know "$worker"
    done
    listen_to_nginx
    ln -f "$RUN/nginx.conf" "$RUN/nginx.conf.old" && mv "$RUN/nginx-$GENERATION.conf" "$RUN/nginx.conf" || {
        REFUSAL="$RUN cannot be written"
        return 1
    }
    [[ ${pid[nginx]:-} ]] || service_start nginx
    send HUP "${pid[nginx]}"
    until has_new_workers; do
        nginx_refuses && {
            mv "$RUN/nginx.conf.old" "$RUN/nginx.conf"
            REFUSAL="nginx did not take its new configuration: $REPLY"
            return 1
        }
        ((SECONDS < again)) || {
            send HUP "${pid[nginx]:-}" # its word may have gone with a log that was cut
            again=$((SECONDS + NGINX_AGAIN))
        }
        ((slow && SECONDS >= slow)) && say "nginx has not taken its new configuration yet" && slow=0
        look_after
        sleep 0.1
    done
}

has_new_workers() {
    local worker
    for worker in $(workers_of_nginx); do
        lives "$worker" || return 0
    done
    return 1
}

declare -A heard=() # bytes of each log of nginx's that are of no interest

listen_to_nginx() {
    local log
    for log in nginx.error nginx; do
        heard[$log]=$(stat -c %s "$LOG/$log.log" 2>/dev/null || echo 0)
    done
}

# REPLY: what nginx has ended its try with since; an address that is taken it tries again some times first. Logs are
# copied and cut (jangteo.logrotate): of one that is shorter than it was all is news.
nginx_refuses() {
    local log said=''
    for log in "${!heard[@]}"; do
        (($(stat -c %s "$LOG/$log.log" 2>/dev/null || echo 0) >= heard[$log])) || heard[$log]=0
        said+=$(tail -c "+$((heard[$log] + 1))" "$LOG/$log.log" 2>/dev/null)$'\n'
    done
    REPLY=$(grep -F '[emerg]' <<<"$said" | grep -vE ' (bind|listen)\(\) to ' | tail -n 1)
    [[ $REPLY ]]
}

# What does not come up is ended; the generation before is looked after again.
go_back() {
    local name failed=$GENERATION
    stop_some TERM 5 "${STARTED[@]}"
    for name in "${!old[@]}"; do
        pid[$name]=${old[$name]}
    done
    old=()
    GENERATION=$OLD_GENERATION
    place_generation
    drop_generation "$failed"
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
        while lives "$id"; do
            ((SECONDS < deadline)) || return 1
            sleep 0.1
        done
    done
}

drain() {
    local id
    send TERM "${old[worker]:-}"
    wait_gone "$DRAIN_WITHIN" "${OLD_WORKERS[@]}" || send KILL "${OLD_WORKERS[@]}"
    send TERM "${old[@]}"
    wait_gone 10 "${old[@]}" && return
    for id in "${old[@]}"; do
        send_all KILL "$id"
    done
}

drop_generation() {
    [[ $1 != "$GENERATION" ]] || return
    rm -rf "$(fcgi_folder "$1")" "$RUN/runtime$(suffix "$1")" "$DATA/runtime$(suffix "$1")" \
        "$RUN/nginx-$1.conf" "$RUN/push-$1.conf"
}
