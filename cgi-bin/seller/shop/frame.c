#include "seller/shop/shop.h"

enum err seller_page(struct ctx *ctx, int status, const char *file, const char *title,
                     enum seller_place place, struct tpl *tpl)
{
    struct tpl *nav = tpl_include(tpl, "SELLER_NAV", "partials/seller_nav.tpl");
    tpl_show_if(nav, "AT_HOME", place == PLACE_HOME);
    tpl_show_if(nav, "AT_PRODUCTS", place == PLACE_PRODUCTS);
    tpl_show_if(nav, "AT_ORDERS", place == PLACE_ORDERS);
    return app_page(ctx, status, file, message(ctx->lang, "title.", title), tpl);
}

enum err seller_go(struct ctx *ctx, const char *path)
{
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

void seller_refusal(struct ctx *ctx, struct tpl *tpl, enum err e)
{
    if (e == E_OK)
        return;
    tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE",
             e == E_INVALID_REQUEST ? message(ctx->lang, "account.", "check_fields")
                                    : message_error(ctx->lang, e));
}

enum err seller_check(const struct ctx *ctx)
{
    return ctx->caller.seller.v != 0 ? E_OK : E_FORBIDDEN;
}
