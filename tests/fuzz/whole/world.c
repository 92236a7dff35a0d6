#include "fuzz/whole/world.h"

#include <string.h>
#include <time.h>

#include "db/handle.h"
#include "shop/member/password.h"

static const char *script = "";
static instant now;

void world_open(const char *given, instant at)
{
    script = given;
    now = at;
}

static unsigned decide(unsigned choices)
{
    if (*script == '\0' || choices == 0)
        return 0;
    return (unsigned char)(*script++ - '0') % choices;
}

/* ---- the database ---- */

static enum err fate(void)
{
    static const enum err FATES[] = {E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_OK,
                                     E_DB_LOST,
                                     E_UNAVAILABLE,
                                     E_DB_RETRY,
                                     E_INTERNAL,
                                     E_NO_MEMORY,
                                     E_OK,
                                     E_IDEMPOTENCY_IN_PROGRESS};
    return FATES[decide(COUNT_OF(FATES))];
}

/* In the place of db/pipeline.c. */
enum err db_pipeline(struct db *db, int timeout_ms)
{
    static const size_t COUNTS[] = {1, 0, 1, 2, 3, 20};
    (void)timeout_ms;
    const enum err e = fate();
    for (struct item *item = db->first; item != NULL; item = item->next) {
        db->begun |= item->kind == ITEM_BEGIN;
        db->commit_sent |= item->kind == ITEM_COMMIT;
        if (e != E_OK || item->ret_rows == NULL)
            continue;
        const size_t count = COUNTS[decide(COUNT_OF(COUNTS))];
        *item->ret_rows = (struct rows){.count = count, .affected = (int64_t)count};
    }
    return e;
}

static int64_t an_int(void)
{
    static const int64_t INTS[] = {1, 0, 2, 3, 7, 100, 999, 1000, 12300, 50000, 1000000000};
    return INTS[decide(COUNT_OF(INTS))];
}

static const char *a_text(void)
{
    static const char *const TEXTS[] = {"name",
                                        "머그컵",
                                        "<x9z a='b\"&amp;>",
                                        "{\"a\":[1,\"<x9z>\"]}",
                                        "20261120-7K3M9QXW2T",
                                        "",
                                        "a\nb\tc",
                                        "https://example.com/?a=<x9z>"};
    return TEXTS[decide(COUNT_OF(TEXTS))];
}

static instant a_time(const char *column)
{
    static const int64_t AWAY_S[] = {60, -60, 0, 3600, -3600, 864000, -864000, -86400000};
    /* What ends has usually not ended yet. */
    const int64_t away_s = AWAY_S[decide(COUNT_OF(AWAY_S))];
    return instant_add(now, SPAN_SECONDS(strstr(column, "expires") != NULL ? away_s : -away_s));
}

static int an_enum(const char *const *names)
{
    unsigned count = 0;
    while (names[count] != NULL)
        count++;
    return (int)decide(count);
}

/* A session is a member's, unless it is said to be a guest's. */
static bool is_null(const struct row_field *field)
{
    if (!field->nullable)
        return false;
    const unsigned choice = decide(8);
    return strcmp(field->column, "guest_id") == 0 ? choice != 7 : choice == 7;
}

static void make_up(const struct row_field *field, char *item)
{
    const bool null = is_null(field);
    const int64_t number = null ? 0 : an_int();
    const char *text = null ? NULL : "";
    void *place = item + field->offset;
    switch (field->type) {
    case ROW_INT:
        memcpy(place, &number, sizeof number);
        return;
    case ROW_TEXT:
        if (!null)
            text = a_text();
        memcpy(place, &text, sizeof text);
        return;
    case ROW_BOOL:
        *(bool *)place = !null && decide(2) == 1;
        return;
    case ROW_TIME:
        *(instant *)place = null ? INSTANT_NONE : a_time(field->column);
        return;
    case ROW_ENUM:
        *(int *)place = null ? 0 : an_enum(field->names);
        return;
    case ROW_BYTES:
        *(struct slice *)place = null ? (struct slice){NULL, 0} : (struct slice){"bytes", 5};
        return;
    }
}

/* In the place of db/rows.c. */
enum err rows_decode(struct db *db, const struct rows *rows, const struct row_field *fields,
                     size_t field_count, size_t item_size, void *ret_items)
{
    char *items = arena_array(db->call->arena, rows->count, item_size);
    TRY_NEW(items);
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = 0; i < field_count; i++)
            make_up(&fields[i], items + row * item_size);
    memcpy(ret_items, &items, sizeof items);
    return E_OK;
}

enum err rows_decode_one(struct db *db, const struct rows *rows, const struct row_field *fields,
                         size_t field_count, enum err missing, void *ret_item)
{
    (void)db;
    if (rows->count == 0)
        return missing;
    for (size_t i = 0; i < field_count; i++)
        make_up(&fields[i], ret_item);
    return E_OK;
}

enum err rows_int(struct db *db, const struct rows *rows, enum err missing, int64_t *ret_value)
{
    (void)db;
    if (rows->count == 0)
        return missing;
    *ret_value = an_int();
    return E_OK;
}

/* ---- what takes time ---- */

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the library's are its own
int nanosleep(const struct timespec *wanted, struct timespec *left)
{
    (void)wanted;
    (void)left;
    return 0;
}

enum err password_hash(struct arena *arena, const char *password, const char **ret_hash)
{
    (void)arena;
    (void)password;
    *ret_hash = "hash";
    return E_OK;
}

enum err password_verify(const char *hash, const char *password)
{
    const bool right = hash != NULL && strcmp(password, "plum-kettle-91") == 0;
    return right ? E_OK : E_INVALID_CREDENTIALS;
}
