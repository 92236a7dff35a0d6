/* A seller's first page: work to do, what was sold, what runs out. */
#include "seller/shop/shop.h"
#include "shop/catalog/product.h"
#include "shop/notice/notice_rules.h"
#include "shop/order/seller_days.h"
#include "shop/order/seller_line.h"

/* Charts, in units of their own: a bar a day. */
#define BAR_STEP 20
#define CHART_HEIGHT 120
#define CHARTS 4

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

/* One figure of a day. */
static int64_t figure_of(const struct seller_day *day, int figure)
{
    const int64_t figures[] = {day->revenue, day->orders, day->units, day->cancelled};
    return figures[figure];
}

static void show_chart(struct ctx *ctx, struct tpl *tpl, const struct seller_day *days, int figure)
{
    static const char *const NAMES[] = {"revenue", "orders", "units", "cancelled"};
    struct tpl *chart = tpl_section(tpl, "CHART");
    tpl_text(chart, "LABEL", message(ctx->lang, "seller.chart.", NAMES[figure]));
    int64_t most = 0;
    for (int i = 0; i < SELLER_DAYS; i++)
        if (figure_of(&days[i], figure) > most)
            most = figure_of(&days[i], figure);
    tpl_money(chart, "MOST", most);
    for (int i = 0; i < SELLER_DAYS; i++) {
        const int64_t value = figure_of(&days[i], figure);
        const int64_t height = most > 0 ? value * CHART_HEIGHT / most : 0;
        struct tpl *bar = tpl_section(chart, "BAR");
        tpl_int(bar, "X", i * BAR_STEP + 3);
        tpl_int(bar, "Y", CHART_HEIGHT - height);
        tpl_int(bar, "HEIGHT", height);
        tpl_money(bar, "VALUE", value);
        tpl_text(bar, "DAY",
                 arena_printf(ctx->call->arena, "%d/%d", days[i].date.month, days[i].date.day));
    }
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
    for (int figure = 0; figure < CHARTS; figure++)
        show_chart(ctx, tpl, days, figure);
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
