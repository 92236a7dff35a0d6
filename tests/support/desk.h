/* Pages as a browser asks for them: with the session in a cookie, forms as forms. */
#ifndef JANGTEO_TESTS_SUPPORT_DESK_H
#define JANGTEO_TESTS_SUPPORT_DESK_H

#include "support/http.h"

struct answer page(const char *path, const char *token);
struct answer post(const char *path, const char *token, const char *form);

/* 200, and the page holds `what`. */
void assert_shows(struct answer a, const char *what);
/* Where a 303 leads. */
const char *place(struct answer a);

#endif
