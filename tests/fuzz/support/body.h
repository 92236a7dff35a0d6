/* A body with a field of every kind, for the targets that decode by tables, and what must be true
 * of one that was taken. */
#ifndef JANGTEO_TESTS_FUZZ_BODY_H
#define JANGTEO_TESTS_FUZZ_BODY_H

#include "web/decode.h"

extern const struct field_set BODY_FIELDS, BODY_FIELDS_OPEN;
#define BODY_SIZE_MAX 256

/* Ends the process unless each value of a body that was taken is within its field's bounds. */
void body_holds(const void *taken);

#endif
