#include "base/err.h"

struct err_row {
    int status;
    const char *code;
};

static const struct err_row ERRORS[ERR_COUNT] = {
    [E_OK] = {200, "SUCCESS"},
#define ERR(name, status, code) [name] = {status, code},
#include "base/err.def"
#undef ERR
};

/* A value outside the table is a programming error; it shows as one of ours, not as a crash. */
static const struct err_row *err_row(enum err e)
{
    return (unsigned)e < ERR_COUNT ? &ERRORS[e] : &ERRORS[E_INTERNAL];
}

int err_status(enum err e)
{
    return err_row(e)->status;
}

const char *err_code(enum err e)
{
    return err_row(e)->code;
}

bool err_is_fault(enum err e)
{
    return err_status(e) >= 500;
}
