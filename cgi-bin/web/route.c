#include "web/route.h"

#include <string.h>

#include "base/ids.h"

/* One segment of a path or a pattern: up to the next '/' or the end. */
static struct slice segment(const char *at)
{
    return (struct slice){at, strcspn(at, "/")};
}

static bool is_plain_text(struct slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
            return false;
    return text.size > 0 && utf8_valid(text.data, text.size);
}

/* The parameters as they are found; texts are copied once the route is chosen. */
struct found {
    int64_t id[ROUTE_PARAMS_MAX];
    struct slice text[ROUTE_PARAMS_MAX];
    size_t ids, texts;
};

static bool segment_fits(struct slice pattern, struct slice given, struct found *found)
{
    if (pattern.size == 4 && memcmp(pattern.data, "{id}", 4) == 0)
        return found->ids < ROUTE_PARAMS_MAX &&
               str_to_int(given.data, given.size, 1, ID_MAX, &found->id[found->ids++]);
    if (pattern.size > 0 && pattern.data[0] == '{') {
        if (found->texts == ROUTE_PARAMS_MAX || !is_plain_text(given))
            return false;
        found->text[found->texts++] = given;
        return true;
    }
    return pattern.size == given.size && memcmp(pattern.data, given.data, given.size) == 0;
}

static bool path_fits(const char *pattern, const char *path, struct found *found)
{
    *found = (struct found){0};
    for (;;) {
        struct slice want = segment(pattern), given = segment(path);
        if (!segment_fits(want, given, found))
            return false;
        pattern += want.size;
        path += given.size;
        if (*pattern == '\0' || *path == '\0')
            return *pattern == *path;
        pattern++;
        path++;
    }
}

/* Adds a method to "GET, PATCH" unless it is there or does not fit any more. */
static void allow_add(struct route_match *match, const char *method)
{
    size_t size = strlen(match->allow), more = strlen(method);

    for (const char *at = match->allow; (at = strstr(at, method)) != NULL; at += more)
        if (at[more] == '\0' || at[more] == ',')
            return;
    if (size + 2 + more + 1 > sizeof match->allow)
        return;
    if (size > 0) {
        memcpy(match->allow + size, ", ", 2);
        size += 2;
    }
    memcpy(match->allow + size, method, more + 1);
}

static bool params_keep(struct arena *arena, const struct found *found, struct route_params *params)
{
    memcpy(params->id, found->id, sizeof params->id);
    for (size_t i = 0; i < found->texts; i++) {
        params->text[i] = arena_strndup(arena, found->text[i].data, found->text[i].size);
        if (params->text[i] == NULL)
            return false;
    }
    return true;
}

void route_find(const struct route *routes, size_t count, struct arena *arena, const char *method,
                const char *path, struct route_match *ret_match)
{
    struct route_match match = {0};
    struct found found;

    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    for (size_t i = 0; i < count; i++) {
        if (!path_fits(routes[i].pattern, path, &found))
            continue;
        match.path_known = true;
        allow_add(&match, routes[i].method);
        if (match.route != NULL || match.no_memory || strcmp(routes[i].method, method) != 0)
            continue;
        if (params_keep(arena, &found, &match.params))
            match.route = &routes[i];
        else
            match.no_memory = true;
    }
    *ret_match = match;
}
