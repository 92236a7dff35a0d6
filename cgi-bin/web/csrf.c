#include "web/csrf.h"

#include <string.h>
#include <strings.h>

#include <sodium.h>

static const char LABEL[] = "jangteo csrf 1";

#define TOKEN_TEXT_SIZE                                                                            \
    sodium_base64_ENCODED_LEN(crypto_generichash_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)

static void token_make(struct slice secret, char ret_text[TOKEN_TEXT_SIZE])
{
    unsigned char reduced[crypto_generichash_BYTES], hash[crypto_generichash_BYTES];
    const unsigned char *key = (const unsigned char *)secret.data;
    size_t key_size = secret.size;

    /* BLAKE2b takes keys of 16 to 64 bytes; a cookie may have any size. */
    if (key_size < crypto_generichash_KEYBYTES_MIN || key_size > crypto_generichash_KEYBYTES_MAX) {
        crypto_generichash(reduced, sizeof reduced, key, key_size, NULL, 0);
        key = reduced;
        key_size = sizeof reduced;
    }
    crypto_generichash(hash, sizeof hash, (const unsigned char *)LABEL, sizeof LABEL - 1, key,
                       key_size);
    sodium_bin2base64(ret_text, TOKEN_TEXT_SIZE, hash, sizeof hash,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *csrf_token(struct arena *arena, struct slice secret)
{
    char text[TOKEN_TEXT_SIZE];

    if (secret.size == 0)
        return NULL;
    token_make(secret, text);
    return arena_strdup(arena, text);
}

static bool token_is_right(struct slice secret, const char *given)
{
    char text[TOKEN_TEXT_SIZE];

    if (secret.size == 0 || given == NULL || strlen(given) != TOKEN_TEXT_SIZE - 1)
        return false;
    token_make(secret, text);
    return sodium_memcmp(text, given, TOKEN_TEXT_SIZE - 1) == 0;
}

/* The size of an origin without the port that its scheme implies: browsers leave that out. */
static size_t origin_size(const char *origin)
{
    static const struct {
        const char *scheme, *port;
    } implied[] = {{"http://", ":80"}, {"https://", ":443"}};
    size_t size = strlen(origin);

    for (size_t i = 0; i < COUNT_OF(implied); i++) {
        size_t port = strlen(implied[i].port);
        if (strncasecmp(origin, implied[i].scheme, strlen(implied[i].scheme)) == 0 && size > port &&
            strcmp(origin + size - port, implied[i].port) == 0)
            return size - port;
    }
    return size;
}

static bool origin_equal(const char *a, const char *b)
{
    size_t size = origin_size(a);

    return size == origin_size(b) && strncasecmp(a, b, size) == 0;
}

bool csrf_allowed(const struct request *req, const char *public_origin, bool bearer,
                  struct slice secret, const char *form_token)
{
    if (bearer || !request_is_unsafe(req))
        return true;
    if (req->sec_fetch_site != NULL)
        return strcmp(req->sec_fetch_site, "same-origin") == 0;
    if (req->origin != NULL)
        return origin_equal(req->origin, public_origin);
    return token_is_right(secret, form_token != NULL ? form_token : req->csrf_token);
}
