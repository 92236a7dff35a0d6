# Services: each a process in a session of its own, so that an interrupt of the terminal reaches only
# the runner, which stops them in order. Should the runner be killed hard, the kernel tells each of
# them (--pdeathsig). Descriptor 9 is the lock on STATE, which nobody else may hold open.

declare -A pid=() born=() due=() pause=()

now_ms() {
    local us=${EPOCHREALTIME/[.,]/}
    printf -v "$1" "%s" $((us / 1000))
}

service_start() {
    local name=$1 die_with=TERM as=() cmd=()
    case $name in
    postgres)
        die_with=INT # a fast shutdown
        as=("${AS_DB[@]}")
        cmd=("$PG_BIN/postgres" -D "$PGDATA")
        ;;
    nginx)
        cmd=(/usr/sbin/nginx -e stderr -p "$RUN/" -c "$RUN/nginx.conf")
        ;;
    push)
        rm -f "$RUN"/push/*.sock
        as=("${AS_WEB[@]}")
        cmd=(prlimit "--nofile=$FILES:$FILES" /usr/sbin/nginx -e stderr -p "$RUN/" -c "$RUN/push.conf")
        ;;
    worker)
        as=("${AS_WEB[@]}")
        cmd=("$RUNTIME/bin/jangteo-worker")
        ;;
    *)
        # spawn-fcgi makes the socket; multiwatch holds it open while it replaces a program that died.
        # It gives up after 20 deaths within a second each; then the runner begins anew, with a pause.
        rm -f "$FCGI/$name.sock"
        as=("${AS_WEB[@]}")
        cmd=(/usr/bin/env "JANGTEO_THREADS=${THREADS[$name]:-2}"
            spawn-fcgi -n -s "$FCGI/$name.sock" -M 0660 -b 4096 --
            /usr/bin/multiwatch -f 1 -r 20 -t 1000 -s TERM --
            /usr/bin/setpriv --pdeathsig TERM -- "$RUNTIME/bin/$name")
        ;;
    esac
    ((${#as[@]})) || as=(setpriv)
    # A shell's background commands ignore INT and QUIT, this one PIPE and USR1 too; services start without that.
    env --default-signal=INT,QUIT,PIPE,USR1 "${as[@]}" --no-new-privs --pdeathsig "$die_with" setsid "${cmd[@]}" \
        </dev/null >>"$LOG/$name.log" 2>&1 9>&- &
    pid[$name]=$!
    know $!
    now_ms "born[$name]"
    unset "due[$name]"
}

# What a dead service left must not stand in its successor's way: nginx's workers hold the port,
# PostgreSQL's back ends the shared memory. A program's child drains and ends.
bury() {
    local name=$1
    case $name in
    postgres) sweep_away "" "$PGDATA" ;;
    nginx) send_all KILL "${pid[nginx]}" ;;
    *) send_all TERM "${pid[$name]}" ;;
    esac
    forget "${pid[$name]}"
    unset "pid[$name]"
}

# Starts what is due; plans a start for what has died: at once when it had run for a while, else
# after a pause that doubles up to 5 s.
look_after() {
    local name now age
    now_ms now
    for name in "${!pid[@]}"; do
        lives "${pid[$name]}" && continue
        age=$((now - born[$name]))
        if ((age > 10000)); then
            pause[$name]=0
        else
            pause[$name]=$((${pause[$name]:-0} * 2))
            ((pause[$name] < 100)) && pause[$name]=100
            ((pause[$name] > 5000)) && pause[$name]=5000
        fi
        due[$name]=$((now + pause[$name]))
        bury "$name"
        say "$name ended and is started again"
    done
    for name in "${!due[@]}"; do
        ((now >= due[$name])) && service_start "$name"
    done
}

# Looks after the services until our own process `$1` has ended; without one until a reload is asked for.
watch_services() {
    local awaited=${1:-} tick=''
    [[ $awaited ]] && know "$awaited"
    while :; do
        look_after
        [[ $awaited ]] && ! lives "$awaited" && forget "$awaited" && return
        [[ -z $awaited && -e $STATE/reload.ask ]] && return
        lives "$tick" || {
            forget "$tick"
            sleep "$( ((${#due[@]})) && echo 0.1 || echo 1)" 9>&- &
            tick=$!
            know "$tick"
        }
        wait -n
    done
}

# stop_some SIGNAL SECONDS NAME…: sends the signal, waits until all have gone, then kills the rest.
stop_some() {
    local signal=$1 deadline=$((${EPOCHREALTIME/[.,]/} + $2 * 1000000)) name alive
    shift 2
    for name in "$@"; do
        unset "due[$name]"
        send "$signal" "${pid[$name]:-}"
    done
    while :; do
        alive=''
        for name in "$@"; do
            lives "${pid[$name]:-}" && alive=1
        done
        [[ $alive ]] && ((${EPOCHREALTIME/[.,]/} < deadline)) || break
        sleep 0.05
    done
    for name in "$@"; do
        [[ ${pid[$name]:-} ]] && send_all KILL "${pid[$name]}"
        forget "${pid[$name]:-}"
        unset "pid[$name]"
    done
}

# In order, each within its share of 10 s: streams end, no new requests, those under way finished, then
# the rest. JANGTEO_STOP_SLOWLY=N: N times that for our own, which a sanitizer has look for leaks at their end.
stop_services() {
    local times=${JANGTEO_STOP_SLOWLY:-1}
    stop_some TERM 1 push
    stop_some QUIT 4 nginx
    stop_some TERM $((2 * times)) "${PROGRAMS[@]}"
    stop_some TERM "$times" worker
    stop_some INT 2 postgres
}

# sweep_away RUN CLUSTER: ends every process that has RUN, which is a folder of the runner's own, as its current
# directory (or lies below it), and PostgreSQL's in the cluster; others may look around there.
sweep_away() {
    local deadline=$((SECONDS + 8)) signal=INT found
    while :; do
        found=$(cd / && { left_in "$1"; postgres_in "$2"; })
        [[ $found ]] || return 0
        ((SECONDS >= deadline)) && signal=KILL
        # shellcheck disable=SC2086 # a list of ids
        kill -$signal $found 2>/dev/null
        [[ $signal == INT ]] && kill -TERM $(cd / && left_in "$1") 2>/dev/null
        sleep 0.1
    done
}

left_in() {
    local entry
    [[ $1 ]] || return 0
    find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' \
        \( -lname "$1" -o -lname "$1/*" -o -lname "$1 (deleted)" \) 2>/dev/null |
        while IFS=/ read -r _ _ entry _; do
            [[ $entry == "$$" || $entry == "$BASHPID" ]] || echo "$entry"
        done
}

postgres_in() {
    local id
    for id in $(left_in "$1"); do
        [[ $(readlink "/proc/$id/exe") =~ /postgres( \(deleted\))?$ ]] && echo "$id"
    done
    return 0
}
