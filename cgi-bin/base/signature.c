#include "base/signature.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PREFIX "whsec_"
#define KEY_MAX 400 /* bytes of a secret of 500 characters */
#define ID_LENGTH_MAX 200
#define VERSION "v1,"

static bool key_of(const char *secret, unsigned char key[KEY_MAX], size_t *ret_size)
{
    if (strncmp(secret, PREFIX, strlen(PREFIX)) != 0)
        return false;
    const char *text = secret + strlen(PREFIX);
    return sodium_base642bin(key, KEY_MAX, text, strlen(text), NULL, ret_size, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           *ret_size > 0;
}

bool signature_make(const char *secret, const char *id, int64_t timestamp_s, struct slice body,
                    char ret_signature[SIGNATURE_SIZE])
{
    unsigned char key[KEY_MAX], mac[crypto_auth_hmacsha256_BYTES];
    char head[ID_LENGTH_MAX + 30];
    size_t key_size;
    if (strlen(id) > ID_LENGTH_MAX || !key_of(secret, key, &key_size))
        return false;
    (void)snprintf(head, sizeof head, "%s.%" PRId64 ".", id, timestamp_s);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_size);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, strlen(head));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.data, body.size);
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(key, sizeof key);
    memcpy(ret_signature, VERSION, strlen(VERSION));
    sodium_bin2base64(ret_signature + strlen(VERSION), SIGNATURE_SIZE - strlen(VERSION), mac,
                      sizeof mac, sodium_base64_VARIANT_ORIGINAL);
    return true;
}

bool signature_valid(const char *secret, const char *id, int64_t timestamp_s, struct slice body,
                     const char *header)
{
    char right[SIGNATURE_SIZE];
    if (!signature_make(secret, id, timestamp_s, body, right))
        return false;
    bool found = false;
    while (*header != '\0') {
        const size_t size = strcspn(header, " ");
        found |= size == SIGNATURE_SIZE - 1 && sodium_memcmp(header, right, size) == 0;
        header += size + strspn(header + size, " ");
    }
    return found;
}
