/* The texts of the shop in each language, from templates/messages/{ko,en}.txt (`id = text`, one a
 * line, '#' starts a comment line). The build turns both catalogues into one C table, and fails
 * when an id stands in one only. Templates take their texts at build time as [[id]]; what only the
 * program knows to choose (an error, a state) is looked up here. */
#ifndef JANGTEO_VIEW_MESSAGE_H
#define JANGTEO_VIEW_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/problem.h"

#ifdef __cplusplus
extern "C" {
#endif

enum lang { LANG_KO, LANG_EN, LANG_COUNT };

/* "ko", "en". */
const char *lang_code(enum lang lang);
/* From an Accept-Language header (RFC 9110 12.5.4, quality values honoured) or a lone code; NULL or
 * anything else: LANG_KO. */
enum lang lang_choose(const char *accept_language);

/* The text of `prefix` + `id` ("status.order.", "PAID"); the id itself when there is none (a test
 * holds that this never happens). Static storage. */
const char *message(enum lang lang, const char *prefix, const char *id);
/* "error.<code>": one sentence. */
const char *message_error(enum lang lang, enum err e);
/* "problem.<code>" with {0} and {1} replaced by the problem's bounds. NULL past the arena's limit.
 */
const char *message_problem(struct arena *arena, enum lang lang, const struct problem *problem);
/* "2026년 11월 20일 09:30" / "20 Nov 2026, 09:30", Seoul time. NULL past the arena's limit. */
const char *message_time(struct arena *arena, enum lang lang, instant t);
/* The end of a span that has begun at `from`, without what the two share: "09:30" of the same day,
 * "11월 20일 09:30" / "20 Nov, 09:30" of the same year. NULL past the arena's limit. */
const char *message_until(struct arena *arena, enum lang lang, instant from, instant t);
/* "11월 20일" / "20 Nov". NULL past the arena's limit. */
const char *message_day(struct arena *arena, enum lang lang, struct date day);

/* For tests: how many messages there are, and the id of the i-th. */
int message_count(void);
const char *message_id(int index);

#ifdef __cplusplus
}
#endif

#endif
