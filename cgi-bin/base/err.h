/* The errors of the whole project: one enum, one table (err.def). */
#ifndef JANGTEO_BASE_ERR_H
#define JANGTEO_BASE_ERR_H

#include <stdbool.h>

enum err {
    E_OK = 0,
#define ERR(name, status, code) name,
#include "base/err.def"
#undef ERR
    ERR_COUNT
};

/* HTTP status of an error; 200 for E_OK. */
int err_status(enum err e);
/* Public code ("STOCK_NOT_ENOUGH"); "SUCCESS" for E_OK. Static storage. */
const char *err_code(enum err e);
/* True for failures of ours (status >= 500), which the log must explain. */
bool err_is_fault(enum err e);

/* Every fallible function returns `enum err MUST`; results go to ret_ parameters, placed last and
 * left untouched on failure. */
#define MUST __attribute__((warn_unused_result))

/* Returns from the calling function with the error of `expr`, if it has one. */
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        enum err try_err_ = (expr);                                                                \
        if (try_err_ != E_OK)                                                                      \
            return try_err_;                                                                       \
    } while (0)

/* The same for an allocation: NULL becomes E_NO_MEMORY. */
#define TRY_NEW(ptr)                                                                               \
    do {                                                                                           \
        if ((ptr) == NULL)                                                                         \
            return E_NO_MEMORY;                                                                    \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
