/* /api/order after it was placed: reading, cancelling, the way of its lines, guests (O2, O7-O9,
 * M5). */
#include "support/order_shape.h"
#include "support/test.h"

static const char *number_of(struct answer order)
{
    assert_answer(order, 201, "SUCCESS");
    return answer_text(order, "data.orderNo");
}

static struct answer show(const char *token, const char *number)
{
    return ask("GET", text("/api/order/%s", number), token);
}

static struct answer cancel(const char *token, const char *number)
{
    return ask("POST", text("/api/order/%s/cancel", number), token);
}

/* ---- reading ---- */

static void m5_own_orders_newest_first_and_paged(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 50);
    const char *numbers[5];
    for (size_t i = 0; i < COUNT(numbers); i++)
        numbers[i] = number_of(order_pending(buyer.token, product, (long long)i + 1));
    size_t seen = 0;
    const char *path = "/api/order?limit=2";
    for (struct answer a = ask("GET", path, buyer.token);;) {
        assert_answer(a, 200, "SUCCESS");
        assert_shape(a, "data", "items:list nextCursor:text?");
        for (size_t i = 0; i < answer_count(a, "data.items"); i++, seen++) {
            assert_true(seen < COUNT(numbers));
            assert_shape(a, text("data.items.%zu", i), ORDER);
            assert_text(a, text("data.items.%zu.orderNo", i), numbers[COUNT(numbers) - 1 - seen]);
            assert_int(a, text("data.items.%zu.items.0.quantity", i), COUNT(numbers) - seen);
        }
        if (strcmp(answer_raw(a, "data.nextCursor"), "null") == 0)
            break;
        a = ask("GET", text("%s&cursor=%s", path, answer_text(a, "data.nextCursor")), buyer.token);
    }
    assert_int_equal(seen, COUNT(numbers));
}

static void order_is_private(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new(), other = customer_new();
    const char *number = number_of(order_pending(buyer.token, product_new(&seller, 1000, 5), 1));
    struct answer a = show(buyer.token, number);
    assert_answer(a, 200, "SUCCESS");
    const long long item = answer_int(a, "data.items.0.itemId");
    assert_answer(show(other.token, number), 404, "ORDER_NOT_FOUND");
    assert_answer(show(guest_new(), number), 404, "ORDER_NOT_FOUND");
    assert_answer(show(NULL, number), 401, "UNAUTHENTICATED");
    assert_answer(cancel(other.token, number), 404, "ORDER_NOT_FOUND");
    assert_answer(ask("GET", text("/api/order/%s/items/%lld/history", number, item), other.token),
                  404, "ORDER_NOT_FOUND");
    assert_answer(show(buyer.token, "20260101-0000000000"), 404, "ORDER_NOT_FOUND");
    assert_answer(show(buyer.token, "nonsense"), 404, "ORDER_NOT_FOUND");
    assert_answer(show(buyer.token, "%27%20OR%201=1"), 404, "ORDER_NOT_FOUND");
    assert_answer(ask("GET", "/api/order", NULL), 401, "UNAUTHENTICATED");
    assert_int_equal(answer_count(ask("GET", "/api/order", other.token), "data.items"), 0);
}

static void m3_admin_sees_any_order(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new(), buyer = customer_new();
    const char *number = number_of(order_pending(buyer.token, product_new(&seller, 1000, 5), 1));
    assert_answer(show(admin.token, number), 200, "SUCCESS");
}

/* ---- cancelling ---- */

static void s3_cancelled_pending_order_gives_its_stock_back(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const char *number = number_of(order_pending(buyer.token, product, 3));
    assert_stock(product, 5, 3);
    struct answer a = cancel(buyer.token, number);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", "CANCELLED");
    assert_text(a, "data.items.0.status", "CANCELLED");
    assert_false(answer_has(a, "data.expiresAt"));
    assert_string_equal(answer_raw(show(buyer.token, number), "data"), answer_raw(a, "data"));
    assert_stock(product, 5, 0);
    assert_answer(cancel(buyer.token, number), 409, "ORDER_STATE_CONFLICT");
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}", number), 409,
                  "ORDER_STATE_CONFLICT");
    assert_stock(product, 5, 0);
}

/* ---- the way of a line ---- */

struct followed {
    struct person seller, buyer;
    const char *number;
    long long item;
};

static struct followed paid_order(void)
{
    struct followed f = {.seller = seller_new(), .buyer = customer_new()};
    charge(&f.buyer, 50000);
    struct answer a = order_paid(f.buyer.token, product_new(&f.seller, 10000, 5), 1);
    f.number = number_of(a);
    f.item = answer_int(a, "data.items.0.itemId");
    return f;
}

static struct answer move(const struct followed *f, const char *token, const char *status)
{
    return call("PATCH", text("/api/order/%s/items/%lld", f->number, f->item), token,
                "{\"status\":\"%s\"}", status);
}

static struct answer confirm(const struct followed *f, const char *token)
{
    return ask("POST", text("/api/order/%s/items/%lld/confirm", f->number, f->item), token);
}

static void o8_line_goes_from_paid_to_confirmed(void **state)
{
    (void)state;
    struct followed f = paid_order();
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    for (size_t i = 0; i < COUNT(WAY); i++) {
        struct answer a = move(&f, f.seller.token, WAY[i]);
        assert_answer(a, 200, "SUCCESS");
        assert_shape(a, "data", ORDER);
        assert_text(a, "data.items.0.status", WAY[i]);
        assert_text(a, "data.status", "PAID");
    }
    struct answer a = confirm(&f, f.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.items.0.status", "CONFIRMED");
    assert_text(a, "data.status", "COMPLETED");
    assert_string_equal(answer_raw(show(f.buyer.token, f.number), "data.items"),
                        answer_raw(a, "data.items"));
}

static void o9_history_tells_event_states_actor_and_time(void **state)
{
    (void)state;
    struct followed f = paid_order();
    assert_answer(move(&f, f.seller.token, "PREPARING"), 200, "SUCCESS");
    struct answer a =
        ask("GET", text("/api/order/%s/items/%lld/history", f.number, f.item), f.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list");
    static const struct {
        const char *from, *to, *actor;
    } WANTED[] = {
        {"null", "PENDING_PAYMENT", "BUYER"},
        {"\"PENDING_PAYMENT\"", "PAID", "SYSTEM"},
        {"\"PAID\"", "PREPARING", "SELLER"},
    };
    assert_int_equal(answer_count(a, "data.items"), COUNT(WANTED));
    for (size_t i = 0; i < COUNT(WANTED); i++) {
        assert_shape(a, text("data.items.%zu", i),
                     "event:text from:text? to:text actor:text at:time");
        assert_string_equal(answer_raw(a, text("data.items.%zu.from", i)), WANTED[i].from);
        assert_text(a, text("data.items.%zu.to", i), WANTED[i].to);
        assert_text(a, text("data.items.%zu.actor", i), WANTED[i].actor);
    }
    assert_answer(ask("GET", text("/api/order/%s/items/1/history", f.number), f.buyer.token), 404,
                  "ORDER_ITEM_NOT_FOUND");
}

static void o8_transitions_outside_the_table_are_refused(void **state)
{
    (void)state;
    struct followed f = paid_order();
    static const char *const FROM_PAID[] = {"PENDING_PAYMENT", "PAID",      "DISPATCHED",
                                            "IN_TRANSIT",      "DELIVERED", "CONFIRMED",
                                            "RETURNED",        "EXCHANGED", "FAILED"};
    for (size_t i = 0; i < COUNT(FROM_PAID); i++)
        assert_answer(move(&f, f.seller.token, FROM_PAID[i]), 409, "ORDER_STATE_CONFLICT");
    assert_answer(confirm(&f, f.buyer.token), 409, "ORDER_STATE_CONFLICT");
    assert_invalid(move(&f, f.seller.token, "LOST"), "status", "INVALID_VALUE");
    assert_invalid(
        call("PATCH", text("/api/order/%s/items/%lld", f.number, f.item), f.seller.token, "{}"),
        "status", "REQUIRED");
    assert_answer(move(&f, f.seller.token, "PREPARING"), 200, "SUCCESS");
    assert_answer(move(&f, f.seller.token, "PREPARING"), 409, "ORDER_STATE_CONFLICT");
}

static void o8_pending_line_is_not_moved_by_its_seller(void **state)
{
    (void)state;
    struct followed f = {.seller = seller_new(), .buyer = customer_new()};
    struct answer a = order_pending(f.buyer.token, product_new(&f.seller, 1000, 5), 1);
    f.number = number_of(a);
    f.item = answer_int(a, "data.items.0.itemId");
    assert_answer(move(&f, f.seller.token, "PREPARING"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(move(&f, f.seller.token, "PAID"), 409, "ORDER_STATE_CONFLICT");
}

static void o8_only_the_lines_seller_moves_it_and_only_the_buyer_confirms(void **state)
{
    (void)state;
    struct followed f = paid_order();
    struct person other_seller = seller_new(), stranger = customer_new();
    assert_int_equal(move(&f, other_seller.token, "PREPARING").status, 404);
    assert_int_equal(move(&f, stranger.token, "PREPARING").status, 404);
    assert_answer(move(&f, f.buyer.token, "PREPARING"), 403, "FORBIDDEN");
    assert_answer(move(&f, NULL, "PREPARING"), 401, "UNAUTHENTICATED");
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    for (size_t i = 0; i < COUNT(WAY); i++)
        assert_answer(move(&f, f.seller.token, WAY[i]), 200, "SUCCESS");
    assert_answer(move(&f, f.seller.token, "CONFIRMED"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(confirm(&f, stranger.token), 404, "ORDER_NOT_FOUND");
    assert_answer(confirm(&f, f.seller.token), 404, "ORDER_NOT_FOUND");
    assert_answer(confirm(&f, f.buyer.token), 200, "SUCCESS");
}

static void o8_admin_moves_any_line(void **state)
{
    (void)state;
    struct person admin = admin_person();
    struct followed f = paid_order();
    assert_answer(move(&f, admin.token, "PREPARING"), 200, "SUCCESS");
}

static void o8_lines_of_two_sellers_go_their_own_ways(void **state)
{
    (void)state;
    struct person s1 = seller_new(), s2 = seller_new(), buyer = customer_new();
    charge(&buyer, 50000);
    struct answer a = call("POST", "/api/order", buyer.token,
                           "{\"items\":[{\"productId\":%lld,\"quantity\":1},"
                           "{\"productId\":%lld,\"quantity\":1}],\"paymentMethod\":\"POINT\"}",
                           product_new(&s1, 1000, 5), product_new(&s2, 1000, 5));
    const char *number = number_of(a);
    struct followed second = {.number = number, .item = answer_int(a, "data.items.1.itemId")};
    assert_answer(move(&second, s1.token, "PREPARING"), 404, "ORDER_ITEM_NOT_FOUND");
    a = move(&second, s2.token, "PREPARING");
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.items.0.status", "PAID");
    assert_text(a, "data.items.1.status", "PREPARING");
}

/* ---- guests ---- */

static struct answer look_up(const char *token, const char *number, const char *phone)
{
    return call("POST", "/api/order/lookup", token, "{\"orderNo\":\"%s\",\"phone\":\"%s\"}", number,
                phone);
}

static void o2_guest_orders_by_card_with_delivery_data(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 5);
    const char *guest = guest_new();
    struct answer a = order_by_card(guest, product, 2);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_text(a, "data.paymentMethod", "CARD");
    assert_stock(product, 5, 2);
    assert_answer(show(guest, answer_text(a, "data.orderNo")), 200, "SUCCESS");
    assert_int_equal(answer_count(ask("GET", "/api/order", guest), "data.items"), 1);
}

static void o2_guest_must_give_delivery_data_and_has_no_points(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 5);
    const char *guest = guest_new();
    const char *item = text("\"items\":[{\"productId\":%lld,\"quantity\":1}]", product);
    assert_invalid(call("POST", "/api/order", guest, "{%s,\"paymentMethod\":\"CARD\"}", item),
                   "shipping", "REQUIRED");
    assert_invalid(
        call("POST", "/api/order", guest, "{%s,\"paymentMethod\":\"POINT\"," SHIPPING "}", item),
        "paymentMethod", "INVALID_VALUE");
    assert_stock(product, 5, 0);
}

static void o2_guest_orders_the_guests_cart(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const long long line = cart_line(guest, product_new(&seller, 10000, 5), 2);
    struct answer a =
        call("POST", "/api/order", guest,
             "{\"cartItemIds\":[%lld],\"paymentMethod\":\"CARD\"," SHIPPING "}", line);
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(answer_count(ask("GET", "/api/cart", guest), "data.items"), 0);
}

static void guest_has_at_most_two_pending_orders(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 50);
    const char *guest = guest_new();
    assert_answer(order_by_card(guest, product, 1), 201, "SUCCESS");
    assert_answer(order_by_card(guest, product, 1), 201, "SUCCESS");
    assert_answer(order_by_card(guest, product, 1), 429, "TOO_MANY_REQUESTS");
    assert_stock(product, 50, 2);
}

static void o2_guest_finds_an_order_by_number_and_phone(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 5);
    const char *number = number_of(order_by_card(guest_new(), product, 2));
    const char *other = guest_new();
    assert_answer(show(other, number), 404, "ORDER_NOT_FOUND");
    assert_answer(look_up(other, number, "010-9999-9999"), 404, "ORDER_NOT_FOUND");
    assert_answer(look_up(other, "20260101-0000000000", "010-2345-6789"), 404, "ORDER_NOT_FOUND");
    assert_answer(show(other, number), 404, "ORDER_NOT_FOUND");
    struct answer a = look_up(other, number, "01023456789");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_answer(look_up(other, number, "010-2345-6789"), 200, "SUCCESS");
    assert_answer(show(other, number), 200, "SUCCESS");
    assert_answer(show(guest_new(), number), 404, "ORDER_NOT_FOUND");
    a = cancel(other, number);
    assert_answer(a, 200, "SUCCESS");
    assert_stock(product, 5, 0);
}

static void look_up_is_for_guests_and_their_orders(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const char *number = number_of(order_pending(buyer.token, product_new(&seller, 1000, 5), 1));
    const char *guest = guest_new();
    assert_answer(look_up(guest, number, "01012345678"), 404, "ORDER_NOT_FOUND");
    assert_answer(look_up(NULL, number, "01012345678"), 401, "UNAUTHENTICATED");
    assert_invalid(look_up(guest, number, "nonsense"), "phone", "INVALID_FORMAT");
    struct answer a = call("POST", "/api/order/lookup", guest, "{}");
    assert_invalid(a, "orderNo", "REQUIRED");
    assert_invalid(a, "phone", "REQUIRED");
}

static void other_methods_are_405_with_allow(void **state)
{
    (void)state;
    struct person buyer = customer_new();
    struct answer a = ask("DELETE", "/api/order", buyer.token);
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "POST, GET");
    a = ask("GET", "/api/order/20260101-0000000000/cancel", buyer.token);
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "POST");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(m5_own_orders_newest_first_and_paged),
        PROVES(order_is_private),
        PROVES(m3_admin_sees_any_order),
        PROVES(s3_cancelled_pending_order_gives_its_stock_back),
        PROVES(o8_line_goes_from_paid_to_confirmed),
        PROVES(o9_history_tells_event_states_actor_and_time),
        PROVES(o8_transitions_outside_the_table_are_refused),
        PROVES(o8_pending_line_is_not_moved_by_its_seller),
        PROVES(o8_only_the_lines_seller_moves_it_and_only_the_buyer_confirms),
        PROVES(o8_admin_moves_any_line),
        PROVES(o8_lines_of_two_sellers_go_their_own_ways),
        PROVES(o2_guest_orders_by_card_with_delivery_data),
        PROVES(o2_guest_must_give_delivery_data_and_has_no_points),
        PROVES(o2_guest_orders_the_guests_cart),
        PROVES(guest_has_at_most_two_pending_orders),
        PROVES(o2_guest_finds_an_order_by_number_and_phone),
        PROVES(look_up_is_for_guests_and_their_orders),
        PROVES(other_methods_are_405_with_allow),
    };
    return RUN_TESTS(tests);
}
