/* The cart's page and its forms (B1-B8). A visitor becomes a guest with the first thing put in. */
#include "shop/cart/cart.h"
#include "app/app.h"
#include "shop/cart/cart_page.h"
#include "shop/catalog/product.h"
#include "shop/catalog/product_page.h"
#include "shop/order/order.h"

/* Redirects to a path that arena_printf made. */
static enum err go(struct ctx *ctx, const char *path)
{
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static bool has_owner(const struct ctx *ctx)
{
    return ctx->caller.owner.member.v != 0 || ctx->caller.owner.guest.v != 0;
}

/* ---- showing ---- */

/* ?items= are the lines to add up; `none` tells that nothing was picked to go on with, `again`
 * names the order whose lines were just put in. */
struct view_query {
    struct int_list items;
    bool has_items, none;
    const char *again;
};
static const struct field VIEW_FIELDS[] = {
    {.name = "items",
     .type = FIELD_INTS,
     .max = CART_LINES_MAX,
     .offset = offsetof(struct view_query, items),
     .has = HAS(struct view_query, has_items)},
    {.name = "none", .type = FIELD_BOOL, .offset = offsetof(struct view_query, none)},
    {.name = "again",
     .type = FIELD_LINE,
     .min = 1,
     .max = 40,
     .offset = offsetof(struct view_query, again)},
};
static const struct field_set VIEW_QUERY = FIELD_SET(struct view_query, VIEW_FIELDS);

/* Lines that can be ordered are picked to begin with. */
static enum err get_with_orderable(struct ctx *ctx, struct cart *ret_cart)
{
    struct cart cart;
    TRY(cart_get(ctx->db, ctx->caller.owner, NULL, 0, &cart));
    int64_t *ids = NEW_ARRAY(ctx->call->arena, int64_t, cart.count);
    TRY_NEW(ids);
    size_t count = 0;
    for (size_t i = 0; i < cart.count; i++)
        if (cart.items[i].on_sale && cart.items[i].quantity <= cart.items[i].available)
            ids[count++] = cart.items[i].cart_item_id.v;
    if (count < cart.count)
        TRY(cart_get(ctx->db, ctx->caller.owner, ids, count, &cart));
    *ret_cart = cart;
    return E_OK;
}

/* Says of an order that was to be put in again what is in the cart now, and what is not. */
static enum err show_again(struct ctx *ctx, struct tpl *tpl, const struct cart *cart,
                           const char *order_no)
{
    struct order order;
    size_t missing = 0;
    const enum err e = order_get(ctx->db, ctx->caller.owner, order_no, &order);
    if (e == E_ORDER_NOT_FOUND)
        return E_OK;
    TRY(e);
    for (size_t i = 0; i < order.item_count; i++)
        missing += !cart_holds(cart, order.items[i].product_id);
    if (missing == 0) {
        tpl_show_if(tpl, "AGAIN_ALL", true);
        return E_OK;
    }
    struct tpl *some = tpl_section(tpl, "AGAIN_MISSING");
    for (size_t i = 0; i < order.item_count; i++)
        if (!cart_holds(cart, order.items[i].product_id))
            tpl_text(tpl_section(some, "MISSING"), "NAME", order.items[i].name);
    return E_OK;
}

static enum err show_cart(struct ctx *ctx, int status, const struct view_query *view,
                          const struct cart_note *note)
{
    static const int64_t NOTHING[1] = {0};
    struct cart cart = {0};
    if (has_owner(ctx) && view->none)
        TRY(cart_get(ctx->db, ctx->caller.owner, NOTHING, 0, &cart));
    else if (has_owner(ctx) && view->has_items)
        TRY(cart_get(ctx->db, ctx->caller.owner, view->items.items, view->items.count, &cart));
    else if (has_owner(ctx))
        TRY(get_with_orderable(ctx, &cart));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    cart_page(tpl, ctx->call, ctx->lang, &cart, note);
    tpl_show_if(tpl, "NONE_SELECTED", view->none && cart.count > 0);
    if (has_owner(ctx) && view->again != NULL)
        TRY(show_again(ctx, tpl, &cart, view->again));
    if (note->item.v == 0 && note->text != NULL)
        tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE", note->text);
    return app_page(ctx, status, "cart/show.tpl", message(ctx->lang, "title.", "cart"), tpl);
}

static enum err show(struct ctx *ctx)
{
    return show_cart(ctx, 200, ctx->query, &(struct cart_note){0});
}

/* The text of the first problem, else of the error itself. */
static const char *reason(struct ctx *ctx, enum err e)
{
    const struct problem *problem = ctx->call->problems.first;
    if (problem != NULL && e == E_INVALID_REQUEST)
        return message_problem(ctx->call->arena, ctx->lang, problem);
    return message_error(ctx->lang, e);
}

/* ---- putting in ---- */

enum then { THEN_CART, THEN_CHECKOUT };
static const char *const THEN_NAMES[] = {"cart", "checkout", NULL};

struct add_form {
    product_id product;
    int64_t quantity;
    enum then then;
};
static const struct field ADD_FIELDS[] = {
    {.name = "productId",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct add_form, product)},
    {.name = "quantity",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = CART_QUANTITY_MAX,
     .offset = offsetof(struct add_form, quantity)},
    {.name = "then",
     .type = FIELD_ENUM,
     .offset = offsetof(struct add_form, then),
     .names = THEN_NAMES},
};
static const struct field_set ADD_FORM = FIELD_SET(struct add_form, ADD_FIELDS);

static enum err do_add(struct ctx *ctx, struct tx *tx)
{
    const struct add_form *form = ctx->body;
    struct cart_item line;
    TRY(cart_add(tx, ctx->caller.owner, form->product, form->quantity, false, &line));
    return go(ctx, arena_printf(ctx->call->arena, "/products/%lld?notice=added",
                                (long long)form->product.v));
}

/* The product's page again, with what was typed and what was wrong with it. */
static enum err show_product_again(struct ctx *ctx, enum err e)
{
    const struct add_form *form = ctx->body;
    struct product product;
    if (form->product.v == 0)
        return e;
    TRY(product_get(ctx->db, form->product, &product));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    product_page(tpl, ctx->call, &product, NULL);
    app_form(ctx, tpl, &ADD_FORM);
    if (e != E_INVALID_REQUEST)
        tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE", message_error(ctx->lang, e));
    return app_page(ctx, err_status(e), "catalog/product.tpl", product.name, tpl);
}

static enum err add(struct ctx *ctx)
{
    const struct add_form *form = ctx->body;
    if (ctx->invalid)
        return show_product_again(ctx, E_INVALID_REQUEST);
    TRY(app_need_guest(ctx));
    if (form->then == THEN_CHECKOUT)
        return go(ctx, arena_printf(ctx->call->arena, "/checkout?product=%lld&quantity=%lld",
                                    (long long)form->product.v, (long long)form->quantity));
    const enum err e = app_transact(ctx, do_add);
    return e == E_OK || err_is_fault(e) ? e : show_product_again(ctx, e);
}

/* ---- changing ---- */

/* The number that stands in the field, and one more or less when such a button was pressed: what is
 * asked for is a number, so that pressing twice by mistake asks for the same. */
struct quantity_form {
    int64_t quantity, step;
};
static const struct field QUANTITY_FIELDS[] = {
    {.name = "quantity",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = CART_QUANTITY_MAX,
     .offset = offsetof(struct quantity_form, quantity)},
    {.name = "step",
     .type = FIELD_INT,
     .min = -1,
     .max = 1,
     .offset = offsetof(struct quantity_form, step)},
};
static const struct field_set QUANTITY_FORM = FIELD_SET(struct quantity_form, QUANTITY_FIELDS);

static enum err back_to_cart(struct ctx *ctx)
{
    return go(ctx, "/cart");
}

static enum err do_change(struct ctx *ctx, struct tx *tx)
{
    const struct quantity_form *form = ctx->body;
    const cart_item_id id = {ctx->params.id[0]};
    TRY(cart_change(tx, ctx->caller.owner, id, false, form->quantity + form->step));
    return back_to_cart(ctx);
}

static enum err change(struct ctx *ctx)
{
    const enum err e = ctx->invalid ? E_INVALID_REQUEST : app_transact(ctx, do_change);
    if (e == E_OK || err_is_fault(e))
        return e;
    const struct cart_note note = {{ctx->params.id[0]}, reason(ctx, e)};
    return show_cart(ctx, err_status(e), &(struct view_query){0}, &note);
}

/* ---- taking out ---- */

static enum err do_remove(struct ctx *ctx, struct tx *tx)
{
    /* What is gone already need not be removed: a second click changes nothing. */
    const int64_t id = ctx->params.id[0];
    TRY(cart_remove_many(tx, ctx->caller.owner, &id, 1));
    return back_to_cart(ctx);
}

static enum err remove_line(struct ctx *ctx)
{
    return app_transact(ctx, do_remove);
}

struct remove_form {
    struct int_list items;
};
static const struct field REMOVE_FIELDS[] = {
    {.name = "items",
     .type = FIELD_INTS,
     .max = CART_LINES_MAX,
     .offset = offsetof(struct remove_form, items)},
};
static const struct field_set REMOVE_FORM = FIELD_SET(struct remove_form, REMOVE_FIELDS);

static enum err do_remove_many(struct ctx *ctx, struct tx *tx)
{
    const struct remove_form *form = ctx->body;
    TRY(cart_remove_many(tx, ctx->caller.owner, form->items.items, form->items.count));
    return back_to_cart(ctx);
}

static enum err remove_many(struct ctx *ctx)
{
    const struct remove_form *form = ctx->body;
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    if (form->items.count == 0)
        return go(ctx, "/cart?none=true");
    return app_transact(ctx, do_remove_many);
}

static const struct route ROUTES[] = {
    {"GET", "/cart", ACCESS_ANYONE, ROUTE_PAGE, show, NULL, &VIEW_QUERY, 0},
    {"POST", "/cart/add", ACCESS_ANYONE, ROUTE_PAGE, add, &ADD_FORM, NULL, 0},
    {"POST", "/cart/remove", ACCESS_CALLER, ROUTE_PAGE, remove_many, &REMOVE_FORM, NULL, 0},
    {"POST", "/cart/{id}/quantity", ACCESS_CALLER, ROUTE_PAGE, change, &QUANTITY_FORM, NULL, 0},
    {"POST", "/cart/{id}/remove", ACCESS_CALLER, ROUTE_PAGE, remove_line, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-cart", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
