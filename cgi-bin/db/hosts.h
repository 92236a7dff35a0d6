/* The hosts of a connection string, one by one. libpq tries them in turn by itself, but asked
 * without blocking it gives none of them a deadline: a first one that never answers (its machine is
 * gone) would keep it from the others for good. */
#ifndef JANGTEO_DB_HOSTS_H
#define JANGTEO_DB_HOSTS_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* One of them; "" where the connection string says nothing. */
struct host {
    char host[256], hostaddr[64], port[16];
};

/* How many there are; at least 1. Takes NULL. */
size_t hosts_count(const PQconninfoOption *options);
/* The n-th; false when a part of it is too long to be one, or not there. */
bool hosts_take(const PQconninfoOption *options, size_t n, struct host *ret_host);

#endif
