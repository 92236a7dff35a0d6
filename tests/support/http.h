/* An HTTP client for tests: one a thread, made at first need. What it returns lives until the
 * thread's http_forget. Nothing here fails a test, so that any thread may call it. */
#ifndef JANGTEO_TESTS_SUPPORT_HTTP_H
#define JANGTEO_TESTS_SUPPORT_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;

struct answer {
    long status; /* 0: no answer came */
    const char *body;
    size_t size;
    const char *head;         /* the header lines */
    struct json_object *json; /* NULL when the body is no JSON */
    const char *asked;        /* "POST /api/order", for messages */
};

#define ASK_HEADERS_MAX 8

/* A request. Without a token it carries Origin, as a browser's page would, unless `no_origin`. */
struct ask {
    const char *method, *path;
    const char *token; /* sent as Bearer; NULL: none */
    const char *body;  /* NULL: none */
    size_t size;       /* of the body; 0: it is a text */
    const char *type;  /* Content-Type of a body; NULL: application/json, "": not sent */
    const char *headers[ASK_HEADERS_MAX]; /* "Name: value" */
    bool no_origin;
};

struct answer ask_for(struct ask ask);
/* ASK(.method = "POST", .path = "/api/order", …) */
#define ASK(...) ask_for((struct ask){__VA_ARGS__})

/* A request without a body, and one with a JSON body made as printf does. */
struct answer ask(const char *method, const char *path, const char *token);
struct answer call(const char *method, const char *path, const char *token, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Value of a header; NULL when it did not come. `prefix`: of the first whose value starts so. */
const char *header(struct answer answer, const char *name);
const char *header_starting(struct answer answer, const char *name, const char *prefix);

/* A text made as printf does, for paths and bodies. */
const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A part that no other call gave or will give, of letters and digits. */
const char *unique(void);

/* Where the shop is: JANGTEO_URL, and the origin its pages have. */
const char *shop_url(void);
const char *shop_origin(void);
/* From now on this thread asks the instance at `url`, which the caller keeps; NULL: JANGTEO_URL. */
void http_at(const char *url);

/* Drops what this thread's client returned; http_end ends the client as well. */
void http_forget(void);
void http_end(void);

#endif
