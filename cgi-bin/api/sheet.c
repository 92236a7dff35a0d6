/* /api/order-sheet: what an order would cost, fixed for a while (H1, H2). */
#include "shop/sheet/sheet.h"
#include "app/app.h"
#include "app/order_fields.h"
#include "shop/sheet/sheet_json.h"

struct make_body {
    struct int_list cart_item_ids;
    struct object_list items; /* of struct order_want */
    bool has_cart_item_ids, has_items;
    issued_coupon_id coupon;
};

static const struct field MAKE_FIELDS[] = {
    {.name = "cartItemIds",
     .type = FIELD_INTS,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct make_body, cart_item_ids),
     .has = HAS(struct make_body, has_cart_item_ids)},
    {.name = "items",
     .type = FIELD_OBJECTS,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct make_body, items),
     .has = HAS(struct make_body, has_items),
     .of = &WANT_FIELDS},
    {.name = "couponId",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct make_body, coupon)},
};
static const struct field_set MAKE_BODY = FIELD_SET(struct make_body, MAKE_FIELDS);

static enum err answer_sheet(struct ctx *ctx, int status, const struct order_sheet *sheet,
                             const struct usable_coupons *coupons)
{
    struct json data = json_answer(ctx);
    sheet_json(data, sheet, coupons, ctx->call->now);
    return app_json(ctx, status, data);
}

static enum err do_make(struct ctx *ctx, struct tx *tx)
{
    const struct make_body *body = ctx->body;
    const struct order_request request = {
        .owner = ctx->caller.owner,
        .cart_item_ids = body->has_cart_item_ids ? body->cart_item_ids.items : NULL,
        .cart_item_count = body->cart_item_ids.count,
        .wants = body->has_items ? body->items.items : NULL,
        .want_count = body->items.count,
        .coupon = body->coupon,
    };
    struct order_sheet sheet;
    struct usable_coupons coupons;
    TRY(sheet_make(tx, &request, &coupons, &sheet));
    return answer_sheet(ctx, 201, &sheet, &coupons);
}

static enum err make(struct ctx *ctx)
{
    return app_transact(ctx, do_make);
}

static enum err get(struct ctx *ctx)
{
    struct order_sheet sheet;
    TRY(sheet_get(ctx->db, ctx->caller.owner, (order_sheet_id){ctx->params.id[0]}, &sheet));
    struct usable_coupons coupons;
    TRY(sheet_list_coupons(ctx->db, ctx->caller.owner, &sheet, &coupons));
    return answer_sheet(ctx, 200, &sheet, &coupons);
}

static const struct route ROUTES[] = {
    {"POST", "/api/order-sheet", ACCESS_CALLER, 0, make, &MAKE_BODY, NULL, 0},
    {"GET", "/api/order-sheet/{id}", ACCESS_CALLER, 0, get, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-sheet", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
