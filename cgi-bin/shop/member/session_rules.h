/* Rules of sessions: how long they live. Pure. */
#ifndef JANGTEO_SHOP_MEMBER_SESSION_RULES_H
#define JANGTEO_SHOP_MEMBER_SESSION_RULES_H

#include <stdbool.h>

#include "base/instant.h"

/* A session ends this long after it was last seen, and at the latest this long after it began. */
#define SESSION_IDLE SPAN_DAYS(14)
#define SESSION_LIFE SPAN_DAYS(30)
/* "Last seen" is moved on only when it lies this far back: most requests write nothing. */
#define SESSION_SEEN_STEP SPAN_SECONDS(300)
/* How long a guest whom something refers to is left alone before the next look. */
#define GUEST_LOOK_EVERY SPAN_DAYS(1)

/* The absolute end of a session that begins now. */
instant session_expiry(instant now);
/* Whether it is still alive. */
bool session_alive(instant seen_at, instant expires_at, instant now);
/* Whether "last seen" is to be moved on. */
bool session_seen_is_old(instant seen_at, instant now);

#endif
