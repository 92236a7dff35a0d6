# A Debian of the test's own: the bare system with what the package depends on is made once and kept; each run
# boots it with a layer of its own above (TEMP), without a network.

BASE=build-deb/base
DEPENDS=(ca-certificates procps systemd adduser curl libnginx-mod-nchan multiwatch nginx
    postgresql-15 spawn-fcgi util-linux logrotate ssl-cert
    libfcgi0ldbl libpq5 libjson-c5 libctemplate3 libsodium23 libcurl4 libvips42 libstdc++6 zlib1g)
MACHINE='' LEADER=''

container_base() {
    [[ -e $BASE/complete ]] && return
    rm -rf "$BASE"
    mkdir -p "$BASE"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$BASE" http://deb.debian.org/debian >"$TEMP/base.log" 2>&1 &&
        printf '#!/bin/sh\nexit 101\n' >"$BASE/usr/sbin/policy-rc.d" &&
        chmod 0755 "$BASE/usr/sbin/policy-rc.d" &&
        DEBIAN_FRONTEND=noninteractive chroot "$BASE" apt-get install -y --no-install-recommends "${DEPENDS[@]}" >>"$TEMP/base.log" 2>&1 &&
        rm "$BASE/usr/sbin/policy-rc.d" &&
        touch "$BASE/complete" && return
    tail -n 20 "$TEMP/base.log"
    return 1
}

container_start() {
    mkdir -p "$TEMP/upper" "$TEMP/work" "$TEMP/root" "$TEMP/packages"
    mount -t overlay overlay -o "lowerdir=$(realpath "$BASE"),upperdir=$TEMP/upper,workdir=$TEMP/work" "$TEMP/root" || return 1
    systemd-nspawn -q -D "$TEMP/root" -M "jangteo-test-$$" --register=no --keep-unit --link-journal=no --private-network \
        --bind-ro="$TEMP/packages:/packages" -b </dev/null >"$TEMP/boot.log" 2>&1 &
    MACHINE=$!
    for ((i = 0; i < 600; i++)); do
        LEADER=$(pgrep -P "$MACHINE" -x systemd) && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && return
        kill -0 "$MACHINE" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$TEMP/boot.log"
    echo "the container did not boot" >&2
    return 1
}

# Runs a command in the container.
inside() {
    nsenter -t "$LEADER" -m -u -i -n -p -C -r -w env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

container_stop() {
    trap '' INT TERM
    if [[ $MACHINE ]]; then
        [[ $LEADER ]] && kill -RTMIN+4 "$LEADER" 2>/dev/null # power off
        for ((i = 0; i < 200; i++)); do
            kill -0 "$MACHINE" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$MACHINE" 2>/dev/null
        wait "$MACHINE" 2>/dev/null
    fi
    umount "$TEMP/root" 2>/dev/null
    rm -rf --one-file-system "$TEMP"
}
