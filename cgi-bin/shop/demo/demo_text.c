#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "shop/demo/demo.h"

#define FILE_MAX ((size_t)1 << 20)
#define ROWS_MAX 1000

enum err demo_read_file(struct arena *arena, const char *path, const char **ret_text)
{
    char *text = arena_alloc(arena, FILE_MAX + 1);
    TRY_NEW(text);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        log_write(LOG_ERROR, "%s cannot be read: errno %d", path, errno);
        return E_INTERNAL;
    }
    size_t size = fread(text, 1, FILE_MAX + 1, file);
    bool whole = !ferror(file) && size <= FILE_MAX;
    fclose(file);
    if (!whole || memchr(text, '\0', size) != NULL || !utf8_valid(text, size)) {
        log_write(LOG_ERROR, "%s is no text file of at most 1 MiB", path);
        return E_INTERNAL;
    }
    text[size] = '\0';
    *ret_text = text;
    return E_OK;
}

/* Cuts a line at its tabs into exactly `columns` fields. */
static bool cut(char *line, size_t columns, const char **fields)
{
    for (size_t i = 0; i < columns; i++) {
        fields[i] = line;
        char *tab = strchr(line, '\t');
        if ((tab == NULL) != (i + 1 == columns))
            return false;
        if (tab != NULL) {
            *tab = '\0';
            line = tab + 1;
        }
    }
    return true;
}

enum err demo_read_table(struct arena *arena, const char *folder, const char *file, size_t columns,
                         struct demo_table *ret_table)
{
    const char *path = arena_printf(arena, "%s/%s", folder, file);
    TRY_NEW(path);
    const char *text;
    TRY(demo_read_file(arena, path, &text));
    struct demo_table table = {.path = path, .rows = NEW_ARRAY(arena, const char **, ROWS_MAX)};
    TRY_NEW(table.rows);
    int number = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = arena_strndup(arena, text, length);
        TRY_NEW(line);
        text += length + (text[length] == '\n');
        number++;
        if (line[0] == '#' || line[0] == '\0')
            continue;
        const char **fields = NEW_ARRAY(arena, const char *, columns);
        TRY_NEW(fields);
        if (table.count == ROWS_MAX || !cut(line, columns, fields)) {
            log_write(LOG_ERROR, "%s, line %d: %zu columns are wanted, in at most %d rows", path,
                      number, columns, ROWS_MAX);
            return E_INTERNAL;
        }
        table.rows[table.count++] = fields;
    }
    *ret_table = table;
    return E_OK;
}
