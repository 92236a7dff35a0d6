/* What a failed statement means. */
#include <string.h>

#include "base/log.h"
#include "db/handle.h"

struct state_error {
    const char *state; /* a whole SQLSTATE, or the two characters of its class */
    enum err error;
};

/* The first that fits. */
static const struct state_error STATES[] = {
    {"40001", E_DB_RETRY},                /* serialization failure */
    {"40P01", E_DB_RETRY},                /* deadlock */
    {"JT001", E_IDEMPOTENCY_IN_PROGRESS}, /* idempotency_claim */
    {"57014", E_UNAVAILABLE},             /* statement time-out */
    {"55P03", E_UNAVAILABLE},             /* lock time-out */
    {"57P03", E_UNAVAILABLE},             /* starting up or shutting down */
    {"53", E_UNAVAILABLE},                /* out of connections, memory, disk */
    {"58", E_UNAVAILABLE},                /* the disk under it fails */
    {"57P01", E_DB_LOST},                 /* the administrator ended it */
    {"57P02", E_DB_LOST},                 /* another server process crashed */
    {"57P05", E_DB_LOST},                 /* idle for too long */
    {"25P03", E_DB_LOST},                 /* idle for too long inside a transaction */
    {"08", E_DB_LOST},                    /* the connection itself */
    {"26000", E_UNAVAILABLE},             /* a prepared statement that is not what we think: */
    {"42P05", E_UNAVAILABLE},             /* the connection is made anew */
    {"0A000", E_UNAVAILABLE},
};

static const struct {
    const char *name;
    enum err error;
} CONSTRAINTS[] = {
#define CONSTRAINT(name, error) {name, error},
#include "db/constraints.def"
#undef CONSTRAINT
};

static enum err constraint_error(const char *name)
{
    for (size_t i = 0; name != NULL && i < COUNT_OF(CONSTRAINTS); i++)
        if (strcmp(CONSTRAINTS[i].name, name) == 0)
            return CONSTRAINTS[i].error;
    return E_INTERNAL;
}

static enum err state_error(const char *state)
{
    for (size_t i = 0; i < COUNT_OF(STATES); i++)
        if (strncmp(STATES[i].state, state, strlen(STATES[i].state)) == 0)
            return STATES[i].error;
    return E_INTERNAL;
}

/* Messages about data (class 22) quote the value, so they stay out of the log. */
static void log_failure(const char *name, const char *state, const PGresult *result, enum err e)
{
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (text == NULL || strncmp(state, "22", 2) == 0)
        text = "(value withheld)";
    log_write(e == E_INTERNAL ? LOG_ERROR : LOG_WARN, "database: %s: %s %s%s%s", name, state, text,
              constraint != NULL ? ", constraint " : "", constraint != NULL ? constraint : "");
}

enum err sqlstate_error(const char *name, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == NULL)
        return E_DB_LOST;
    enum err e = state_error(state);
    if (strncmp(state, "23", 2) == 0)
        e = constraint_error(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
    if (strcmp(state, "40P01") == 0)
        metric_add(METRIC_DB_DEADLOCKS, NO_LABELS, 1);
    if (strcmp(state, "40001") == 0)
        metric_add(METRIC_DB_SERIALIZATIONS, NO_LABELS, 1);
    if (err_is_fault(e))
        log_failure(name, state, result, e);
    return e;
}
