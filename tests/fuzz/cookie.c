/* The Cookie header: what is found in it stands in it, and a value that may be set is read back. */
#include "fuzz/support/fuzz.h"
#include "web/http.h"

static void reads_back(struct call *call, const char *name, const char *value)
{
    struct response res = {0};
    if (response_cookie(&res, call->arena, name, value, -1, false) != E_OK)
        return;
    /* As a browser keeps it: what stands before the first attribute. */
    const char *set = response_header_of(&res, "Set-Cookie");
    char *sent = arena_strndup(call->arena, set, strcspn(set, ";"));
    const struct request req = {.cookie = sent};
    const char *read = request_cookie(&req, call->arena, name);
    HOLDS(read != NULL && strcmp(read, value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const NAMES[] = {"sid", "pre", "lang"};
    struct call *call = fuzz_call();
    const struct request req = {.cookie = fuzz_text(call, data, size)};
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        const char *value = request_cookie(&req, call->arena, NAMES[i]);
        if (value == NULL)
            continue;
        HOLDS(strstr(req.cookie, value) != NULL && strchr(value, ';') == NULL);
        reads_back(call, NAMES[i], value);
    }
    return 0;
}
