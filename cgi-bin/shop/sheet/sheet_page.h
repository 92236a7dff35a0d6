/* Order sheets on pages: struct to template. */
#ifndef JANGTEO_SHOP_SHEET_SHEET_PAGE_H
#define JANGTEO_SHOP_SHEET_SHEET_PAGE_H

#include "shop/sheet/sheet.h"
#include "view/message.h"
#include "view/template.h"

/* SHEET_ID, until when it stands, rows LINE and the amounts, for checkout/show.tpl. */
void sheet_page(struct tpl *tpl, struct call *call, enum lang lang,
                const struct order_sheet *sheet);
/* Section COUPONS with rows COUPON, the best of them proposed, and NO_COUPON to go without. */
void sheet_coupons_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                        const struct order_sheet *sheet, const struct usable_coupons *coupons);
/* Section CHANGED with what there was to pay and what there is now. */
void sheet_changed_page(struct tpl *tpl, const struct amounts *before, const struct amounts *now);

#endif
