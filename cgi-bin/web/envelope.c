#include "web/envelope.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/json.h"

static void write_problem(struct json errors, struct arena *arena, enum lang lang,
                          const struct problem *problem)
{
    struct json item = json_object(errors, NULL);

    json_text(item, "field", problem->field);
    json_text(item, "code", problem_code_text(problem->code));
    json_text(item, "reason", message_problem(arena, lang, problem));
    if (problem->product.v != 0)
        json_int(item, "productId", problem->product.v);
    if (problem->code == P_STOCK_NOT_ENOUGH) {
        json_int(item, "requested", problem->requested);
        json_int(item, "available", problem->available);
    }
}

static enum err write_error(struct arena *arena, enum lang lang, enum err e,
                            const struct problems *problems, const char *request_id,
                            struct slice *ret_text)
{
    struct json root = json_new(arena);

    json_text(root, "code", err_code(e));
    json_text(root, "message", message_error(lang, e));
    if (problems != NULL && problems->first != NULL && !err_is_fault(e)) {
        struct json errors = json_array(root, "errors");
        for (const struct problem *p = problems->first; p != NULL; p = p->next)
            write_problem(errors, arena, lang, p);
    }
    json_text(root, "requestId", request_id);
    return json_render(root, ret_text);
}

/* The answer when there is no memory left to make one: nothing in it needs escaping. */
static struct slice last_words(enum lang lang, const char *request_id)
{
    static _Thread_local char text[512];

    snprintf(text, sizeof text, "{\"code\":\"%s\",\"message\":\"%s\",\"requestId\":\"%.64s\"}",
             err_code(E_NO_MEMORY), message_error(lang, E_NO_MEMORY), request_id);
    return (struct slice){text, strlen(text)};
}

void envelope_error(struct response *res, struct arena *arena, enum lang lang, enum err e,
                    const struct problems *problems, const char *request_id)
{
    struct slice text;

    if (write_error(arena, lang, e, problems, request_id, &text) != E_OK) {
        e = E_NO_MEMORY;
        text = last_words(lang, request_id);
    }
    res->status = err_status(e);
    res->content_type = "application/json";
    res->body = text;
}

enum err envelope_headers(struct response *res, struct arena *arena, const char *allow,
                          int64_t retry_after_s)
{
    if (res->status == 405 && allow != NULL && allow[0] != '\0')
        return response_header(res, "Allow", allow);
    if (res->status != 429 && res->status != 503)
        return E_OK;

    if (retry_after_s <= 0)
        retry_after_s = res->status == 429 ? RETRY_AFTER_LIMIT_S : RETRY_AFTER_UNAVAILABLE_S;
    const char *text = arena_printf(arena, "%" PRId64, retry_after_s);
    TRY_NEW(text);
    return response_header(res, "Retry-After", text);
}
