/* The lists of hosts in a connection string (DATABASE_URL), as libpq has parsed it: what is taken
 * stands in the lists, in their order. */
#include "db/hosts.h"
#include "fuzz/support/fuzz.h"

enum { HOSTS_LOOKED_AT = 50 };

static const char *value_in(const PQconninfoOption *options, const char *keyword)
{
    const PQconninfoOption *o = options;
    while (strcmp(o->keyword, keyword) != 0)
        o++;
    return o->val != NULL ? o->val : "";
}

/* Takes the list's next item off `rest`: it must be `item`, or, where one stands for all, the list.
 */
static void is_next(const char **rest, const char *list, const char *item)
{
    const size_t size = strlen(item);
    if (strchr(list, ',') == NULL) {
        HOLDS(strcmp(item, list) == 0);
        return;
    }
    HOLDS(strncmp(*rest, item, size) == 0 && ((*rest)[size] == ',' || (*rest)[size] == '\0'));
    *rest += size + ((*rest)[size] == ',');
}

static bool is_within(const char *item, size_t size)
{
    return strnlen(item, size) < size && strchr(item, ',') == NULL;
}

static void each_is_taken(const PQconninfoOption *options)
{
    const size_t count = hosts_count(options);
    const char *hosts = value_in(options, "host"), *addresses = value_in(options, "hostaddr"),
               *ports = value_in(options, "port");
    const char *host_rest = hosts, *address_rest = addresses, *port_rest = ports;
    HOLDS(count >= 1);
    for (size_t n = 0; n < count && n < HOSTS_LOOKED_AT; n++) {
        struct host host;
        if (!hosts_take(options, n, &host))
            return; /* too long, or missing in one of the lists: nobody goes on from there */
        HOLDS(is_within(host.host, sizeof host.host));
        HOLDS(is_within(host.hostaddr, sizeof host.hostaddr));
        HOLDS(is_within(host.port, sizeof host.port));
        is_next(&host_rest, hosts, host.host);
        is_next(&address_rest, addresses, host.hostaddr);
        is_next(&port_rest, ports, host.port);
    }
    struct host beyond;
    if (hosts[0] != '\0')
        HOLDS(!hosts_take(options, count, &beyond));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PQconninfoOption *options = PQconninfoParse(fuzz_text(fuzz_call(), data, size), NULL);
    if (options == NULL)
        return 0;
    each_is_taken(options);
    PQconninfoFree(options);
    return 0;
}
