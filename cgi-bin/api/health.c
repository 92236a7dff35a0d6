/* /healthz: the program is alive. /readyz: the shop can be used. /metrics: its numbers, for
 * Prometheus. Every address that no other program has comes here too, and is unknown. */
#include <stdlib.h>

#include "app/app.h"
#include "base/log.h"
#include "base/metric_print.h"
#include "base/revision.h" /* generated: the commit this was built from */
#include "db/migrate.h"

#include "shop/figure/figure.h"

/* Figures in one answer: a few a process, destination and law. */
#define SAMPLES_MAX 1000

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

static const char *schema_version(void)
{
    const char *version = getenv("JANGTEO_SCHEMA_VERSION");
    return version != NULL ? version : "";
}

/* Answers while the database is away too, with what it has. */
static enum err show_metrics(struct ctx *ctx)
{
    struct metric_samples samples;
    TRY(metric_samples_new(ctx->call->arena, SAMPLES_MAX, &samples));
    const enum err e = figure_read(ctx->db, &samples);
    if (e != E_OK)
        log_write(LOG_WARN, "metrics without what lies in the database: %s", err_code(e));
    metric_sample(&samples, METRIC_UP, LABELS("database"), e == E_OK);
    metric_sample(&samples, METRIC_BUILD, LABELS(REVISION, schema_version()), 1);
    TRY(metric_print(ctx->call->arena, &samples, &ctx->res->body));
    ctx->res->status = 200;
    ctx->res->content_type = METRIC_CONTENT_TYPE;
    return E_OK;
}

static const struct route ROUTES[] = {
    {"GET", "/healthz", ACCESS_ANYONE, 0, show_alive, NULL, NULL, 0},
    {"GET", "/readyz", ACCESS_ANYONE, 0, show_ready, NULL, NULL, 0},
    {"GET", "/metrics", ACCESS_ANYONE, 0, show_metrics, NULL, NULL, 0},
};

int main(void)
{
    static const struct program program = {"api-health", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&program);
}
