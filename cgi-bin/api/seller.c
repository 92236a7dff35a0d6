/* POST /api/seller: a member becomes a seller. */
#include "app/app.h"
#include "app/seller_fields.h"
#include "shop/member/member.h"
#include "shop/member/member_json.h"

static enum err register_work(struct ctx *ctx, struct tx *tx)
{
    const struct seller_registration *reg = ctx->body;
    const member_id member = ctx->caller.owner.member;
    seller_id id;
    TRY(seller_register(tx, member, reg, &id));
    struct json data = json_answer(ctx);
    seller_json(data, id, member, reg);
    return app_json(ctx, 201, data);
}

static enum err register_seller(struct ctx *ctx)
{
    TRY(seller_check_registration(ctx->call, ctx->body));
    return app_transact(ctx, register_work);
}

static const struct route ROUTES[] = {
    {"POST", "/api/seller", ACCESS_MEMBER, 0, register_seller, &SELLER_FIELDS, NULL, 0},
};

int main(void)
{
    static const struct program program = {"api-seller", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&program);
}
