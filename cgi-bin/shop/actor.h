/* Who does something: told to every use case that asks whose it is or writes a history. */
#ifndef JANGTEO_SHOP_ACTOR_H
#define JANGTEO_SHOP_ACTOR_H

#include "base/ids.h"

enum actor_kind { ACTOR_BUYER, ACTOR_SELLER, ACTOR_ADMIN, ACTOR_SYSTEM };

/* NULL-terminated, by enum actor_kind; the values of the database's actor columns. */
extern const char *const ACTOR_NAMES[];

struct actor {
    enum actor_kind kind;
    member_id member; /* who, 0 for a guest or the system */
    seller_id seller; /* ACTOR_SELLER: which shop */
};

#endif
