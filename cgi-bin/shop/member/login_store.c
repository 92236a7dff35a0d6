#include "shop/member/login.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"

#define NONCE_BYTES 16
#define MAC_BYTES 32

_Static_assert(LOGIN_SUBJECT_BYTES == crypto_generichash_BYTES, "a subject is a BLAKE2b hash");

/* ---- known devices ---- */

static const char DEVICE_LABEL[] = "jangteo device 1";

static void device_mac(const unsigned char *nonce, const char *password_hash,
                       unsigned char ret_mac[MAC_BYTES])
{
    unsigned char key[crypto_generichash_KEYBYTES];
    crypto_generichash_state state;
    crypto_generichash(key, sizeof key, (const unsigned char *)password_hash, strlen(password_hash),
                       NULL, 0);
    crypto_generichash_init(&state, key, sizeof key, MAC_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)DEVICE_LABEL, sizeof DEVICE_LABEL);
    crypto_generichash_update(&state, nonce, NONCE_BYTES);
    crypto_generichash_final(&state, ret_mac, MAC_BYTES);
}

char *device_token(struct arena *arena, const char *password_hash)
{
    unsigned char bytes[NONCE_BYTES + MAC_BYTES];
    char *text = arena_alloc(arena, DEVICE_TOKEN_SIZE + 1);
    if (text == NULL)
        return NULL;
    randombytes_buf(bytes, NONCE_BYTES);
    device_mac(bytes, password_hash, bytes + NONCE_BYTES);
    return sodium_bin2base64(text, DEVICE_TOKEN_SIZE + 1, bytes, sizeof bytes,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool device_is_known(const char *token, const char *password_hash)
{
    unsigned char bytes[NONCE_BYTES + MAC_BYTES], mac[MAC_BYTES];
    size_t size;
    if (strlen(token) != DEVICE_TOKEN_SIZE ||
        sodium_base642bin(bytes, sizeof bytes, token, DEVICE_TOKEN_SIZE, NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != sizeof bytes)
        return false;
    device_mac(bytes, password_hash, mac);
    return sodium_memcmp(mac, bytes + NONCE_BYTES, MAC_BYTES) == 0;
}

/* ---- subjects ---- */

/* Each part with its NUL, so that no two subjects run together to the same text. */
static void add_subject(struct login_guard *guard, enum login_group group, const char *a,
                        const char *b)
{
    crypto_generichash_state state;
    const unsigned char kind = (unsigned char)group;
    const size_t at = guard->count++;
    crypto_generichash_init(&state, NULL, 0, LOGIN_SUBJECT_BYTES);
    crypto_generichash_update(&state, &kind, 1);
    crypto_generichash_update(&state, (const unsigned char *)a, strlen(a) + 1);
    crypto_generichash_update(&state, (const unsigned char *)b, strlen(b) + 1);
    crypto_generichash_final(&state, guard->subjects[at].hash, LOGIN_SUBJECT_BYTES);
    guard->subjects[at].group = group;
}

enum err login_guard_make(struct arena *arena, const char *email, const char *address,
                          const char *device, const char *password_hash,
                          struct login_guard *ret_guard)
{
    struct login_guard guard = {0};
    if (device != NULL && password_hash != NULL && device_is_known(device, password_hash)) {
        add_subject(&guard, LOGIN_BY_DEVICE, email, device);
    } else {
        const char *network = login_network(arena, address);
        TRY_NEW(network);
        add_subject(&guard, LOGIN_BY_ADDRESS, email, network);
        add_subject(&guard, LOGIN_BY_ACCOUNT, email, "");
    }
    *ret_guard = guard;
    return E_OK;
}

struct login_guard login_guard_of_session(member_id member, session_id session)
{
    struct login_guard guard = {.count = 1};
    const int64_t ids[] = {member.v, session.v};
    guard.subjects[0].group = LOGIN_BY_DEVICE;
    crypto_generichash(guard.subjects[0].hash, LOGIN_SUBJECT_BYTES, (const unsigned char *)ids,
                       sizeof ids, NULL, 0);
    return guard;
}

/* ---- counting ---- */

static struct db_arg subject(const struct login_guard *guard, size_t i)
{
    return arg_bytes(guard->subjects[i].hash, LOGIN_SUBJECT_BYTES);
}

static enum err refuse(struct call *call, instant open_at)
{
    const int64_t left_us = open_at.us - call->now.us;
    call->retry_after_s = (left_us + 999999) / 1000000;
    log_write(LOG_WARN, "a check of a password has to wait %lld s after failures",
              (long long)call->retry_after_s);
    metric_add(METRIC_LOGIN_WAITS, NO_LABELS, 1);
    return E_TOO_MANY_REQUESTS;
}

/* The locks are taken in the subjects' order, which is everybody's. */
static enum err admit(struct tx *tx, void *arg)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct login_failures, failures),
        ROW_FIELD(ROW_TIME, struct login_failures, failed_at),
        ROW_FIELD(ROW_TIME, struct login_failures, open_at),
    };
    const struct login_guard *guard = arg;
    const instant now = tx->call->now;
    struct rows rows[COUNT_OF(guard->subjects)];
    for (size_t i = 0; i < guard->count; i++)
        db_queue(tx->db, Q_login_failure_lock, ARGS(subject(guard, i), arg_time(now)), &rows[i]);
    TRY(db_flush(tx->db));
    for (size_t i = 0; i < guard->count; i++) {
        struct login_failures known = {0};
        TRY(rows_decode_one(tx->db, &rows[i], ROW, COUNT_OF(ROW), E_INTERNAL, &known));
        if (!login_is_open(&known, now))
            return refuse(tx->call, known.open_at);
        known = login_failed(guard->subjects[i].group, &known, now);
        db_queue(tx->db, Q_login_failure_count,
                 ARGS(subject(guard, i), arg_int(known.failures), arg_time(known.failed_at),
                      arg_time(known.open_at)),
                 NULL);
    }
    return E_OK;
}

enum err login_admit(struct db *db, const struct login_guard *guard)
{
    if (!db_call(db)->settings->rate_limit)
        return E_OK;
    struct login_guard own = *guard;
    return tx_run(db, admit, &own);
}

static enum err settle(struct db *db, const struct login_guard *guard, bool right)
{
    if (!db_call(db)->settings->rate_limit)
        return E_OK;
    for (size_t i = 0; i < guard->count; i++) {
        const bool forget = right && guard->subjects[i].group != LOGIN_BY_ACCOUNT;
        db_queue(db, forget ? Q_login_failure_forget : Q_login_failure_take_back,
                 ARGS(subject(guard, i)), NULL);
    }
    return db_flush(db);
}

enum err login_succeeded(struct db *db, const struct login_guard *guard)
{
    return settle(db, guard, true);
}

enum err login_take_back(struct db *db, const struct login_guard *guard)
{
    return settle(db, guard, false);
}

enum err login_sweep(struct tx *tx, int64_t *ret_count)
{
    struct rows swept;
    TRY(db_run(tx->db, Q_login_failure_sweep,
               ARGS(arg_time(instant_sub(tx->call->now, LOGIN_MEMORY))), &swept));
    *ret_count = swept.affected;
    return E_OK;
}
