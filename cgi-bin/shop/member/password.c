#include "shop/member/password.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/metric.h"

#define MEMORY_BYTES ((size_t)46 * 1024 * 1024)
#define PASSES 1
#define RUNNING_MAX 2
#define WAITING_MAX 4
#define WAIT_SECONDS 2

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

enum err password_verify(const char *hash, const char *password)
{
    if (sodium_init() < 0)
        return E_INTERNAL;
    if (!enter())
        return E_UNAVAILABLE;
    metric_add(METRIC_PASSWORD_HASHES, NO_LABELS, 1);
    errno = 0;
    const int rc =
        crypto_pwhash_argon2id_str_verify(hash != NULL ? hash : NOBODY, password, strlen(password));
    const int cause = errno;
    leave();
    if (rc == 0)
        return hash != NULL ? E_OK : E_INVALID_CREDENTIALS;
    return cause == ENOMEM ? E_UNAVAILABLE : E_INVALID_CREDENTIALS;
}
