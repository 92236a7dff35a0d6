/* Exchanges with the shop, kept for whoever holds them against the API's document. */
#ifndef JANGTEO_TESTS_SUPPORT_EXCHANGE_H
#define JANGTEO_TESTS_SUPPORT_EXCHANGE_H

#include "support/http.h"

/* Appends the exchange as a line of JSON to the file that JANGTEO_EXCHANGES names, if it is set:
 * method, path, status, type and size of the answer, and as texts what was sent (`request`) and
 * answered (`body`) as application/json. Threads and programs may share the file. */
void exchange_keep(const struct ask *ask, const struct answer *answer);

#endif
