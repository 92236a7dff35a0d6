#include "support/belongings.h"

#include "support/coupon.h"
#include "support/sheet.h"
#include "support/test.h"
#include "support/word.h"

#define STOCK_OF_ALL 100

static const char *number(long long id)
{
    return text("%lld", id);
}

static const char *thing(struct belongings *b, const char *name)
{
    return belongings_in(b, text("{%s}", name));
}

static long long thing_id(struct belongings *b, const char *name)
{
    return strtoll(thing(b, name), NULL, 10);
}

/* ---- how each is made ---- */

static const char *make_member(struct belongings *b)
{
    return number(b->owner.member);
}

static const char *make_product(struct belongings *b)
{
    return number(product_new(&b->seller, 1000, STOCK_OF_ALL));
}

/* A PNG of 8 by 8 points: of a smaller one browsers see nothing in a list. */
static const char *make_picture(struct belongings *b)
{
    static const unsigned char PNG[] = {
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
        0x52, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b,
        0x6d, 0x29, 0xdc, 0x00, 0x00, 0x00, 0x11, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xb8,
        0x92, 0x68, 0x85, 0x15, 0x31, 0x0c, 0x2d, 0x09, 0x00, 0x00, 0x64, 0x5b, 0xc1, 0x26, 0x7b,
        0xe7, 0x68, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    struct answer a = ASK(.method = "PUT", .path = belongings_in(b, "/api/product/{product}/image"),
                          .token = b->seller.token, .type = "image/png", .body = (const char *)PNG,
                          .size = sizeof PNG);
    assert_answer(a, 200, "SUCCESS");
    a = ask("GET", belongings_in(b, "/api/product/{product}"), NULL);
    assert_answer(a, 200, "SUCCESS");
    return text("%s", strrchr(answer_text(a, "data.imageUrl"), '/') + 1);
}

static const char *make_line(struct belongings *b)
{
    return number(cart_line(b->owner.token, thing_id(b, "product"), 1));
}

static const char *make_coupon(struct belongings *b)
{
    (void)b;
    return number(coupon_new(FIXED_3000));
}

static const char *make_issued(struct belongings *b)
{
    struct answer a = coupon_issue(b->owner.token, thing_id(b, "coupon"));
    assert_answer(a, 201, "SUCCESS");
    return number(answer_int(a, "data.issuedCouponId"));
}

static const char *make_sheet(struct belongings *b)
{
    return number(sheet_new(b->owner.token, thing_id(b, "product"), 1, ""));
}

static const char *placed(struct belongings *b, bool paid)
{
    charge(&b->owner, 4000); /* a product and its shipping */
    const long long product = thing_id(b, "product");
    struct answer a =
        paid ? order_paid(b->owner.token, product, 1) : order_pending(b->owner.token, product, 1);
    assert_answer(a, 201, "SUCCESS");
    return answer_text(a, "data.orderNo");
}

static const char *make_order(struct belongings *b)
{
    return placed(b, true);
}

/* A member may have few that wait: those before are cancelled. */
static void cancel_pending(const struct belongings *b)
{
    struct answer before = ask("GET", "/api/order?limit=100", b->owner.token);
    for (size_t i = 0; i < answer_count(before, "data.items"); i++)
        if (strcmp(answer_text(before, text("data.items.%zu.status", i)), "PENDING_PAYMENT") == 0)
            assert_answer(ask("POST",
                              text("/api/order/%s/cancel",
                                   answer_text(before, text("data.items.%zu.orderNo", i))),
                              b->owner.token),
                          200, "SUCCESS");
}

static const char *make_pending(struct belongings *b)
{
    cancel_pending(b);
    return placed(b, false);
}

static const char *make_card(struct belongings *b)
{
    cancel_pending(b);
    struct answer a = order_by_card(b->owner.token, thing_id(b, "product"), 1);
    assert_answer(a, 201, "SUCCESS");
    return number(card_started(b->owner.token, answer_text(a, "data.orderNo")).payment);
}

static const char *item_of(struct belongings *b, const char *order)
{
    struct answer a = ask("GET", text("/api/order/%s", thing(b, order)), b->owner.token);
    assert_answer(a, 200, "SUCCESS");
    return number(answer_int(a, "data.items.0.itemId"));
}

static const char *make_item(struct belongings *b)
{
    return item_of(b, "order");
}

static const char *make_payment(struct belongings *b)
{
    struct answer a = ask("GET", text("/api/order/%s", thing(b, "order")), b->owner.token);
    assert_answer(a, 200, "SUCCESS");
    return number(answer_int(a, "data.paymentId"));
}

static const char *make_notice(struct belongings *b)
{
    return number(db_number("SELECT max(notice_id) FROM notice WHERE member_id = %lld AND subject ="
                            " '%s'",
                            b->owner.member, thing(b, "order")));
}

static const char *make_event(struct belongings *b)
{
    return number(
        db_number("SELECT max(id) FROM event_out WHERE aggregateid = '%s'", thing(b, "order")));
}

static const char *make_delivered(struct belongings *b)
{
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    const char *order = placed(b, true);
    struct answer a = ask("GET", text("/api/order/%s", order), b->owner.token);
    const char *path =
        text("/api/order/%s/items/%lld", order, answer_int(a, "data.items.0.itemId"));
    for (size_t i = 0; i < COUNT(WAY); i++)
        assert_answer(call("PATCH", path, b->seller.token, "{\"status\":\"%s\"}", WAY[i]), 200,
                      "SUCCESS");
    return order;
}

static const char *make_arrived(struct belongings *b)
{
    return item_of(b, "delivered");
}

static const struct {
    const char *name;
    const char *(*make)(struct belongings *b);
} KINDS[] = {
    {"member", make_member}, {"product", make_product},     {"picture", make_picture},
    {"line", make_line},     {"coupon", make_coupon},       {"issued", make_issued},
    {"sheet", make_sheet},   {"pending", make_pending},     {"order", make_order},
    {"item", make_item},     {"payment", make_payment},     {"notice", make_notice},
    {"event", make_event},   {"delivered", make_delivered}, {"arrived", make_arrived},
    {"card", make_card},
};

static const char *value_of(struct belongings *b, const char *name, size_t size)
{
    if (size == 5 && strncmp(name, "email", size) == 0)
        return text("%s@test.example", unique());
    for (size_t i = 0; i < COUNT(KINDS); i++) {
        if (strlen(KINDS[i].name) != size || strncmp(KINDS[i].name, name, size) != 0)
            continue;
        if (b->made[i] == NULL)
            b->made[i] = KINDS[i].make(b);
        return b->made[i];
    }
    return NULL;
}

const char *belongings_in(struct belongings *b, const char *form)
{
    _Static_assert(COUNT(KINDS) <= BELONGINGS_MAX, "room for all");
    const char *whole = "";
    for (const char *at = form; *at != '\0';) {
        const size_t plain = strcspn(at, "{");
        whole = text("%s%.*s", whole, (int)plain, at);
        at += plain;
        if (*at == '\0')
            break;
        const size_t size = strcspn(at + 1, "}\"{,: ");
        const char *value = at[1 + size] == '}' ? value_of(b, at + 1, size) : NULL;
        whole = text("%s%s", whole, value != NULL ? value : "{");
        at += value != NULL ? size + 2 : 1;
    }
    return whole;
}

void belongings_forget(struct belongings *b)
{
    memset(b->made, 0, sizeof b->made);
}

long long belongings_digest(const struct belongings *b)
{
    const long long owner = b->owner.member, seller = b->seller.seller;
    return db_number(
        "SELECT hashtextextended(string_agg(line, '|' ORDER BY line), 0) FROM ("
        "SELECT t::text FROM member t WHERE member_id IN (%lld, %lld) "
        "UNION ALL SELECT t::text FROM seller t WHERE seller_id = %lld "
        "UNION ALL SELECT t::text FROM point_balance t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM point_entry t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM cart_item t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM issued_coupon t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM order_sheet t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM notice t WHERE member_id = %lld "
        "UNION ALL SELECT t::text FROM orders t WHERE member_id = %lld "
        "UNION ALL SELECT i::text FROM orders o JOIN order_item i USING (order_id)"
        " WHERE o.member_id = %lld "
        "UNION ALL SELECT p::text FROM orders o JOIN payment p USING (order_id)"
        " WHERE o.member_id = %lld "
        "UNION ALL SELECT t::text FROM product t WHERE seller_id = %lld "
        "UNION ALL SELECT s::text FROM product p JOIN stock s USING (product_id)"
        " WHERE p.seller_id = %lld "
        "UNION ALL SELECT format('%%s sessions', count(*)) FROM session WHERE member_id = %lld "
        "UNION ALL SELECT format('%%s of all',"
        " ARRAY[(SELECT count(*) FROM member), (SELECT count(*) FROM seller),"
        "       (SELECT count(*) FROM product), (SELECT count(*) FROM orders),"
        "       (SELECT count(*) FROM coupon),"
        "       (SELECT count(*) FROM issued_coupon), (SELECT count(*) FROM payment),"
        "       (SELECT count(*) FROM refund), (SELECT count(*) FROM picture),"
        "       (SELECT count(*) FROM cart_item)])) AS whole (line)",
        owner, b->seller.member, seller, owner, owner, owner, owner, owner, owner, owner, owner,
        owner, seller, seller, owner);
}
