#include "support/crowd.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <json-c/json.h>

/* Hundreds of threads: the default of 8 MiB each is far more than a client needs. */
#define STACK_BYTES (512 * 1024)

struct member {
    pthread_t thread;
    size_t index;
    client_act *act;
    void *arg;
    pthread_barrier_t *gate;
    struct outcome *outcome;
};

static void copy_text(struct json_object *object, const char *name, char *buffer, size_t size)
{
    struct json_object *value;
    if (json_object_is_type(object, json_type_object) &&
        json_object_object_get_ex(object, name, &value))
        (void)snprintf(buffer, size, "%s", json_object_get_string(value));
}

static struct outcome outcome_of(struct answer answer)
{
    struct outcome outcome = {.status = answer.status, .size = answer.size};
    struct json_object *data = NULL;
    copy_text(answer.json, "code", outcome.code, sizeof outcome.code);
    if (json_object_is_type(answer.json, json_type_object) &&
        json_object_object_get_ex(answer.json, "data", &data))
        copy_text(data, "orderNo", outcome.order_no, sizeof outcome.order_no);
    outcome.replayed = header(answer, "Idempotent-Replayed") != NULL;
    return outcome;
}

static void *run(void *arg)
{
    struct member *member = arg;
    /* Opens the connection, so that what is measured leaves at once. */
    (void)ask("GET", "/static/favicon.svg", NULL);
    (void)pthread_barrier_wait(member->gate);
    *member->outcome = outcome_of(member->act(member->index, member->arg));
    http_end();
    return NULL;
}

void crowd(size_t count, client_act *act, void *arg, struct outcome *ret_outcomes)
{
    pthread_barrier_t gate;
    pthread_attr_t attributes;
    struct member *members = calloc(count, sizeof *members);
    assert_non_null(members);
    assert_int_equal(pthread_barrier_init(&gate, NULL, (unsigned)count), 0);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, STACK_BYTES), 0);
    for (size_t i = 0; i < count; i++) {
        members[i] = (struct member){
            .index = i, .act = act, .arg = arg, .gate = &gate, .outcome = &ret_outcomes[i]};
        /* The others wait at the gate for ever: nothing to go on with. */
        if (pthread_create(&members[i].thread, &attributes, run, &members[i]) != 0)
            abort();
    }
    for (size_t i = 0; i < count; i++)
        (void)pthread_join(members[i].thread, NULL);
    (void)pthread_attr_destroy(&attributes);
    (void)pthread_barrier_destroy(&gate);
    free(members);
}

size_t outcomes_of(const struct outcome *outcomes, size_t count, long status, const char *code)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found +=
            outcomes[i].status == status && (code == NULL || strcmp(outcomes[i].code, code) == 0);
    return found;
}

void assert_outcomes(const struct outcome *outcomes, size_t count, size_t accounted)
{
    if (accounted == count)
        return;
    for (size_t i = 0; i < count; i++) {
        const size_t all = outcomes_of(outcomes, count, outcomes[i].status, outcomes[i].code);
        const size_t before = outcomes_of(outcomes, i, outcomes[i].status, outcomes[i].code);
        if (before == 0)
            print_error("%zu times %ld %s\n", all, outcomes[i].status, outcomes[i].code);
    }
    fail_msg("%zu of %zu answers are as they should be", accounted, count);
}
