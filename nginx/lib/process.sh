# Processes by more than their id, which the kernel gives to another once they have gone: by id and start.

declare -A started=() # of the processes that we know, by id

# REPLY: when the kernel started the process (field 22 of its stat); empty where there is none.
start_of() {
    local stat=''
    IFS= read -r -d '' stat
    # shellcheck disable=SC2086 # words behind the program's name, which may hold anything
    set -- ${stat##*) }
    REPLY=${20:-}
} 2>/dev/null <"/proc/${1:-none}/stat"

# Remembers which process the id stands for now.
know() {
    REPLY=''
    start_of "$1"
    started[$1]=$REPLY
}

forget() {
    [[ ! $1 ]] || unset "started[$1]"
}

# Whether the process that we know by this id is still there.
lives() {
    REPLY=''
    [[ ${1:-} && ${started[$1]:-} ]] && start_of "$1" && [[ $REPLY == "${started[$1]}" ]]
}

# send SIGNAL ID…: to those that live.
send() {
    local signal=$1 id
    shift
    for id in "$@"; do
        lives "$id" && kill "-$signal" "$id" 2>/dev/null
    done
}

# send_all SIGNAL ID: to all whose session the process began, also when it has gone itself: as long as one of
# them is there the kernel gives its id to nobody.
send_all() {
    lives "$2" || [[ ! -e /proc/$2 ]] || return
    kill "-$1" -- "-$2" 2>/dev/null
}
