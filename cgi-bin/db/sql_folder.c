#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/script.h"

enum { FILES_MAX = 2000, FILE_MAX = 1 << 20 };

static int is_sql(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".sql") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum err read_file(struct arena *arena, const char *path, const char **ret_text)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return E_INTERNAL;
    char *buffer = malloc(FILE_MAX + 1);
    size_t size = buffer != NULL ? fread(buffer, 1, FILE_MAX + 1, file) : 0;
    bool good = buffer != NULL && !ferror(file) && size <= FILE_MAX;
    char *text = good ? arena_strndup(arena, buffer, size) : NULL;
    free(buffer);
    (void)fclose(file);
    if (!good)
        return E_INTERNAL;
    TRY_NEW(text);
    *ret_text = text;
    return E_OK;
}

static enum err read_all(struct arena *arena, const char *folder, struct dirent **entries,
                         size_t count, char *message, size_t message_size, struct sql_file *files)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *path = arena_printf(arena, "%s/%s", folder, name);
        TRY_NEW(path);
        files[i].name = arena_strndup(arena, name, strlen(name) - 4);
        TRY_NEW(files[i].name);
        enum err e = read_file(arena, path, &files[i].text);
        if (e != E_OK) {
            (void)snprintf(message, message_size, "cannot read %s", path);
            return e;
        }
    }
    return E_OK;
}

enum err sql_folder_read(struct arena *arena, const char *folder, char *message,
                         size_t message_size, struct sql_file **ret_files, size_t *ret_count)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, is_sql, by_name);
    if (n < 0 || n > FILES_MAX) {
        (void)snprintf(message, message_size, "cannot read the folder %s", folder);
        return E_INTERNAL;
    }
    struct sql_file *files = NEW_ARRAY(arena, struct sql_file, (size_t)n);
    enum err e = files == NULL
                     ? E_NO_MEMORY
                     : read_all(arena, folder, entries, (size_t)n, message, message_size, files);
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    if (e != E_OK)
        return e;
    *ret_files = files;
    *ret_count = (size_t)n;
    return E_OK;
}
