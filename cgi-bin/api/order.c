/* /api/order: placing orders and reading them (O1-O6, O10-O13). */
#include "shop/order/order.h"
#include "app/app.h"
#include "app/order_fields.h"
#include "app/paging.h"
#include "shop/member/member_rules.h"
#include "shop/order/order_form.h"
#include "shop/order/order_json.h"
#include "shop/sheet/sheet.h"

/* ---- placing ---- */

struct place_body {
    struct int_list cart_item_ids;
    struct object_list items; /* of struct order_want */
    bool has_cart_item_ids, has_items;
    order_sheet_id sheet;
    issued_coupon_id coupon;
    enum payment_method payment_method;
    struct shipping shipping;
    bool has_shipping;
    bool pay, has_pay;
};

static const struct field PLACE_FIELDS[] = {
    {.name = "orderSheetId",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct place_body, sheet)},
    {.name = "cartItemIds",
     .type = FIELD_INTS,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct place_body, cart_item_ids),
     .has = HAS(struct place_body, has_cart_item_ids)},
    {.name = "items",
     .type = FIELD_OBJECTS,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct place_body, items),
     .has = HAS(struct place_body, has_items),
     .of = &WANT_FIELDS},
    {.name = "couponId",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct place_body, coupon)},
    {.name = "paymentMethod",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct place_body, payment_method),
     .names = PAYMENT_METHOD_NAMES},
    {.name = "shipping",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct place_body, shipping),
     .has = HAS(struct place_body, has_shipping),
     .of = &SHIPPING_FIELDS},
    {.name = "pay",
     .type = FIELD_BOOL,
     .offset = offsetof(struct place_body, pay),
     .has = HAS(struct place_body, has_pay)},
};
static const struct field_set PLACE_BODY = FIELD_SET(struct place_body, PLACE_FIELDS);

static struct order_request request_of(const struct ctx *ctx)
{
    const struct place_body *body = ctx->body;
    return (struct order_request){
        .owner = ctx->caller.owner,
        .cart_item_ids = body->has_cart_item_ids ? body->cart_item_ids.items : NULL,
        .cart_item_count = body->cart_item_ids.count,
        .wants = body->has_items ? body->items.items : NULL,
        .want_count = body->items.count,
        .sheet = body->sheet,
        .coupon = body->coupon,
        .payment_method = body->payment_method,
        .pay = !body->has_pay || body->pay,
        .shipping = body->has_shipping ? &body->shipping : NULL,
    };
}

static enum err answer_order(struct ctx *ctx, int status, const struct order *order)
{
    struct json data = json_answer(ctx);
    order_json(data, order);
    return app_json(ctx, status, data);
}

static enum err do_place(struct ctx *ctx, struct tx *tx)
{
    const struct order_request request = request_of(ctx);
    struct order order;
    TRY(order_place(tx, &request, &order));
    return answer_order(ctx, 201, &order);
}

/* The order was rolled back; what it would cost now goes with the refusal. */
static enum err tell_new_amounts(struct ctx *ctx)
{
    const struct place_body *body = ctx->body;
    struct amounts amounts;
    TRY(sheet_price_anew(ctx->db, ctx->caller.owner, body->sheet, &amounts));
    struct json data = json_refusal(ctx, E_ORDER_SHEET_CHANGED);
    amounts_json(json_object(data, "amounts"), &amounts);
    return app_json(ctx, err_status(E_ORDER_SHEET_CHANGED), data);
}

static enum err place(struct ctx *ctx)
{
    struct place_body *body = ctx->body;
    if (body->has_shipping)
        TRY(shipping_check(ctx->call, &body->shipping));
    const enum err e = app_transact(ctx, do_place);
    if (e == E_STOCK_NOT_ENOUGH) {
        const struct order_request request = request_of(ctx);
        TRY(order_explain_shortage(ctx->db, &request));
    }
    return e == E_ORDER_SHEET_CHANGED ? tell_new_amounts(ctx) : e;
}

/* ---- reading ---- */

static enum err list(struct ctx *ctx)
{
    const struct page_query *query = ctx->query;
    struct cursor from;
    struct order_page page;
    TRY(page_start(ctx, query, "order", &from));
    TRY(order_list(ctx->db, ctx->caller.owner, from.id, page_limit(query), &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        order_json(json_object(items, NULL), &page.items[i]);
    page_next(ctx, data, "order", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static enum err get(struct ctx *ctx)
{
    const char *order_no = ctx->params.text[0];
    struct order order;
    if (ctx->caller.role == ROLE_ADMIN)
        TRY(order_get_any(ctx->db, order_no, &order));
    else
        TRY(order_get(ctx->db, ctx->caller.owner, order_no, &order));
    return answer_order(ctx, 200, &order);
}

static enum err do_look_up(struct ctx *ctx, struct tx *tx)
{
    const struct look_up_body *body = ctx->body;
    const char *digits;
    struct order order;
    const enum err e = phone_normalise(ctx->call->arena, body->phone, &digits);
    if (e == E_INVALID_REQUEST)
        return call_refuse(ctx->call, "phone", P_INVALID_FORMAT);
    TRY(e);
    TRY(order_look_up(tx, ctx->caller.owner.guest, body->order_no, digits, &order));
    return answer_order(ctx, 200, &order);
}

static enum err look_up(struct ctx *ctx)
{
    /* A member's orders are found by log-in. */
    return ctx->caller.role == ROLE_GUEST ? app_transact(ctx, do_look_up) : E_FORBIDDEN;
}

static const struct route ROUTES[] = {
    {"POST", "/api/order", ACCESS_CALLER, ROUTE_IDEMPOTENT, place, &PLACE_BODY, NULL, 0},
    {"GET", "/api/order", ACCESS_CALLER, 0, list, NULL, &PAGE_QUERY, 0},
    {"POST", "/api/order/lookup", ACCESS_CALLER, 0, look_up, &LOOK_UP_BODY, NULL, 0},
    {"GET", "/api/order/{no}", ACCESS_CALLER, 0, get, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-order", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
