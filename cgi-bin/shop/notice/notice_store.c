#include "shop/notice/notice.h"

static const struct row_field NOTICE_ROW[] = {
    ROW_FIELD(ROW_INT, struct notice_row, notice_id),
    {"kind", ROW_ENUM, false, offsetof(struct notice_row, notice.kind), NOTICE_KIND_NAMES},
    {"subject", ROW_TEXT, true, offsetof(struct notice_row, notice.subject), NULL},
    {"name", ROW_TEXT, true, offsetof(struct notice_row, notice.name), NULL},
    {"state", ROW_TEXT, true, offsetof(struct notice_row, notice.state), NULL},
    {"amount", ROW_INT, false, offsetof(struct notice_row, notice.amount), NULL},
    ROW_FIELD(ROW_TIME, struct notice_row, created_at),
    ROW_FIELD_NULL(ROW_TIME, struct notice_row, read_at),
};

/* The statement of a list, and how many rows are wanted: one more than is shown. */
static enum err run_list(struct db *db, struct owner reader, bool unread, int64_t before,
                         int64_t limit, struct rows *ret_rows)
{
    const struct db_arg from = arg_int(before == 0 ? INT64_MAX : before);
    const struct db_arg most = arg_int(limit + 1);
    if (reader.member.v == 0)
        return db_run(db, Q_notice_list_of_guest,
                      ARGS(arg_int(reader.guest.v), from, most, arg_bool(unread)), ret_rows);
    return db_run(db, unread ? Q_notice_list_unread_of_member : Q_notice_list_of_member,
                  ARGS(arg_int(reader.member.v), from, most), ret_rows);
}

enum err notice_list(struct db *db, struct owner reader, bool unread, int64_t before, int64_t limit,
                     struct notice_page *ret_page)
{
    struct rows rows;
    struct notice_page page = {0};
    TRY(run_list(db, reader, unread, before, limit, &rows));
    TRY(rows_decode(db, &rows, NOTICE_ROW, COUNT_OF(NOTICE_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].notice_id;
    }
    *ret_page = page;
    return E_OK;
}

enum err notice_count_unread(struct db *db, struct owner reader, int64_t *ret_count)
{
    const bool guest = reader.member.v == 0;
    struct rows rows;
    TRY(db_run(db, guest ? Q_notice_count_unread_of_guest : Q_notice_count_unread_of_member,
               ARGS(arg_int(guest ? reader.guest.v : reader.member.v), arg_int(NOTICE_COUNTED)),
               &rows));
    return rows_int(db, &rows, E_INTERNAL, ret_count);
}

/* A page that is all there is. */
static enum err whole_page(struct db *db, const struct rows *rows, struct notice_page *ret_page)
{
    struct notice_page page = {.count = rows->count};
    TRY(rows_decode(db, rows, NOTICE_ROW, COUNT_OF(NOTICE_ROW), sizeof *page.items, &page.items));
    *ret_page = page;
    return E_OK;
}

enum err notice_list_about(struct db *db, struct owner reader, const char *subject,
                           struct notice_page *ret_page)
{
    struct rows rows;
    TRY(db_run(db,
               reader.member.v != 0 ? Q_notice_list_about_of_member : Q_notice_list_about_of_guest,
               ARGS(arg_int(reader.member.v != 0 ? reader.member.v : reader.guest.v),
                    arg_text(subject), arg_int(NOTICE_SUBJECT_SEARCH)),
               &rows));
    return whole_page(db, &rows, ret_page);
}

enum err notice_list_about_to_sellers(struct db *db, const int64_t *sellers, size_t count,
                                      const char *subject, int64_t since,
                                      struct notice_page *ret_page)
{
    struct rows rows;
    TRY(db_run(db, Q_notice_list_about_of_sellers,
               ARGS(arg_ints(sellers, count), arg_text(subject), arg_int(since),
                    arg_int(NOTICE_SUBJECT_SEARCH)),
               &rows));
    return whole_page(db, &rows, ret_page);
}

enum err notice_read(struct tx *tx, struct owner reader, int64_t notice_id,
                     struct notice_row *ret_row)
{
    struct rows rows;
    struct notice_row row = {0};
    TRY(db_run(tx->db, Q_notice_read,
               ARGS(arg_int(notice_id), arg_id(reader.member.v), arg_id(reader.guest.v),
                    arg_time(tx->call->now)),
               &rows));
    TRY(rows_decode_one(tx->db, &rows, NOTICE_ROW, COUNT_OF(NOTICE_ROW), E_NOTIFICATION_NOT_FOUND,
                        &row));
    *ret_row = row;
    return E_OK;
}

enum err notice_read_all(struct tx *tx, struct owner reader, int64_t *ret_count)
{
    const bool guest = reader.member.v == 0;
    struct rows rows;
    TRY(db_run(tx->db, guest ? Q_notice_read_all_of_guest : Q_notice_read_all_of_member,
               ARGS(arg_int(guest ? reader.guest.v : reader.member.v), arg_time(tx->call->now)),
               &rows));
    *ret_count = rows.affected;
    return E_OK;
}

enum err notice_sweep(struct tx *tx, int64_t *ret_count)
{
    const instant now = tx->call->now;
    struct rows notices, listeners;
    db_queue(tx->db, Q_notice_sweep, ARGS(arg_time(instant_sub(now, NOTICE_KEPT))), &notices);
    db_queue(tx->db, Q_notice_listener_sweep, ARGS(arg_time(now)), &listeners);
    TRY(db_flush(tx->db));
    *ret_count = notices.affected + listeners.affected;
    return E_OK;
}
