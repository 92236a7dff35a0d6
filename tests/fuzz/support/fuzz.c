#include "fuzz/support/fuzz.h"

#include <stdio.h>

#include <sodium.h>

#include "base/config_table.h"

#define ARENA_LIMIT ((size_t)16 << 20)
/* 2026-11-20T00:00:00Z */
#define NOW INT64_C(1795132800000000)

void fuzz_say(const char *expression, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, expression);
}

static void *must(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

/* The settings are the same whoever runs this. */
static void forget_environment(void)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++)
        (void)unsetenv(table[i].env);
}

struct call *fuzz_call(void)
{
    static struct settings settings;
    static struct call call;
    if (call.arena == NULL) {
        char message[500];
        forget_environment();
        if (sodium_init() < 0 || !settings_load(&settings, message, sizeof message))
            abort();
        settings.gateway_url = "http://127.0.0.1:1/gateway";
        settings.gateway_secret = "secret";
        settings.gateway_webhook_secret = "whsec_dGVzdCBrZXkgb2YgY2FsbGJhY2tz";
        call.arena = must(arena_new(ARENA_LIMIT));
    }
    arena_reset(call.arena);
    call.settings = &settings;
    call.now = (instant){NOW};
    call.problems = (struct problems){0};
    call.request_id = "fuzz";
    return &call;
}

struct slice fuzz_bytes(struct call *call, const uint8_t *data, size_t size)
{
    char *copy = must(arena_alloc(call->arena, size));
    if (size > 0)
        memcpy(copy, data, size);
    return (struct slice){copy, size};
}

const char *fuzz_text(struct call *call, const uint8_t *data, size_t size)
{
    return must(arena_strndup(call->arena, (const char *)data, strnlen((const char *)data, size)));
}

const char *fuzz_line(struct call *call, struct slice *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
    const size_t size = end != NULL ? (size_t)(end - rest->data) : rest->size;
    const char *line = fuzz_text(call, (const uint8_t *)rest->data, size);
    const size_t taken = end != NULL ? size + 1 : size;
    *rest = (struct slice){rest->data + taken, rest->size - taken};
    return line;
}
