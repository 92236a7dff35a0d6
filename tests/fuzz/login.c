/* Who tries to log in: the address the request came from, the device cookie, and the hash that the
 * account's password is kept as, a line each. */
#include <arpa/inet.h>

#include "fuzz/support/fuzz.h"
#include "shop/member/login.h"

enum { NETWORK_BYTES = 8 };

/* One client is one network: of IPv6 what comes before the interface, else the address itself. */
static void network_holds(struct call *call, const char *address)
{
    struct in6_addr before, after;
    const char *network = login_network(call->arena, address);
    HOLDS(network != NULL);
    if (inet_pton(AF_INET6, address, &before) != 1 || IN6_IS_ADDR_V4MAPPED(&before)) {
        HOLDS(strcmp(network, address) == 0);
        return;
    }
    HOLDS(inet_pton(AF_INET6, network, &after) == 1);
    HOLDS(memcmp(after.s6_addr, before.s6_addr, NETWORK_BYTES) == 0);
    memset(before.s6_addr + NETWORK_BYTES, 0, sizeof before - NETWORK_BYTES);
    HOLDS(memcmp(&after, &before, sizeof after) == 0);
    HOLDS(strcmp(login_network(call->arena, network), network) == 0);
}

/* A device is known by its whole token alone, and to one hash alone. */
static void device_holds(struct call *call, const char *token, const char *hash)
{
    char *given = device_token(call->arena, hash);
    HOLDS(given != NULL && strlen(given) == DEVICE_TOKEN_SIZE && device_is_known(given, hash));
    HOLDS(!device_is_known(given, arena_printf(call->arena, "%s+", hash)));
    if (device_is_known(token, hash))
        given = arena_strdup(call->arena, token);
    HOLDS(strlen(given) == DEVICE_TOKEN_SIZE);
    HOLDS(!device_is_known(arena_printf(call->arena, "%s=", given), hash));
    char *byte = given + strlen(token) % DEVICE_TOKEN_SIZE;
    *byte = *byte == 'A' ? 'B' : 'A';
    HOLDS(!device_is_known(given, hash));
}

static void guard_holds(struct call *call, const char *address, const char *token, const char *hash)
{
    struct login_guard guard;
    HOLDS(login_guard_make(call->arena, "a@b.example", address, token, hash, &guard) == E_OK);
    const bool known = device_is_known(token, hash);
    HOLDS(guard.count == (known ? 1 : 2));
    HOLDS(guard.subjects[0].group == (known ? LOGIN_BY_DEVICE : LOGIN_BY_ADDRESS));
    HOLDS(known || guard.subjects[1].group == LOGIN_BY_ACCOUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    const char *address = fuzz_line(call, &rest), *token = fuzz_line(call, &rest),
               *hash = fuzz_line(call, &rest);
    network_holds(call, address);
    device_holds(call, token, hash);
    guard_holds(call, address, token, hash);
    return 0;
}
