#include "web/http.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool request_is_unsafe(const struct request *req)
{
    return strcmp(req->method, "GET") != 0 && strcmp(req->method, "HEAD") != 0 &&
           strcmp(req->method, "OPTIONS") != 0;
}

const char *request_query(const struct request *req, const char *name)
{
    for (size_t i = 0; i < req->query_count; i++)
        if (strcmp(req->query[i].name, name) == 0)
            return req->query[i].value;
    return NULL;
}

const char *request_cookie(const struct request *req, struct arena *arena, const char *name)
{
    size_t name_size = strlen(name);
    const char *at = req->cookie;

    while (at != NULL) {
        at += strspn(at, " \t;");
        size_t size = strcspn(at, ";");
        if (size > name_size && at[name_size] == '=' && strncmp(at, name, name_size) == 0) {
            struct slice value = str_trim((struct slice){at + name_size + 1, size - name_size - 1});
            if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
                value = (struct slice){value.data + 1, value.size - 2};
            return arena_strndup(arena, value.data, value.size);
        }
        at = at[size] == ';' ? at + size + 1 : NULL;
    }
    return NULL;
}

/* RFC 9110's token: what a header's or a cookie's name is made of. */
static bool is_token(const char *text)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

enum err response_header(struct response *res, const char *name, const char *value)
{
    if (res->header_count == RESPONSE_HEADERS_MAX || value == NULL || !is_token(name) ||
        has_control(value))
        return E_INTERNAL;
    res->headers[res->header_count++] = (struct pair){name, value};
    return E_OK;
}

const char *response_header_of(const struct response *res, const char *name)
{
    for (size_t i = 0; i < res->header_count; i++)
        if (str_equal_nocase(res->headers[i].name, name))
            return res->headers[i].value;
    return NULL;
}

/* Browsers take "//host", "/\host" and "/<tab>/host" for the address of another site. */
static bool stays_here(const char *path)
{
    return path[0] == '/' && strstr(path, "//") == NULL && strchr(path, '\\') == NULL &&
           !has_control(path);
}

bool path_is_local(const char *path)
{
    return path != NULL && strlen(path) <= PATH_LOCAL_MAX && stays_here(path);
}

enum err response_redirect(struct response *res, const char *location)
{
    if (location == NULL || !stays_here(location))
        return E_INTERNAL;
    TRY(response_header(res, "Location", location));
    res->status = 303;
    res->body = (struct slice){"", 0};
    return E_OK;
}

enum err response_send_on(struct response *res, const char *location)
{
    TRY(response_redirect(res, location));
    res->status = 307;
    return E_OK;
}

/* RFC 6265's cookie-octet. */
static bool is_cookie_value(const char *value)
{
    for (; *value != '\0'; value++)
        if (*value <= 0x20 || *value >= 0x7f || strchr("\",;\\", *value) != NULL)
            return false;
    return true;
}

enum err response_cookie(struct response *res, struct arena *arena, const char *name,
                         const char *value, int64_t max_age_s, bool secure)
{
    if (!is_token(name) || !is_cookie_value(value))
        return E_INTERNAL;

    char age[40] = "";
    if (max_age_s >= 0)
        snprintf(age, sizeof age, "; Max-Age=%" PRId64, max_age_s);
    const char *text = arena_printf(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name,
                                    max_age_s == 0 ? "" : value, age, secure ? "; Secure" : "");
    TRY_NEW(text);
    return response_header(res, "Set-Cookie", text);
}
