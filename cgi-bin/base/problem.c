#include "base/problem.h"

#include <string.h>

static const char *const CODES[PROBLEM_COUNT] = {
#define PROBLEM(name, code) [name] = code,
#include "base/problem.def"
#undef PROBLEM
};

static void problem_append(struct problems *problems, struct arena *arena, struct problem values)
{
    if (problems->count >= PROBLEMS_MAX)
        return;
    struct problem *problem = NEW(arena, struct problem);
    values.field = arena_strdup(arena, values.field);
    if (problem == NULL || values.field == NULL)
        return;
    *problem = values;
    if (problems->last == NULL)
        problems->first = problem;
    else
        problems->last->next = problem;
    problems->last = problem;
    problems->count++;
}

void problem_add(struct problems *problems, struct arena *arena, const char *field,
                 enum problem_code code)
{
    problem_append(problems, arena, (struct problem){.field = field, .code = code});
}

void problem_add_bounds(struct problems *problems, struct arena *arena, const char *field,
                        enum problem_code code, int64_t low, int64_t high)
{
    problem_append(problems, arena,
                   (struct problem){.field = field, .code = code, .low = low, .high = high});
}

void problem_add_shortage(struct problems *problems, struct arena *arena, const char *field,
                          product_id product, int64_t requested, int64_t available)
{
    problem_append(problems, arena,
                   (struct problem){.field = field,
                                    .code = P_STOCK_NOT_ENOUGH,
                                    .product = product,
                                    .requested = requested,
                                    .available = available});
}

const struct problem *problem_of(const struct problems *problems, const char *field)
{
    for (const struct problem *p = problems->first; p != NULL; p = p->next) {
        if (strcmp(p->field, field) == 0)
            return p;
    }
    return NULL;
}

const char *problem_code_text(enum problem_code code)
{
    return (unsigned)code < PROBLEM_COUNT ? CODES[code] : CODES[P_INVALID_VALUE];
}
