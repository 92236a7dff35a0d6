/* /admin: what goes on, each figure leading to where it is dealt with (Q4, H3, X2, Y5, O13). */
#include "admin/desk/desk.h"
#include "shop/desk/desk.h"
#include "view/chart.h"

static void show_orders(struct ctx *ctx, struct tpl *tpl, const struct desk_overview *overview)
{
    const char *names[DESK_MINUTES];
    for (size_t i = 0; i < DESK_MINUTES; i++) {
        const long long ago = (long long)(DESK_MINUTES - 1 - i);
        names[i] = arena_printf(ctx->call->arena, "-%lld", ago);
        if (overview->orders[i] == 0)
            continue;
        struct tpl *row = tpl_section(tpl, "MINUTE");
        tpl_int(row, "AGO", ago);
        tpl_money(row, "ORDERS", overview->orders[i]);
    }
    chart_add(tpl, &(struct chart){
                       .label = message(ctx->lang, "desk.", "chart"),
                       .none = message(ctx->lang, "desk.", "chart_none"),
                       .values = overview->orders,
                       .names = names,
                       .count = DESK_MINUTES,
                       .from = message(ctx->lang, "desk.", "hour_ago"),
                       .to = message(ctx->lang, "desk.", "just_now"),
                   });
    tpl_money(tpl, "NOW", overview->orders[DESK_MINUTES - 1]);
    tpl_money(tpl, "HOUR", overview->orders_in_all);
    tpl_show_if(tpl, "SOME", overview->orders_in_all > 0);
}

static void show_conversion(struct ctx *ctx, struct tpl *tpl, const struct conversion *conversion)
{
    const struct settings *settings = ctx->call->settings;
    const enum conversion_state state = conversion_judge(
        conversion, settings->conversion_alert_below, settings->conversion_min_sheets);
    tpl_money(tpl, "SHEETS", conversion->sheets);
    tpl_money(tpl, "PAID", conversion->paid);
    tpl_int(tpl, "THRESHOLD", settings->conversion_alert_below);
    if (conversion->sheets > 0)
        tpl_int(tpl_section(tpl, "RATIO"), "PERCENT", conversion_percent(conversion));
    tpl_show_if(tpl, "NO_SHEETS", conversion->sheets == 0);
    tpl_show_if(tpl, "CONVERSION_LOW", state == CONVERSION_LOW);
    if (state == CONVERSION_UNKNOWN)
        tpl_int(tpl_section(tpl, "TOO_FEW"), "SHEETS_LEAST", settings->conversion_min_sheets);
}

static void show_books(struct ctx *ctx, struct tpl *tpl, const struct books *books)
{
    int64_t broken = 0;
    for (size_t i = 0; i < books->count; i++)
        broken += books->laws[i].violations > 0;
    tpl_show_if(tpl, "NEVER_RAN", books->count == 0);
    tpl_show_if(tpl, "ALL_HOLD", books->count > 0 && broken == 0);
    if (broken > 0)
        tpl_int(tpl_section(tpl, "SOME_BREAK"), "BROKEN_LAWS", broken);
    if (books->count > 0)
        tpl_text(tpl_section(tpl, "LAST_RUN"), "RAN_AT",
                 message_time(ctx->call->arena, ctx->lang, books->laws[0].ran_at));
}

enum err desk_show_overview(struct ctx *ctx)
{
    struct desk_overview overview;
    int64_t parked = 0, waiting = 0;
    TRY(desk_get_overview(ctx->db, &overview));
    for (int d = 0; d < EVENT_DESTINATIONS; d++) {
        parked += overview.events.of[d][EVENT_PARKED];
        waiting += overview.events.of[d][EVENT_PENDING];
    }
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_orders(ctx, tpl, &overview);
    show_conversion(ctx, tpl, &overview.conversion);
    tpl_money(tpl, "REFUNDS_FAILED", overview.refunds_failed);
    tpl_show_if(tpl, "REFUNDS_BAD", overview.refunds_failed > 0);
    tpl_money(tpl, "EVENTS_PARKED", parked);
    tpl_money(tpl, "EVENTS_WAITING", waiting);
    tpl_show_if(tpl, "EVENTS_BAD", parked > 0);
    show_books(ctx, tpl, &overview.books);
    return desk_page(ctx, E_OK, "desk/overview.tpl", DESK_HOME, tpl);
}
