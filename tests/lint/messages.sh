# Texts that programs choose as they run: message(lang, "status.order.", name). Sourced by tests/lint/run.

# The strings of a table of names in C: table NAME [FILE]. Prints nothing when there is no such table,
# which is then missed as a family without ids.
table() {
    cat /dev/null ${2:-$(grep -rlE "\b$1\[[A-Z_]*\] = \{" cgi-bin --include='*.c')} |
        awk -v start="[^A-Za-z0-9_]$1\\\\[[A-Z_]*\\\\] = {" '$0 ~ start {on = 1; sub(/.* = /, "")} on {print} on && /};/ {exit}' |
        grep -oE '"[A-Za-z_.]+"' | tr -d '"'
}

# The last string of whatever matches: said REGEX FILE…
said() {
    local what=$1
    shift
    cat "$@" | tr '\n' ' ' | grep -oE "$what" | sed -E 's/.*"([^"]*)"[^"]*$/\1/'
}

# All but these.
but() {
    grep -vxE "$(tr ' ' '|' <<<"$*")"
}

# What the log of payments is told, by statements and by whoever notes something.
payment_events() {
    grep -hA 2 'INSERT INTO payment_log' sql/query/*.sql | said "payment_id, '[A-Z_]+'" | sed -E "s/.*'(.*)'/\1/"
    said 'Q_payment_note,[^"]*"[A-Z_]+"' cgi-bin/shop/payment/*.c
    table PAYMENT_STATUS_NAMES | but PENDING PARTIALLY_REFUNDED
}

# family PREFIX COMMANDS: prints `PREFIX id` for each id the commands print.
family() {
    eval "$2" | sort -u | sed "s/^/$1 /"
}

# Each prefix that is followed by an id known only as the program runs, and where those come from. The
# ids of `error.`, `problem.` and `seller.move.` a unit test takes from the program (tests/unit/view/message.c).
families() {
    family catalog.sort. 'table PRODUCT_SORT_NAMES'
    family desk.actor. 'table ACTOR_NAMES'
    family desk.coupon. 'table COUPON_TYPE_NAMES'
    family desk.destination. 'table EVENT_DESTINATION_NAMES'
    family desk.issued. 'table COUPON_STATUS_NAMES'
    family desk.log. payment_events
    family desk.method. 'table PAYMENT_METHOD_NAMES; echo NONE'
    family desk.payment. 'table PAYMENT_STATUS_NAMES'
    family desk.refund. 'table DESK_REFUND_STATUS_NAMES'
    family desk.role. 'table MEMBER_ROLE_NAMES'
    family desk.stage. 'said "return \"[a-z_]+\"|\? \"[a-z_]+\"|: \"[a-z_]+\"" cgi-bin/admin/desk/coupons.c'
    family desk.state. 'table EVENT_STATE_WORDS'
    family desk.status. 'table MEMBER_STATUS_NAMES'
    family desk.told. 'said "show_notices\([^;]*\"[a-z]+\"" cgi-bin/admin/desk/orders.c'
    family desk.told_by. 'table TELLERS cgi-bin/admin/desk/orders.c'
    family desk.type. 'table EVENT_TYPE_NAMES'
    family law. 'basename -a -s .sql sql/audit/*.sql'
    family law_says. 'basename -a -s .sql sql/audit/*.sql'
    family notice.body. 'table NOTICE_KIND_NAMES'
    family notice.title. 'table NOTICE_KIND_NAMES'
    family order.action. 'table ACTIONS cgi-bin/shop/order/order_page.c; echo cancel_request'
    family order.actor. 'table ACTOR_NAMES'
    family order.ask. 'table ACTIONS cgi-bin/shop/order/order_page.c; echo cancel_request'
    family order.failure. 'said "failure_reason IN \([^)]*\)" sql/schema/*.sql | grep -oE "[A-Z_]{4,}"'
    family order.headline. 'table ORDER_STATUS_NAMES; table STEP_NAMES | but ORDERED PAID; table ITEM_STATUS_NAMES | grep -E "CANCEL_PROCESSING|REQUESTED"'
    family order.next. 'table ORDER_STATUS_NAMES | but PARTIALLY_CANCELLED; table STEP_NAMES | but ORDERED
        said "return \"[A-Z_]+\"" cgi-bin/shop/order/order_page.c'
    family order.pay. 'said "order_way_page\([^;?]*\"[a-z_]+\", [^\";]*;" cgi-bin/store/order.c; said "\? \"go_on\"" cgi-bin/store/order.c'
    family order.payment. 'table PAYMENT_NOTE_NAMES | but none'
    family order.step. 'table STEP_NAMES'
    family payment.method. 'table PAYMENT_METHOD_NAMES'
    family point.kind. 'table POINT_KIND_NAMES'
    family seller.chart. 'table FIGURES cgi-bin/seller/shop/home.c'
    family seller.column. 'table COLUMNS cgi-bin/seller/shop/papers.c'
    family seller.picture. 'table PICTURE_REFUSALS | but fine'
    family seller.saved. 'table SAVED | but nothing'
    family seller.span. 'table SPANS'
    family seller.stage. 'table SELLER_STAGE_NAMES'
    family status.coupon. 'table COUPON_STATUS_NAMES'
    family status.item. 'table ITEM_STATUS_NAMES'
    family status.order. 'table ORDER_STATUS_NAMES'
    family status.product. 'table PRODUCT_STATUS_NAMES | but DELETED'
    family stock.kind. 'table STOCK_KIND_NAMES'
    family title. 'table SECTIONS cgi-bin/admin/desk/desk.c
        said "seller_page\([^;]*\.tpl\", *\"[a-z_]+\"" cgi-bin/seller/shop/*.c'
}

# `file:line prefix` of each id in C that is no literal.
composed() {
    find cgi-bin -name '*.c' ! -path 'cgi-bin/view/*' -exec awk '
        {
            line = $0
            while (match(line, /[^a-z_]message\([^"]*, *"[^"]*", */)) {
                call = substr(line, RSTART, RLENGTH)
                line = substr(line, RSTART + RLENGTH)
                sub(/^.*[^"]*, *"/, "", call); sub(/".*/, "", call)
                if (line !~ /^"/)
                    print FILENAME ":" FNR, call
            }
        }' {} +
}

catalogue() {
    sed -nE 's/^([a-zA-Z][A-Za-z0-9_.-]*) = .*/\1/p' templates/messages/ko.txt
}

# A text that a family wants and the catalogues have not; a family nobody has written down; a family
# without ids, so that no table is lost.
composed_messages() {
    awk -v tested='error. problem. seller.move.' '
        BEGIN {split(tested, names, " "); for (i in names) family[names[i]] = 1}
        FILENAME == ARGV[1] {known[$1] = 1; next}
        FILENAME == ARGV[2] {family[$1] = 1; if (!(($1 $2) in known)) print "templates/messages/ko.txt:1: no text " $1 $2; next}
        !($2 in family) {print $1 ": tests/lint/messages.sh does not know what may follow " $2}' \
        <(catalogue) <(families) <(composed)
}

# A text that nobody asks for.
unused_messages() {
    awk -v tested='error. problem. seller.move.' '
        BEGIN {split(tested, names, " ")}
        FILENAME == ARGV[1] {asked[$1] = 1; next}
        !($1 in asked) {
            for (i in names)
                if (index($1, names[i]) == 1)
                    next
            print "templates/messages/ko.txt:1: nobody shows " $1
        }' \
        <(families | tr -d ' '
        grep -rhoE '\[\[[A-Za-z0-9_.-]+' templates --include='*.tpl' | tr -d '['
        find cgi-bin -name '*.c' -exec cat {} + | tr '\n' ' ' | grep -oE 'message\([^"]*, *"[^"]*", *"[^"]*"\)' |
            sed -E 's/.*, *"([^"]*)", *"([^"]*)"\)$/\1\2/') \
        <(catalogue)
}
