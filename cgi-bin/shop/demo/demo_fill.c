#include "base/log.h"
#include "shop/catalog/product.h"
#include "shop/claim/claim.h"
#include "shop/coupon/coupon.h"
#include "shop/demo/demo.h"
#include "shop/member/member.h"
#include "shop/member/password.h"
#include "shop/point/point.h"

/* When what came first, came: longer ago than all of history.tsv. */
#define MEMBERS_DAYS_AGO 60
#define PRODUCTS_DAYS_AGO 45

enum err demo_hash_passwords(struct call *call, struct demo *demo)
{
    for (size_t i = 0; i < demo->member_count; i++) {
        struct demo_member *member = &demo->members[i];
        TRY(password_hash(call->arena, member->registration.password, &member->hash));
    }
    return E_OK;
}

static enum err any(struct db *db, enum stmt stmt, bool *ret_any)
{
    struct rows rows;
    int64_t count;
    TRY(db_run(db, stmt, NO_ARGS, &rows));
    TRY(rows_int(db, &rows, E_INTERNAL, &count));
    *ret_any = count > 0;
    return E_OK;
}

enum err demo_has_products(struct db *db, bool *ret_has)
{
    return any(db, Q_demo_has_products, ret_has);
}

enum err demo_has_admin(struct db *db, bool *ret_has)
{
    return any(db, Q_demo_has_admin, ret_has);
}

static enum err fill_members(struct tx *tx, struct demo *demo, instant today)
{
    for (size_t i = 0; i < demo->member_count; i++) {
        struct demo_member *member = &demo->members[i];
        tx->call->now = instant_sub(today, SPAN_HOURS(24 * MEMBERS_DAYS_AGO - 7 * (int64_t)i));
        TRY(member_register(tx, &member->registration, member->hash, &member->id));
        if (member->sells)
            TRY(seller_register(tx, member->id, &member->shop, &member->seller));
    }
    return E_OK;
}

static enum err fill_product(struct tx *tx, struct demo_product *product)
{
    const struct demo_member *owner = product->seller;
    const struct actor actor = {ACTOR_SELLER, owner->id, owner->seller};
    const struct product_draft draft = {
        .name = product->name,
        .description = product->description,
        .category = product->category,
        .price = product->price,
        .discount = product->discount,
        .stock = product->stock,
    };
    TRY(product_create(tx, owner->seller, &draft, &product->id));
    TRY(picture_put(tx, &actor, product->id, &product->picture));
    if (!product->discontinued)
        return E_OK;
    const struct product_change end = {.has_status = true, .status = PRODUCT_DISCONTINUED};
    return product_update(tx, &actor, product->id, &end);
}

static enum err fill_products(struct tx *tx, struct demo *demo, instant today)
{
    for (size_t i = 0; i < demo->product_count; i++) {
        tx->call->now = instant_sub(today, SPAN_HOURS(24 * PRODUCTS_DAYS_AGO - 5 * (int64_t)i));
        TRY(fill_product(tx, &demo->products[i]));
    }
    return E_OK;
}

/* Takes every line of an order, step by step, as far as it is said to have come. The steps share
 * the time since the order was placed. */
static enum err progress(struct tx *tx, const struct demo_event *event, instant placed,
                         const struct order *order)
{
    static const enum item_status STEPS[] = {ITEM_PREPARING, ITEM_DISPATCHED, ITEM_IN_TRANSIT,
                                             ITEM_DELIVERED, ITEM_CONFIRMED};
    const int64_t share = event->hours_ago * 3600 / (int64_t)(COUNT_OF(STEPS) + 1);
    for (size_t s = 0; s < COUNT_OF(STEPS) && STEPS[s] <= event->reached; s++) {
        tx->call->now = instant_add(placed, SPAN_SECONDS(share * (int64_t)(s + 1)));
        for (size_t i = 0; i < order->item_count; i++) {
            const struct demo_member *seller = event->lines[i].product->seller;
            const struct actor by_seller = {ACTOR_SELLER, seller->id, seller->seller};
            const struct actor by_buyer = {.kind = ACTOR_BUYER, .member = event->member->id};
            struct order moved;
            TRY(claim_move_item(tx, STEPS[s] == ITEM_CONFIRMED ? &by_buyer : &by_seller,
                                (struct owner){.member = event->member->id}, order->order_no,
                                order->items[i].item_id, STEPS[s], NULL, &moved));
        }
    }
    return E_OK;
}

static enum err fill_event(struct tx *tx, const struct demo_event *event, instant today)
{
    const instant at = instant_sub(today, SPAN_HOURS(event->hours_ago));
    tx->call->now = at;
    if (event->charge > 0) {
        int64_t balance;
        return point_charge(tx, event->member->id, event->charge, &balance);
    }
    struct order_want wants[ORDER_LINES_MAX];
    for (size_t i = 0; i < event->line_count; i++)
        wants[i] = (struct order_want){event->lines[i].product->id, event->lines[i].quantity};
    const struct order_request request = {
        .owner = {.member = event->member->id},
        .wants = wants,
        .want_count = event->line_count,
        .payment_method = PAY_POINT,
        .pay = true,
    };
    struct order order;
    TRY(order_place(tx, &request, &order));
    TRY(db_flush(tx->db)); /* what the order left queued */
    return progress(tx, event, at, &order);
}

static enum err fill_coupons(struct tx *tx, const struct demo *demo)
{
    for (size_t i = 0; i < demo->coupon_count; i++) {
        const struct demo_coupon *given = &demo->coupons[i];
        struct coupon_terms terms = given->terms;
        struct coupon coupon;
        terms.issue_starts_at = instant_add(tx->call->now, SPAN_HOURS(given->opens_in_hours));
        terms.issue_ends_at = instant_add(terms.issue_starts_at, SPAN_DAYS(given->days));
        TRY(coupon_create(tx, &terms, &coupon));
    }
    return E_OK;
}

static enum err fill_all(struct tx *tx, struct demo *demo, instant today)
{
    TRY(fill_members(tx, demo, today));
    TRY(fill_products(tx, demo, today));
    for (size_t i = 0; i < demo->event_count; i++) {
        enum err e = fill_event(tx, &demo->events[i], today);
        if (e != E_OK)
            log_write(LOG_ERROR, "history.tsv, row %zu: %s", i + 1, err_code(e));
        TRY(e);
    }
    tx->call->now = today;
    return fill_coupons(tx, demo);
}

enum err demo_fill(struct tx *tx, struct demo *demo, bool *ret_filled)
{
    bool has;
    TRY(db_run(tx->db, Q_demo_lock, NO_ARGS, NULL));
    TRY(demo_has_products(tx->db, &has));
    if (has) {
        *ret_filled = false;
        return E_OK;
    }
    /* The past is brought in as it happened: each thing at its own time. */
    const instant today = tx->call->now;
    enum err e = fill_all(tx, demo, today);
    tx->call->now = today;
    TRY(e);
    *ret_filled = true;
    return E_OK;
}
