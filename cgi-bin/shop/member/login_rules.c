#include "shop/member/login_rules.h"

#include <arpa/inet.h>
#include <string.h>

static const struct {
    int64_t free;
    span longest;
} BOUNDS[LOGIN_GROUPS] = {
    [LOGIN_BY_DEVICE] = {LOGIN_FREE, LOGIN_WAIT_MAX},
    [LOGIN_BY_ADDRESS] = {LOGIN_FREE, LOGIN_WAIT_MAX},
    [LOGIN_BY_ACCOUNT] = {LOGIN_FREE_OF_ACCOUNT, LOGIN_WAIT_MAX_OF_ACCOUNT},
};

span login_wait(enum login_group group, int64_t failures)
{
    span wait = SPAN_SECONDS(1);
    if (failures <= BOUNDS[group].free)
        return (span){0};
    for (int64_t n = failures - BOUNDS[group].free; n > 1 && wait.us < BOUNDS[group].longest.us;
         n--)
        wait.us *= 2;
    return wait.us < BOUNDS[group].longest.us ? wait : BOUNDS[group].longest;
}

static bool is_forgotten(const struct login_failures *known, instant now)
{
    return known->failures == 0 ||
           instant_compare(now, instant_add(known->failed_at, LOGIN_MEMORY)) >= 0;
}

bool login_is_open(const struct login_failures *known, instant now)
{
    /* One that costs no wait is no reason to wait for clocks that differ. */
    return is_forgotten(known, now) || instant_compare(known->open_at, known->failed_at) <= 0 ||
           instant_compare(now, known->open_at) >= 0;
}

struct login_failures login_failed(enum login_group group, const struct login_failures *known,
                                   instant now)
{
    const int64_t failures = is_forgotten(known, now) ? 1 : known->failures + 1;
    return (struct login_failures){
        .failures = failures,
        .failed_at = now,
        .open_at = instant_add(now, login_wait(group, failures)),
    };
}

const char *login_network(struct arena *arena, const char *address)
{
    enum { NETWORK_BYTES = 8 };
    struct in6_addr bits;
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, address, &bits) != 1 || IN6_IS_ADDR_V4MAPPED(&bits))
        return arena_strdup(arena, address);
    memset(bits.s6_addr + NETWORK_BYTES, 0, sizeof bits.s6_addr - NETWORK_BYTES);
    return inet_ntop(AF_INET6, &bits, text, sizeof text) != NULL ? arena_strdup(arena, text) : NULL;
}
