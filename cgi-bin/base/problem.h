/* Problems: what a refusal names, field by field. They become the `errors` of the envelope and the
 * notes beside a form's fields. */
#ifndef JANGTEO_BASE_PROBLEM_H
#define JANGTEO_BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ids.h"

enum problem_code {
#define PROBLEM(name, code) name,
#include "base/problem.def"
#undef PROBLEM
    PROBLEM_COUNT
};

struct problem {
    const char *field; /* "items[0].quantity"; arena or static; "" for the body as a whole */
    enum problem_code code;
    int64_t low, high;            /* the bounds the message speaks of */
    product_id product;           /* shortages: which product, 0 = none */
    int64_t requested, available; /* shortages */
    struct problem *next;
};

/* In the order they were found; at most PROBLEMS_MAX are kept. */
struct problems {
    struct problem *first, *last;
    size_t count;
};

#define PROBLEMS_MAX 200

/* Adds a problem; `field` is copied. On an exhausted arena the problem is dropped: the refusal
 * itself stands. */
void problem_add(struct problems *problems, struct arena *arena, const char *field,
                 enum problem_code code);
void problem_add_bounds(struct problems *problems, struct arena *arena, const char *field,
                        enum problem_code code, int64_t low, int64_t high);
void problem_add_shortage(struct problems *problems, struct arena *arena, const char *field,
                          product_id product, int64_t requested, int64_t available);
/* First problem of a field, NULL if it has none. */
const struct problem *problem_of(const struct problems *problems, const char *field);
const char *problem_code_text(enum problem_code code);

#endif
