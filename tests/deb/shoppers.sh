# Shoppers in the container: each orders one piece after the other over TLS, under a key of its own, and asks
# nothing twice.

SHOPPERS=6

# A shop with the demo's people and without limits of one address: settings that are there before the package.
configure_shop() {
    mkdir -p "$TEMP/root/etc/jangteo"
    {
        cat nginx/jangteo.conf.example
        printf '%s\n' DEMO=1 RATE_LIMIT=off POINT_CHARGE_MAX=1000000000 POINT_BALANCE_MAX=1000000000000
    } >"$TEMP/root/etc/jangteo/jangteo.conf"
}

api() {
    inside curl -sk "https://127.0.0.1$1" -H 'Content-Type: application/json' "${@:2}"
}

field() {
    sed -nE "s/.*\"$1\":\"?([^\",}]*).*/\1/p"
}

log_in() {
    api /api/session -H 'Origin: https://shop.example' -d "{\"email\":\"$1@jangteo.example\",\"password\":\"jangteo-demo\"}" | field token
}

shoppers_come() {
    local seller token product
    seller=$(log_in ongi)
    token=$(log_in minji)
    product=$(api /api/product -H "Authorization: Bearer $seller" -d '{"name":"시험","price":1000,"stock":1000000,"category":"시험"}' | field productId)
    api /api/point/charge -X PATCH -H "Authorization: Bearer $token" -H 'Idempotency-Key: much' -d '{"amount":1000000000}' >/dev/null
    inside rm -rf /run/shoppers
    inside mkdir /run/shoppers
    for ((i = 0; i < SHOPPERS; i++)); do
        inside bash -c 'for ((n = 0; ; n++)); do
            [[ -e /run/shoppers/stop ]] && exit
            curl -sk --max-time 30 -o /run/shoppers/answer-$1 -w "%{http_code}\n" https://127.0.0.1/api/order \
                -H "Authorization: Bearer $2" -H "Content-Type: application/json" -H "Idempotency-Key: $1-$n" \
                -d "{\"items\":[{\"productId\":$3,\"quantity\":1}],\"paymentMethod\":\"POINT\"}" >>/run/shoppers/statuses-$1
            tail -n 1 /run/shoppers/statuses-$1 | grep -qx 201 || cat /run/shoppers/answer-$1 >>/run/shoppers/faults
        done' shopper "$i" "$token" "$product" &
    done
    PRODUCT=$product
}

acknowledged() {
    inside sh -c 'cat /run/shoppers/statuses-* 2>/dev/null' | grep -cx 201
}

# shoppers_order N: waits until so many more orders are acknowledged; false after a minute, or where one fails.
shoppers_order() {
    local wanted=$(($(acknowledged) + $1)) deadline=$((SECONDS + 60))
    until (($(acknowledged) >= wanted)); do
        ((SECONDS < deadline)) && ! inside test -s /run/shoppers/faults || return 1
        sleep 0.1
    done
}

# SHOPPER_ORDERS: those acknowledged; SHOPPER_FAULTS: all other answers.
shoppers_go() {
    inside touch /run/shoppers/stop
    until fails inside pgrep -f /run/shoppers/stop; do
        sleep 0.1
    done
    SHOPPER_ORDERS=$(acknowledged)
    SHOPPER_FAULTS=$(inside sh -c 'cat /run/shoppers/statuses-*' | grep -vcx 201)
    inside sh -c 'head -c 1000 /run/shoppers/faults 2>/dev/null'
}

owner_sql() {
    inside setpriv --reuid postgres --regid postgres --init-groups psql -XAtq -p 5480 -d jangteo -c "$1"
}

orders_there() {
    owner_sql "select count(*) from order_item where product_id = $PRODUCT"
}
