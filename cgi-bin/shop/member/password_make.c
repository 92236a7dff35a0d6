#include <sodium.h>

#include "shop/member/password.h"

/* 20 characters from 120 random bits. */
enum err password_make(struct arena *arena, const char **ret_password)
{
    enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    unsigned char random[15];
    const size_t size = sodium_base64_ENCODED_LEN(sizeof random, VARIANT);
    char *text = arena_alloc(arena, size);
    TRY_NEW(text);
    randombytes_buf(random, sizeof random);
    *ret_password = sodium_bin2base64(text, size, random, sizeof random, VARIANT);
    return E_OK;
}
