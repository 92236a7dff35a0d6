/* Coupons on pages: struct to template. */
#ifndef JANGTEO_SHOP_COUPON_COUPON_PAGE_H
#define JANGTEO_SHOP_COUPON_COUPON_PAGE_H

#include "shop/coupon/coupon.h"
#include "view/message.h"
#include "view/template.h"

/* Section FIXED or PERCENT with VALUE, or FREE_SHIPPING: what a coupon takes off. */
void coupon_worth_page(struct tpl *tpl, const struct price_coupon *discount);
/* Rows COUPON of open templates, with what is left of each. `has`: by template, whether the reader
 * has it; NULL when it is not known who reads. `can_take`: there is a member to give one to. */
void coupon_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct coupon_page *page, const bool *has, bool can_take);
/* Rows COUPON of templates that open later, with section WAITS: when they do. */
void coupon_soon_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct coupon_page *page, bool can_take);
/* Section MINE with rows COUPON of a member's coupons, or EMPTY; and rows TAB of the states, of
 * which `current` is shown. */
void coupon_mine_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct issued_coupon_page *page, enum coupon_status current);

#endif
