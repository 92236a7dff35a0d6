/* A seller's first page: work to do, what was sold, what runs out. */
#include "seller/shop/shop.h"
#include "shop/catalog/product.h"
#include "shop/notice/notice_rules.h"
#include "shop/order/seller_days.h"
#include "shop/order/seller_line.h"
#include "view/chart.h"

static void show_sum(struct ctx *ctx, struct tpl *tpl, const char *period,
                     const struct seller_day *sum)
{
    struct tpl *row = tpl_section(tpl, "SPAN");
    tpl_text(row, "LABEL", message(ctx->lang, "seller.span.", period));
    tpl_money(row, "ORDERS", sum->orders);
    tpl_money(row, "UNITS", sum->units);
    tpl_money(row, "REVENUE", sum->revenue);
    tpl_money(row, "CANCELLED", sum->cancelled);
}

/* A chart a figure, a bar a day. */
static void show_charts(struct ctx *ctx, struct tpl *tpl, const struct seller_day *days)
{
    static const char *const FIGURES[] = {"revenue", "orders", "units", "cancelled"};
    int64_t values[COUNT_OF(FIGURES)][SELLER_DAYS];
    const char *names[SELLER_DAYS];
    for (int i = 0; i < SELLER_DAYS; i++) {
        names[i] = message_day(ctx->call->arena, ctx->lang, days[i].date);
        values[0][i] = days[i].revenue;
        values[1][i] = days[i].orders;
        values[2][i] = days[i].units;
        values[3][i] = days[i].cancelled;
    }
    for (size_t figure = 0; figure < COUNT_OF(FIGURES); figure++)
        chart_add(tpl, &(struct chart){
                           .label = message(ctx->lang, "seller.chart.", FIGURES[figure]),
                           .none = message(ctx->lang, "seller.", "chart_none"),
                           .won = figure == 0,
                           .values = values[figure],
                           .names = names,
                           .count = SELLER_DAYS,
                           .from = names[0],
                           .to = message(ctx->lang, "seller.span.", "today"),
                       });
}

static void show_day(struct ctx *ctx, struct tpl *tpl, const struct seller_day *day)
{
    char date[INSTANT_TEXT_SIZE];
    struct tpl *row = tpl_section(tpl, "DAY_ROW");
    tpl_text(row, "DAY", arena_strdup(ctx->call->arena, date_text(day->date, date)));
    tpl_money(row, "ORDERS", day->orders);
    tpl_money(row, "UNITS", day->units);
    tpl_money(row, "REVENUE", day->revenue);
    tpl_money(row, "CANCELLED", day->cancelled);
}

static enum err show_days(struct ctx *ctx, struct tpl *tpl)
{
    static const struct {
        const char *name;
        int days;
    } SPANS[] = {{"today", 1}, {"week", 7}, {"month", SELLER_DAYS}};
    struct seller_day days[SELLER_DAYS];
    TRY(seller_days(ctx->db, ctx->caller.seller, ctx->call->now, days));
    for (size_t i = 0; i < COUNT_OF(SPANS); i++) {
        const struct seller_day sum = seller_days_sum(days, SPANS[i].days);
        show_sum(ctx, tpl, SPANS[i].name, &sum);
    }
    show_charts(ctx, tpl, days);
    for (int i = SELLER_DAYS; i-- > 0;)
        show_day(ctx, tpl, &days[i]);
    return E_OK;
}

static enum err show_work(struct ctx *ctx, struct tpl *tpl)
{
    static const enum seller_stage TO_DO[] = {STAGE_NEW, STAGE_PREPARING, STAGE_SHIPPING,
                                              STAGE_CLAIM};
    int64_t lines[STAGE_COUNT];
    TRY(seller_work(ctx->db, ctx->caller.seller, lines));
    for (size_t i = 0; i < COUNT_OF(TO_DO); i++) {
        const char *name = SELLER_STAGE_NAMES[TO_DO[i]];
        struct tpl *tile = tpl_section(tpl, "WORK");
        tpl_text(tile, "STAGE_NAME", name);
        tpl_text(tile, "LABEL", message(ctx->lang, "seller.stage.", name));
        tpl_money(tile, "COUNT", lines[TO_DO[i]]);
        tpl_show_if(tile, "MANY", lines[TO_DO[i]] >= SELLER_COUNT_MAX);
    }
    return E_OK;
}

static enum err show_low(struct ctx *ctx, struct tpl *tpl)
{
    struct product_page page;
    TRY(product_low_of_seller(ctx->db, ctx->caller.seller, NOTICE_STOCK_LOW_AT, &page));
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "LOW") : NULL;
    for (size_t i = 0; i < page.count; i++) {
        struct tpl *row = tpl_section(list, "LOW_PRODUCT");
        tpl_int(row, "PRODUCT_ID", page.items[i].product_id.v);
        tpl_text(row, "NAME", page.items[i].name);
        tpl_int(row, "STOCK", page.items[i].stock);
    }
    tpl_show_if(tpl, "NONE_LOW", page.count == 0);
    return E_OK;
}

enum err seller_home(struct ctx *ctx)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(seller_check(ctx));
    TRY(show_work(ctx, tpl));
    TRY(show_days(ctx, tpl));
    TRY(show_low(ctx, tpl));
    return seller_page(ctx, 200, "seller/home.tpl", "seller_home", PLACE_HOME, tpl);
}
