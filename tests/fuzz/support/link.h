/* A FastCGI request in memory: its parameters, its body, and what is written back. */
#ifndef JANGTEO_TESTS_FUZZ_LINK_H
#define JANGTEO_TESTS_FUZZ_LINK_H

#include <stddef.h>

#include <fcgiapp.h>

#include "base/str.h"

#define LINK_PARAMS_MAX 40

struct link {
    FCGX_Request fcgi;
    FCGX_Stream in, out;
    char *params[LINK_PARAMS_MAX + 1];
    size_t param_count;
};

/* An empty request with that body, which must live as long. One at a time. */
void link_open(struct link *link, struct slice body);
/* Adds "NAME=value"; what is too much is left out. */
void link_param(struct link *link, char *param);
/* What was written so far. */
struct slice link_written(void);

#endif
