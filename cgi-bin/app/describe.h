/* What a program answers to, as JSON: the half of the API's document that its tables know, and what
 * the table of access is held against (tests/api/access.def). For app_main only. */
#ifndef JANGTEO_APP_DESCRIBE_H
#define JANGTEO_APP_DESCRIBE_H

#include <stdio.h>

#include "app/app.h"

/* Writes {"program","routes":[{method,path,access,idempotent,signed,bytes,parameters?,body?,
 * bodyRequired?}]} to `out`: `parameters` are OpenAPI's (the query's fields), `body` is a JSON
 * schema. Pages are left out unless `pages`. What puts both halves together is tool/openapi.c.
 * False when it could not be written whole. */
bool describe_program(const struct program *program, bool pages, FILE *out) MUST;

#endif
