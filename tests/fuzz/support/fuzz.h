/* What the fuzz targets share. A target is one file of tests/fuzz: it gives bytes that anybody
 * could have sent to a parser of the shop, and holds what comes out against what must be true of
 * it.
 *
 * The same target is built twice: with clang's libFuzzer, which looks for new input (`make fuzz`),
 * and with support/replay.c, which is a program of the unit suite: it takes the seeds of
 * tests/fuzz/seeds/<target>, whatever was once found there, and a fixed number of mutations of
 * them. */
#ifndef JANGTEO_TESTS_FUZZ_H
#define JANGTEO_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/call.h"
#include "base/str.h"

/* One input; always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process where something is not as it must be: that is a finding. */
#define HOLDS(expression)                                                                          \
    do {                                                                                           \
        if (!(expression))                                                                         \
            fuzz_say(#expression, __FILE__, __LINE__), abort();                                    \
    } while (0)
void fuzz_say(const char *expression, const char *file, int line);

/* The call that the input is part of: its arena is empty, its problems are none, it is a fixed time
 * and the settings are those of the demo. The same one each time. */
struct call *fuzz_call(void);

/* The input as it is, in memory of its own size: the slightest overrun is seen. */
struct slice fuzz_bytes(struct call *call, const uint8_t *data, size_t size);
/* The same as a text, up to its first NUL. */
const char *fuzz_text(struct call *call, const uint8_t *data, size_t size);
/* Takes the next line, without its end, off `rest`; empty when nothing is left. */
const char *fuzz_line(struct call *call, struct slice *rest);

#endif
