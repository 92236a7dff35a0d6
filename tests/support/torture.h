/* What every trial by fire begins and ends with: its seed, how long it lasts, and the holding of
 * what was acknowledged against the books. All that a trial draws comes from TORTURE_SEED; which
 * thread is where when a process dies does not, so a seed repeats a trial's course, not each of its
 * moments. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_TORTURE_H
#define JANGTEO_TESTS_SUPPORT_TORTURE_H

#include "support/load.h"
#include "support/shop.h"

/* TORTURE_SEED, or one of the time; prints it with the command that repeats the trial. */
unsigned torture_seed(const char *program);
/* TORTURE_SECONDS, TORTURE_ROUNDS, or what a short form does. */
unsigned torture_seconds(unsigned otherwise);
unsigned torture_rounds(unsigned otherwise);

/* What a stack of a trial wants of its environment: the sandbox's gateway, a worker that looks
 * often, an admin. Before it starts. */
void torture_environment(void);

/* After load_stop, with a shop that is ready again: waits until no payment and no refund is open,
 * prints what happened, and counts what differs: the load's journal from the database, the shop's
 * books from the gateway's, the laws of the audit. */
size_t torture_differences(const struct load *load);
/* Fails the test unless that is none, and something was bought at all. */
void torture_settle(const struct load *load);

#endif
