/* Looking into answers and holding them against the HTTP contract. For a test's own thread: what
 * is not as it should be fails the test, naming the request and showing the answer. */
#ifndef JANGTEO_TESTS_SUPPORT_ANSWER_H
#define JANGTEO_TESTS_SUPPORT_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "support/http.h"

/* Values by their way into the body: "data.items.0.name". */
long long answer_int(struct answer answer, const char *way);
const char *answer_text(struct answer answer, const char *way); /* NULL for a JSON null */
size_t answer_count(struct answer answer, const char *way);     /* items of a list */
bool answer_has(struct answer answer, const char *way);
/* The value as JSON text. */
const char *answer_raw(struct answer answer, const char *way);

/* Status and code, and the whole envelope around them: a success has a message and data (204: no
 * body), a refusal a message and the request's id; both carry X-Request-Id. */
#define assert_answer(answer, status, code) check_answer(answer, status, code, __FILE__, __LINE__)
/* 400 INVALID_REQUEST with an `errors` row of that field and code. */
#define assert_invalid(answer, field, code) check_invalid(answer, field, code, __FILE__, __LINE__)
/* An `errors` row of any refusal. */
#define assert_row(answer, field, code) check_row(answer, field, code, __FILE__, __LINE__)
/* Exactly these members stand in the object at `way`: "memberId:int name:text? line2:text*".
 * Types: int, text, bool, time, object, list. '?' after a type: or null; '*': may be left out. */
#define assert_shape(answer, way, members) check_shape(answer, way, members, __FILE__, __LINE__)
#define assert_int(answer, way, value)                                                             \
    check_value(answer, way, text("%lld", (long long)(value)), __FILE__, __LINE__)
#define assert_text(answer, way, value)                                                            \
    check_value(answer, way, text("\"%s\"", value), __FILE__, __LINE__)

void check_answer(struct answer answer, long status, const char *code, const char *file, int line);
void check_invalid(struct answer answer, const char *field, const char *code, const char *file,
                   int line);
void check_row(struct answer answer, const char *field, const char *code, const char *file,
               int line);
void check_shape(struct answer answer, const char *way, const char *members, const char *file,
                 int line);
void check_value(struct answer answer, const char *way, const char *json, const char *file,
                 int line);

#endif
