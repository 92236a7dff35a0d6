/* One operation of the API's document. For jangteo-openapi only. */
#ifndef JANGTEO_TOOL_OPENAPI_OPERATION_H
#define JANGTEO_TOOL_OPENAPI_OPERATION_H

#include "tool/openapi/node.h"

/* Fills `out`, an Operation Object, for `key` ("GET /api/point/{memberId}") from what is declared
 * of it (`operation`) and what its program says of itself (`route`, app/describe.h). Complains of
 * errors that base/err.def does not know. */
void operation_fill(struct json_object *out, const char *key, struct json_object *operation,
                    struct json_object *route);

#endif
