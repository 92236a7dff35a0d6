#include <stdlib.h>

#include "shop/sheet/sheet_order.h"

static void queue_insert(struct tx *tx, const struct order_request *request,
                         const struct order_sheet *sheet, struct rows *ret_rows)
{
    const size_t n = sheet->item_count;
    int64_t column[8][ORDER_LINES_MAX], cart_items[ORDER_LINES_MAX];
    const char *names[ORDER_LINES_MAX];
    for (size_t i = 0; i < n; i++) {
        const struct order_item *item = &sheet->items[i];
        const int64_t values[8] = {item->product_id.v,   item->seller_id.v, item->unit_price,
                                   item->unit_discount,  item->quantity,    item->line_total,
                                   item->discount_piece, item->shipping_fee};
        for (size_t c = 0; c < 8; c++)
            column[c][i] = values[c];
        names[i] = item->name;
        cart_items[i] = sheet->cart_item_ids != NULL ? sheet->cart_item_ids[i] : 0;
    }
    const struct amounts *a = &sheet->amounts;
    db_queue(tx->db, Q_sheet_insert,
             ARGS(arg_id(request->owner.member.v), arg_id(request->owner.guest.v),
                  arg_int(a->items), arg_int(a->item_discount), arg_int(a->order_discount),
                  arg_int(a->shipping_fee), arg_int(a->payable), arg_id(sheet->coupon.v),
                  arg_time(tx->call->now), arg_time(sheet->expires_at), arg_ints(cart_items, n),
                  arg_ints(column[0], n), arg_ints(column[1], n), arg_texts(names, n),
                  arg_ints(column[2], n), arg_ints(column[3], n), arg_ints(column[4], n),
                  arg_ints(column[5], n), arg_ints(column[6], n), arg_ints(column[7], n)),
             ret_rows);
}

enum err sheet_get(struct db *db, struct owner owner, order_sheet_id id,
                   struct order_sheet *ret_sheet)
{
    struct order_sheet sheet;
    TRY(sheet_read(db, owner, id, &sheet));
    if (sheet_expired(sheet.expires_at, db_call(db)->now))
        return E_ORDER_SHEET_EXPIRED;
    *ret_sheet = sheet;
    return E_OK;
}

enum err sheet_price_anew(struct db *db, struct owner owner, order_sheet_id id,
                          struct amounts *ret_amounts)
{
    struct order_sheet sheet;
    struct order_quote quote;
    struct order_request request = {.owner = owner};
    TRY(sheet_read(db, owner, id, &sheet));
    TRY(sheet_fill_request(db_call(db), &sheet, &request));
    enum err e = order_quote(db, &request, &quote);
    if (e == E_COUPON_NOT_USABLE) {
        request.coupon = (issued_coupon_id){0};
        e = order_quote(db, &request, &quote);
    }
    TRY(e);
    *ret_amounts = quote.amounts;
    return E_OK;
}

/* ---- coupons ---- */

static int compare(const void *a, const void *b)
{
    const struct usable_coupon *x = a, *y = b;
    return sheet_compare_coupons(
        &(struct coupon_worth){x->worth, x->issued.hold.expires_at, x->issued.issued_coupon_id},
        &(struct coupon_worth){y->worth, y->issued.hold.expires_at, y->issued.issued_coupon_id});
}

static enum err add_if_usable(const struct settings *settings, const struct order_sheet *sheet,
                              const struct issued_coupon *issued, struct usable_coupons *coupons)
{
    const struct shipping_policy policy = {settings->shipping_fee, settings->free_shipping_from};
    struct price_line lines[ORDER_LINES_MAX];
    int64_t worth;
    for (size_t i = 0; i < sheet->item_count; i++)
        lines[i] = (struct price_line){.seller = sheet->items[i].seller_id,
                                       .unit_price = sheet->items[i].unit_price,
                                       .unit_discount = sheet->items[i].unit_discount,
                                       .quantity = sheet->items[i].quantity};
    const enum err e =
        sheet_coupon_worth(lines, sheet->item_count, &policy, &issued->discount, &worth);
    if (e == E_COUPON_NOT_USABLE) /* below its minimum */
        return E_OK;
    TRY(e);
    coupons->items[coupons->count++] = (struct usable_coupon){*issued, worth};
    return E_OK;
}

/* Of the coupons that were read (NULL: there are none) those that the sheet can carry. */
static enum err weigh_coupons(struct db *db, const struct rows *rows,
                              const struct order_sheet *sheet, struct usable_coupons *ret_coupons)
{
    struct usable_coupons coupons = {0};
    struct issued_coupon_page page = {0};
    if (rows != NULL)
        TRY(coupon_take_usable(db, rows, &page));
    coupons.items = NEW_ARRAY(db_call(db)->arena, struct usable_coupon, page.count);
    TRY_NEW(coupons.items);
    for (size_t i = 0; i < page.count; i++)
        TRY(add_if_usable(db_call(db)->settings, sheet, &page.items[i], &coupons));
    if (coupons.count > 1)
        qsort(coupons.items, coupons.count, sizeof *coupons.items, compare);
    *ret_coupons = coupons;
    return E_OK;
}

enum err sheet_list_coupons(struct db *db, struct owner owner, const struct order_sheet *sheet,
                            struct usable_coupons *ret_coupons)
{
    struct rows rows;
    if (owner.member.v == 0)
        return weigh_coupons(db, NULL, sheet, ret_coupons);
    coupon_queue_usable(db, owner.member, SHEET_COUPONS_MAX, &rows);
    TRY(db_flush(db));
    return weigh_coupons(db, &rows, sheet, ret_coupons);
}

/* ---- making one ---- */

enum err sheet_make(struct tx *tx, const struct order_request *request,
                    struct usable_coupons *ret_coupons, struct order_sheet *ret_sheet)
{
    const bool coupons = ret_coupons != NULL && request->owner.member.v != 0;
    struct order_quote quote;
    struct rows rows, usable;
    TRY(order_quote(tx->db, request, &quote));
    struct order_sheet sheet = {
        .amounts = quote.amounts,
        .coupon = request->coupon,
        .items = quote.items,
        .item_count = quote.item_count,
        .expires_at = instant_add(tx->call->now, tx->call->settings->order_sheet_ttl),
    };
    if (request->cart_item_ids != NULL) {
        sheet.cart_item_ids = NEW_ARRAY(tx->call->arena, int64_t, sheet.item_count);
        TRY_NEW(sheet.cart_item_ids);
        for (size_t i = 0; i < sheet.item_count; i++)
            sheet.cart_item_ids[i] = request->cart_item_ids[i];
    }
    queue_insert(tx, request, &sheet, &rows);
    if (coupons)
        coupon_queue_usable(tx->db, request->owner.member, SHEET_COUPONS_MAX, &usable);
    TRY(tx_commit(tx));
    TRY(rows_int(tx->db, &rows, E_UNAUTHENTICATED, &sheet.sheet_id.v));
    if (ret_coupons != NULL)
        TRY(weigh_coupons(tx->db, coupons ? &usable : NULL, &sheet, ret_coupons));
    *ret_sheet = sheet;
    return E_OK;
}
