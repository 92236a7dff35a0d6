/* Rules of waiting after passwords that were wrong. Pure.
 *
 * Failures are counted by what they have in common. Who has logged in before from a browser holds
 * its device cookie, and is counted by account and device alone; everybody else by account and
 * address, and by account. So whoever guesses waits longer and longer at their address and, from
 * wherever, has few tries a minute at one account, while its owner goes in from the browser they
 * always use. */
#ifndef JANGTEO_SHOP_MEMBER_LOGIN_RULES_H
#define JANGTEO_SHOP_MEMBER_LOGIN_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/instant.h"

enum login_group {
    LOGIN_BY_DEVICE,  /* an account and a device that knows it; a session that asks for its password
                       */
    LOGIN_BY_ADDRESS, /* an account and an address */
    LOGIN_BY_ACCOUNT, /* an account, from any device that does not know it */
    LOGIN_GROUPS
};

/* Failures that cost no wait; the one after costs a second, each further one twice the last, up to
 * a bound. One device or address has little reason to go on; an account must stay within reach of
 * an owner with a new device while others guess at it. */
#define LOGIN_FREE 8
#define LOGIN_FREE_OF_ACCOUNT 50
#define LOGIN_WAIT_MAX SPAN_SECONDS(900)
#define LOGIN_WAIT_MAX_OF_ACCOUNT SPAN_SECONDS(60)
/* A subject without a failure for this long starts anew. */
#define LOGIN_MEMORY SPAN_SECONDS(3600)
/* How long a device is known after its last log-in. */
#define LOGIN_DEVICE_LIFE SPAN_DAYS(180)

/* What is known of a subject; all zero: nothing. */
struct login_failures {
    int64_t failures;
    instant failed_at, open_at;
};

/* How long the next try waits after so many failures. */
span login_wait(enum login_group group, int64_t failures);
/* Whether a try may be looked at. */
bool login_is_open(const struct login_failures *known, instant now);
/* What is known after one more failure at `now`. */
struct login_failures login_failed(enum login_group group, const struct login_failures *known,
                                   instant now);
/* The part of an address that one client has to itself: of IPv6 the first 64 bits
 * ("2001:db8:1:2::"), of anything else all of it. NULL past the arena's limit. */
const char *login_network(struct arena *arena, const char *address);

#endif
