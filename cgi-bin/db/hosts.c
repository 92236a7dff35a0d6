#include "db/hosts.h"

#include <string.h>

static const char *value_of(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val != NULL)
            return o->val;
    return "";
}

static size_t items(const char *list)
{
    size_t count = 1;
    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

static bool take(const char *list, size_t n, char *ret_item, size_t size)
{
    while (n-- > 0) {
        list = strchr(list, ',');
        if (list == NULL)
            return false;
        list++;
    }
    const size_t length = strcspn(list, ",");
    if (length >= size)
        return false;
    memcpy(ret_item, list, length);
    ret_item[length] = '\0';
    return true;
}

size_t hosts_count(const PQconninfoOption *options)
{
    const size_t addresses = items(value_of(options, "hostaddr"));
    const size_t names = items(value_of(options, "host"));
    return addresses > names ? addresses : names;
}

bool hosts_take(const PQconninfoOption *options, size_t n, struct host *ret_host)
{
    const char *host = value_of(options, "host"), *address = value_of(options, "hostaddr");
    const char *port = value_of(options, "port");
    struct host found;
    /* Either list may be missing whole; one port is for all. */
    if (!take(host, host[0] != '\0' ? n : 0, found.host, sizeof found.host) ||
        !take(address, address[0] != '\0' ? n : 0, found.hostaddr, sizeof found.hostaddr) ||
        !take(port, items(port) > 1 ? n : 0, found.port, sizeof found.port))
        return false;
    *ret_host = found;
    return true;
}
