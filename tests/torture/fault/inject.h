/* Faults in the real code: one of the calls that may fail does, the n-th since the trial began. The
 * shop is not built otherwise for it; the linker leads its calls of libpq, libcurl and the clock
 * through here (--wrap), and malloc is this program's own.
 *
 * Only what a thread does while it is watched counts, so that the trial itself and the gateway that
 * stands in this process are left alone. One thread at a time is watched. */
#ifndef JANGTEO_TESTS_TORTURE_INJECT_H
#define JANGTEO_TESTS_TORTURE_INJECT_H

#include <stdbool.h>
#include <stddef.h>

enum fault {
    FAULT_NONE,
    FAULT_MEMORY,         /* malloc, calloc or realloc gives NULL; each item of an arena is one */
    FAULT_DB_LOST,        /* the connection is gone when libpq is called */
    FAULT_DB_ENDED,       /* the server ends the back end instead of running the statement */
    FAULT_DB_SERIAL,      /* 40001 instead of the statement's result; BEGIN and COMMIT count too */
    FAULT_DB_DEADLOCK,    /* 40P01 */
    FAULT_DB_TIMEOUT,     /* 57014 */
    FAULT_COMMIT_UNSENT,  /* the connection is gone before COMMIT is sent */
    FAULT_COMMIT_UNHEARD, /* COMMIT is carried out, its answer never arrives */
    FAULT_GATEWAY_DOWN,   /* connection refused */
    FAULT_GATEWAY_LOST,   /* does what it was asked and cuts the connection */
    FAULT_GATEWAY_SLOW,   /* does what it was asked; the answer comes after the deadline */
    FAULT_GATEWAY_FAILS,  /* 500 */
    FAULT_GATEWAY_SHUTS,  /* cuts the connection and has done nothing */
    FAULT_GATEWAY_GABBLES,
    FAULT_GATEWAY_TRUNCATES,
    FAULT_GATEWAY_MISCOUNTS,
    FAULT_GATEWAY_SWAPS_AMOUNT,
    FAULT_GATEWAY_SWAPS_KEY,
    FAULT_EVENT_DOWN,    /* the receiver of events refuses the connection */
    FAULT_EVENT_REFUSED, /* it answers 401 */
    FAULT_EVENT_UNHEARD, /* it takes the event; the answer never arrives */
    FAULTS
};
extern const char *const FAULT_NAMES[FAULTS];

/* From now on the n-th (from 1) call of that kind fails, none for 0; nothing has been counted. */
void inject_arm(enum fault fault, size_t nth);
/* Whether this thread's calls count. */
void inject_watch(bool on);
/* Whether the fault has struck. */
bool inject_fired(void);
/* Calls of that kind so far. */
size_t inject_count(void);

/* ---- time ---- */

/* How far the shop's clock is ahead of the real one. */
void inject_set_clock(long long seconds_ahead);
void inject_pass(long long seconds);

/* ---- threads of the worker, stopped where they wait for work ---- */

/* The threads that have come to wait so far are known by their order. Waits until that many have.
 */
void inject_await_workers(size_t count);
/* Lets one work, watched, until it waits again; whether it then has nothing to do, rather than a
 * failure to get over. */
bool inject_let_work(size_t worker);
/* None waits any more, for the end of all. */
void inject_free_workers(void);

#endif
