#include "shop/actor.h"

#include <stddef.h>

const char *const ACTOR_NAMES[] = {"BUYER", "SELLER", "ADMIN", "SYSTEM", NULL};
