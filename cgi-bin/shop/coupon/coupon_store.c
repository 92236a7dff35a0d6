#include "shop/coupon/coupon_store.h"

#define TERM(kind, member, column, null)                                                           \
    {                                                                                              \
        column, kind, null, offsetof(struct coupon, terms.member), NULL                            \
    }

static const struct row_field COUPON_ROW[] = {
    ROW_FIELD(ROW_INT, struct coupon, coupon_id),
    TERM(ROW_TEXT, name, "name", false),
    TERM(ROW_TEXT, description, "description", false),
    {"type", ROW_ENUM, false, offsetof(struct coupon, terms.discount.type), COUPON_TYPE_NAMES},
    TERM(ROW_INT, discount.value, "value", false),
    TERM(ROW_INT, discount.min_order_amount, "min_order_amount", false),
    TERM(ROW_INT, discount.max_discount, "max_discount", true),
    TERM(ROW_INT, quantity, "quantity", false),
    TERM(ROW_TIME, issue_starts_at, "issue_starts_at", false),
    TERM(ROW_TIME, issue_ends_at, "issue_ends_at", false),
    TERM(ROW_INT, valid_days, "valid_days", false),
    ROW_FIELD_AS(ROW_INT, struct coupon, supply.made, "made"),
    ROW_FIELD_AS(ROW_INT, struct coupon, supply.remaining, "remaining"),
};

#define ISSUED(kind, member, column, null)                                                         \
    {                                                                                              \
        column, kind, null, offsetof(struct issued_coupon, member), NULL                           \
    }

static const struct row_field ISSUED_ROW[] = {
    ISSUED(ROW_INT, issued_coupon_id, "issued_coupon_id", false),
    ISSUED(ROW_INT, coupon_id, "coupon_id", false),
    ISSUED(ROW_INT, member, "member_id", false),
    ISSUED(ROW_TEXT, name, "name", false),
    ISSUED(ROW_TEXT, description, "description", false),
    {"type", ROW_ENUM, false, offsetof(struct issued_coupon, discount.type), COUPON_TYPE_NAMES},
    ISSUED(ROW_INT, discount.value, "value", false),
    ISSUED(ROW_INT, discount.min_order_amount, "min_order_amount", false),
    ISSUED(ROW_INT, discount.max_discount, "max_discount", true),
    {"status", ROW_ENUM, false, offsetof(struct issued_coupon, hold.status), COUPON_STATUS_NAMES},
    ISSUED(ROW_INT, hold.order, "order_id", true),
    ISSUED(ROW_TIME, hold.expires_at, "expires_at", false),
    ISSUED(ROW_TEXT, order_no, "order_no", true),
    ISSUED(ROW_TIME, issued_at, "issued_at", false),
};

enum err coupon_create(struct tx *tx, const struct coupon_terms *terms, struct coupon *ret_coupon)
{
    TRY(coupon_check_terms(tx->call, terms));
    const struct price_coupon *discount = &terms->discount;
    struct rows rows;
    coupon_id id;
    TRY(db_run(tx->db, Q_coupon_insert,
               ARGS(arg_text(terms->name), arg_text(terms->description),
                    arg_text(COUPON_TYPE_NAMES[discount->type]), arg_int(discount->value),
                    arg_int(discount->min_order_amount), arg_id(discount->max_discount),
                    arg_int(terms->quantity), arg_time(terms->issue_starts_at),
                    arg_time(terms->issue_ends_at), arg_int(terms->valid_days),
                    arg_time(tx->call->now)),
               &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &id.v));
    db_queue(tx->db, Q_coupon_make_slots, ARGS(arg_int(id.v), arg_int(COUPON_SLOTS_AT_ONCE)), NULL);
    return coupon_get(tx->db, id, ret_coupon);
}

enum err coupon_decode(struct db *db, const struct rows *rows, struct coupon *ret_coupon)
{
    struct coupon coupon = {0};
    TRY(rows_decode_one(db, rows, COUPON_ROW, COUNT_OF(COUPON_ROW), E_COUPON_NOT_FOUND, &coupon));
    *ret_coupon = coupon;
    return E_OK;
}

enum err coupon_get(struct db *db, coupon_id id, struct coupon *ret_coupon)
{
    struct rows rows;
    TRY(db_run(db, Q_coupon_get, ARGS(arg_int(id.v)), &rows));
    return coupon_decode(db, &rows, ret_coupon);
}

enum err coupon_list_open(struct db *db, instant ends_at, coupon_id after, int64_t limit,
                          struct coupon_page *ret_page)
{
    struct rows rows;
    struct coupon_page page = {0};
    TRY(db_run(
        db, Q_coupon_list_open,
        ARGS(arg_time(db_call(db)->now), arg_time(ends_at), arg_int(after.v), arg_int(limit + 1)),
        &rows));
    TRY(rows_decode(db, &rows, COUPON_ROW, COUNT_OF(COUPON_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next_ends_at = page.items[limit - 1].terms.issue_ends_at;
        page.next = page.items[limit - 1].coupon_id;
    }
    *ret_page = page;
    return E_OK;
}

enum err coupon_list_soon(struct db *db, span within, int64_t limit, struct coupon_page *ret_page)
{
    const instant now = db_call(db)->now;
    struct rows rows;
    struct coupon_page page = {0};
    TRY(db_run(db, Q_coupon_list_soon,
               ARGS(arg_time(now), arg_time(instant_add(now, within)), arg_int(limit)), &rows));
    TRY(rows_decode(db, &rows, COUPON_ROW, COUNT_OF(COUPON_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    *ret_page = page;
    return E_OK;
}

enum err coupon_which_has(struct db *db, member_id member, const struct coupon_page *page,
                          bool **ret_has)
{
    static const struct row_field ROW[] = {{"coupon_id", ROW_INT, false, 0, NULL}};
    struct arena *arena = db_call(db)->arena;
    int64_t *ids = NEW_ARRAY(arena, int64_t, page->count), *had;
    bool *has = NEW_ARRAY(arena, bool, page->count);
    struct rows rows;
    TRY_NEW(ids);
    TRY_NEW(has);
    for (size_t i = 0; i < page->count; i++)
        ids[i] = page->items[i].coupon_id.v;
    TRY(db_run(db, Q_coupon_which_has, ARGS(arg_int(member.v), arg_ints(ids, page->count)), &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *had, &had));
    for (size_t i = 0; i < page->count; i++) {
        has[i] = false;
        for (size_t k = 0; k < rows.count; k++)
            has[i] = has[i] || had[k] == ids[i];
    }
    *ret_has = has;
    return E_OK;
}

enum err issued_decode(struct db *db, const struct rows *rows, struct issued_coupon *ret_issued)
{
    struct issued_coupon issued = {0};
    TRY(rows_decode_one(db, rows, ISSUED_ROW, COUNT_OF(ISSUED_ROW), E_COUPON_NOT_FOUND, &issued));
    *ret_issued = issued;
    return E_OK;
}

enum err coupon_list_of_member(struct db *db, member_id member, enum coupon_status status,
                               int64_t before, int64_t limit, struct issued_coupon_page *ret_page)
{
    const instant now = db_call(db)->now;
    struct rows rows;
    struct issued_coupon_page page = {0};
    TRY(db_run(db, Q_coupon_list_of_member,
               ARGS(arg_int(member.v), arg_int(before == 0 ? INT64_MAX : before),
                    arg_text(COUPON_STATUS_NAMES[status]), arg_time(now), arg_int(limit + 1)),
               &rows));
    TRY(rows_decode(db, &rows, ISSUED_ROW, COUNT_OF(ISSUED_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].issued_coupon_id.v;
    }
    *ret_page = page;
    return E_OK;
}

void coupon_queue_usable(struct db *db, member_id member, int64_t limit, struct rows *ret_rows)
{
    db_queue(db, Q_coupon_list_usable,
             ARGS(arg_int(member.v), arg_time(db_call(db)->now), arg_int(limit)), ret_rows);
}

enum err coupon_take_usable(struct db *db, const struct rows *rows,
                            struct issued_coupon_page *ret_page)
{
    struct issued_coupon_page page = {0};
    TRY(rows_decode(db, rows, ISSUED_ROW, COUNT_OF(ISSUED_ROW), sizeof *page.items, &page.items));
    page.count = rows->count;
    *ret_page = page;
    return E_OK;
}

/* ---- for admins ---- */

enum err coupon_list_all(struct db *db, int64_t before, int64_t limit, struct coupon_page *ret_page)
{
    struct rows rows;
    struct coupon_page page = {0};
    TRY(db_run(db, Q_coupon_list_all,
               ARGS(arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)), &rows));
    TRY(rows_decode(db, &rows, COUPON_ROW, COUNT_OF(COUPON_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].coupon_id;
    }
    *ret_page = page;
    return E_OK;
}

enum err coupon_list_issued(struct db *db, coupon_id id, member_id member, int64_t before,
                            int64_t limit, struct issued_coupon_page *ret_page)
{
    struct rows rows;
    struct issued_coupon_page page = {0};
    if (member.v != 0)
        TRY(db_run(db, Q_coupon_list_issued_to, ARGS(arg_int(id.v), arg_int(member.v)), &rows));
    else
        TRY(db_run(
            db, Q_coupon_list_issued,
            ARGS(arg_int(id.v), arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)),
            &rows));
    TRY(rows_decode(db, &rows, ISSUED_ROW, COUNT_OF(ISSUED_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].issued_coupon_id.v;
    }
    *ret_page = page;
    return E_OK;
}

enum err coupon_issued_since(struct db *db, coupon_id id, instant since, int64_t *ret_count)
{
    struct rows rows;
    TRY(db_run(db, Q_coupon_issued_since, ARGS(arg_int(id.v), arg_time(since)), &rows));
    return rows_int(db, &rows, E_INTERNAL, ret_count);
}
