/* What one member and one shop have, made when it is first asked for by its name: what the table of
 * access lets others ask for. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_BELONGINGS_H
#define JANGTEO_TESTS_SUPPORT_BELONGINGS_H

#include "support/shop.h"

enum { BELONGINGS_MAX = 24 };

struct belongings {
    struct person owner, seller; /* the product is the seller's, all else the owner's */
    const char *made[BELONGINGS_MAX];
};

/* `form` with every known word in braces replaced by what the owner has: its number, its text.
 *   member    the owner            product   the seller's, with 100 in stock and a picture
 *   line      of the cart          picture   the product's, its file's name
 *   coupon    a template           issued    the owner's coupon of it
 *   sheet     an order sheet       pending   an order that waits for its payment
 *   order     a paid order, its    item, payment, notice, event
 *   delivered an order that came,  arrived   its item
 *   card      a card payment that was started
 *   email     an address that nobody has */
const char *belongings_in(struct belongings *b, const char *form);
/* Whatever is asked for from now on is made anew. */
void belongings_forget(struct belongings *b);
/* A number for all that owner and seller have, and for how much there is in the shop: equal while
 * nothing of it was changed, added or taken away. */
long long belongings_digest(const struct belongings *b);

#endif
