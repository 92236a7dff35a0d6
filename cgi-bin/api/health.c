/* /healthz: the program is alive. /readyz: the shop can be used. Every address that no other
 * program has comes here too, and is unknown. */
#include "app/app.h"
#include "db/migrate.h"

static enum err show_alive(struct ctx *ctx)
{
    return app_json(ctx, 200, json_answer(ctx));
}

static enum err show_ready(struct ctx *ctx)
{
    TRY(db_ping(ctx->db));
    TRY(migrate_check_current(ctx->db));
    return app_json(ctx, 200, json_answer(ctx));
}

static const struct route ROUTES[] = {
    {"GET", "/healthz", ACCESS_ANYONE, 0, show_alive, NULL, NULL, 0},
    {"GET", "/readyz", ACCESS_ANYONE, 0, show_ready, NULL, NULL, 0},
};

int main(void)
{
    static const struct program program = {"api-health", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&program);
}
