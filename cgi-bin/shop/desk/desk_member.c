#include <stdlib.h>

#include "shop/desk/desk.h"

static const struct row_field MEMBER_ROW[] = {
    ROW_FIELD(ROW_INT, struct desk_member, member_id),
    ROW_FIELD_NULL(ROW_TEXT, struct desk_member, email),
    ROW_FIELD_NULL(ROW_TEXT, struct desk_member, name),
    ROW_FIELD_NULL(ROW_TEXT, struct desk_member, phone),
    ROW_FIELD_ENUM(struct desk_member, role, MEMBER_ROLE_NAMES),
    ROW_FIELD_ENUM(struct desk_member, status, MEMBER_STATUS_NAMES),
    ROW_FIELD(ROW_TIME, struct desk_member, created_at),
};

/* What is no address or number can be nobody's: an empty text finds nobody. */
static enum err or_nobody(enum err e, const char **text)
{
    if (e == E_INVALID_REQUEST)
        *text = "";
    return e == E_INVALID_REQUEST ? E_OK : e;
}

static enum err find(struct db *db, const char *text, int64_t before, int64_t limit,
                     struct rows *ret_rows)
{
    struct arena *arena = db_call(db)->arena;
    const struct db_arg from = arg_int(before == 0 ? INT64_MAX : before);
    const struct db_arg most = arg_int(limit);
    const char *key = text;
    switch (desk_key_of(text)) {
    case DESK_KEY_NUMBER:
        return db_run(db, Q_desk_member_by_id, ARGS(arg_int(strtoll(text, NULL, 10)), from, most),
                      ret_rows);
    case DESK_KEY_EMAIL:
        TRY(or_nobody(email_normalise(arena, text, &key), &key));
        return db_run(db, Q_desk_member_by_email, ARGS(arg_text(key), from, most), ret_rows);
    case DESK_KEY_PHONE:
        TRY(or_nobody(phone_normalise(arena, text, &key), &key));
        return db_run(db, Q_desk_member_by_phone, ARGS(arg_text(key), from, most), ret_rows);
    case DESK_KEY_NAME:
    case DESK_KEY_ORDER:
        return db_run(db, Q_desk_member_by_name, ARGS(arg_text(text), from, most), ret_rows);
    case DESK_KEY_NONE:
        break;
    }
    return db_run(db, Q_desk_member_newest, ARGS(from, most), ret_rows);
}

enum err desk_find_members(struct db *db, const char *text, int64_t before, int64_t limit,
                           struct desk_member_page *ret_page)
{
    struct rows rows;
    struct desk_member_page page = {0};
    TRY(find(db, text, before, limit + 1, &rows));
    TRY(rows_decode(db, &rows, MEMBER_ROW, COUNT_OF(MEMBER_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].member_id.v;
    }
    *ret_page = page;
    return E_OK;
}

enum err desk_members_named(struct db *db, const int64_t *ids, size_t count,
                            struct desk_member_page *ret_page)
{
    struct rows rows;
    struct desk_member_page page = {0};
    TRY(db_run(db, Q_desk_member_named, ARGS(arg_ints(ids, count)), &rows));
    TRY(rows_decode(db, &rows, MEMBER_ROW, COUNT_OF(MEMBER_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    *ret_page = page;
    return E_OK;
}
