/* The caller of a request as the actor of a use case. */
#ifndef JANGTEO_APP_ACTOR_H
#define JANGTEO_APP_ACTOR_H

#include "app/app.h"
#include "shop/actor.h"

/* A seller or an admin acts as one; everybody else, guests too, as a buyer. */
struct actor app_actor(const struct ctx *ctx);

#endif
