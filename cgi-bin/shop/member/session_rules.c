#include "shop/member/session_rules.h"

instant session_expiry(instant now)
{
    return instant_add(now, SESSION_LIFE);
}

bool session_alive(instant seen_at, instant expires_at, instant now)
{
    return instant_compare(now, expires_at) < 0 &&
           instant_compare(now, instant_add(seen_at, SESSION_IDLE)) < 0;
}

bool session_seen_is_old(instant seen_at, instant now)
{
    return instant_compare(now, instant_add(seen_at, SESSION_SEEN_STEP)) >= 0;
}
