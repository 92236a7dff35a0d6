/* Rules of the admins' desk: what somebody who types into a search field looks for. Pure. */
#ifndef JANGTEO_SHOP_DESK_DESK_RULES_H
#define JANGTEO_SHOP_DESK_DESK_RULES_H

enum desk_key {
    DESK_KEY_NONE,  /* nothing was typed */
    DESK_KEY_ORDER, /* an order's number */
    DESK_KEY_EMAIL,
    DESK_KEY_PHONE,  /* begins with 0; hyphens and spaces are let pass */
    DESK_KEY_NUMBER, /* an id */
    DESK_KEY_NAME,   /* anything else */
};

/* What `text` (NULL: nothing) can only be. Whether there is such a thing is not asked. */
enum desk_key desk_key_of(const char *text);

#endif
