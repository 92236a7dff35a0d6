/* A member becomes a seller (M4). */
#include "app/seller_fields.h"
#include "seller/shop/shop.h"

static enum err show_join(struct ctx *ctx, enum err refused)
{
    if (ctx->caller.seller.v != 0)
        return response_redirect(ctx->res, "/seller");
    /* An admin does not become a seller. */
    if (ctx->caller.role != ROLE_CUSTOMER)
        return E_FORBIDDEN;
    struct tpl *tpl = tpl_new(ctx->call->arena);
    app_form(ctx, tpl, &SELLER_FIELDS);
    seller_refusal(ctx, tpl, refused);
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/join.tpl",
                    message(ctx->lang, "title.", "seller_join"), tpl);
}

enum err seller_join(struct ctx *ctx)
{
    return show_join(ctx, E_OK);
}

static enum err do_join(struct ctx *ctx, struct tx *tx)
{
    seller_id id;
    TRY(seller_register(tx, ctx->caller.owner.member, ctx->body, &id));
    return response_redirect(ctx->res, "/seller");
}

static enum err join(struct ctx *ctx)
{
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    TRY(seller_check_registration(ctx->call, ctx->body));
    return app_transact(ctx, do_join);
}

enum err seller_join_post(struct ctx *ctx)
{
    const enum err e = join(ctx);
    return e == E_OK || err_is_fault(e) ? e : show_join(ctx, e);
}
