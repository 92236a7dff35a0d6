/* What a seller takes away from the orders: packing slips to print, a table for a spreadsheet. */
#include <string.h>

#include "seller/shop/shop.h"
#include "shop/order/order_page.h"
#include "shop/order/seller_page.h"
#include "view/csv.h"

/* ---- packing slips ---- */

struct slip_query {
    struct int_list items;
};
static const struct field SLIP_FIELDS[] = {
    {.name = "items",
     .type = FIELD_INTS,
     .required = true,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct slip_query, items)},
};
const struct field_set SELLER_SLIP_QUERY = FIELD_SET(struct slip_query, SLIP_FIELDS);

/* The line goes on the slip of its order, which the first of its lines began. */
static struct tpl *slip_of(struct ctx *ctx, struct tpl *tpl, const struct seller_lines *lines,
                           size_t line, struct tpl **slips)
{
    for (size_t i = 0; i < line; i++)
        if (slips[i] != NULL && strcmp(lines->items[i].order_no, lines->items[line].order_no) == 0)
            return slips[i];
    struct arena *arena = ctx->call->arena;
    struct tpl *slip = tpl_section(tpl, "SLIP");
    tpl_text(slip, "ORDER_NO", lines->items[line].order_no);
    tpl_text(slip, "ORDERED_AT", message_time(arena, ctx->lang, lines->items[line].ordered_at));
    seller_shipping_page(slip, arena, &lines->items[line].shipping);
    return slip;
}

enum err seller_slip(struct ctx *ctx)
{
    const struct slip_query *query = ctx->query;
    struct seller_lines lines;
    struct tpl *slips[ORDER_LINES_MAX] = {0};
    TRY(seller_check(ctx));
    TRY(seller_lines_named(ctx->db, ctx->caller.seller, query->items.items, query->items.count,
                           &lines));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    size_t shown = 0;
    for (size_t i = 0; i < lines.count; i++) {
        const struct seller_line *line = &lines.items[i];
        if (!seller_stage_ships(seller_stage_of(line->status)))
            continue;
        slips[i] = slip_of(ctx, tpl, &lines, i, slips);
        struct tpl *row = tpl_section(slips[i], "LINE");
        tpl_text(row, "NAME", line->name);
        tpl_int(row, "QUANTITY", line->quantity);
        shown++;
    }
    if (shown == 0)
        return E_ORDER_ITEM_NOT_FOUND;
    return seller_page(ctx, 200, "seller/slip.tpl", "seller_slip", PLACE_ORDERS, tpl);
}

/* The boxes' form asks by POST, since it holds a token that has no place in an address. */
enum err seller_slip_ask(struct ctx *ctx)
{
    const struct slip_query *form = ctx->body;
    struct strbuf path = strbuf_make(ctx->call->arena, 4000);
    struct slice text;
    TRY(seller_check(ctx));
    if (ctx->invalid)
        return response_redirect(ctx->res, "/seller/orders");
    strbuf_puts(&path, "/seller/orders/slip?items=");
    for (size_t i = 0; i < form->items.count; i++)
        strbuf_printf(&path, "%s%lld", i > 0 ? "," : "", (long long)form->items.items[i]);
    TRY(strbuf_finish(&path, &text));
    return response_redirect(ctx->res, text.data);
}

/* ---- the table ---- */

/* Rows of a table: ten pages. */
#define TABLE_PAGES 10
#define TABLE_PAGE 100
#define TABLE_SIZE_MAX (2 * 1024 * 1024)

struct table_query {
    enum seller_stage stage;
};
static const struct field TABLE_FIELDS[] = {
    {.name = "stage",
     .type = FIELD_ENUM,
     .offset = offsetof(struct table_query, stage),
     .names = SELLER_STAGE_NAMES},
};
const struct field_set SELLER_TABLE_QUERY = FIELD_SET(struct table_query, TABLE_FIELDS);

static void add_heads(struct ctx *ctx, struct strbuf *csv)
{
    static const char *const COLUMNS[] = {"order_no", "item",     "ordered_at", "state",
                                          "product",  "count",    "paid",       "recipient",
                                          "phone",    "postcode", "address",    "address_rest"};
    const char *heads[COUNT_OF(COLUMNS)];
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++)
        heads[i] = message(ctx->lang, "seller.column.", COLUMNS[i]);
    csv_row(csv, heads, COUNT_OF(heads));
}

static void add_line(struct ctx *ctx, struct strbuf *csv, const struct seller_line *line)
{
    struct arena *arena = ctx->call->arena;
    char at[INSTANT_TEXT_SIZE];
    const struct shipping *to = &line->shipping;
    const bool ships = seller_stage_ships(seller_stage_of(line->status));
    const char *const cells[] = {
        line->order_no,
        arena_printf(arena, "%lld", (long long)line->item_id.v),
        instant_rfc3339(line->ordered_at, at),
        message(ctx->lang, "status.item.", ITEM_STATUS_NAMES[line->status]),
        line->name,
        arena_printf(arena, "%lld", (long long)line->quantity),
        arena_printf(arena, "%lld", (long long)line->paid),
        ships ? to->recipient : NULL,
        ships ? phone_text(arena, to->phone) : NULL,
        ships ? to->address.postcode : NULL,
        ships ? to->address.line1 : NULL,
        ships ? to->address.line2 : NULL,
    };
    csv_row(csv, cells, COUNT_OF(cells));
}

static enum err name_file(struct ctx *ctx, enum seller_stage stage)
{
    char day[INSTANT_TEXT_SIZE];
    const char *value =
        arena_printf(ctx->call->arena, "attachment; filename=\"orders-%s-%s.csv\"",
                     SELLER_STAGE_NAMES[stage], date_text(instant_seoul_date(ctx->call->now), day));
    TRY_NEW(value);
    return response_header(ctx->res, "Content-Disposition", value);
}

enum err seller_table(struct ctx *ctx)
{
    const struct table_query *query = ctx->query;
    struct strbuf csv = strbuf_make(ctx->call->arena, TABLE_SIZE_MAX);
    struct seller_lines lines = {0};
    TRY(seller_check(ctx));
    csv_begin(&csv);
    add_heads(ctx, &csv);
    for (int page = 0; page < TABLE_PAGES && (page == 0 || lines.next != 0); page++) {
        TRY(seller_lines(ctx->db, ctx->caller.seller, query->stage, lines.next, TABLE_PAGE,
                         &lines));
        for (size_t i = 0; i < lines.count; i++)
            add_line(ctx, &csv, &lines.items[i]);
    }
    TRY(strbuf_finish(&csv, &ctx->res->body));
    TRY(name_file(ctx, query->stage));
    ctx->res->status = 200;
    ctx->res->content_type = "text/csv; charset=utf-8";
    return E_OK;
}
