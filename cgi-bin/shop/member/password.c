#include "shop/member/password.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/metric.h"
#include "base/str.h"

#define MEMORY_BYTES ((size_t)46 * 1024 * 1024)
#define PASSES 1
#define RUNNING_MAX 2
#define WAITING_MAX 4
#define WAIT_SECONDS 2
#define HASH_BYTES 32
#define MEMORY_KIB_MIN (crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024) /* libsodium takes no less */

/* The hash of a password that nobody knows, made with the same parameters. */
static const char NOBODY[crypto_pwhash_argon2id_STRBYTES] =
    "$argon2id$v=19$m=47104,t=1,p=1$tpO03bPyD9Ggm8VCxm9/"
    "jQ$gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg";

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_cond_t freed;
static int running, waiting;

static void set_up(void)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&freed, &attributes);
    pthread_condattr_destroy(&attributes);
}

/* Takes one of the places; false when none comes free in time. */
static bool enter(void)
{
    pthread_once(&once, set_up);
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&mutex);
    bool entered = running < RUNNING_MAX;
    if (!entered && waiting < WAITING_MAX) {
        waiting++;
        int rc = 0;
        while (running >= RUNNING_MAX && rc != ETIMEDOUT)
            rc = pthread_cond_timedwait(&freed, &mutex, &deadline);
        entered = running < RUNNING_MAX;
        waiting--;
    }
    if (entered)
        running++;
    pthread_mutex_unlock(&mutex);
    return entered;
}

static void leave(void)
{
    pthread_mutex_lock(&mutex);
    running--;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&mutex);
}

enum err password_hash(struct arena *arena, const char *password, const char **ret_hash)
{
    char *hash = arena_alloc(arena, crypto_pwhash_argon2id_STRBYTES);
    TRY_NEW(hash);
    if (sodium_init() < 0)
        return E_INTERNAL;
    if (!enter())
        return E_UNAVAILABLE;
    metric_add(METRIC_PASSWORD_HASHES, NO_LABELS, 1);
    const int rc =
        crypto_pwhash_argon2id_str(hash, password, strlen(password), PASSES, MEMORY_BYTES);
    leave();
    if (rc != 0)
        return E_UNAVAILABLE; /* 46 MiB could not be had */
    *ret_hash = hash;
    return E_OK;
}

/* ---- what is kept ---- */

/* "$argon2id$v=19$m=47104,t=1,p=1$SALT$HASH", as libsodium writes it. */
struct kept {
    int64_t memory_kib, passes;
    unsigned char salt[crypto_pwhash_argon2id_SALTBYTES], hash[HASH_BYTES];
};

static bool take(const char **at, const char *word)
{
    const size_t size = strlen(word);
    if (strncmp(*at, word, size) != 0)
        return false;
    *at += size;
    return true;
}

static bool take_number(const char **at, int64_t least, int64_t *ret_number)
{
    const char *start = *at;
    const size_t size = strspn(start, "0123456789");
    *at += size;
    return str_to_int(start, size, least, UINT32_MAX, ret_number);
}

static bool take_bytes(const char **at, unsigned char *ret_bytes, size_t wanted)
{
    const char *start = *at;
    size_t size;
    return sodium_base642bin(ret_bytes, wanted, start, strlen(start), NULL, &size, at,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           size == wanted;
}

static bool read_kept(const char *text, struct kept *ret_kept)
{
    return take(&text, "$argon2id$v=19$m=") &&
           take_number(&text, MEMORY_KIB_MIN, &ret_kept->memory_kib) && take(&text, ",t=") &&
           take_number(&text, crypto_pwhash_argon2id_OPSLIMIT_MIN, &ret_kept->passes) &&
           take(&text, ",p=1$") && take_bytes(&text, ret_kept->salt, sizeof ret_kept->salt) &&
           take(&text, "$") && take_bytes(&text, ret_kept->hash, sizeof ret_kept->hash) &&
           *text == '\0';
}

/* Hashed once more and compared here: the library's own check calls a password wrong when there was
 * no memory to hash it in. */
enum err password_verify(const char *hash, const char *password)
{
    struct kept kept;
    unsigned char again[HASH_BYTES];
    if (sodium_init() < 0)
        return E_INTERNAL;
    if (!read_kept(hash != NULL ? hash : NOBODY, &kept))
        return E_INVALID_CREDENTIALS;
    if (!enter())
        return E_UNAVAILABLE;
    metric_add(METRIC_PASSWORD_HASHES, NO_LABELS, 1);
    const int rc = crypto_pwhash_argon2id(
        again, sizeof again, password, strlen(password), kept.salt, (uint64_t)kept.passes,
        (size_t)kept.memory_kib * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
    leave();
    if (rc != 0)
        return E_UNAVAILABLE; /* the memory could not be had */
    const bool same = sodium_memcmp(again, kept.hash, sizeof again) == 0;
    return same && hash != NULL ? E_OK : E_INVALID_CREDENTIALS;
}
