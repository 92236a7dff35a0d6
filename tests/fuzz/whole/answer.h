/* What can be told of an answer's body. */
#ifndef JANGTEO_TESTS_FUZZ_ANSWER_H
#define JANGTEO_TESTS_FUZZ_ANSWER_H

#include <stdbool.h>

#include "base/str.h"

/* Whether it is one JSON value and nothing else, by the strict letter. */
bool answer_is_json(struct slice body);

#endif
