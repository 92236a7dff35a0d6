#include "support/load_client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "support/stack.h"

enum { KNOWN_WITHIN_MS = 90000 }; /* by then the fate of a request must be known */

void load_fault(struct load_client *client, struct answer answer, const char *format, ...)
{
    char what[120];
    va_list args;
    if (client->fault[0] != '\0')
        return;
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    (void)snprintf(client->fault, sizeof client->fault, "%s: %s: %ld %.300s", what, answer.asked,
                   answer.status, answer.body != NULL ? answer.body : "");
}

struct json_object *load_member(struct answer answer, const char *object, const char *name)
{
    struct json_object *at = answer.json, *value = NULL;
    if (object != NULL && !json_object_object_get_ex(at, object, &at))
        return NULL;
    return json_object_is_type(at, json_type_object) && json_object_object_get_ex(at, name, &value)
               ? value
               : NULL;
}

bool load_has_code(struct answer answer, const char *code)
{
    const char *got = json_object_get_string(load_member(answer, NULL, "code"));
    return got != NULL && strcmp(got, code) == 0;
}

unsigned load_draw(struct load_client *client, unsigned below)
{
    return (unsigned)rand_r(&client->random) % below;
}

static struct answer ask_once(struct load_client *client, struct ask request)
{
    const long long start = now_ms();
    struct answer answer = ask_for(request);
    const long long took = now_ms() - start;
    client->requests++;
    if (took > client->longest_ms)
        client->longest_ms = took;
    if (answer.status == 500 && !client->load->plan.lacks_means)
        load_fault(client, answer, "a fault of a program");
    return answer;
}

struct answer load_insist(struct load_client *client, struct ask request)
{
    const long long deadline = now_ms() + KNOWN_WITHIN_MS;
    const struct load_plan *plan = &client->load->plan;
    size_t unknown = 0;
    for (int wait = 20;; wait = wait < 500 ? wait * 2 : 500) {
        struct answer answer = ask_once(client, request);
        if (answer.status > 0 && answer.status < 500 &&
            !load_has_code(answer, "IDEMPOTENCY_IN_PROGRESS")) {
            client->unknown += unknown;
            client->resolved += unknown > 0;
            return answer;
        }
        unknown += answer.status != 409;
        client->failures += answer.status != 409;
        if (plan->other != NULL && answer.status != 409)
            http_at((client->away = !client->away) ? plan->other : NULL);
        if (plan->drops_keys && request.headers[0] != NULL && answer.status != 409)
            request.headers[0] = text("Idempotency-Key: %s", unique());
        if (now_ms() > deadline) {
            load_fault(client, answer, "its fate did not become known");
            answer.status = 0;
            return answer;
        }
        pause_ms(wait);
    }
}

struct answer load_settle(struct load_client *client, const char *method, const char *path,
                          const char *key, const char *body)
{
    return load_insist(
        client, (struct ask){.method = method,
                             .path = path,
                             .body = body,
                             .token = client->token[0] != '\0' ? client->token : NULL,
                             .headers = {key != NULL ? text("Idempotency-Key: %s", key) : NULL}});
}
