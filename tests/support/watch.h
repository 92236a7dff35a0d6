/* A watcher of every program: asks each of nginx/programs twice a second, from a thread of its own,
 * and remembers the longest that none of its answers came. A refusal is an answer; a connection
 * that is cut, 502 and 504 are nginx saying that nobody is there. The worker's answer is that one
 * of its jobs has run, well or not, as /metrics counts. */
#ifndef JANGTEO_TESTS_SUPPORT_WATCH_H
#define JANGTEO_TESTS_SUPPORT_WATCH_H

#include <stdbool.h>

/* Starts it, as a member of its own making, against the shop of JANGTEO_URL. The test fails when a
 * program of nginx/programs is not known here. */
void watch_start(void);
/* Whether a program's last answer was no 5xx. */
bool watch_is_well(const char *program);
/* Whether every program gives an answer that is no 5xx within some seconds; names those that do
 * not. */
bool watch_all_well(int seconds);
/* Ends it, prints the longest silence, and fails the test when that was over TORTURE_STUCK_S
 * seconds: 10 in `make torture`; where nothing is said 60, so that a slow machine does not fail
 * what only hangs for ever should. */
void watch_stop(void);

#endif
