#include "support/ledger.h"

#include "support/test.h"

static struct answer read_ledger(void)
{
    struct answer ledger = ask("GET", "/sandbox/gateway/ledger", getenv("GATEWAY_SECRET"));
    if (ledger.status != 200)
        fail_msg("%s: %ld", ledger.asked, ledger.status);
    return ledger;
}

size_t ledger_count(void)
{
    return answer_count(read_ledger(), "items");
}

/* Into a table of this connection, so that one statement compares all of it. */
static void load_into_database(void)
{
    (void)db_do("DISCARD TEMPORARY");
    (void)db_do("CREATE TEMPORARY TABLE gateway AS SELECT * FROM jsonb_to_recordset($ledger$%s"
                "$ledger$) AS t (\"transactionKey\" text, \"paymentKey\" text, \"orderNo\" text,"
                " amount bigint, refunded bigint, status text)",
                answer_raw(read_ledger(), "items"));
}

static size_t differing_transactions(void)
{
    return (size_t)db_number(
        "SELECT count(*) FROM gateway g FULL JOIN"
        " (SELECT p.*, o.order_no FROM payment p JOIN orders o USING (order_id)"
        "   WHERE p.transaction_key IS NOT NULL) p ON p.transaction_key = g.\"transactionKey\""
        " WHERE (g.\"paymentKey\", g.\"orderNo\", g.amount, g.refunded)"
        "       IS DISTINCT FROM (p.payment_key::text, p.order_no::text, p.amount, p.refunded)"
        "    OR CASE WHEN g.status = 'APPROVED'"
        "            THEN p.status NOT IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED')"
        "            ELSE p.status <> g.status END");
}

static size_t differing_orders(void)
{
    return (size_t)db_number(
        "SELECT count(*) FROM"
        " (SELECT \"orderNo\" AS number,"
        "         sum(CASE WHEN status = 'APPROVED' THEN amount ELSE 0 END - refunded) AS holds"
        "    FROM gateway GROUP BY 1) g FULL JOIN"
        " (SELECT o.order_no::text AS number, o.payable - o.refunded AS holds FROM orders o"
        "    JOIN payment p ON p.order_id = o.order_id AND p.completes_order AND p.method = 'CARD')"
        " s USING (number) WHERE coalesce(g.holds, 0) <> coalesce(s.holds, 0)");
}

size_t ledger_differences(void)
{
    load_into_database();
    const size_t transactions = differing_transactions(), orders = differing_orders();
    if (transactions + orders > 0)
        print_error("%zu transactions and the money of %zu orders differ between the gateway's"
                    " ledger and the shop's books\n",
                    transactions, orders);
    return transactions + orders;
}
