#include "app/actor.h"

struct actor app_actor(const struct ctx *ctx)
{
    struct actor actor = {.kind = ACTOR_BUYER, .member = ctx->caller.owner.member};
    if (ctx->caller.role == ROLE_ADMIN)
        actor.kind = ACTOR_ADMIN;
    if (ctx->caller.role == ROLE_SELLER) {
        actor.kind = ACTOR_SELLER;
        actor.seller = ctx->caller.seller;
    }
    return actor;
}
