/* Checking out: what is ordered, where it goes, how it is paid (O1-O5). The order comes from cart
 * lines (?items=) or from one product (?product=&quantity=), which leaves the cart alone. */
#include "app/app.h"
#include "app/order_fields.h"
#include "shop/cart/cart.h"
#include "shop/cart/cart_page.h"
#include "shop/catalog/product.h"
#include "shop/catalog/product_page.h"
#include "shop/member/member.h"
#include "shop/order/order.h"
#include "shop/order/order_form.h"
#include "shop/order/order_page.h"
#include "shop/point/point.h"

/* What is to be ordered, in the address and, hidden, in the form. */
struct source {
    struct int_list items;
    bool has_items;
    struct order_want want;
};

/* clang-format off */
#define SOURCE_FIELDS(in, member)                                                                  \
    {.name = "items", .type = FIELD_INTS, .max = ORDER_LINES_MAX,                                  \
     .offset = offsetof(in, member.items), .has = HAS(in, member.has_items)},                      \
    {.name = "product", .type = FIELD_INT, .min = 1, .max = ID_MAX,                                \
     .offset = offsetof(in, member.want.product)},                                                 \
    {.name = "quantity", .type = FIELD_INT, .min = 1, .max = LINE_QUANTITY_MAX,                    \
     .offset = offsetof(in, member.want.quantity)}
/* clang-format on */

struct view_query {
    struct source source;
};
static const struct field VIEW_FIELDS[] = {SOURCE_FIELDS(struct view_query, source)};
static const struct field_set VIEW_QUERY = FIELD_SET(struct view_query, VIEW_FIELDS);

struct place_form {
    struct source source;
    struct shipping shipping;
    enum payment_method payment_method;
};
static const struct field PLACE_FIELDS[] = {
    SOURCE_FIELDS(struct place_form, source),
    {.name = "shipping",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct place_form, shipping),
     .of = &SHIPPING_FIELDS},
    {.name = "paymentMethod",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct place_form, payment_method),
     .names = PAYMENT_METHOD_NAMES},
};
static const struct field_set PLACE_FORM = FIELD_SET(struct place_form, PLACE_FIELDS);

static bool is_direct(const struct source *source)
{
    return source->want.product.v != 0 && source->want.quantity != 0;
}

static bool is_nothing(const struct source *source)
{
    return !is_direct(source) && source->items.count == 0;
}

static struct order_request request_of(const struct ctx *ctx, const struct source *source)
{
    struct order_request request = {.owner = ctx->caller.owner, .payment_method = PAY_CARD};
    if (is_direct(source)) {
        request.wants = &source->want;
        request.want_count = 1;
    } else {
        request.cart_item_ids = source->items.items;
        request.cart_item_count = source->items.count;
    }
    return request;
}

static bool card_offered(const struct settings *settings)
{
    return settings->gateway_url[0] != '\0' || settings->sandbox;
}

/* ---- the page ---- */

static void show_source(struct tpl *tpl, const struct source *source)
{
    if (is_direct(source)) {
        struct tpl *direct = tpl_section(tpl, "DIRECT");
        tpl_int(direct, "PRODUCT_ID", source->want.product.v);
        tpl_int(direct, "QUANTITY", source->want.quantity);
        return;
    }
    for (size_t i = 0; i < source->items.count; i++)
        tpl_int(tpl_section(tpl, "CART_ITEM"), "CART_ITEM_ID", source->items.items[i]);
}

/* A member's own delivery data, to begin with. */
static enum err show_profile(struct ctx *ctx, struct tpl *tpl)
{
    struct member_profile profile;
    TRY(member_get(ctx->db, ctx->caller.owner.member, &profile));
    tpl_text(tpl, "SHIPPING_RECIPIENT", profile.name);
    tpl_text(tpl, "SHIPPING_PHONE", phone_text(ctx->call->arena, profile.phone));
    tpl_text(tpl, "SHIPPING_ADDRESS_POSTCODE", profile.address.postcode);
    tpl_text(tpl, "SHIPPING_ADDRESS_LINE1", profile.address.line1);
    tpl_text(tpl, "SHIPPING_ADDRESS_LINE2", profile.address.line2);
    return E_OK;
}

/* The payment methods: points for members, the card where there is a gateway. */
static enum err show_methods(struct ctx *ctx, struct tpl *tpl, int64_t payable,
                             enum payment_method chosen)
{
    const bool is_member = ctx->caller.owner.member.v != 0;
    if (card_offered(ctx->call->settings))
        tpl_show_if(tpl_section(tpl, "CARD"), "CARD_CHOSEN", !is_member || chosen == PAY_CARD);
    tpl_show_if(tpl, "GUEST", !is_member);
    if (!is_member)
        return E_OK;
    int64_t balance;
    TRY(point_balance(ctx->db, ctx->caller.owner.member, &balance));
    struct tpl *member = tpl_section(tpl, "MEMBER");
    tpl_money(member, "BALANCE", balance);
    tpl_show_if(member, "POINT_CHOSEN", chosen == PAY_POINT);
    if (balance < payable)
        tpl_money(tpl_section(member, "BALANCE_SHORT"), "MISSING", payable - balance);
    return E_OK;
}

/* Where the lines cannot be ordered as they are, their own page says what is wrong with them. */
static enum err leave(struct ctx *ctx, const struct source *source, enum err e)
{
    if (err_is_fault(e))
        return e;
    if (!is_direct(source))
        return response_redirect(ctx->res, "/cart");
    if (e != E_STOCK_NOT_ENOUGH && e != E_PRODUCT_NOT_ON_SALE)
        return e;
    const char *path =
        arena_printf(ctx->call->arena, "/products/%lld?notice=%s",
                     (long long)source->want.product.v, e == E_STOCK_NOT_ENOUGH ? "short" : "none");
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

/* `refused`: what the posted form was refused for, E_OK when none was. */
static enum err show_checkout(struct ctx *ctx, const struct source *source, enum err refused)
{
    const struct place_form *form = refused != E_OK ? ctx->body : NULL;
    const struct order_request request = request_of(ctx, source);
    struct order_quote quote;
    const enum err e = order_quote(ctx->db, &request, &quote);
    if (e != E_OK)
        return leave(ctx, source, e);
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_source(tpl, source);
    quote_page(tpl, ctx->call->arena, &quote);
    if (ctx->caller.owner.member.v != 0)
        TRY(show_profile(ctx, tpl));
    TRY(show_methods(ctx, tpl, quote.amounts.payable,
                     form != NULL ? form->payment_method : PAY_POINT));
    if (form != NULL)
        app_form(ctx, tpl, &PLACE_FORM);
    if (refused != E_OK) {
        struct tpl *notice = tpl_section(tpl, "REFUSED");
        tpl_text(notice, "MESSAGE",
                 refused == E_INVALID_REQUEST ? message(ctx->lang, "form.", "check")
                                              : message_error(ctx->lang, refused));
        tpl_show_if(notice, "CHARGE", refused == E_BALANCE_NOT_ENOUGH);
    }
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "checkout/show.tpl",
                    message(ctx->lang, "title.", "checkout"), tpl);
}

static enum err show(struct ctx *ctx)
{
    const struct view_query *view = ctx->query;
    /* Whoever has anything to order has a session: the first thing put into a cart makes one. */
    if (ctx->caller.role == ROLE_NOBODY)
        return response_redirect(ctx->res, "/cart");
    if (is_nothing(&view->source))
        return response_redirect(ctx->res, "/cart?none=true");
    return show_checkout(ctx, &view->source, E_OK);
}

/* ---- ordering ---- */

static enum err do_place(struct ctx *ctx, struct tx *tx)
{
    const struct place_form *form = ctx->body;
    struct order_request request = request_of(ctx, &form->source);
    request.payment_method = form->payment_method;
    request.pay = true;
    request.shipping = &form->shipping;
    struct order order;
    TRY(order_place(tx, &request, &order));
    const char *path = arena_printf(ctx->call->arena, "/orders/%s", order.order_no);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

/* The cart again, naming what was short; lines of which nothing is left are out of it by now (O5).
 */
static enum err show_shortage(struct ctx *ctx, const struct source *source)
{
    const struct order_request request = request_of(ctx, source);
    struct cart cart;
    TRY(order_explain_shortage(ctx->db, &request));
    if (is_direct(source))
        return leave(ctx, source, E_STOCK_NOT_ENOUGH);
    TRY(cart_get(ctx->db, ctx->caller.owner, source->items.items, source->items.count, &cart));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    struct tpl *shortages = tpl_section(tpl, "SHORTAGES");
    for (const struct problem *p = ctx->call->problems.first; p != NULL; p = p->next) {
        struct product product;
        if (p->product.v == 0)
            continue;
        const enum err e = product_get(ctx->db, p->product, &product);
        if (e == E_PRODUCT_NOT_FOUND) /* deleted meanwhile: it is not in the cart below either */
            continue;
        TRY(e);
        cart_shortage_page(shortages, product.name, p->requested, p->available);
    }
    cart_page(tpl, ctx->call->arena, &cart, &(struct cart_note){0});
    return app_page(ctx, err_status(E_STOCK_NOT_ENOUGH), "cart/show.tpl",
                    message(ctx->lang, "title.", "cart"), tpl);
}

static enum err place(struct ctx *ctx)
{
    struct place_form *form = ctx->body;
    if (is_nothing(&form->source))
        return response_redirect(ctx->res, "/cart?none=true");
    enum err e = ctx->invalid ? E_INVALID_REQUEST : shipping_check(ctx->call, &form->shipping);
    if (e == E_OK)
        e = app_transact(ctx, do_place);
    if (e == E_OK || err_is_fault(e))
        return e;
    if (e == E_STOCK_NOT_ENOUGH)
        return show_shortage(ctx, &form->source);
    return show_checkout(ctx, &form->source, e);
}

static const struct route ROUTES[] = {
    {"GET", "/checkout", ACCESS_ANYONE, ROUTE_PAGE, show, NULL, &VIEW_QUERY, 0},
    {"POST", "/checkout", ACCESS_CALLER, ROUTE_PAGE | ROUTE_IDEMPOTENT, place, &PLACE_FORM, NULL,
     0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-checkout", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
