/* libcurl as played by a target that includes this: whatever is asked for has the same answer, and
 * nothing leaves the process. */
#ifndef JANGTEO_TESTS_FUZZ_CURL_H
#define JANGTEO_TESTS_FUZZ_CURL_H

#include "base/str.h"

struct gateway_answer {
    long status;
    struct slice body; /* comes in small pieces */
};

/* What is answered from now on. */
void curl_answers(struct gateway_answer answer);

#endif
