/* Where somebody lives, works or wants a parcel: members, sellers and orders share it. */
#ifndef JANGTEO_SHOP_ADDRESS_H
#define JANGTEO_SHOP_ADDRESS_H

#define ADDRESS_LINE_MAX 200

struct address {
    const char *postcode, *line1, *line2; /* five digits; line2: NULL when there is none */
};

#endif
