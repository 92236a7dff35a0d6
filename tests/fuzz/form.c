/* A form's body or a query: into pairs, and the pairs by a field table. Pairs written out again are
 * read as the same. */
#include "fuzz/support/body.h"
#include "fuzz/support/fuzz.h"

#define TEXT_MAX ((size_t)1 << 20)

static struct slice written(struct call *call, const struct pair *pairs, size_t count)
{
    struct strbuf buf = strbuf_make(call->arena, TEXT_MAX);
    struct slice text = {NULL, 0};
    for (size_t i = 0; i < count; i++) {
        strbuf_puts(&buf, str_url_encode(call->arena, pairs[i].name));
        strbuf_puts(&buf, "=");
        strbuf_puts(&buf, str_url_encode(call->arena, pairs[i].value));
        strbuf_puts(&buf, "&");
    }
    HOLDS(strbuf_finish(&buf, &text) == E_OK);
    return text;
}

static void reads_back(struct call *call, const struct pair *pairs, size_t count)
{
    const struct pair *again;
    size_t count_again;
    if (count == PAIRS_MAX) /* the end counts as one more */
        return;
    HOLDS(decode_form(call, written(call, pairs, count), &again, &count_again) == E_OK);
    HOLDS(count == count_again);
    for (size_t i = 0; i < count; i++)
        HOLDS(strcmp(pairs[i].name, again[i].name) == 0 &&
              strcmp(pairs[i].value, again[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const struct pair *pairs;
    size_t count;
    const enum err split = decode_form(call, fuzz_bytes(call, data, size), &pairs, &count);
    HOLDS(split == E_OK || (split == E_INVALID_REQUEST && call->problems.count > 0));
    if (split != E_OK)
        return 0;
    HOLDS(count <= PAIRS_MAX);
    for (size_t i = 0; i < count; i++)
        HOLDS(utf8_valid(pairs[i].name, strlen(pairs[i].name)) &&
              utf8_valid(pairs[i].value, strlen(pairs[i].value)));
    reads_back(call, pairs, count);

    char body[BODY_SIZE_MAX];
    const enum err e = decode_pairs(call, &BODY_FIELDS, pairs, count, body);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST);
    HOLDS((e == E_OK) == (call->problems.count == 0));
    if (e == E_OK)
        body_holds(body);
    return 0;
}
