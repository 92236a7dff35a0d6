/* Buying by points, from the charge to the refund, with each fallible call failing once: see
 * torture/fault/trial.h. */
#include "torture/fault/trial.h"

/* ---- flows ---- */

static void charge_points(struct scene *s)
{
    const struct answer a = buyer_asks(s, "PATCH", "/api/point/charge", 200, "{\"amount\":10000}");
    assert_int(a, "data.balance", BALANCE + 10000);
    holds(BALANCE + 10000, "SELECT balance FROM point_balance WHERE member_id = %lld",
          s->buyer.member);
    holds(2, "SELECT count(*) FROM point_entry WHERE member_id = %lld", s->buyer.member);
}

/* From the cart by a sheet to an order, paid at once. A line may be put into the cart twice by who
 * asks twice, since that call takes no key; the quantity that counts is set after it. */
static void buy_by_sheet(struct scene *s)
{
    struct answer a =
        INSIST(.method = "POST", .path = "/api/cart", .token = s->buyer.token, .status = 201,
               .body = text("{\"productId\":%lld,\"quantity\":1}", seller.products[0]));
    const long long line = answer_int(a, "data.cartItemId");
    (void)INSIST(.method = "PATCH", .path = text("/api/cart/%lld", line), .token = s->buyer.token,
                 .body = "{\"quantity\":2}", .status = 200);
    a = INSIST(.method = "POST", .path = "/api/order-sheet", .token = s->buyer.token, .status = 201,
               .body = text("{\"cartItemIds\":[%lld]}", line));
    a = buyer_asks(s, "POST", "/api/order", 201,
                   "{\"orderSheetId\":%lld,\"paymentMethod\":\"POINT\"}",
                   answer_int(a, "data.orderSheetId"));
    assert_text(a, "data.status", "PAID");
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld AND status = 'PAID'",
          s->buyer.member);
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld", s->buyer.member);
    holds(BALANCE - 2 * PRICE - FEE, "SELECT balance FROM point_balance WHERE member_id = %lld",
          s->buyer.member);
    holds(0, "SELECT count(*) FROM cart_item WHERE member_id = %lld", s->buyer.member);
}

static void all_is_as_before(struct scene *s, const char *status)
{
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld AND status = '%s'",
          s->buyer.member, status);
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld", s->buyer.member);
    holds(BALANCE, "SELECT balance FROM point_balance WHERE member_id = %lld", s->buyer.member);
    holds(0,
          "SELECT sum(on_hand_delta) + sum(reserved_delta) FROM stock_entry JOIN orders USING "
          "(order_id) WHERE member_id = %lld",
          s->buyer.member);
}

static void pay_and_cancel(struct scene *s)
{
    place_order(s, "POINT", ",\"pay\":false");
    const struct answer a =
        buyer_asks(s, "POST", "/api/pay", 200, "{\"orderNo\":\"%s\"}", s->order_no);
    assert_text(a, "data.status", "PAID");
    cancel_order(s);
    all_is_as_before(s, "REFUNDED");
}

static void cancel_while_it_waits(struct scene *s)
{
    place_order(s, "POINT", ",\"pay\":false");
    cancel_order(s);
    all_is_as_before(s, "CANCELLED");
}

static void move(struct scene *s, const char *token, const char *status)
{
    (void)INSIST(.method = "PATCH", .token = token, .status = 200, .other = 409,
                 .path = text("/api/order/%s/items/%lld", s->order_no, s->items[0]),
                 .body = text("{\"status\":\"%s\"}", status));
}

/* One line sent back, the other cancelled. */
static void refund_and_return(struct scene *s)
{
    place_order(s, "POINT", "");
    (void)buyer_asks(s, "POST", "/api/refund", 200, "{\"orderNo\":\"%s\",\"itemIds\":[%lld]}",
                     s->order_no, s->items[1]);
    move(s, seller.person.token, "PREPARING");
    move(s, seller.person.token, "DISPATCHED");
    move(s, seller.person.token, "IN_TRANSIT");
    move(s, seller.person.token, "DELIVERED");
    (void)INSIST(.method = "POST", .token = s->buyer.token, .status = 200, .other = 409,
                 .path = text("/api/order/%s/items/%lld/return", s->order_no, s->items[0]),
                 .body = "{\"reason\":\"too small\"}");
    move(s, seller.person.token, "RETURN_PROCESSING");
    move(s, seller.person.token, "RETURNED");
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld AND status = 'REFUNDED'",
          s->buyer.member);
    /* The goods came too late for the fee to come back. */
    holds(BALANCE - FEE, "SELECT balance FROM point_balance WHERE member_id = %lld",
          s->buyer.member);
    holds(0,
          "SELECT sum(on_hand_delta) FROM stock_entry JOIN orders USING (order_id) WHERE "
          "member_id = %lld",
          s->buyer.member);
}

static void expire(struct scene *s)
{
    place_order(s, "POINT", ",\"pay\":false");
    inject_pass(25LL * 3600);
    work_until(shop_expire,
               "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'FAILED'",
               s->order_no);
    all_is_as_before(s, "FAILED");
}

/* What is told of a purchase and of its end. */
static void tell_others(struct scene *s)
{
    place_order(s, "POINT", "");
    cancel_order(s);
    work_until(work_of_couriers,
               "SELECT (count(*) = 4 AND bool_and(state = 'DELIVERED'))::int FROM event_out "
               "WHERE aggregateid = '%s'",
               s->order_no);
}

/* ---- trials ---- */

TRIAL(charge_points, "charge", DATABASE_FAULTS)
TRIAL(buy_by_sheet, "cart, sheet, order by points", DATABASE_FAULTS)
TRIAL(pay_and_cancel, "order, pay by points, cancel", DATABASE_FAULTS)
TRIAL(cancel_while_it_waits, "order, cancel", DATABASE_FAULTS)
TRIAL(refund_and_return, "order by points, refund a line, return the other", DATABASE_FAULTS)
TRIAL(expire, "order, expiry", DATABASE_FAULTS)
TRIAL(tell_others, "events of a purchase and its end", DATABASE_FAULTS)
TRIAL(tell_others, "events of a purchase and its end", EVENT_FAULTS)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(charge_points_survives_DATABASE_FAULTS),
        PROVES(buy_by_sheet_survives_DATABASE_FAULTS),
        PROVES(pay_and_cancel_survives_DATABASE_FAULTS),
        PROVES(cancel_while_it_waits_survives_DATABASE_FAULTS),
        PROVES(refund_and_return_survives_DATABASE_FAULTS),
        PROVES(expire_survives_DATABASE_FAULTS),
        PROVES(tell_others_survives_DATABASE_FAULTS),
        PROVES(tell_others_survives_EVENT_FAULTS),
    };
    cmocka_set_test_filter(getenv("TORTURE_TRIAL"));
    return cmocka_run_group_tests(tests, trial_open, trial_close);
}
