/* Identifiers: one-field structs, so that the compiler refuses a mix-up. 0 is "none". */
#ifndef JANGTEO_BASE_IDS_H
#define JANGTEO_BASE_IDS_H

#include <stdbool.h>
#include <stdint.h>

#define ID_TYPE(name)                                                                              \
    typedef struct name {                                                                          \
        int64_t v;                                                                                 \
    } name

ID_TYPE(member_id);
ID_TYPE(guest_id);
ID_TYPE(session_id);
ID_TYPE(seller_id);
ID_TYPE(product_id);
ID_TYPE(picture_id);
ID_TYPE(cart_item_id);
ID_TYPE(order_id);
ID_TYPE(order_item_id);
ID_TYPE(payment_id);
ID_TYPE(coupon_id);
ID_TYPE(issued_coupon_id);
ID_TYPE(order_sheet_id);

/* The largest id a client may send: far inside int64_t, far above any real one. */
#define ID_MAX INT64_C(1000000000000000)

/* Whose cart, order or session it is: exactly one of the two is set, or neither for a visitor
 * without a session. */
struct owner {
    member_id member;
    guest_id guest;
};

#endif
