#include "shop/member/session.h"

#include <sodium.h>
#include <string.h>

#include "shop/cart/cart.h"

#define TOKEN_BYTES 32
#define HASH_BYTES 32

static const struct row_field SESSION_ROW[] = {
    ROW_FIELD(ROW_INT, struct session, session_id),
    ROW_FIELD_NULL(ROW_INT, struct session, seller_id),
    ROW_FIELD_NULL(ROW_TEXT, struct session, name),
    ROW_FIELD(ROW_TIME, struct session, seen_at),
    ROW_FIELD(ROW_TIME, struct session, expires_at),
    {"member_id", ROW_INT, true, offsetof(struct session, owner.member), NULL},
    {"guest_id", ROW_INT, true, offsetof(struct session, owner.guest), NULL},
    {"role", ROW_ENUM, true, offsetof(struct session, role), MEMBER_ROLE_NAMES},
};

char *session_token(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];
    char *text = arena_alloc(arena, SESSION_TOKEN_SIZE + 1);
    if (text == NULL)
        return NULL;
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, SESSION_TOKEN_SIZE + 1, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text;
}

static void hash_token(const char *token, unsigned char ret_hash[HASH_BYTES])
{
    crypto_generichash(ret_hash, HASH_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
}

enum err session_resolve(struct db *db, const char *token, struct session *ret_session)
{
    if (strlen(token) != SESSION_TOKEN_SIZE)
        return E_UNAUTHENTICATED;
    const instant now = db_call(db)->now;
    unsigned char hash[HASH_BYTES];
    hash_token(token, hash);
    struct rows rows;
    struct session session = {0};
    TRY(db_run(db, Q_session_resolve, ARGS(arg_bytes(hash, sizeof hash)), &rows));
    TRY(rows_decode_one(db, &rows, SESSION_ROW, COUNT_OF(SESSION_ROW), E_UNAUTHENTICATED,
                        &session));
    if (!session_alive(session.seen_at, session.expires_at, now))
        return E_UNAUTHENTICATED;
    if (session_seen_is_old(session.seen_at, now))
        TRY(db_run(db, Q_session_seen, ARGS(arg_int(session.session_id.v), arg_time(now)), NULL));
    *ret_session = session;
    return E_OK;
}

/* A new token and its end into `opened`, its hash into `ret_hash`. */
static enum err prepare(struct tx *tx, struct session_opened *opened,
                        unsigned char ret_hash[HASH_BYTES])
{
    opened->token = session_token(tx->call->arena);
    TRY_NEW(opened->token);
    opened->expires_at = session_expiry(tx->call->now);
    hash_token(opened->token, ret_hash);
    return E_OK;
}

enum err session_open_guest(struct tx *tx, struct session_opened *ret_opened)
{
    static const struct row_field OPENED_ROW[] = {
        ROW_FIELD(ROW_INT, struct session_opened, session_id),
        ROW_FIELD(ROW_INT, struct session_opened, guest_id),
    };
    struct session_opened opened = {0}, made = {0};
    unsigned char hash[HASH_BYTES];
    struct rows rows;
    TRY(prepare(tx, &opened, hash));
    TRY(db_run(
        tx->db, Q_session_insert_guest,
        ARGS(arg_bytes(hash, sizeof hash), arg_time(tx->call->now), arg_time(opened.expires_at)),
        &rows));
    TRY(rows_decode_one(tx->db, &rows, OPENED_ROW, COUNT_OF(OPENED_ROW), E_INTERNAL, &made));
    opened.session_id = made.session_id;
    opened.guest_id = made.guest_id;
    *ret_opened = opened;
    return E_OK;
}

enum err session_open_member(struct tx *tx, const struct account *account,
                             const struct session *before, struct session_opened *ret_opened)
{
    struct session_opened opened = {0};
    unsigned char hash[HASH_BYTES];
    struct rows rows;
    TRY(prepare(tx, &opened, hash));
    TRY(db_run(tx->db, Q_session_insert_member,
               ARGS(arg_int(account->member_id.v), arg_bytes(hash, sizeof hash),
                    arg_text(account->password_hash), arg_time(tx->call->now),
                    arg_time(opened.expires_at)),
               &rows));
    TRY(rows_int(tx->db, &rows, E_INVALID_CREDENTIALS, &opened.session_id.v));
    if (before != NULL && before->owner.guest.v != 0)
        TRY(cart_take_over(tx, before->owner.guest, account->member_id));
    if (before != NULL)
        TRY(session_close(tx, before->session_id));
    *ret_opened = opened;
    return E_OK;
}

enum err session_close(struct tx *tx, session_id id)
{
    db_queue(tx->db, Q_session_delete, ARGS(arg_int(id.v)), NULL);
    return E_OK;
}

enum err session_sweep(struct tx *tx, int64_t *ret_count)
{
    const instant now = tx->call->now;
    struct rows ended, idle;
    db_queue(tx->db, Q_session_sweep_ended, ARGS(arg_time(now)), &ended);
    db_queue(tx->db, Q_session_sweep_idle, ARGS(arg_time(instant_sub(now, SESSION_IDLE))), &idle);
    TRY(db_flush(tx->db));
    *ret_count = ended.affected + idle.affected;
    return E_OK;
}

enum err guest_sweep(struct tx *tx, int64_t *ret_count)
{
    static const struct row_field ROW[] = {{"guest_id", ROW_INT, false, 0, NULL}};
    const instant now = tx->call->now;
    struct rows due;
    int64_t *ids;
    TRY(db_run(tx->db, Q_guest_lock_due, ARGS(arg_time(instant_sub(now, GUEST_LOOK_EVERY))), &due));
    TRY(rows_decode(tx->db, &due, ROW, COUNT_OF(ROW), sizeof *ids, &ids));
    if (due.count > 0)
        db_queue(tx->db, Q_guest_sweep, ARGS(arg_ints(ids, due.count), arg_time(now)), NULL);
    *ret_count = (int64_t)due.count;
    return E_OK;
}
