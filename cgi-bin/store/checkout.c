/* Checking out on an order sheet: what is ordered and what it costs, fixed for a while, where it
 * goes, how it is paid (O1-O5, H1, H2, K6). A sheet is made of cart lines (?items=) or of one
 * product
 * (?product=&quantity=), which leaves the cart alone; the address of its page (?sheet=) carries
 * these along, so that a new one can be made when it is over. */
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
#include "shop/payment/payment_rules.h"
#include "shop/point/point.h"
#include "shop/sheet/sheet_order.h"
#include "shop/sheet/sheet_page.h"

/* What is to be ordered, in the address and, hidden, in the form. */
struct source {
    struct int_list items;
    bool has_items;
    struct order_want want;
    order_sheet_id sheet;
    issued_coupon_id coupon; /* for a new sheet; 0: none */
};

/* clang-format off */
#define SOURCE_FIELDS(in, member)                                                                  \
    {.name = "items", .type = FIELD_INTS, .max = ORDER_LINES_MAX,                                  \
     .offset = offsetof(in, member.items), .has = HAS(in, member.has_items)},                      \
    {.name = "product", .type = FIELD_INT, .min = 1, .max = ID_MAX,                                \
     .offset = offsetof(in, member.want.product)},                                                 \
    {.name = "quantity", .type = FIELD_INT, .min = 1, .max = LINE_QUANTITY_MAX,                    \
     .offset = offsetof(in, member.want.quantity)},                                                \
    {.name = "sheet", .type = FIELD_INT, .min = 1, .max = ID_MAX,                                  \
     .offset = offsetof(in, member.sheet)},                                                        \
    {.name = "coupon", .type = FIELD_INT, .min = 0, .max = ID_MAX,                                 \
     .offset = offsetof(in, member.coupon)}
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
    struct order_request request = {
        .owner = ctx->caller.owner, .payment_method = PAY_CARD, .coupon = source->coupon};
    if (is_direct(source)) {
        request.wants = &source->want;
        request.want_count = 1;
    } else {
        request.cart_item_ids = source->items.items;
        request.cart_item_count = source->items.count;
    }
    return request;
}

/* ---- sheets ---- */

struct making {
    struct order_request request;
    struct order_sheet sheet;
};

static enum err make(struct tx *tx, void *arg)
{
    struct making *making = arg;
    return sheet_make(tx, &making->request, NULL, &making->sheet);
}

/* A new sheet of the source. A coupon that cannot be used is left out: `ret_coupon` says why. */
static enum err make_sheet(struct ctx *ctx, const struct source *source,
                           struct order_sheet *ret_sheet, enum err *ret_coupon)
{
    struct making making = {.request = request_of(ctx, source)};
    enum err coupon = E_OK, e = tx_run(ctx->db, make, &making);
    if (e == E_COUPON_NOT_USABLE || e == E_COUPON_NOT_FOUND) {
        coupon = e;
        making.request.coupon = (issued_coupon_id){0};
        e = tx_run(ctx->db, make, &making);
    }
    TRY(e);
    *ret_sheet = making.sheet;
    *ret_coupon = coupon;
    return E_OK;
}

/* The address of a sheet's page, with what it was made of. NULL past the arena's limit. */
static const char *sheet_path(struct arena *arena, const struct source *source, order_sheet_id id)
{
    struct strbuf path = strbuf_make(arena, 40 * (ORDER_LINES_MAX + 3));
    struct slice text;
    strbuf_printf(&path, "/checkout?sheet=%lld", (long long)id.v);
    if (is_direct(source))
        strbuf_printf(&path, "&product=%lld&quantity=%lld", (long long)source->want.product.v,
                      (long long)source->want.quantity);
    else
        for (size_t i = 0; i < source->items.count; i++)
            strbuf_printf(&path, "&items=%lld", (long long)source->items.items[i]);
    return strbuf_finish(&path, &text) == E_OK ? text.data : NULL;
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
    if (card_possible(ctx->call->settings))
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
    else
        tpl_money(tpl_section(member, "BALANCE_AFTER"), "LEFT_AFTER", balance - payable);
    return E_OK;
}

/* What a sheet does not keep: who sells its lines, and their pictures. Also tells whether they can
 * still be ordered. */
static enum err dress_lines(struct ctx *ctx, struct order_sheet *sheet)
{
    struct order_request request = {.owner = ctx->caller.owner};
    struct order_quote quote;
    TRY(sheet_fill_request(ctx->call, sheet, &request));
    request.coupon = (issued_coupon_id){0}; /* judged when the order is placed */
    TRY(order_quote(ctx->db, &request, &quote));
    for (size_t i = 0; i < sheet->item_count && i < quote.item_count; i++) {
        sheet->items[i].seller_name = quote.items[i].seller_name;
        sheet->items[i].picture = quote.items[i].picture;
    }
    return E_OK;
}

/* What is said above a sheet: why it is shown again, and what the one before it cost. */
struct said {
    enum err refused;             /* E_OK: nothing */
    const struct amounts *before; /* NULL: there was none */
};

static void show_said(struct ctx *ctx, struct tpl *tpl, const struct order_sheet *sheet,
                      const struct said *said)
{
    if (said->refused == E_OK)
        return;
    struct tpl *notice = tpl_section(tpl, "REFUSED");
    tpl_text(notice, "MESSAGE",
             said->refused == E_INVALID_REQUEST       ? message(ctx->lang, "form.", "check")
             : said->refused == E_ORDER_SHEET_EXPIRED ? message(ctx->lang, "sheet.", "renewed")
                                                      : message_error(ctx->lang, said->refused));
    tpl_show_if(notice, "CHARGE", said->refused == E_BALANCE_NOT_ENOUGH);
    if (said->before != NULL && said->before->payable != sheet->amounts.payable)
        sheet_changed_page(notice, said->before, &sheet->amounts);
}

static enum err show_coupons(struct ctx *ctx, struct tpl *tpl, const struct order_sheet *sheet)
{
    struct usable_coupons coupons;
    if (ctx->caller.owner.member.v == 0)
        return E_OK;
    TRY(sheet_list_coupons(ctx->db, ctx->caller.owner, sheet, &coupons));
    sheet_coupons_page(tpl, ctx->call->arena, ctx->lang, sheet, &coupons);
    return E_OK;
}

/* `form`: what was typed, NULL when nothing was. */
static enum err show_sheet(struct ctx *ctx, const struct source *source, struct order_sheet *sheet,
                           const struct place_form *form, const struct said *said)
{
    const enum err e = dress_lines(ctx, sheet);
    if (e != E_OK)
        return leave(ctx, source, e);
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_source(tpl, source);
    sheet_page(tpl, ctx->call, ctx->lang, sheet);
    TRY(show_coupons(ctx, tpl, sheet));
    if (ctx->caller.owner.member.v != 0)
        TRY(show_profile(ctx, tpl));
    TRY(show_methods(ctx, tpl, sheet->amounts.payable,
                     form != NULL ? form->payment_method : PAY_POINT));
    if (form != NULL)
        app_form(ctx, tpl, &PLACE_FORM);
    show_said(ctx, tpl, sheet, said);
    return app_page(ctx, said->refused != E_OK ? err_status(said->refused) : 200,
                    "checkout/show.tpl", message(ctx->lang, "title.", "checkout"), tpl);
}

/* A sheet that is over, and a button that makes a new one of the same. */
static enum err show_expired(struct ctx *ctx, const struct source *source)
{
    struct order_sheet old;
    TRY(sheet_read(ctx->db, ctx->caller.owner, source->sheet, &old));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_source(tpl, source);
    tpl_int(tpl, "OLD_COUPON", old.coupon.v);
    return app_page(ctx, err_status(E_ORDER_SHEET_EXPIRED), "checkout/expired.tpl",
                    message(ctx->lang, "title.", "checkout"), tpl);
}

/* Makes a sheet and goes to its page; one whose coupon could not be used says so at once. */
static enum err go_to_new_sheet(struct ctx *ctx, const struct source *source)
{
    struct order_sheet sheet;
    struct said said = {0};
    const enum err e = make_sheet(ctx, source, &sheet, &said.refused);
    if (e != E_OK)
        return leave(ctx, source, e);
    if (said.refused != E_OK)
        return show_sheet(ctx, source, &sheet, NULL, &said);
    const char *path = sheet_path(ctx->call->arena, source, sheet.sheet_id);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static enum err show(struct ctx *ctx)
{
    const struct view_query *view = ctx->query;
    struct order_sheet sheet;
    /* Whoever has anything to order has a session: the first thing put into a cart makes one. */
    if (ctx->caller.role == ROLE_NOBODY)
        return response_redirect(ctx->res, "/cart");
    if (is_nothing(&view->source))
        return response_redirect(ctx->res, "/cart?none=true");
    if (view->source.sheet.v == 0)
        return go_to_new_sheet(ctx, &view->source);
    const enum err e = sheet_get(ctx->db, ctx->caller.owner, view->source.sheet, &sheet);
    if (e == E_ORDER_SHEET_NOT_FOUND) /* swept, or made before logging in */
        return go_to_new_sheet(ctx, &view->source);
    if (e == E_ORDER_SHEET_EXPIRED)
        return show_expired(ctx, &view->source);
    TRY(e);
    if (sheet.order.v != 0)
        return response_redirect(ctx->res, "/orders");
    return show_sheet(ctx, &view->source, &sheet, NULL, &(struct said){0});
}

static enum err new_sheet(struct ctx *ctx)
{
    const struct view_query *form = ctx->body;
    if (ctx->invalid || is_nothing(&form->source))
        return response_redirect(ctx->res, "/cart?none=true");
    return go_to_new_sheet(ctx, &form->source);
}

/* ---- ordering ---- */

static enum err do_place(struct ctx *ctx, struct tx *tx)
{
    const struct place_form *form = ctx->body;
    const struct order_request request = {
        .owner = ctx->caller.owner,
        .sheet = form->source.sheet,
        .payment_method = form->payment_method,
        .pay = true,
        .shipping = &form->shipping,
    };
    struct order order;
    TRY(order_place(tx, &request, &order));
    const bool by_card = order.status == ORDER_PENDING_PAYMENT && order.payment_method == PAY_CARD;
    const char *path =
        arena_printf(ctx->call->arena, by_card ? "/pay/%s" : "/orders/%s", order.order_no);
    TRY_NEW(path);
    /* A card payment is started by another program, which may wait for the gateway; the browser
     * takes the form there by itself, and its buyer to the gateway without a further click. */
    return by_card ? response_send_on(ctx->res, path) : response_redirect(ctx->res, path);
}

/* The cart again, naming what was short; lines of which nothing is left are out of it by now (O5).
 */
static enum err show_shortage(struct ctx *ctx, const struct source *source)
{
    const struct order_request request = {.owner = ctx->caller.owner, .sheet = source->sheet};
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
    cart_page(tpl, ctx->call, ctx->lang, &cart, &(struct cart_note){0});
    return app_page(ctx, err_status(E_STOCK_NOT_ENOUGH), "cart/show.tpl",
                    message(ctx->lang, "title.", "cart"), tpl);
}

/* Whether the sheet itself was what the order was refused for. */
static bool needs_new_sheet(enum err e)
{
    return e == E_ORDER_SHEET_CHANGED || e == E_ORDER_SHEET_EXPIRED || e == E_COUPON_NOT_USABLE ||
           e == E_COUPON_NOT_FOUND;
}

/* The same on a new sheet, with what was typed: it says what is another now, and asks again. */
static enum err ask_anew(struct ctx *ctx, const struct place_form *form, enum err refused)
{
    struct source source = form->source;
    struct order_sheet old, sheet;
    enum err coupon;
    const enum err found = sheet_read(ctx->db, ctx->caller.owner, source.sheet, &old);
    if (found == E_ORDER_SHEET_NOT_FOUND)
        return go_to_new_sheet(ctx, &source);
    TRY(found);
    source.coupon = old.coupon;
    const enum err e = make_sheet(ctx, &source, &sheet, &coupon);
    if (e != E_OK)
        return leave(ctx, &source, e);
    return show_sheet(ctx, &source, &sheet, form, &(struct said){refused, &old.amounts});
}

/* The sheet as it is, with what was typed and what was wrong with it. */
static enum err ask_again(struct ctx *ctx, const struct place_form *form, enum err refused)
{
    struct order_sheet sheet;
    const enum err e = sheet_get(ctx->db, ctx->caller.owner, form->source.sheet, &sheet);
    if (e == E_ORDER_SHEET_EXPIRED || e == E_ORDER_SHEET_NOT_FOUND)
        return ask_anew(ctx, form, E_ORDER_SHEET_EXPIRED);
    TRY(e);
    return show_sheet(ctx, &form->source, &sheet, form, &(struct said){refused, NULL});
}

static enum err place(struct ctx *ctx)
{
    struct place_form *form = ctx->body;
    if (is_nothing(&form->source))
        return response_redirect(ctx->res, "/cart?none=true");
    if (form->source.sheet.v == 0)
        return go_to_new_sheet(ctx, &form->source);
    enum err e = ctx->invalid ? E_INVALID_REQUEST : shipping_check(ctx->call, &form->shipping);
    if (e == E_OK)
        e = app_transact(ctx, do_place);
    if (e == E_OK || err_is_fault(e))
        return e;
    if (e == E_STOCK_NOT_ENOUGH)
        return show_shortage(ctx, &form->source);
    if (e == E_ORDER_STATE_CONFLICT) /* ordered before */
        return response_redirect(ctx->res, "/orders");
    if (e == E_PRODUCT_NOT_ON_SALE || e == E_PRODUCT_NOT_FOUND)
        return leave(ctx, &form->source, e);
    return needs_new_sheet(e) || e == E_ORDER_SHEET_NOT_FOUND ? ask_anew(ctx, form, e)
                                                              : ask_again(ctx, form, e);
}

static const struct route ROUTES[] = {
    {"GET", "/checkout", ACCESS_ANYONE, ROUTE_PAGE, show, NULL, &VIEW_QUERY, 0},
    {"POST", "/checkout/sheet", ACCESS_CALLER, ROUTE_PAGE, new_sheet, &VIEW_QUERY, NULL, 0},
    {"POST", "/checkout", ACCESS_CALLER, ROUTE_PAGE | ROUTE_IDEMPOTENT, place, &PLACE_FORM, NULL,
     0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-checkout", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
