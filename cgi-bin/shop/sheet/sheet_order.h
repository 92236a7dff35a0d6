/* Sheets in orders: what placing an order does with one. */
#ifndef JANGTEO_SHOP_SHEET_SHEET_ORDER_H
#define JANGTEO_SHOP_SHEET_SHEET_ORDER_H

#include "shop/order/order_offer.h"
#include "shop/sheet/sheet.h"

/* A sheet as the database answers it. */
struct sheet_rows {
    struct rows sheet, lines;
};
/* Queues locking and reading the owner's sheet. */
void sheet_queue_lock(struct tx *tx, struct owner owner, order_sheet_id id,
                      struct sheet_rows *ret_rows);
/* The sheet, if it can be ordered. E_ORDER_SHEET_NOT_FOUND, E_ORDER_STATE_CONFLICT (ordered
 * before), E_ORDER_SHEET_EXPIRED. */
enum err sheet_take(struct tx *tx, const struct sheet_rows *rows,
                    struct order_sheet *ret_sheet) MUST;
/* Reads it, as it is. E_ORDER_SHEET_NOT_FOUND. */
enum err sheet_read(struct db *db, struct owner owner, order_sheet_id id,
                    struct order_sheet *ret_sheet) MUST;
/* Makes a request for a sheet one for the sheet's products, quantities and coupon, whatever its
 * cart lines say by now. E_NO_MEMORY. */
enum err sheet_fill_request(struct call *call, const struct order_sheet *sheet,
                            struct order_request *request) MUST;
/* Whether the offers cost what the sheet says, line by line. E_ORDER_SHEET_CHANGED. */
enum err sheet_check_offers(const struct order_sheet *sheet, const struct offers *offers) MUST;
/* Queues: an order was made of a locked sheet. The quantities ordered leave the cart lines it was
 * made of: what the buyer added to a line since stays there, any other line goes. */
void sheet_queue_ordered(struct tx *tx, struct owner owner, const struct order_sheet *sheet,
                         order_id order);

#endif
