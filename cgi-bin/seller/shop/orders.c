/* A seller's orders by stage, moving their lines one by one or many at once (O8, O9). */
#include "app/actor.h"
#include "app/paging.h"
#include "seller/shop/shop.h"
#include "shop/claim/claim.h"
#include "shop/order/seller_page.h"

#define CURSOR_TAG "work"

struct orders_query {
    struct page_query page;
    enum seller_stage stage;
    int64_t moved; /* lines that the form which led here moved */
};
static const struct field QUERY_FIELDS[] = {
    PAGE_FIELDS(struct orders_query, page),
    {.name = "stage",
     .type = FIELD_ENUM,
     .offset = offsetof(struct orders_query, stage),
     .names = SELLER_STAGE_NAMES},
    {.name = "moved",
     .type = FIELD_INT,
     .min = 0,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct orders_query, moved)},
};
const struct field_set SELLER_ORDERS_QUERY = FIELD_SET(struct orders_query, QUERY_FIELDS);

struct move_form {
    struct int_list items;
    enum item_status to;
    enum seller_stage stage;
};
static const struct field MOVE_FIELDS[] = {
    {.name = "items",
     .type = FIELD_INTS,
     .required = true,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct move_form, items)},
    {.name = "to",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct move_form, to),
     .names = ITEM_STATUS_NAMES},
    {.name = "stage",
     .type = FIELD_ENUM,
     .offset = offsetof(struct move_form, stage),
     .names = SELLER_STAGE_NAMES},
};
const struct field_set SELLER_MOVE_FORM = FIELD_SET(struct move_form, MOVE_FIELDS);

/* What became of the lines of a form: those that did not move, each with its reason. */
struct outcome {
    struct seller_lines lines;
    enum err results[ORDER_LINES_MAX];
    size_t moved, refused;
};

/* ---- showing ---- */

static const char *stage_href(struct arena *arena, enum seller_stage stage)
{
    return arena_printf(arena, "/seller/orders?stage=%s", SELLER_STAGE_NAMES[stage]);
}

static enum err show_stages(struct ctx *ctx, struct tpl *tpl, enum seller_stage current)
{
    int64_t lines[STAGE_COUNT];
    TRY(seller_work(ctx->db, ctx->caller.seller, lines));
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        struct tpl *chip = tpl_section(tpl, "STAGE");
        tpl_text(chip, "HREF", stage_href(ctx->call->arena, (enum seller_stage)stage));
        tpl_text(chip, "LABEL", message(ctx->lang, "seller.stage.", SELLER_STAGE_NAMES[stage]));
        tpl_show_if(chip, "CURRENT", stage == (int)current);
        if (lines[stage] >= SELLER_COUNT_MAX)
            tpl_show(chip, "MANY");
        else
            tpl_int(tpl_section(chip, "COUNTED"), "COUNT", lines[stage]);
    }
    return E_OK;
}

static void show_outcome(struct ctx *ctx, struct tpl *tpl, const struct outcome *outcome)
{
    struct tpl *note = tpl_section(tpl, "OUTCOME");
    tpl_int(note, "MOVED_COUNT", (int64_t)outcome->moved);
    tpl_int(note, "REFUSED_COUNT", (int64_t)outcome->refused);
    for (size_t i = 0; i < outcome->lines.count; i++) {
        if (outcome->results[i] == E_OK)
            continue;
        struct tpl *line = tpl_section(note, "FAILED_LINE");
        tpl_text(line, "ORDER_NO", outcome->lines.items[i].order_no);
        tpl_text(line, "NAME", outcome->lines.items[i].name);
        tpl_text(line, "MESSAGE", message_error(ctx->lang, outcome->results[i]));
    }
}

/* What can be done with many lines of a stage at once. */
static void show_batch(struct ctx *ctx, struct tpl *tpl, enum seller_stage stage)
{
    static const enum item_status MOVES[STAGE_COUNT][2] = {
        [STAGE_NEW] = {ITEM_PAID, ITEM_PREPARING},
        [STAGE_PREPARING] = {ITEM_PREPARING, ITEM_DISPATCHED},
    };
    struct tpl *batch = tpl_section(tpl, "BATCH");
    tpl_text(batch, "STAGE_NAME", SELLER_STAGE_NAMES[stage]);
    if (stage > STAGE_PREPARING)
        return;
    const char *id = arena_printf(ctx->call->arena, "%s.%s", ITEM_STATUS_NAMES[MOVES[stage][0]],
                                  ITEM_STATUS_NAMES[MOVES[stage][1]]);
    struct tpl *move = tpl_section(batch, "BATCH_MOVE");
    tpl_text(move, "TO", ITEM_STATUS_NAMES[MOVES[stage][1]]);
    tpl_text(move, "LABEL", id != NULL ? message(ctx->lang, "seller.move.", id) : NULL);
}

static enum err show_lines(struct ctx *ctx, struct tpl *tpl, const struct orders_query *query)
{
    struct arena *arena = ctx->call->arena;
    struct cursor from;
    struct seller_lines lines;
    TRY(page_start(ctx, &query->page, CURSOR_TAG, &from));
    TRY(seller_lines(ctx->db, ctx->caller.seller, query->stage, from.id, page_limit(&query->page),
                     &lines));
    struct tpl *list = lines.count > 0 ? tpl_section(tpl, "LINES") : NULL;
    tpl_text(tpl, "STAGE_NAME", SELLER_STAGE_NAMES[query->stage]);
    if (seller_stage_ships(query->stage))
        show_batch(ctx, list, query->stage);
    for (size_t i = 0; i < lines.count; i++) {
        struct tpl *row = tpl_section(list, "LINE");
        seller_line_page(row, arena, ctx->lang, ctx->call->now, &lines.items[i]);
        tpl_show_if(row, "PICKED_FROM", seller_stage_ships(query->stage));
    }
    tpl_show_if(tpl, "EMPTY", lines.count == 0);
    const char *stage = SELLER_STAGE_NAMES[query->stage];
    const char *limit = page_limit_part(arena, &query->page);
    TRY_NEW(limit);
    if (query->page.cursor != NULL)
        tpl_text(tpl_section(tpl, "BACK"), "FIRST_HREF",
                 arena_printf(arena, "/seller/orders?%sstage=%s", limit, stage));
    if (lines.next == 0)
        return E_OK;
    const char *cursor = cursor_encode(arena, CURSOR_TAG, 0, lines.next);
    TRY_NEW(cursor);
    tpl_text(tpl_section(tpl, "NEXT"), "NEXT_HREF",
             arena_printf(arena, "/seller/orders?%sstage=%s&cursor=%s", limit, stage, cursor));
    return E_OK;
}

/* `outcome`: of a form whose lines did not all move; NULL: none. What answers a form stands at an
 * address that shows something else, so it does not follow what comes in. */
static enum err show_orders(struct ctx *ctx, const struct orders_query *query, enum err refused,
                            const struct outcome *outcome)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(seller_check(ctx));
    TRY(show_stages(ctx, tpl, query->stage));
    TRY(show_lines(ctx, tpl, query));
    if (outcome != NULL)
        show_outcome(ctx, tpl, outcome);
    else if (refused != E_OK)
        tpl_show(tpl, "NONE_PICKED");
    tpl_show_if(tpl, "LIVE", refused == E_OK);
    if (query->moved > 0)
        tpl_int(tpl_section(tpl, "MOVED"), "MOVED_COUNT", query->moved);
    return seller_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/orders.tpl",
                       "seller_orders", PLACE_ORDERS, tpl);
}

enum err seller_orders(struct ctx *ctx)
{
    return show_orders(ctx, ctx->query, E_OK, NULL);
}

/* ---- moving ---- */

struct move {
    struct actor actor;
    struct owner caller;
    const struct seller_line *line;
    enum item_status to;
};

static enum err move_line(struct tx *tx, void *arg)
{
    const struct move *move = arg;
    struct order order;
    return claim_move_item(tx, &move->actor, move->caller, move->line->order_no,
                           move->line->item_id, move->to, NULL, &order);
}

/* Each line in a transaction of its own: what cannot be done with one does not hold up the others.
 * After a fault the rest is not tried. */
static void move_all(struct ctx *ctx, enum item_status to, struct outcome *outcome)
{
    struct call *call = ctx->call;
    struct move move = {.actor = app_actor(ctx), .caller = ctx->caller.owner, .to = to};
    enum err e = E_OK;
    for (size_t i = 0; i < outcome->lines.count; i++) {
        const struct arena_mark mark = arena_mark(call->arena);
        move.line = &outcome->lines.items[i];
        if (!err_is_fault(e))
            e = tx_run(ctx->db, move_line, &move);
        call->problems = (struct problems){0};
        arena_rewind(call->arena, mark);
        outcome->results[i] = e;
        outcome->moved += e == E_OK;
        outcome->refused += e != E_OK;
    }
}

enum err seller_orders_move(struct ctx *ctx)
{
    const struct move_form *form = ctx->body;
    struct outcome *outcome = NEW(ctx->call->arena, struct outcome);
    const struct orders_query query = {.stage = form->stage};
    TRY_NEW(outcome);
    TRY(seller_check(ctx));
    if (ctx->invalid)
        return show_orders(ctx, &query, E_INVALID_REQUEST, NULL);
    TRY(seller_lines_named(ctx->db, ctx->caller.seller, form->items.items, form->items.count,
                           &outcome->lines));
    /* Lines of others, and what is no line, are as if they were not there. */
    if (outcome->lines.count < form->items.count)
        return E_ORDER_ITEM_NOT_FOUND;
    move_all(ctx, form->to, outcome);
    if (outcome->refused > 0)
        return show_orders(ctx, &query, E_ORDER_STATE_CONFLICT, outcome);
    return seller_go(ctx, arena_printf(ctx->call->arena, "/seller/orders?stage=%s&moved=%zu",
                                       SELLER_STAGE_NAMES[form->stage], outcome->moved));
}
