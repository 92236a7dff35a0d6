# Where card payments go (X3): to the sandbox by default, to nobody else's stand-in where there is a gateway,
# nowhere without either. Read by tests/serve/run, whose helpers these use; each check is of a start that the
# runner's tests make anyhow.

# said_in NAME TEXT: the value of a text or number in a JSON answer.
said_in() {
    sed -nE "s/.*\"$1\":\"?([^\",}]*).*/\1/p" <<<"$2"
}

# tell PATH BODY [TOKEN]
tell() {
    curl -s --max-time 15 -H "Origin: $URL" -H 'Content-Type: application/json' ${3:+-H "Authorization: Bearer $3"} \
        -d "$2" "$URL$1"
}

# GUEST and PRODUCT: somebody who may order, and what there is to be ordered.
opens_a_counter() {
    local who='"email":"counter@shop.example","password":"plum kettle 91"' token
    local address='"address":{"postcode":"06236","line1":"테헤란로 1"}'
    tell /api/member "{$who,\"name\":\"김판매\",\"phone\":\"010-1234-5678\",$address}" >"$TEMP/counter"
    token=$(said_in token "$(tell /api/session "{$who}")")
    tell /api/seller "{\"businessName\":\"시험상회\",\"registrationNumber\":\"1234567891\",\"contact\":\"02-123-4567\",$address,\"category\":\"식품\"}" \
        "$token" >"$TEMP/counter"
    PRODUCT=$(said_in productId "$(tell /api/product '{"name":"감","price":1000,"category":"과일","stock":9}' "$token")")
    GUEST=$(said_in token "$(tell /api/session/guest '')")
    check "there is something to order" [ "$PRODUCT" -a "$GUEST" ]
}

order_by_card() {
    tell /api/order "{\"items\":[{\"productId\":$PRODUCT,\"quantity\":1}],\"paymentMethod\":\"CARD\",\"shipping\":{\"recipient\":\"김받음\",\"phone\":\"010-2345-6789\",\"address\":{\"postcode\":\"04524\",\"line1\":\"세종대로 110\"}}}" \
        "$GUEST"
}

# The ways to pay on the page on which one orders, where that page came.
ways_to_pay() {
    curl -sL --max-time 15 -H "Cookie: sid=$GUEST" "$URL/checkout?product=$PRODUCT&quantity=1" >"$TEMP/checkout"
    grep -q 'id="sheet-order"' "$TEMP/checkout" && echo "page:$(grep -o 'name="paymentMethod" value="[A-Z]*"' "$TEMP/checkout")"
}

sandboxes() {
    process_of sandbox-gateway
    process_of sandbox-sink
}

# no_sandbox WHEN: none runs, none answers.
no_sandbox() {
    check "x3_$1_no_sandbox_runs" [ -z "$(sandboxes)" ]
    check "and where it would answer nobody does" \
        [ "$(status "$URL/sandbox/gateway/ledger")$(status "$URL/sandbox/gateway/transactions" -d '{}')$(status "$URL/sandbox/events")" = 404404404 ]
}

sandbox_by_default() {
    opens_a_counter
    check "x3_by_default_a_sandbox_stands_in" [ "$(sandboxes | wc -l)" = 2 ]
    check "whose gateway speaks to the shop only" [ "$(status "$URL/sandbox/gateway/ledger")" = 401 ]
    check "the card is offered" says_in 'value="CARD"' ways_to_pay
    check "and taken" says "$(order_by_card)" '"status":"PENDING_PAYMENT"'
}

# After a start with SANDBOX=0.
neither_sandbox_nor_gateway() {
    local got
    no_sandbox "without_SANDBOX=1"
    got=$(order_by_card)
    check "then an order by card is refused" says "$got" '"code":"INVALID_REQUEST"'
    check "for its way of paying" says "$got" '"errors":[{"field":"paymentMethod","code":"INVALID_VALUE"'
    check "and the page offers no card" [ "$(ways_to_pay)" = page: ]
}

# After a start with GATEWAY_URL, and with SANDBOX=1 all the same.
gateway_alone() {
    no_sandbox "beside_a_gateway"
    check "the card is offered there" says_in 'value="CARD"' ways_to_pay
    check "and taken there" says "$(order_by_card)" '"status":"PENDING_PAYMENT"'
}
