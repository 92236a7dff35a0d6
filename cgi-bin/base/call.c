#include "base/call.h"

enum err call_refuse(struct call *call, const char *field, enum problem_code code)
{
    problem_add(&call->problems, call->arena, field, code);
    return E_INVALID_REQUEST;
}
