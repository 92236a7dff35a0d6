#include "support/exchange.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

static int file = -1;
static pthread_once_t opened = PTHREAD_ONCE_INIT;
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

static void open_file(void)
{
    const char *path = getenv("JANGTEO_EXCHANGES");
    if (path == NULL)
        return;
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) {
        perror(path);
        abort();
    }
}

static void put(struct json_object *line, const char *name, struct json_object *value)
{
    json_object_object_add(line, name, value);
}

/* A body as it was sent or answered: what reads the file parses it, and strictly. */
static void put_json(struct json_object *line, const char *name, const char *type, const char *text,
                     size_t size)
{
    static const char JSON[] = "application/json";
    if (text != NULL && type != NULL && strncmp(type, JSON, sizeof JSON - 1) == 0)
        put(line, name, json_object_new_string_len(text, (int)size));
}

/* One write a line, so that lines of several programs do not mix. */
static void write_line(struct json_object *line)
{
    char *text = NULL;
    const int size = asprintf(&text, "%s\n",
                              json_object_to_json_string_ext(line, JSON_C_TO_STRING_NOSLASHESCAPE));
    (void)pthread_mutex_lock(&writing);
    if (size < 0 || write(file, text, (size_t)size) != size) {
        (void)fputs("an exchange cannot be kept\n", stderr);
        abort();
    }
    (void)pthread_mutex_unlock(&writing);
    free(text);
}

void exchange_keep(const struct ask *ask, const struct answer *answer)
{
    (void)pthread_once(&opened, open_file);
    if (file < 0 || answer->status == 0)
        return;
    const char *type = header(*answer, "Content-Type");
    struct json_object *line = json_object_new_object();
    put(line, "method", json_object_new_string(ask->method));
    put(line, "path", json_object_new_string(ask->path));
    put(line, "status", json_object_new_int64(answer->status));
    put(line, "type", type != NULL ? json_object_new_string(type) : NULL);
    put(line, "size", json_object_new_int64((int64_t)answer->size));
    if (ask->body != NULL)
        put_json(line, "request", ask->type != NULL ? ask->type : "application/json", ask->body,
                 ask->size > 0 ? ask->size : strlen(ask->body));
    if (answer->size > 0)
        put_json(line, "body", type, answer->body, answer->size);
    write_line(line);
    json_object_put(line);
}
