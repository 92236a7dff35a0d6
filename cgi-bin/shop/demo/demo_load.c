#include <string.h>

#include "base/log.h"
#include "base/money.h"
#include "shop/catalog/product.h"
#include "shop/catalog/product_rules.h"
#include "shop/demo/demo.h"

/* Where a complaint is about: a row of a table. */
static enum err wrong(const struct demo_table *table, size_t row, const char *what)
{
    log_write(LOG_ERROR, "%s, row %zu (%s): %s", table->path, row + 1, table->rows[row][0], what);
    return E_INTERNAL;
}

static bool number(const char *text, int64_t max, int64_t *ret_value)
{
    return str_to_int(text, strlen(text), 0, max, ret_value);
}

static const char *unless_empty(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static struct demo_member *member_of(const struct demo *demo, const char *key)
{
    for (size_t i = 0; i < demo->member_count; i++)
        if (strcmp(demo->members[i].key, key) == 0)
            return &demo->members[i];
    return NULL;
}

static struct demo_product *product_of(const struct demo *demo, const char *drawing, size_t length)
{
    for (size_t i = 0; i < demo->product_count; i++)
        if (strlen(demo->products[i].drawing) == length &&
            memcmp(demo->products[i].drawing, drawing, length) == 0)
            return &demo->products[i];
    return NULL;
}

static enum err load_scenes(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "scenes.tsv", 6, &table));
    demo->scenes = NEW_ARRAY(call->arena, struct demo_scene, table.count);
    TRY_NEW(demo->scenes);
    for (size_t i = 0; i < table.count; i++) {
        demo->scenes[i].name = table.rows[i][0];
        for (size_t c = 0; c < COUNT_OF(demo->scenes[i].colours); c++)
            demo->scenes[i].colours[c] = table.rows[i][c + 1];
    }
    demo->scene_count = table.count;
    return E_OK;
}

static enum err load_members(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "members.tsv", 7, &table));
    demo->members = NEW_ARRAY(call->arena, struct demo_member, table.count);
    TRY_NEW(demo->members);
    for (size_t i = 0; i < table.count; i++) {
        const char **f = table.rows[i];
        struct demo_member *member = &demo->members[i];
        member->key = f[0];
        member->registration = (struct member_registration){
            .email = arena_printf(call->arena, "%s@jangteo.example", f[0]),
            .password = f[1],
            .name = f[2],
            .phone = f[3],
            .address = {f[4], f[5], unless_empty(f[6])},
        };
        TRY_NEW(member->registration.email);
        if (member_check_registration(call, &member->registration) != E_OK)
            return wrong(&table, i, "the member could not register like this");
    }
    demo->member_count = table.count;
    return E_OK;
}

static enum err load_sellers(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "sellers.tsv", 5, &table));
    for (size_t i = 0; i < table.count; i++) {
        const char **f = table.rows[i];
        struct demo_member *member = member_of(demo, f[0]);
        if (member == NULL)
            return wrong(&table, i, "no such member");
        member->sells = true;
        member->shop = (struct seller_registration){
            .business_name = f[1],
            .registration_number = f[2],
            .contact = f[3],
            .category = f[4],
            .address = member->registration.address,
        };
        if (seller_check_registration(call, &member->shop) != E_OK)
            return wrong(&table, i, "the seller could not register like this");
    }
    return E_OK;
}

static enum err load_product(struct call *call, struct demo *demo, const struct demo_table *table,
                             size_t row)
{
    const char **f = table->rows[row];
    if (product_of(demo, f[0], strlen(f[0])) != NULL)
        return wrong(table, row, "a drawing is used once");
    struct demo_product *product = &demo->products[demo->product_count++];
    *product = (struct demo_product){
        .drawing = f[0],
        .seller = member_of(demo, f[1]),
        .category = f[2],
        .name = f[3],
        .scene = f[7],
        .backdrop = f[8],
        .discontinued = strcmp(f[9], "DISCONTINUED") == 0,
        .description = f[10],
    };
    if (product->seller == NULL || !product->seller->sells)
        return wrong(table, row, "no such seller");
    if (!number(f[4], PRODUCT_PRICE_MAX, &product->price) ||
        !number(f[5], PRODUCT_PRICE_MAX, &product->discount) ||
        !number(f[6], STOCK_MAX, &product->stock) ||
        product_check_price(call, product->price, product->discount) != E_OK)
        return wrong(table, row, "price, discount or stock");
    return E_OK;
}

static enum err load_products(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "products.tsv", 11, &table));
    demo->products = NEW_ARRAY(call->arena, struct demo_product, table.count);
    TRY_NEW(demo->products);
    for (size_t i = 0; i < table.count; i++)
        TRY(load_product(call, demo, &table, i));
    return E_OK;
}

/* "mug:2,teacaddy:1" */
static bool read_lines(const struct demo *demo, const char *text, struct demo_event *event)
{
    while (event->line_count < ORDER_LINES_MAX) {
        size_t length = strcspn(text, ",");
        size_t colon = strcspn(text, ":");
        struct demo_line *line = &event->lines[event->line_count];
        if (colon >= length || (line->product = product_of(demo, text, colon)) == NULL ||
            !str_to_int(text + colon + 1, length - colon - 1, 1, LINE_QUANTITY_MAX,
                        &line->quantity))
            return false;
        event->line_count++;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
    return false;
}

static bool read_reached(const char *text, enum item_status *ret_status)
{
    for (enum item_status s = ITEM_PAID; s <= ITEM_CONFIRMED; s++)
        if (strcmp(ITEM_STATUS_NAMES[s], text) == 0) {
            *ret_status = s;
            return true;
        }
    return false;
}

static enum err load_history(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "history.tsv", 4, &table));
    demo->events = NEW_ARRAY(call->arena, struct demo_event, table.count);
    TRY_NEW(demo->events);
    demo->event_count = table.count;
    for (size_t i = 0; i < table.count; i++) {
        const char **f = table.rows[i];
        struct demo_event *event = &demo->events[i];
        event->lines = NEW_ARRAY(call->arena, struct demo_line, ORDER_LINES_MAX);
        TRY_NEW(event->lines);
        event->member = member_of(demo, f[1]);
        if (event->member == NULL)
            return wrong(&table, i, "no such member");
        if (!number(f[0], 24 * 365, &event->hours_ago) ||
            (i > 0 && event->hours_ago > demo->events[i - 1].hours_ago))
            return wrong(&table, i, "hours go down from line to line");
        bool charge = strcmp(f[2], "CHARGE") == 0;
        if (charge ? !number(f[3], MONEY_MAX, &event->charge)
                   : !read_reached(f[2], &event->reached) || !read_lines(demo, f[3], event))
            return wrong(&table, i, "neither a charge nor an order");
    }
    return E_OK;
}

static bool coupon_type(const char *text, enum coupon_type *ret_type)
{
    for (int type = COUPON_FIXED; COUPON_TYPE_NAMES[type] != NULL; type++)
        if (strcmp(text, COUPON_TYPE_NAMES[type]) == 0) {
            *ret_type = (enum coupon_type)type;
            return true;
        }
    return false;
}

static enum err load_coupons(struct call *call, struct demo *demo)
{
    struct demo_table table;
    TRY(demo_read_table(call->arena, demo->folder, "coupons.tsv", 10, &table));
    demo->coupons = NEW_ARRAY(call->arena, struct demo_coupon, table.count);
    TRY_NEW(demo->coupons);
    for (size_t i = 0; i < table.count; i++) {
        const char **f = table.rows[i];
        struct demo_coupon *coupon = &demo->coupons[i];
        struct price_coupon *discount = &coupon->terms.discount;
        *coupon = (struct demo_coupon){.terms = {.name = f[0], .description = f[1]}};
        if (!coupon_type(f[2], &discount->type) || !number(f[3], MONEY_MAX, &discount->value) ||
            !number(f[4], MONEY_MAX, &discount->min_order_amount) ||
            !number(f[5], MONEY_MAX, &discount->max_discount) ||
            !number(f[6], COUPON_QUANTITY_MAX, &coupon->terms.quantity) ||
            !number(f[7], 168, &coupon->opens_in_hours) || !number(f[8], 365, &coupon->days) ||
            !number(f[9], COUPON_VALID_DAYS_MAX, &coupon->terms.valid_days))
            return wrong(&table, i, "no terms of a coupon");
    }
    demo->coupon_count = table.count;
    return E_OK;
}

enum err demo_load(struct call *call, const char *folder, struct demo *ret_demo)
{
    struct demo demo = {.folder = folder};
    TRY(load_scenes(call, &demo));
    TRY(load_members(call, &demo));
    TRY(load_sellers(call, &demo));
    TRY(load_products(call, &demo));
    TRY(load_history(call, &demo));
    TRY(load_coupons(call, &demo));
    *ret_demo = demo;
    return E_OK;
}
