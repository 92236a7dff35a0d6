#include <string.h>

#include "web/decode_value.h"

/* Decodes one side of a pair; what is no text is refused under `place`. */
static enum err decode_part(struct decoding *run, const struct place *place, struct slice text,
                            const char **ret_text)
{
    char *decoded;
    enum err e = str_url_decode(run->call->arena, text, &decoded);
    if (e == E_NO_MEMORY)
        return e;
    if (e != E_OK || !utf8_valid(decoded, strlen(decoded))) {
        decode_refuse(run, place, e != E_OK ? P_MALFORMED : P_INVALID_TEXT);
        return E_INVALID_REQUEST;
    }
    *ret_text = decoded;
    return E_OK;
}

static enum err decode_pair(struct decoding *run, struct slice text, struct pair *ret_pair)
{
    const char *equals = memchr(text.data, '=', text.size);
    size_t name_size = equals != NULL ? (size_t)(equals - text.data) : text.size;
    struct slice value = {"", 0};
    struct pair pair;

    if (equals != NULL)
        value = (struct slice){equals + 1, text.size - name_size - 1};
    TRY(decode_part(run, NULL, (struct slice){text.data, name_size}, &pair.name));
    struct place place = {.name = {pair.name, strlen(pair.name)}};
    TRY(decode_part(run, &place, value, &pair.value));
    *ret_pair = pair;
    return E_OK;
}

/* How many pairs there may be at most. */
static size_t count_pieces(struct slice text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '&')
            count++;
    return count;
}

enum err decode_form(struct call *call, struct slice text, const struct pair **ret_pairs,
                     size_t *ret_count)
{
    struct decoding run = {.call = call};
    size_t count = 0, most = text.size > 0 ? count_pieces(text) : 0;

    if (most > PAIRS_MAX) {
        decode_refuse_bounds(&run, NULL, P_TOO_MANY, 0, PAIRS_MAX);
        return E_INVALID_REQUEST;
    }
    struct pair *pairs = NEW_ARRAY(call->arena, struct pair, most);
    TRY_NEW(pairs);

    const char *at = text.data, *end = text.data + text.size;
    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        if (stop > at)
            TRY(decode_pair(&run, (struct slice){at, (size_t)(stop - at)}, &pairs[count++]));
        at = stop + 1;
    }
    *ret_pairs = pairs;
    *ret_count = count;
    return E_OK;
}
