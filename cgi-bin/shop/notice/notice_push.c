/* What is pushed to whom: listeners, and the queue that the worker takes from. */
#include <inttypes.h>
#include <sodium.h>

#include "shop/notice/notice.h"

static const struct row_field OUT_ROW[] = {
    {"notice_id", ROW_INT, false, offsetof(struct notice_out, row.notice_id), NULL},
    {"subject", ROW_TEXT, true, offsetof(struct notice_out, row.notice.subject), NULL},
    {"name", ROW_TEXT, true, offsetof(struct notice_out, row.notice.name), NULL},
    {"state", ROW_TEXT, true, offsetof(struct notice_out, row.notice.state), NULL},
    {"amount", ROW_INT, true, offsetof(struct notice_out, row.notice.amount), NULL},
    {"created_at", ROW_TIME, true, offsetof(struct notice_out, row.created_at), NULL},
    {"read_at", ROW_TIME, true, offsetof(struct notice_out, row.read_at), NULL},
    {"kind", ROW_ENUM, true, offsetof(struct notice_out, row.notice.kind), NOTICE_KIND_NAMES},
    ROW_FIELD_NULL(ROW_TEXT, struct notice_out, reader),
    ROW_FIELD_NULL(ROW_TEXT, struct notice_out, lang),
    ROW_FIELD_NULL(ROW_TEXT, struct notice_out, addresses),
    ROW_FIELD_NULL(ROW_INT, struct notice_out, attempts),
};

enum err notice_listen(struct tx *tx, struct owner reader, const char *lang,
                       const char **ret_channel)
{
    const bool guest = reader.member.v == 0;
    const char *name = arena_printf(tx->call->arena, "%c%" PRId64, guest ? 'g' : 'm',
                                    guest ? reader.guest.v : reader.member.v);
    TRY_NEW(name);
    const char *channel = arena_printf(tx->call->arena, "%s-%s", name, lang);
    TRY_NEW(channel);
    db_queue(
        tx->db, Q_notice_listen,
        ARGS(arg_text(name), arg_text(lang), arg_time(instant_add(tx->call->now, NOTICE_LISTENS))),
        NULL);
    *ret_channel = channel;
    return E_OK;
}

enum err notice_claim(struct db *db, span lease, int64_t limit, struct notice_batch *ret_batch)
{
    struct rows rows;
    struct notice_batch batch = {0};
    const instant now = db_call(db)->now;
    uint64_t random;
    randombytes_buf(&random, sizeof random);
    batch.claim = (int64_t)(random >> 1);
    TRY(db_run(db, Q_notice_claim,
               ARGS(arg_time(now), arg_time(instant_add(now, lease)), arg_int(batch.claim),
                    arg_int(limit)),
               &rows));
    TRY(rows_decode(db, &rows, OUT_ROW, COUNT_OF(OUT_ROW), sizeof *batch.items, &batch.items));
    batch.count = rows.count;
    *ret_batch = batch;
    return E_OK;
}

void notice_queue_pushed(struct db *db, const int64_t *ids, size_t count, int64_t claim)
{
    if (count > 0)
        db_queue(db, Q_notice_pushed, ARGS(arg_ints(ids, count), arg_int(claim)), NULL);
}

void notice_queue_push_failed(struct db *db, const struct notice_out *out, int64_t claim,
                              const char *addresses)
{
    if (out->attempts + 1 >= NOTICE_PUSH_TRIES)
        notice_queue_pushed(db, &out->row.notice_id, 1, claim);
    else
        db_queue(db, Q_notice_push_failed,
                 ARGS(arg_int(out->row.notice_id), arg_int(claim),
                      arg_time(instant_add(db_call(db)->now, NOTICE_PUSH_WAIT)),
                      arg_text(addresses)),
                 NULL);
}

void notice_queue_release(struct db *db, const int64_t *ids, size_t count, int64_t claim)
{
    if (count > 0)
        db_queue(db, Q_notice_push_release, ARGS(arg_ints(ids, count), arg_int(claim)), NULL);
}
