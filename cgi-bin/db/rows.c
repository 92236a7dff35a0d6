/* Results into structs. */
#include <string.h>

#include "base/log.h"
#include "db/handle.h"

/* A field and where its values come from. */
struct source {
    const PGresult *result;
    const struct row_field *field;
    int row, column;
};

static enum err complain(const struct source *from, const char *what)
{
    log_write(LOG_ERROR, "database: column %s: %s", from->field->column, what);
    return E_INTERNAL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \x00ff… into bytes. */
static enum err decode_bytes(struct arena *arena, const struct source *from, const char *text,
                             struct slice *ret_bytes)
{
    size_t length = (size_t)PQgetlength(from->result, from->row, from->column);
    if (length < 2 || length % 2 != 0 || text[0] != '\\' || text[1] != 'x')
        return complain(from, "not a bytea");
    size_t size = (length - 2) / 2;
    char *data = arena_alloc(arena, size);
    TRY_NEW(data);
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text[2 + 2 * i]), low = hex_digit(text[3 + 2 * i]);
        if (high < 0 || low < 0)
            return complain(from, "not a bytea");
        data[i] = (char)(high << 4 | low);
    }
    *ret_bytes = (struct slice){data, size};
    return E_OK;
}

static enum err decode_enum(const struct source *from, const char *text, int *ret_value)
{
    for (int i = 0; from->field->names[i] != NULL; i++)
        if (strcmp(from->field->names[i], text) == 0) {
            *ret_value = i;
            return E_OK;
        }
    return complain(from, "a value that is not known");
}

/* NULL in each type's form. ROW_ENUM keeps its 0. */
static void put_null(enum row_type type, void *place)
{
    const instant none = INSTANT_NONE;
    if (type == ROW_TIME)
        memcpy(place, &none, sizeof none);
}

static enum err decode_value(struct arena *arena, const struct source *from, void *place)
{
    const char *text = PQgetvalue(from->result, from->row, from->column);
    size_t length = (size_t)PQgetlength(from->result, from->row, from->column);
    switch (from->field->type) {
    case ROW_INT: {
        int64_t number = 0;
        if (!str_to_int(text, length, INT64_MIN, INT64_MAX, &number))
            return complain(from, "not an integer");
        memcpy(place, &number, sizeof number);
        return E_OK;
    }
    case ROW_TEXT:
        memcpy(place, &text, sizeof text);
        return E_OK;
    case ROW_BOOL: {
        bool flag = text[0] == 't';
        if (length != 1 || (text[0] != 't' && text[0] != 'f'))
            return complain(from, "not a boolean");
        memcpy(place, &flag, sizeof flag);
        return E_OK;
    }
    case ROW_TIME: {
        instant t;
        if (!instant_from_sql(text, &t))
            return complain(from, "not a timestamptz");
        memcpy(place, &t, sizeof t);
        return E_OK;
    }
    case ROW_ENUM:
        return decode_enum(from, text, place);
    case ROW_BYTES:
        return decode_bytes(arena, from, text, place);
    }
    return complain(from, "of no known type");
}

/* -1 when there is none. As PQfnumber, which copies and folds the name before it compares. */
static int column_of(const PGresult *result, const char *name)
{
    int column = PQnfields(result) - 1;
    while (column >= 0 && strcmp(PQfname(result, column), name) != 0)
        column--;
    return column;
}

/* The column of each field, found once a result. */
static enum err find_columns(struct arena *arena, const PGresult *result,
                             const struct row_field *fields, size_t field_count,
                             const int **ret_columns)
{
    int *columns = NEW_ARRAY(arena, int, field_count);
    TRY_NEW(columns);
    for (size_t i = 0; i < field_count; i++) {
        columns[i] = column_of(result, fields[i].column);
        if (columns[i] < 0)
            return complain(&(struct source){.field = &fields[i]}, "missing");
    }
    *ret_columns = columns;
    return E_OK;
}

static enum err decode_row(struct arena *arena, struct source *from, const int *columns,
                           const struct row_field *fields, size_t field_count, char *item)
{
    for (size_t i = 0; i < field_count; i++) {
        from->field = &fields[i];
        from->column = columns[i];
        void *place = item + fields[i].offset;
        if (!PQgetisnull(from->result, from->row, from->column))
            TRY(decode_value(arena, from, place));
        else if (fields[i].nullable)
            put_null(fields[i].type, place);
        else
            return complain(from, "NULL");
    }
    return E_OK;
}

enum err rows_decode(struct db *db, const struct rows *rows, const struct row_field *fields,
                     size_t field_count, size_t item_size, void *ret_items)
{
    struct arena *arena = db->call->arena;
    char *items = arena_array(arena, rows->count, item_size);
    TRY_NEW(items);
    const int *columns = NULL;
    TRY(find_columns(arena, rows->result, fields, field_count, &columns));
    struct source from = {.result = rows->result};
    for (size_t row = 0; row < rows->count; row++) {
        from.row = (int)row;
        TRY(decode_row(arena, &from, columns, fields, field_count, items + row * item_size));
    }
    memcpy(ret_items, &items, sizeof items);
    return E_OK;
}

static size_t value_size(enum row_type type)
{
    static const size_t SIZES[] = {
        [ROW_INT] = sizeof(int64_t), [ROW_TEXT] = sizeof(char *),
        [ROW_BOOL] = sizeof(bool),   [ROW_TIME] = sizeof(instant),
        [ROW_ENUM] = sizeof(int),    [ROW_BYTES] = sizeof(struct slice),
    };
    return SIZES[type];
}

enum err rows_decode_one(struct db *db, const struct rows *rows, const struct row_field *fields,
                         size_t field_count, enum err missing, void *ret_item)
{
    if (rows->count == 0)
        return missing;
    struct arena *arena = db->call->arena;
    const int *columns = NULL;
    TRY(find_columns(arena, rows->result, fields, field_count, &columns));
    size_t size = 0;
    for (size_t i = 0; i < field_count; i++) {
        size_t end = fields[i].offset + value_size(fields[i].type);
        size = end > size ? end : size;
    }
    char *item = arena_alloc(arena, size);
    TRY_NEW(item);
    struct source from = {.result = rows->result};
    TRY(decode_row(arena, &from, columns, fields, field_count, item));
    /* Only now, and only what was decoded: the caller's struct may hold more. */
    for (size_t i = 0; i < field_count; i++)
        memcpy((char *)ret_item + fields[i].offset, item + fields[i].offset,
               value_size(fields[i].type));
    return E_OK;
}

enum err rows_int(struct db *db, const struct rows *rows, enum err missing, int64_t *ret_value)
{
    (void)db;
    const PGresult *result = rows->result;
    if (rows->count == 0)
        return missing;
    int64_t value = 0;
    if (!PQgetisnull(result, 0, 0) &&
        !str_to_int(PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0), INT64_MIN,
                    INT64_MAX, &value)) {
        log_write(LOG_ERROR, "database: column %s: not an integer", PQfname(result, 0));
        return E_INTERNAL;
    }
    *ret_value = value;
    return E_OK;
}
